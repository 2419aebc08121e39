"""What `scraper run` sends, calls and writes for others: pings, a webhook, programs, gauges."""

import json
import os
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from exposition import parsed
from program import ALLOW, article, inside, serving, start
from scraper.errors import ArchiveFull
from scraper.fetch import messages

SECRET = "0a1b-2c3d"


class Service:
    """A service on the loopback that takes messages: (path, body)."""

    def __init__(self):
        self.taken, self.status, self.hangs = [], 200, 0.0
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                service.taken.append((self.path, json.loads(body) if body else None, self.headers))
                time.sleep(service.hangs)
                self.send_response(service.status)
                self.end_headers()

            def log_message(self, *args):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.host = f"127.0.0.1:{self.server.server_port}"
        self.url = f"http://{self.host}/{SECRET}"
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    @property
    def paths(self):
        return [path.replace(SECRET, "*") for path, _, _ in self.taken]

    def close(self):
        self.server.shutdown()
        self.server.server_close()


@contextmanager
def a_service():
    service = Service()
    try:
        yield service
    finally:
        service.close()


@pytest.fixture
def service():
    with a_service() as service:
        yield service


@pytest.fixture
def site(tmp_path):
    with serving() as site:
        site.pages["/a"] = (200, {}, article("A story"))
        site.pages["/feed"] = rss(site, "/a")
        assert inside(tmp_path, "feed", "add", f"{site.base}/feed", "--no-check").returncode == 0
        yield site


def rss(site, *paths):
    items = "".join(f"<item><title>Story {path}</title><link>{site.base}{path}</link></item>" for path in paths)
    feed = f"<rss version='2.0'><channel><title>The Gazette</title>{items}</channel></rss>"
    return (200, {"Content-Type": "application/rss+xml"}, feed.encode())


def run(folder, *more, env=None):
    done = inside(folder, "run", "-q", "--all", *ALLOW, *more, env=env)
    return done.returncode, done.stdout, done.stderr


def test_a_ping_says_that_a_run_began_and_how_it_ended(site, service, tmp_path):
    assert run(tmp_path, "--ping", f"{service.url}?create=1") == (0, "", "")
    assert service.paths == ["/*/start?create=1", "/*?create=1"]
    (_, began, _), (_, report, headers) = service.taken
    assert began is None
    assert report["polled"]["entries"] == {"new": 1}
    assert headers["Content-Type"] == "application/json"
    site.pages["/feed"] = rss(site, "/gone")
    assert run(tmp_path, "--ping", service.url)[0] == 3  # one page is missing: the run did its work
    assert run(tmp_path, "--ping", service.url, "--strict")[0] == 0  # it was reported once
    site.pages["/feed"] = rss(site, "/gone-too")
    assert run(tmp_path, "--ping", service.url, "--strict")[0] == 1
    assert service.paths[2:] == ["/*/start", "/*", "/*/start", "/*", "/*/start", "/*/fail"]


def test_the_ping_of_a_run_that_dies_is_a_failure(site, service, tmp_path, monkeypatch):
    def die(*args, **kwargs):
        raise ArchiveFull("the disk is full")

    monkeypatch.setattr("scraper.jobs.round.conclude", die)
    assert run(tmp_path, "--ping", service.url)[0] == 74
    assert service.paths == ["/*/start", "/*/fail"]
    assert "the disk is full" in service.taken[1][1]["error"]


def test_a_service_that_fails_changes_no_exit_code_and_is_reported_once(site, service, tmp_path):
    service.status = 500
    code, out, err = run(tmp_path, "--ping", service.url)
    assert (code, out) == (0, "")
    assert err == f"in trouble: --ping to {service.host}: the answer was 500\n"
    assert run(tmp_path, "--ping", service.url) == (0, "", "")
    assert inside(tmp_path, "verify", "-q").returncode == 0
    check = inside(tmp_path, "status", "--check")
    assert (check.returncode, check.stderr) == (7, f"Error: --ping to {service.host}: the answer was 500\n")
    service.status = 200
    code, _, err = run(tmp_path, "--ping", service.url)
    assert (code, err.partition(" (since")[0]) == (0, f"well again: --ping to {service.host}")
    service.status = 500
    run(tmp_path, "--ping", service.url)
    assert run(tmp_path) == (0, "", "")  # it is not used any more
    assert run(tmp_path, "--ping", service.url)[2].startswith("in trouble: ")


def test_a_service_that_hangs_or_is_not_there_holds_nothing_up(site, service, tmp_path, monkeypatch):
    monkeypatch.setitem(messages.send.__kwdefaults__, "seconds", 0.3)
    service.hangs = 3.0
    began = time.monotonic()
    code, out, err = run(tmp_path, "--ping", service.url)
    assert time.monotonic() - began < 3
    assert (code, out, err) == (0, "", f"in trouble: --ping to {service.host}: no answer within 0.3 s\n")
    with a_service() as other:
        pass  # its port is closed now
    code, _, err = run(tmp_path, "--notify", other.url, "--ping", other.url)
    assert code == 0
    assert f"in trouble: --ping to {other.host}: no connection (" in err


def test_the_guard_keeps_pings_off_private_addresses(site, service, tmp_path):
    code, out, err = (
        (done := inside(tmp_path, "run", "-q", "--ping", service.url)).returncode,
        done.stdout,
        done.stderr,
    )
    assert (code, out) == (0, "")
    assert f"in trouble: --ping to {service.host}: not fetched: " in err
    assert "--allow-net" in err
    assert not service.taken


def test_the_secret_of_a_service_is_kept_nowhere(site, service, tmp_path):
    service.status = 404
    code, out, err = run(
        tmp_path, "--ping", service.url, f"--notify={service.url}", "--log-file", "log", "--report", "r"
    )
    assert code == 0
    status = inside(tmp_path, "status").stdout
    kept = b"".join(path.read_bytes() for path in tmp_path.iterdir() if path.is_file())
    assert SECRET not in err + out + status
    assert SECRET.encode() not in kept


def test_the_webhook_is_called_when_a_state_changes(site, service, tmp_path):
    site.pages["/feed"] = (500, {}, b"")
    for _ in range(2):
        assert run(tmp_path, "--notify", service.url) == (0, "", "")
    assert not service.taken
    assert run(tmp_path, "--notify", service.url)[2].startswith(f"in trouble: {site.base}/feed: failed 3 times")
    (path, report, _), *more = service.taken
    assert (path, more) == (f"/{SECRET}", [])
    assert [(one["subject"], one["state"]) for one in report["troubles"]] == [(f"{site.base}/feed", "began")]
    assert run(tmp_path, "--notify", service.url) == (0, "", "")
    site.pages["/feed"] = rss(site, "/a")
    assert run(tmp_path, "--notify", service.url)[2].startswith("well again: ")
    assert [one["state"] for one in service.taken[1][1]["troubles"]] == ["ended"]
    assert len(service.taken) == 2


def hook(folder, name, text):
    program = folder / name
    program.write_text(f"#!/bin/sh\n{text}\n")
    program.chmod(0o755)
    return program


def test_programs_are_called_with_the_article_in_their_environment(site, tmp_path):
    evil = "A $(touch owned) `id` ; rm -rf / &quot;story&quot;"
    site.pages["/a"] = (200, {}, article(evil))
    program = hook(tmp_path, "told.sh", 'printf "%s|" "$@" "$SCRAPER_EVENT" "$SCRAPER_URL" "$SCRAPER_HEADLINE" >> told')
    options = ("--exec", f"new={program} 'two words'", "--exec", f"edited={program}")
    assert run(tmp_path, *options) == (0, "", "")
    told = (tmp_path / "told").read_text().split("|")
    assert told[:3] == ["two words", "new", f"{site.base}/a"]
    assert told[3].startswith("A $(touch owned) `id` ; rm -rf /")
    assert not (tmp_path / "owned").exists()
    assert run(tmp_path, *options) == (0, "", "")
    assert len((tmp_path / "told").read_text().split("|")) == 5


def test_a_program_that_fails_is_reported_once_and_fails_nothing(site, tmp_path):
    program = hook(tmp_path, "bad.sh", "echo no room >&2; exit 4")
    option = ("--exec", f"new={program}")
    assert run(tmp_path, *option) == (0, "", f"in trouble: --exec new={program}: it ended with 4: no room\n")
    site.pages |= {f"/{n}": (200, {}, article(f"Story {n}")) for n in range(5)}
    site.pages["/feed"] = rss(site, *(f"/{n}" for n in range(5)))
    assert run(tmp_path, *option) == (0, "", "")
    site.pages |= {"/6": (200, {}, article("Story 6"))}
    site.pages["/feed"] = rss(site, "/6")
    hook(tmp_path, "bad.sh", "exit 0")
    assert run(tmp_path, *option)[2].startswith(f"well again: --exec new={program} (since ")


def test_the_next_run_calls_the_programs_that_a_killed_one_had_not_called(site, tmp_path):
    kill = "[ -e once ] || { touch once; kill -9 $PPID; }"
    program = hook(tmp_path, "told.sh", f'echo "$SCRAPER_EVENT $SCRAPER_URL" >> told\n{kill}')
    option = ("--exec", f"new={program}")
    killed = start(tmp_path, "run", "-q", *ALLOW, *option)
    killed.communicate(timeout=30)
    assert killed.returncode == -9
    line = f"new {site.base}/a\n"
    assert (tmp_path / "told").read_text() == line
    for _ in range(2):
        assert run(tmp_path, *option) == (0, "", "")
        assert (tmp_path / "told").read_text() == line * 2


def test_a_signal_ends_a_run_that_waits_for_a_program_and_the_program(site, tmp_path):
    program = hook(tmp_path, "slow.sh", "echo $$ > began; sleep 20; touch late")
    running = start(tmp_path, "run", "-q", *ALLOW, "--exec", f"new={program}")
    end = time.monotonic() + 20
    while not (tmp_path / "began").exists() or not (tmp_path / "began").read_text():
        assert time.monotonic() < end
        time.sleep(0.05)
    running.terminate()
    out, err = running.communicate(timeout=10)
    assert (running.returncode, out) == (130, "")
    assert err.count("\n") == 1
    with pytest.raises(ProcessLookupError):
        os.kill(int((tmp_path / "began").read_text()), 0)


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("told.sh", "'told.sh' names no event; write new=COMMAND, edited=COMMAND, vanished=COMMAND"),
        ("new=", "'new=' has no command behind the ="),
        ("new=a 'b", '"a \'b" is not a command (No closing quotation)'),
    ],
)
def test_a_hook_that_cannot_be_called_is_refused_before_the_run(site, tmp_path, value, message):
    code, _, err = run(tmp_path, "--exec", value)
    assert code == 2
    assert message in err
    assert not site.visits


def test_all_of_it_can_be_set_in_a_file(site, service, tmp_path):
    program = hook(tmp_path, "told.sh", "echo $SCRAPER_EVENT >> told")
    (tmp_path / "cron.toml").write_text(
        f'ping = "{service.url}"\nnotify = "{service.url}"\nexec = ["new={program}"]\nprometheus = "out.prom"\n'
        'allow_net = ["127.0.0.0/8"]\ndelay = 0\nskip_if_locked = true\nwait = "1s"\n'
    )
    done = inside(tmp_path, "run", "-q", "--config", "cron.toml")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert service.paths == ["/*/start", "/*"]
    assert (tmp_path / "told").read_text() == "new\n"
    gauges = parsed([(tmp_path / "out.prom").read_text()])
    values = {name.removeprefix("scraper_"): samples.get(()) for name, (_, samples) in gauges.items()}
    assert len(gauges) >= 15
    assert {name: values[name] for name in ("articles", "feeds", "last_run_exit_code", "gaps_open")} == {
        "articles": 1,
        "feeds": 1,
        "last_run_exit_code": 0,
        "gaps_open": 0,
    }
    assert gauges["scraper_last_run_visits"][1] == {(("outcome", "new"),): 1}
    assert gauges["scraper_troubles"][1][(("kind", "feed"),)] == 0
    assert not (tmp_path / "out.prom.part").exists()
    (tmp_path / "scraper.toml").write_text(f'exec = ["new={program}"]\n')
    assert "ignored exec in ./scraper.toml" in run(tmp_path)[2]  # of whoever made the folder
