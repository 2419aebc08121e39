"""`scraper extract` on pages made to hang, bloat or crash a reader: each costs its page and its time, and no more."""

import json
import resource

import pytest

from program import article, scraper, start

# what hung or killed one parser or another, and what our own tables of patterns could stumble over
HOSTILE = {
    "comments": b"<!--" * 50_000,
    "entities": b"&amp;" * 1_000_000,
    "deep": b"<div>" * 200_000 + b"<p>far down",
    "formatting": b"<b><i><u>" * 30_000 + b"words" + b"</b></i>" * 30_000,
    "tables": b"<table><tr><td>" * 20_000 + b"words",
    "attributes": b"<p " + b" ".join(b"a%d=1" % n for n in range(10_000)) + b">words",
    "attribute": b"<p class='" + b"share " * 250_000 + b"'>words",
    "unclosed": b"<a href='/x'>" * 100_000,
    "one word": b"<p>" + b"a" * 5_000_000,
    "white space": b"<p>By" + b" \n" * 2_000_000 + b"Ada",
    "names": b"<p class=byline>By " + b"Ada Berg and " * 100_000,
    "dates": b"<p>" + b"1 May 2026, " * 100_000,
    "json": b'<script type="application/ld+json">' + b'{"a":[' * 100_000 + b"</script><p>words",
    "titles": b"<title>" + b"a | b - c : " * 50_000 + b"</title><h1>a | b</h1><p>words",
    "laughs": b"<!DOCTYPE x [<!ENTITY a 'ha'>" + b"".join(b"<!ENTITY a%d '%s'>" % (n, b"&a;" * 10) for n in range(30)) + b"]><p>&a29;",
    "zeros": b"\x00" * 5_000_000,
    "noise": bytes(range(256)) * 10_000,
}  # fmt: skip
LIMIT = 20.0  # CPU seconds for one page on the average; none needs a tenth of it
PATIENCE = 120  # seconds for one page, whatever else the machine does
SOUND = "The ferry returns"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    place = tmp_path_factory.mktemp("hostile")
    for name, body in HOSTILE.items():
        (place / f"{name}.html").write_bytes(b"<html><head></head><body>" + body)
    (place / "sound.html").write_bytes(article(SOUND))
    return place


def lines(names):
    return "".join(json.dumps({"id": name, "url": "https://gazette.example/x", "path": f"{name}.html"}) + "\n" for name in names)  # fmt: skip


@pytest.mark.slow
def test_case_34_hostile_pages_end_within_limits(folder):
    names = [*HOSTILE, "sound"]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = scraper(folder, "extract", "--jobs", "2", "--page-timeout", PATIENCE, "-", stdin=lines(names), timeout=600)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert after.ru_utime - before.ru_utime < LIMIT * len(names)
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [row["id"] for row in rows] == names
    assert rows[-1]["headline"] == SOUND
    assert "Traceback" not in done.stderr
    for row in rows:
        assert "error" in row or len(json.dumps(row)) < 40_000_000
    assert not [row["id"] for row in rows if "error" in row]


@pytest.mark.slow
def test_case_34_what_hangs_the_parser_is_stopped_and_costs_its_page(folder):
    entries = b"".join(
        b"<li><a href=/x/%d>Harbour works cost more than planned %d</a></li>" % (n, n) for n in range(150_000)
    )
    (folder / "hang.html").write_bytes(b"<ul>" + entries + b"</ul>")
    done = scraper(folder, "extract", "--page-timeout", "3", "-", stdin=lines(["hang", "sound"]), timeout=120)
    hang, sound = map(json.loads, done.stdout.splitlines())
    assert "took longer than 3 s and was stopped" in hang["error"]
    assert (sound["headline"], done.returncode) == (SOUND, 3)


def test_case_34_a_page_that_takes_too_long_ends_with_its_worker(folder):
    names = ["one word", "sound"]
    run = start(folder, "extract", "--page-timeout", "0.01", *(f"{name}.html" for name in names))
    out, err = run.communicate(timeout=60)
    rows = [json.loads(line) for line in out.splitlines()]
    assert [row["path"] for row in rows] == [f"{name}.html" for name in names]
    assert all("took longer than 0.01 s and was stopped" in row["error"] for row in rows)
    assert (run.returncode, err) == (1, "")
