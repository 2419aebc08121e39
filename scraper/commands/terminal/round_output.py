"""Report a round: its lines, its files, its messages to services, its calls of programs."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from scraper.cleaning import clean, dump_json
from scraper.commands.terminal.run_report import write_report
from scraper.commands.terminal.session import session
from scraper.present.counted_things import counted

if TYPE_CHECKING:
    from scraper.archive import Archive
    from scraper.fetch.fetch_settings import FetchSettings
    from scraper.jobs.announcements import Announcer
    from scraper.jobs.article_hooks import Hook, HookRound
    from scraper.jobs.round_result import RoundResult
    from scraper.jobs.troubles import Sighting

NAMED = 20  # failures that the summary names; --error-file has all


@dataclass(frozen=True, kw_only=True, slots=True)
class RoundOutput:
    """Where a round is reported."""

    report: str | None
    error_file: str | None
    strict: bool
    ping: str | None
    notify: str | None
    exec: tuple[Hook, ...]
    prometheus: str | None

    def announcer(self, settings: FetchSettings) -> Announcer:
        """Return what sends the messages of a round."""
        from scraper.jobs.announcements import Announcer

        return Announcer(settings=settings, ping=self.ping, notify=self.notify)

    def calls(self) -> HookRound:
        """Return what calls the programs for the articles of a round."""
        from scraper.jobs.article_hooks import HookRound

        return HookRound(hooks=self.exec, environment=os.environ)

    def close(
        self,
        archive: Archive,
        result: RoundResult,
        announcer: Announcer,
        calls: HookRound,
        *,
        code: int,
    ) -> None:
        """Write the files, send the messages and print what is to be printed."""
        from scraper.jobs.round_result import record

        ended = archive.clock()
        report = clean(record(result, archive=session().db, code=code, ended=ended))
        self._write_files(archive, result, report)
        announcer.end(report, code=code, has_news=bool(result.lines))
        for line in (*result.lines, *_service_lines(archive, announcer, calls)):
            session().warn(line)
        for outcome in result.lost[:NAMED]:
            session().say(f"{outcome.reason} {outcome.url}: {outcome.error}")
        session().say(_summary(report))

    def _write_files(self, archive: Archive, result: RoundResult, report: dict[str, Any]) -> None:
        if self.error_file:
            from scraper.commands.terminal.error_file import ErrorFile

            write_report(self.error_file, ErrorFile(name=self.error_file).text(result.lost))
        if self.report:
            write_report(self.report, dump_json(report) + "\n")
        if self.prometheus:
            self._write_gauges(self.prometheus, archive, result, code=report["exit_code"])

    @staticmethod
    def _write_gauges(name: str, archive: Archive, result: RoundResult, *, code: int) -> None:
        from scraper.commands.terminal.output_file import write_text
        from scraper.jobs.round_gauges import gauges
        from scraper.present.prometheus import text

        found = gauges(archive, result, code=code, ended=archive.clock())
        write_text(name, text(found), force=True)


def _service_lines(archive: Archive, announcer: Announcer, calls: HookRound) -> tuple[str, ...]:
    """Return the lines about services and programs, and keep which of them are in trouble."""
    from scraper.jobs.round import report_troubles

    used = {*announcer.subjects(), *(hook.subject for hook in calls.hooks)}
    seen = (*announcer.sightings(), *calls.sightings(), *_unused(archive, used))
    return report_troubles(archive, seen).lines if seen else ()


def _unused(archive: Archive, used: set[str]) -> Iterator[Sighting]:
    """Yield the services in trouble that no option names any more."""
    from scraper.jobs.troubles import Sighting

    for trouble in archive.crawl.troubles.rows():
        if trouble.kind == "service" and trouble.subject not in used:
            yield Sighting(subject=trouble.subject, kind="service", is_gone=True)


def _summary(report: dict[str, Any]) -> str:
    """Return the round in one line: `12 feeds asked: 3 new; 2 refreshed: 2 same; in 3.2 s`."""
    polled = report["polled"]
    asked = f"{counted(polled['feeds'], 'feed')} asked"
    parts = [_counted(asked, polled["entries"])]
    for name in ("refreshed", "retried"):
        counts = report[name]
        if counts:
            parts.append(_counted(f"{sum(counts.values())} {name}", counts))
    again = sum(failure["again"] for failure in report["failed"])
    lost = len(report["failed"]) - again
    parts += [f"{again} failed and will be asked again"] if again else []
    parts += [f"{lost} failed for good"] if lost else []
    return f"{'; '.join(parts)}; in {report['durations']['total']:.1f} s"


def _counted(what: str, counts: dict[str, int]) -> str:
    listed = ", ".join(f"{count} {reason}" for reason, count in counts.items())
    return f"{what}: {listed}" if listed else what
