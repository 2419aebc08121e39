"""The room of maintenance: checks, backups, packing, and how the archive fares."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from scraper.archive.store.connection import Room, translate_errors
from scraper.archive.store.times import stamp
from scraper.progress import Progress

if TYPE_CHECKING:
    from scraper.archive.maintenance.archive_state import ArchiveState
    from scraper.archive.maintenance.health import Health
    from scraper.archive.maintenance.health_by_month import MonthOfHealth
    from scraper.archive.maintenance.overview import StatusLine
    from scraper.archive.maintenance.pruning import Pruned
    from scraper.archive.maintenance.rotation import Rotated
    from scraper.archive.maintenance.verify_fault import Fault
    from scraper.archive.pages.repacking import Repacked


class Maintenance(Room):
    """The care of an archive."""

    @translate_errors
    def status(self, run_within: timedelta | None = None) -> Iterator[StatusLine]:
        """Yield what ran, what waits, what failed and why, feeds, hosts and problems.

        `run_within` is the longest time between two runs that is well; None: by their own rhythm.
        """
        from scraper.archive.maintenance import overview

        yield from overview.lines(self.db, Path(self.path), self.clock(), run_within)

    @translate_errors
    def brief_status(self) -> Iterator[StatusLine]:
        """Yield those lines of the status that cost little in an archive of any size."""
        from scraper.archive.maintenance import overview

        yield from overview.brief_lines(self.db, Path(self.path), self.clock())

    @translate_errors
    def slowed_hosts(self) -> dict[str, str]:
        """Return the hosts that are asked less often now, with why, in words; the slowest few."""
        from scraper.archive.maintenance import slow_hosts

        slowed, _ = slow_hosts.slow_hosts(self.db, self.clock())
        return {host.host: slow_hosts.note(host) for host in slowed}

    @translate_errors
    def sizes(self) -> Iterator[StatusLine]:
        """Yield what takes how many bytes: by kind, then by site, the largest first."""
        from scraper.archive.maintenance import sizes

        yield from sizes.lines(self.db)

    @translate_errors
    def check(self, run_within: timedelta | None = None) -> Iterator[StatusLine]:
        """Yield what needs a person: the troubles of status, silent feeds, sites read worse."""
        from scraper.archive.maintenance import needs

        yield from (line for line in self.status(run_within) if line.trouble)
        yield from needs.lines(self.db)

    def shortage(self) -> str | None:
        """Return that the archive's disk is nearly full, None if it has room."""
        from scraper.archive.maintenance import file_place

        return file_place.shortage(Path(self.path).absolute())

    @translate_errors
    def state(self) -> ArchiveState:
        """Return how much the archive holds, and when that changed last."""
        from scraper.archive.maintenance import archive_state

        return archive_state.read(self.db)

    @translate_errors
    def health(self, site: str | None = None) -> Iterator[Health]:
        """Yield how well each site is read, or one site."""
        from scraper import urls
        from scraper.archive.maintenance import health

        yield from health.sites(self.db, urls.site(f"https://{site}") if site else None)

    @translate_errors
    def health_by_month(self, site: str | None = None) -> list[MonthOfHealth]:
        """Return which share of the articles that came in each month has which field."""
        from scraper.archive.maintenance import health_by_month

        return health_by_month.months(self.db, site)

    @translate_errors
    def verify(self, progress: Progress | None = None) -> Iterator[Fault]:
        """Yield everything in the file that is not as it was written."""
        from scraper.archive.maintenance import verification

        yield from verification.verify(self.db, progress or Progress())

    @translate_errors
    def backup(self, target: str | Path, progress: Progress | None = None) -> None:
        """Write a consistent copy, also while others write."""
        from scraper.archive.maintenance import upkeep

        upkeep.backup(self.db, Path(target), progress or Progress())

    @translate_errors
    def rotate(self, folder: str | Path, keep: int, progress: Progress | None = None) -> Rotated:
        """Write a checked copy into a folder, and keep the newest `keep` copies there."""
        from scraper.archive.maintenance import rotation

        return rotation.rotate(
            self.db,
            Path(self.path),
            Path(folder),
            keep=keep,
            clock=self.clock,
            progress=progress or Progress(),
        )

    @translate_errors
    def prunable(self, age: timedelta) -> Pruned:
        """Return what `prune` could give up of versions that were replaced so long ago."""
        from scraper.archive.maintenance import pruning

        return pruning.candidates(self.db, stamp(self.clock() - age))

    @translate_errors
    def prune(self, age: timedelta, progress: Progress | None = None) -> Pruned:
        """Give up the pages of versions that were replaced so long ago; their texts stay."""
        from scraper.archive.maintenance import pruning

        now = self.clock()
        return pruning.prune(self.db, stamp(now - age), stamp(now), progress or Progress())

    @translate_errors
    def optimize(
        self,
        *,
        rebuild: bool = False,
        shrink: bool = False,
        seconds: float = 600.0,
        progress: Progress | None = None,
    ) -> Repacked:
        """Pack pages harder for up to `seconds`, then merge the index.

        `rebuild` makes the index again; `shrink` returns free space to the disk.
        """
        from scraper.archive.maintenance import upkeep
        from scraper.archive.pages import repacking

        noted = progress or Progress()
        end = self.clock() + timedelta(seconds=seconds)
        noted.begin("compresses pages", unit="pages", limit=seconds)
        repacked = repacking.repack(self.db, lambda: self.clock() >= end, noted)
        upkeep.optimize(self.db, noted, rebuild=rebuild, shrink=shrink)
        return repacked
