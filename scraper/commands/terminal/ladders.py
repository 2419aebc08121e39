"""Read ladders as people write them, and the settings of a schedule from the settings files."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import click

from scraper import durations

if TYPE_CHECKING:
    from scraper.jobs.due import Ladder
    from scraper.jobs.schedule import RefreshRule, Schedule

SHORTEST = 900.0  # seconds between two steps: what is looked at more often is a live ticker


def ladder_of(value: object) -> Ladder | None:
    """Return a ladder by its name, or by its ages with commas between them; None for others."""
    from scraper.jobs.due import LADDERS

    if not isinstance(value, str):
        return None
    name = value.strip().lower()
    if name in LADDERS:
        return LADDERS[name]
    spans = [durations.seconds(part, bare=False) for part in name.split(",")]
    ages = tuple(span for span in spans if span is not None)
    steps = [later - earlier for earlier, later in zip((0.0, *ages), ages, strict=False)]
    are_all_spans = len(ages) == len(spans)
    return ages if are_all_spans and min(steps) >= SHORTEST else None


class LadderChoice(click.ParamType["Ladder"]):
    """A ladder: a name, or ages with commas between them."""

    name = "ladder"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> Ladder:
        """Return the ages in seconds."""
        if isinstance(value, tuple):
            return value
        ladder = ladder_of(value)
        if ladder is None:
            self.fail(
                f"{value!r} is not a ladder; write {durations.LADDERS}, 15m apart or more",
                param,
                ctx,
            )
        return ladder


def schedule_of(
    ladder: object, sites: Mapping[str, Mapping[str, Any]], labels: Mapping[str, Mapping[str, Any]]
) -> Schedule:
    """Return when articles are looked at again, by the settings for all, for sites and labels."""
    from scraper.commands.terminal.site_settings import host_of
    from scraper.jobs.due import DEFAULT
    from scraper.jobs.schedule import Schedule

    chosen = ladder if isinstance(ladder, tuple) else ladder_of(ladder)
    return Schedule(
        ladder=chosen or DEFAULT,
        sites={host_of(site): _rule(table) for site, table in sites.items()},
        labels={name: _rule(table) for name, table in labels.items()},
    )


def _rule(table: Mapping[str, Any]) -> RefreshRule:
    from scraper.jobs.schedule import RefreshRule

    return RefreshRule(refresh=table.get("refresh"), ladder=ladder_of(table.get("ladder")))
