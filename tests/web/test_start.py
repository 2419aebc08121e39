"""What the room loads before its first page: a start of half a second has no time for more."""

import subprocess
import sys

from newsroom import filled

# what other pages need: each costs more to import than the front page takes
UNUSED = {
    "statistics", "httpx", "lxml", "trafilatura", "rich", "zstandard", "scraper.models", "scraper.fetch", "scraper.extract",
    "scraper.archive.articles.record", "scraper.archive.search.run_search", "scraper.present.chart_page", "scraper.present.render",
    "scraper.jobs",
}  # fmt: skip
FRONT = """
import sys
from datetime import UTC, datetime
import scraper.commands.serve
import scraper.web.room_server
from scraper.archive import Archive
from scraper.web import templates
from scraper.web.pages import front_page
from scraper.web.room_request import RoomRequest
with Archive.open(sys.argv[1], read_only=True, create=False) as archive:
    front_page.front(RoomRequest(archive=archive, now=datetime.now(UTC)))
templates._environment().get_template("front.html")
print("\\n".join(sys.modules))
"""


def test_the_first_page_loads_nothing_that_it_does_not_show(tmp_path):
    command = [sys.executable, "-c", FRONT, str(filled(tmp_path / "a.db"))]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    assert "scraper.web.app" in done.stdout.split()
    assert not set(done.stdout.split()) & UNUSED
