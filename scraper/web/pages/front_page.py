"""The front page: what is new, what changed, what vanished, and how the archive fares."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from scraper.archive.articles.latest import LatestLine
from scraper.archive.crawl.run_list import LoggedRun
from scraper.present.listed_columns import STATUS
from scraper.web import addresses
from scraper.web.forms import TABLES, ListedRows, in_form, links
from scraper.web.room_request import Answer, RoomRequest, View
from scraper.web.subject_pages import sliced

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
        "total": asked.archive.articles.count(),
        "new": latest.new,
        "edited": [_edit(line) for line in latest.edited],
        "vanished": latest.vanished,
        "troubles": [line.trouble for line in status if line.trouble],
        "runs": [_run(run) for run in asked.archive.crawl.runs.walk(limit=RUNS)],
    }
    return View(template="front.html", values=values)


def _run(run: LoggedRun) -> RunLine:
    counted = [f"{count:,} {reason.replace('_', ' ')}" for reason, count in run.counts.items()]
    return RunLine(run=run, outcomes=", ".join(counted))


def status(asked: RoomRequest) -> Answer:
    """Return the whole report of the archive's state."""
    if asked.form:
        fetch = sliced(lambda archive: map(asdict, archive.maintenance.status()))
        return in_form(asked, ListedRows(name="status", columns=STATUS, fetch=fetch))
    lines = list(asked.archive.maintenance.status())
    others = links(addresses.STATUS, TABLES)
    return View(template="status.html", values={"lines": lines, "forms": others})


def _edit(line: LatestLine) -> EditLine:
    fields = [name.replace("_", " ") for name in json.loads(line.detail or "[]")]
    return EditLine(line=line, fields=", ".join(fields).replace("body text", "text"))
