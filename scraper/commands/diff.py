"""`scraper diff`: what changed between two versions of an article, word by word."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from scraper.commands.terminal.diff_view import FORMS
from scraper.commands.terminal.safe_text import shown
from scraper.commands.terminal.session import command, session
from scraper.errors import InputError

if TYPE_CHECKING:
    from scraper.models import Version

NO_DIFFERENCE = 1


@command("diff")
@click.argument("what", metavar="URL|ID")
@click.argument("old", required=False, type=click.IntRange(1), metavar="[A")
@click.argument("new", required=False, type=click.IntRange(1), metavar="B]")
@click.option(
    "--side-by-side", "form", flag_value="side_by_side", help="Before and after in two columns."
)
@click.option(
    "--unified",
    "form",
    flag_value="unified",
    help="By lines, as `diff -u` has it: each paragraph is one.",
)
@click.option("--html", "form", flag_value="html", help="A web page with <del> and <ins>.")
@click.option("--all/--no-all", "whole", help="Show the paragraphs that stayed, too.")
def diff(what: str, old: int | None, new: int | None, form: str | None, *, whole: bool) -> None:
    """Show what changed in an article, by its URL or its id, from version A to version B.

    Without A and B: from the last version but one to the newest; with A alone: from A to the newest. Words that went
    are red, words that came are green; without colour they stand in [-...-] and {+...+}. Exit code 1 means that there
    is no difference.
    """
    with session().archive(read_only=True) as archive:
        versions = archive.articles.versions(what)
    before, after = _chosen(versions, old, new)
    differs = False
    for line in FORMS[form or "words"](before, after, whole):
        differs = True
        drawn = shown(line) if form == "html" else line
        click.echo(drawn, color=True)  # what is coloured is decided by --color, not by click
    if not differs:
        session().say("no difference" if len(versions) > 1 else "there is one version only")
        sys.exit(NO_DIFFERENCE)


def _chosen(versions: list[Version], old: int | None, new: int | None) -> tuple[Version, Version]:
    """The two versions that are meant; the same one twice if there is no other."""
    numbered = {version.number: version for version in versions}
    newest = versions[-1]
    last_but_one = versions[-2] if len(versions) > 1 else newest
    for number in (old, new):
        if number is not None and number not in numbered:
            known = ", ".join(map(str, numbered))
            raise InputError(
                f"there is no version {number}; there are {known}: `scraper history` lists them"
            )
    return numbered[old] if old else last_but_one, numbered[new] if new else newest


command = diff
