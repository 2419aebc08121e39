"""The server of the measurements: it answers at each of its addresses, and at no other."""

import socket

import httpx
import pytest

from bench.server import numbered, serving


def page(number):
    return b"page %d" % number


def test_each_address_answers_and_all_requests_are_counted():
    with serving(numbered(page), ["127.0.1.1", "127.0.1.2"]) as (port, asked):
        for host in ("127.0.1.1", "127.0.1.2"):
            assert httpx.get(f"http://{host}:{port}/7").content == b"page 7"
        assert httpx.get(f"http://127.0.1.1:{port}/robots.txt").status_code == 404
        assert asked.value == 3
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", port), timeout=5)
