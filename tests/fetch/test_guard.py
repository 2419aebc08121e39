"""The guard: cases 26-28 of the fetch layer's list. Nothing but loopback is ever asked, or even opened, here."""

import asyncio
import ipaddress
import socket

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faults import LOOPBACK, PAGE, FaultServer, a_fetcher, http, redirect, run
from scraper.errors import FetchError, InputError
from scraper.fetch.guard import Guard
from scraper.outcomes import Reason
from scraper.page_kind.by_http import Expect

# 22 ways to say "this machine"; {p} is the port of a server that listens there
SHAPES = [
    "http://127.0.0.1:{p}/", "http://localhost:{p}/", "http://127.1:{p}/", "http://127.0.1:{p}/", "http://0:{p}/",
    "http://0.0.0.0:{p}/", "http://2130706433:{p}/", "http://0x7f000001:{p}/", "http://0x7f.1:{p}/",
    "http://0177.0.0.1:{p}/", "http://017700000001:{p}/", "http://127.0.0.1.:{p}/", "http://user@127.0.0.1:{p}/",
    "http://user:127.0.0.1@localhost:{p}/", "http://[::1]:{p}/", "http://[::]:{p}/", "http://[::ffff:127.0.0.1]:{p}/",
    "http://[::ffff:7f00:1]:{p}/", "http://[::127.0.0.1]:{p}/", "http://[64:ff9b::7f00:1]:{p}/",
    "http://[2002:7f00:1::]:{p}/", "http://１２７.0.0.1:{p}/",
]  # fmt: skip


async def by_number_or_loopback(host, port):
    """What the system answers for addresses, however they are spelt; every name is this machine."""
    try:
        found = await asyncio.get_running_loop().getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST
        )
        return [(at[0], at[1]) for *_, at in found]
    except socket.gaierror:
        return [("127.0.0.1", port)]


async def _knock(allowed):
    reached, reasons = [], []
    async with FaultServer({"*": http()}) as server:
        for shape in SHAPES:
            async with a_fetcher(server, resolve=by_number_or_loopback, allow_net=allowed) as fetcher:
                try:
                    await fetcher.fetch(shape.format(p=server.port))
                    reached.append(shape)
                except FetchError as error:
                    reasons.append(error.reason)
        return reached, reasons, len(server.log)


def test_case_26_no_spelling_of_this_machine_is_reached():
    reached, reasons, hits = run(_knock(()))
    assert (reached, hits) == ([], 0)
    assert set(reasons) <= {Reason.BLOCKED_ADDRESS, Reason.BAD_URL}
    assert len(SHAPES) == 22


def test_case_26_the_same_spellings_do_reach_it_when_allowed():
    reached, _, hits = run(_knock(LOOPBACK))
    assert hits == len(reached) >= 10  # else the test above would prove nothing


BLOCKED = """0.0.0.0 0.1.2.3 10.1.2.3 100.64.0.1 100.127.255.255 127.0.0.1 127.255.255.255 169.254.169.254 172.16.0.1
172.31.255.255 192.0.0.1 192.0.2.1 192.88.99.1 192.168.1.1 198.18.0.1 198.19.255.255 198.51.100.1 203.0.113.1 224.0.0.1
239.255.255.255 240.0.0.1 255.255.255.255 :: ::1 ::7f00:1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 64:ff9b::7f00:1
64:ff9b:1::a00:1 2002:7f00:1:: 2002:a9fe:a9fe:: 2001::1 2001:db8::1 fc00::1 fd12::1 fe80::1 fe80::1%eth0 fec0::1
ff02::1 100::1 ::ffff:0:7f00:1 3fff::1""".split()
PUBLIC = "8.8.8.8 1.1.1.1 93.184.215.14 172.32.0.1 100.128.0.1 2606:4700::1111 2a00:1450::1 ::ffff:8.8.8.8 64:ff9b::808:808".split()


@pytest.mark.parametrize("address", BLOCKED)
def test_special_address_is_refused_with_its_name(address):
    assert Guard().why_not(address, 443)


@pytest.mark.parametrize("address", PUBLIC)
def test_public_address_passes_on_the_webs_ports_only(address):
    assert Guard().why_not(address, 443) is None
    assert Guard().why_not(address, 22) == "port 22 is not one of the web's"


@given(st.ip_addresses())
def test_what_passes_is_global_and_no_multicast(ip):
    if Guard().why_not(str(ip), 80) is None:
        assert ip.is_global
        assert not ip.is_multicast


@given(st.ip_addresses(v=4))
def test_carried_address_is_judged_as_itself(ip):
    bare = Guard().why_not(str(ip), 80)
    for carried in (f"::ffff:{ip}", str(ipaddress.IPv6Address((0x64FF9B << 96) | int(ip)))):
        assert bool(Guard().why_not(carried, 80)) == bool(bare)


def test_case_28_opt_out_takes_networks_and_single_addresses_on_any_port():
    guard = Guard.allowing(["10.1.0.0/16", "192.168.7.7"])
    assert guard.why_not("10.1.2.3", 9000) is None
    assert guard.why_not("192.168.7.7", 22) is None
    assert guard.why_not("10.2.0.1", 80) == "private"
    with pytest.raises(InputError, match="--allow-net"):
        Guard.allowing(["lan"])


# 127.0.0.2 stands for a public host, by the opt-out; 127.0.0.1 for what must never be reached
PUBLIC_ONLY = ("127.0.0.2/32",)


def _with_answers(answers, names, ask, **settings):
    """Fetch where 127.0.0.2 is public; `names` gives each name's successive DNS answers."""

    async def go():
        async with FaultServer(answers, addresses=("127.0.0.2", "127.0.0.1")) as server:

            async def resolve(host, port):
                left = names[host]
                return [(address, server.port) for address in (left.pop(0) if len(left) > 1 else left[0])]

            async with a_fetcher(server, resolve=resolve, allow_net=PUBLIC_ONLY, **settings) as fetcher:
                return await ask(fetcher), server

    return run(go())


async def _reason(awaitable):
    try:
        return await awaitable
    except FetchError as error:
        return error.reason


def test_case_27_mixed_answers_are_refused_whatever_their_order():
    for answer in (["127.0.0.2", "127.0.0.1"], ["127.0.0.1", "127.0.0.2"]):
        got, server = _with_answers(
            {"*": http()}, {"a.example": [answer]}, lambda f: _reason(f.fetch("http://a.example/"))
        )
        assert (got, server.log) == (Reason.BLOCKED_ADDRESS, [])


def test_case_27_rebinding_name_is_judged_at_each_connection():
    async def twice(fetcher):
        first = await fetcher.fetch("http://a.example/")
        return first.body, await _reason(fetcher.fetch("http://a.example/again"))

    answers = {"*": http(PAGE, "Connection: close")}
    got, server = _with_answers(answers, {"a.example": [["127.0.0.2"], ["127.0.0.1"]]}, twice)
    assert got == (PAGE, Reason.BLOCKED_ADDRESS)
    assert server.paths() == ["/"]


def test_case_27_name_is_resolved_once_and_that_answer_is_connected_to():
    got, _ = _with_answers(
        {"*": http()}, {"a.example": [["127.0.0.2"], ["127.0.0.1"]]}, lambda f: _reason(f.fetch("http://a.example/"))
    )
    assert got.body == PAGE


def test_case_28_redirect_robots_and_feeds_pass_the_same_guard():
    names = {"a.example": [["127.0.0.2"]], "inside.example": [["127.0.0.1"]]}
    inside = redirect("http://inside.example/secret")
    for answers, settings, want in (
        ({"/": inside}, {}, Expect.PAGE),
        ({"/": inside}, {}, Expect.ANYTHING),
        ({"/robots.txt": inside, "/": http()}, {"robots": True}, Expect.PAGE),
    ):
        got, server = _with_answers(
            answers, names, lambda f, want=want: _reason(f.fetch("http://a.example/", expect=want)), **settings
        )
        assert got is Reason.BLOCKED_ADDRESS
        assert "/secret" not in server.paths()


def test_refusal_is_never_tried_again_and_does_not_count_against_the_host():
    calls = []

    async def go():
        async with FaultServer({}) as server:

            async def resolve(host, port):
                calls.append(host)
                return [("192.168.0.1", 80)]

            async with a_fetcher(server, resolve=resolve, allow_net=(), retries=5) as fetcher:
                return await _reason(fetcher.fetch("http://a.example/"))

    assert run(go()) is Reason.BLOCKED_ADDRESS
    assert calls == ["a.example"]
