"""`scraper feed set`, `pause` and `resume`: choose how feeds are asked and read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scraper import durations
from scraper.commands.feed_show import feeds_argument
from scraper.commands.terminal.command_class import declare_command
from scraper.commands.terminal.options import Seconds, rules_option
from scraper.commands.terminal.session import session
from scraper.errors import InputError

if TYPE_CHECKING:
    from scraper.archive.crawl.feed_rows import FeedChoices, FeedRow

AUTO = "auto"  # the value that takes a choice back
LEAST = 60.0  # seconds: a shorter interval is a mistake
SET_EXAMPLES = (
    "scraper feed set 3 --every 2h --tag coast",
    "scraper feed set 3 5 --title 'The Courier' --content summary",
)
PAUSE_EXAMPLES = ("scraper feed pause https://news.example/rss.xml", "scraper feed pause 3 5")
RESUME_EXAMPLES = ("scraper feed resume https://news.example/rss.xml", "scraper feed resume 3 5")


class Interval(Seconds):
    """A span of time between two polls, or `auto`."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the seconds, or the word."""
        return AUTO if value == AUTO else super().convert(value, param, ctx)


@declare_command("set", examples=SET_EXAMPLES)
@feeds_argument
@click.option("--title", help=f"Call the feed so; {AUTO}: as it calls itself.")
@click.option("--tag", "tags", multiple=True, metavar="TAG", help="Add this tag; repeatable.")
@click.option("--untag", multiple=True, metavar="TAG", help="Remove this tag; repeatable.")
@click.option(
    "--every",
    type=Interval(LEAST),
    metavar="SPAN|auto",
    help=f"Ask it so often (2h, 1d); {AUTO}: by its own rhythm.",
)
@click.option(
    "--content",
    type=click.Choice(["full", "summary", AUTO]),
    help="Note whether its entries hold the full text or a summary.",
)
@click.option(
    "--rule",
    metavar="HOST|auto",
    help=f"Read its articles by the site rule of HOST; {AUTO}: by that of their own host.",
)
@rules_option
def set_feed(
    feeds: tuple[str, ...],
    untag: tuple[str, ...],
    rules: tuple[Path, ...],
    **chosen: Any,
) -> None:
    """Choose title, tags, interval, content and site rule of feeds.

    The interval goes before the feed's rhythm and before what the feed asks for, but not before a
    server's Retry-After. --content is only recorded: the page of an entry is fetched in any case,
    and the text in the feed never takes its place. The rule is used when articles of the feed are
    fetched or read again, and goes before the rule of their host.
    """
    given = {name: value for name, value in chosen.items() if value not in (None, ())}
    if not given and not untag:
        raise click.UsageError(
            "nothing to set: use --title, --tag, --untag, --every, --content or --rule"
        )
    if given.get("rule", AUTO) != AUTO:
        _must_be_known(given["rule"], rules)
    with session().archive(create=False) as archive:
        rows = [archive.crawl.feeds.get(feed) for feed in feeds]
        with archive.transaction():
            for row in rows:
                archive.crawl.feeds.choose(row["id"], **_choices(row, given, untag))
        for row in rows:
            session().say(f"{row['url']}: {_set(given, untag)}")


def _must_be_known(host: str, folders: tuple[Path, ...]) -> None:
    from scraper.rules import find

    if find(host, folders, lenient=True) is None:
        raise InputError(
            f"no site rule for {host}: `scraper rules list` shows those that there are"
        )


def _choices(feed: FeedRow, given: dict[str, Any], untag: tuple[str, ...]) -> FeedChoices:
    """Return what is recorded for one feed."""
    columns = {"title": "own_title"}
    values: dict[str, Any] = {
        columns.get(name, name): None if value == AUTO else value for name, value in given.items()
    }
    if values.get("every") is not None:
        values["every"] = round(values["every"])
    if untag or "tags" in values:
        tags = [*feed["tags"], *values.get("tags", ())]
        values["tags"] = [tag for tag in tags if tag not in untag]
    return values  # type: ignore[return-value]


def _set(given: dict[str, Any], untag: tuple[str, ...]) -> str:
    """Return in words what was set."""
    words = []
    for name, value in given.items():
        if name == "tags":
            words.append(f"tagged {', '.join(value)}")
        elif name == "every" and value != AUTO:
            words.append(f"every {durations.in_words(value)}")
        else:
            words.append(f"{name} {value}")
    if untag:
        words.append(f"no longer tagged {', '.join(untag)}")
    return "; ".join(words)


@declare_command("pause", examples=PAUSE_EXAMPLES)
@feeds_argument
def pause(feeds: tuple[str, ...]) -> None:
    """Ask feeds no longer, until `feed resume`; their articles stay, and are refreshed."""
    with session().archive(create=False) as archive:
        for row in [archive.crawl.feeds.get(feed) for feed in feeds]:
            if row["paused_at"]:
                session().say(f"already paused: {row['url']}")
                continue
            archive.crawl.feeds.pause(row["id"])
            session().say(f"paused {row['url']}")


@declare_command("resume", examples=RESUME_EXAMPLES)
@feeds_argument
def resume(feeds: tuple[str, ...]) -> None:
    """Ask feeds again that were paused, or retired because they were gone; the next run does."""
    with session().archive(create=False) as archive:
        for row in [archive.crawl.feeds.get(feed) for feed in feeds]:
            if not row["paused_at"] and not row["retired_at"]:
                session().say(f"not paused: {row['url']}")
                continue
            archive.crawl.feeds.resume(row["id"])
            session().say(f"resumed {row['url']}")
