"""The runs that wrote to the archive: their reports, their failures, and which hosts were slow."""

from __future__ import annotations

from dataclasses import asdict

from scraper.archive import Archive
from scraper.archive.crawl.run_list import VISITS, HostOfRun, LoggedRun
from scraper.errors import InputError
from scraper.outcomes import FAILED
from scraper.present.counted_things import counts_of
from scraper.present.listed_columns import RUNS
from scraper.web import addresses, forms, page_tables, subject_pages
from scraper.web.forms import ListedRows
from scraper.web.page_tables import PageCell, PageRow, PageSection, PageTable, Subject
from scraper.web.room_request import Answer, PageMissing, RoomRequest
from scraper.web.row_source import Row
from scraper.web.subject_pages import SHOWN

HOSTS = 50  # of a run, those with the most trouble
VISIT_TITLES = ("Address", "When", "Outcome", "Status", "Error", "ms", "Article")


def runs(asked: RoomRequest) -> Answer:
    """Return a page of the list of runs, the last one first."""
    if asked.form:
        rows = ListedRows(
            name="runs",
            columns=RUNS,
            fetch=lambda archive, start, most: map(
                asdict, archive.crawl.runs.walk(limit=most, offset=start)
            ),
        )
        return forms.in_form(asked, rows)
    start = subject_pages.start_of(asked)
    found = list(asked.archive.crawl.runs.walk(limit=SHOWN + 1, offset=start))
    titles = ("Run", "Command", "Began", "Took", "Outcomes", "Error")
    table = page_tables.table("The last run first", titles, map(_run_row, found[:SHOWN]))
    subject = Subject(
        title="Runs",
        lede="" if table else "Nothing has written to the archive yet.",
        links=(page_tables.link("Status", addresses.STATUS),),
        sections=(PageSection(title="All runs", table=table),),
        forms=forms.links(addresses.RUNS, forms.TABLES),
    )
    has_more = len(found) > SHOWN
    return subject_pages.view(subject_pages.paged(asked, addresses.RUNS, subject, has_more))


def run(asked: RoomRequest) -> Answer:
    """Return the page of a run, or its visits in another form."""
    run_id: int = asked.path["id"]
    try:
        found = asked.archive.crawl.runs.get(run_id)
    except InputError:
        raise PageMissing("There is no such run.") from None
    if asked.form:
        return forms.in_form(asked, _visits(run_id))
    start = subject_pages.start_of(asked)
    visits = list(asked.archive.crawl.runs.visits(run_id, limit=SHOWN + 1, offset=start))
    caption = "Those that failed first"
    table = page_tables.table(caption, VISIT_TITLES, map(_visit, visits[:SHOWN]))
    sections = (
        PageSection(title="Outcomes", table=_outcomes(found)),
        PageSection(title="Hosts", table=_hosts(asked.archive, run_id)),
        PageSection(title="Visits", table=table),
    )
    subject = Subject(
        title=f"Run {run_id}",
        lede=found.command,
        facts=_facts(found),
        troubles=(found.error,) if found.error else (),
        sections=tuple([one for one in sections if one.table]),
        forms=forms.links(addresses.run(run_id), forms.TABLES),
    )
    has_more, address = len(visits) > SHOWN, addresses.run(run_id)
    return subject_pages.view(subject_pages.paged(asked, address, subject, has_more))


def _run_row(one: LoggedRun) -> PageRow:
    cells = [
        page_tables.link(one.id, addresses.run(one.id)),
        page_tables.text(one.command),
        page_tables.moment(one.started_at),
        page_tables.text(_took(one)),
        page_tables.text(counts_of(one.counts)),
        page_tables.text(one.error),
    ]
    return PageRow(cells, is_trouble=one.error is not None)


def _took(one: LoggedRun) -> str:
    return "did not end" if one.seconds is None else f"{one.seconds:,.0f} s"


def _facts(one: LoggedRun) -> tuple[page_tables.PageFact, ...]:
    return page_tables.facts(
        (
            ("Began", page_tables.moment(one.started_at)),
            ("Ended", page_tables.moment(one.ended_at)),
            ("Took", page_tables.text(_took(one))),
            ("Pages kept", page_tables.number(one.pages)),
            ("Program", page_tables.text(one.program)),
        )
    )


def _outcomes(one: LoggedRun) -> PageTable | None:
    rows = [
        PageRow(
            [page_tables.text(reason.replace("_", " ")), page_tables.number(count)],
            is_trouble=reason in FAILED,
        )
        for reason, count in sorted(one.counts.items(), key=lambda pair: -pair[1])
    ]
    return page_tables.table("Addresses by what came of them", ("Outcome", "Addresses"), rows)


def _hosts(archive: Archive, run_id: int) -> PageTable | None:
    slowed = archive.maintenance.slowed_hosts()
    found = archive.crawl.runs.hosts(run_id)[:HOSTS]
    rows = [[*_host(one), page_tables.text(slowed.get(one.host))] for one in found]
    titles = ("Host", "Visits", "Failed", "Asked for patience", "ms (median)", "Slowest, ms", "Now")
    return page_tables.table("Hosts, those with the most trouble first", titles, rows)


def _host(one: HostOfRun) -> list[PageCell]:
    return [
        page_tables.text(one.host),
        page_tables.number(one.visits),
        page_tables.number(one.failed),
        page_tables.number(one.busy),
        page_tables.number(one.ms),
        page_tables.number(one.slowest),
    ]


def _visit(row: Row) -> PageRow:
    article_id = row["article_id"]
    cells = [
        page_tables.outside(row["url"]),
        page_tables.moment(row["at"]),
        page_tables.text(row["reason"].replace("_", " ")),
        page_tables.text(row["status"]),
        page_tables.text(row["error"]),
        page_tables.number(row["ms"]),
        page_tables.text("") if article_id is None else subject_pages.headline(article_id, "read"),
    ]
    return PageRow(cells, is_trouble=row["reason"] in FAILED)


def _visits(run_id: int) -> ListedRows:
    return ListedRows(
        name=f"run-{run_id}",
        columns=VISITS,
        fetch=lambda archive, start, most: archive.crawl.runs.visits(
            run_id, limit=most, offset=start
        ),
    )
