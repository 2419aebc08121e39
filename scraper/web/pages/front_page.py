"""The front page: what is new, what changed, what vanished, and how the archive fares."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scraper.present.counted_things import counts_of
from scraper.web.room_request import RoomRequest, View

if TYPE_CHECKING:
    from scraper.archive.articles.latest import LatestLine
    from scraper.archive.crawl.run_list import LoggedRun

SHOWN = 12  # lines of each list
RUNS = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class EditLine:
    """An edit, with the fields that changed."""

    line: LatestLine
    fields: str  # in words


@dataclass(frozen=True, kw_only=True, slots=True)
class RunLine:
    """A run, with its outcomes in words."""

    run: LoggedRun
    outcomes: str


def front(asked: RoomRequest) -> View:
    """Return the front page."""
    latest = asked.archive.articles.latest(SHOWN)
    status = asked.archive.maintenance.brief_status()
    values = {
        "total": latest.articles,
        "new": latest.new,
        "edited": [_edit(line) for line in latest.edited],
        "vanished": latest.vanished,
        "troubles": [line.trouble for line in status if line.trouble],
        "runs": [_run(run) for run in asked.archive.crawl.runs.walk(limit=RUNS)],
    }
    return View(template="front.html", values=values)


def _run(run: LoggedRun) -> RunLine:
    return RunLine(run=run, outcomes=counts_of(run.counts))


def _edit(line: LatestLine) -> EditLine:
    fields = [name.replace("_", " ") for name in json.loads(line.detail or "[]")]
    return EditLine(line=line, fields=", ".join(fields).replace("body text", "text"))
