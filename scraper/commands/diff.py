"""`scraper diff`: show what changed between two versions of an article, word by word."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from scraper.commands.terminal.command_class import declare_command
from scraper.commands.terminal.diff_view import DRAWINGS
from scraper.commands.terminal.safe_text import shown
from scraper.commands.terminal.session import session
from scraper.errors import InputError

if TYPE_CHECKING:
    from scraper.models import Version

NO_DIFFERENCE = 1
EXAMPLES = (
    "scraper diff https://news.example/story",
    "scraper diff 42 1 3 --side-by-side",
    "scraper diff 42 --html > edits.html",
)


@declare_command("diff", examples=EXAMPLES)
@click.argument("what", metavar="URL|ID")
@click.argument("old", required=False, type=click.IntRange(1), metavar="[A")
@click.argument("new", required=False, type=click.IntRange(1), metavar="B]")
@click.option("--side-by-side", "form", flag_value="side_by_side", help="Show two columns.")
@click.option("--unified", "form", flag_value="unified", help="Show lines, as `diff -u` does.")
@click.option("--html", "form", flag_value="html", help="Write a web page with <del> and <ins>.")
@click.option("--all/--no-all", "whole", help="Show the unchanged paragraphs, too.")
def diff(what: str, old: int | None, new: int | None, form: str | None, *, whole: bool) -> None:
    """Show what changed in an article from version A to version B.

    The article is named by its URL or its id. Without A and B, the newest version is compared with
    the one before it; with A alone, with version A. Removed words are in [-...-], and red in
    colour; added words are in {+...+}, and green. Exit code 1 means that nothing differs.
    """
    with session().archive(read_only=True) as archive:
        versions = archive.articles.versions(what)
    before, after = _chosen(versions, old, new)
    differs = False
    for line in DRAWINGS[form or "words"](before, after, whole=whole):
        differs = True
        # Colours are decided by --color and already in the line; click must not take them out.
        click.echo(shown(line) if form == "html" else line, color=True)
    if not differs:
        session().say("no difference" if len(versions) > 1 else "the article has only one version")
        sys.exit(NO_DIFFERENCE)


def _chosen(versions: list[Version], old: int | None, new: int | None) -> tuple[Version, Version]:
    """Return the two versions to compare, or twice the same if there is only one."""
    numbered = {version.number: version for version in versions}
    for number in (old, new):
        if number is not None and number not in numbered:
            known = ", ".join(map(str, numbered))
            raise InputError(
                f"there is no version {number}, only {known}: `scraper history` lists them"
            )
    newest = versions[-1]
    before_newest = versions[-2] if len(versions) > 1 else newest
    return numbered[old] if old else before_newest, numbered[new] if new else newest


command = diff
