"""`scraper serve`: where it listens, what it prints, and how it ends."""

import os
import signal
import socket
import threading
import urllib.error
import urllib.request

import pytest

from newsroom import filled
from program import inside, scraper, start


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("serve")
    filled(folder / "archive.db")
    return folder


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_prints_its_address_answers_and_ends_cleanly(folder, number):
    process = start(folder, "serve")
    address = process.stdout.readline().strip()
    with urllib.request.urlopen(address, timeout=10) as answer:
        assert b"<h1>archive.db</h1>" in answer.read()
    process.send_signal(number)
    out, err = process.communicate(timeout=10)
    assert (process.returncode, out) == (0, "")
    assert err == "reading room of archive.db, until Ctrl-C:\n"


REFUSED = [
    (["--host", "0.0.0.0"], "add --token new"),
    (["--host", "::"], "add --token new"),
    (["--host", ""], "add --token new"),
    (["--host", "0.0.0.0", "--token", "short"], "16 or more letters"),
    (["--token", "with a blank in between"], "16 or more letters"),
    (["--host", "nowhere.invalid", "--token", "new"], "is not an address of this machine"),
    (["--host", "192.0.2.1", "--token", "new"], "cannot listen on 192.0.2.1"),
    (["--port", "65536"], "65535"),
    (["--db", "none.db"], "there is no archive"),
]


@pytest.mark.parametrize(("args", "message"), REFUSED)
def test_what_cannot_be_served(folder, args, message):
    done = inside(folder, "serve", *args)
    assert done.returncode == 2
    assert message in done.stderr
    assert done.stderr.count("\n") <= 4


def test_a_port_that_is_taken(folder):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        done = inside(folder, "serve", "--port", taken.getsockname()[1])
    assert done.returncode == 2
    assert "--port names another port" in done.stderr


def test_an_environment_without_the_extra(folder):
    hidden = folder / "hidden"
    (hidden / "starlette").mkdir(parents=True)
    (hidden / "starlette" / "__init__.py").write_text("raise ModuleNotFoundError('none', name='starlette')")
    done = scraper(folder, "serve", env={"PYTHONPATH": str(hidden)})
    assert done.returncode == 2
    assert done.stderr == "Error: the reading room needs starlette: pip install 'scraper[serve]'\n"


def test_a_fault_is_on_standard_error_and_does_not_act_on_a_terminal(folder, monkeypatch):
    def broken(_):
        raise ValueError("\x1b[2J")

    def ask():
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=10)
        statuses.append(refused.value.code)
        refused.value.close()
        os.kill(os.getpid(), signal.SIGTERM)

    monkeypatch.setattr("scraper.web.pages.front_page.front", broken)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    statuses, asking = [], threading.Timer(0.5, ask)
    asking.start()
    done = inside(folder, "serve", "--port", port)
    asking.join()
    assert (done.returncode, statuses) == (0, [500])
    assert "fault GET / an error in scraper itself (ValueError: " in done.stderr
    assert "in broken" in done.stderr  # the traceback
    assert "\x1b" not in done.stderr


@pytest.mark.slow
def test_asked_to_end_twice_it_does_not_wait(folder):
    process = start(folder, "serve")
    process.stdout.readline()
    process.send_signal(signal.SIGINT)
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=10)
    assert process.returncode in (0, 130)
