"""What a stranger wrote is read in a process of its own, with limits, also where one page is all there is to read."""

import os
import signal
import time

import pytest

from program import ALLOW, inside, serving, start
from scraper.errors import ReadingTimeout
from scraper.sources import feed_links
from scraper.workers.pool import apart

ATTRIBUTES = " ".join(f'a{at}="1"' for at in range(200_000))
LINK = '<link rel="alternate" type="application/rss+xml" href="/feed" title="The feed">'
PAGE = f"<html><head>{LINK}</head><body><div {ATTRIBUTES}><h1>Ferry</h1><p>It sails.</p></div></body></html>"


def who(_):
    return os.getpid()


def too_long(seconds):
    time.sleep(seconds)


def test_one_task_is_done_in_a_process_of_its_own():
    assert apart(who, None) != os.getpid()


@pytest.mark.slow
def test_one_task_has_its_time():
    with pytest.raises(ReadingTimeout):
        apart(too_long, 30, timeout=0.5)


@pytest.mark.slow
def test_a_tag_with_200_000_attributes_loses_neither_the_page_nor_its_feeds(tmp_path):
    (tmp_path / "page.html").write_text(PAGE)
    told = inside(tmp_path, "explain", "page.html")
    assert told.returncode == 0
    assert "Ferry" in told.stdout
    began = time.process_time()
    assert [feed.url for feed in feed_links.feeds(PAGE.encode(), "https://x.example/")] == ["https://x.example/feed"]
    assert time.process_time() - began < 5

    with serving() as site:
        site.pages["/"] = (200, {"Content-Type": "text/html"}, PAGE.encode())
        found = inside(tmp_path, "feed", "discover", f"{site.base}/", "--nl", *ALLOW)
    assert f'"{site.base}/feed"' in found.stdout


@pytest.mark.slow
def test_control_c_ends_explain_while_it_reads(tmp_path):
    """Deep nesting without end tags is the dearest page there is; it need not be over when the signal comes."""
    (tmp_path / "page.html").write_text("<p>" + "<b><i>word</i> " * 900_000)
    process = start(tmp_path, "explain", "page.html")
    time.sleep(3)
    running = process.poll() is None
    os.killpg(process.pid, signal.SIGINT)
    process.communicate(timeout=20)
    assert running
    assert process.returncode != 0
