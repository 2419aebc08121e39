"""`scraper diff`: show what changed between two versions of an article, word by word."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scraper.commands.terminal.command_class import declare_command
from scraper.commands.terminal.diff_view import DRAWINGS
from scraper.commands.terminal.output_file import STANDARD_OUTPUT, refuse_existing, write_text
from scraper.commands.terminal.pager import pager_option, show_text
from scraper.commands.terminal.reading_view import reads_on_terminal, wrapped_lines
from scraper.commands.terminal.safe_text import plain, visible
from scraper.commands.terminal.session import session
from scraper.errors import InputError
from scraper.present.dates_in_words import in_words

if TYPE_CHECKING:
    from scraper.models import Version

NO_DIFFERENCE = 1
# forms of DRAWINGS
WORDS, SIDE_BY_SIDE, UNIFIED, HTML = "words", "side_by_side", "unified", "html"
FORM_OF_FILE = {".html": HTML, ".htm": HTML, ".diff": UNIFIED, ".patch": UNIFIED}
EXAMPLES = (
    "scraper diff https://news.example/story",
    "scraper diff 42 1 3 --side-by-side",
    "scraper diff 42 -o edits.html",
)


@declare_command("diff", examples=EXAMPLES)
@click.argument("what", metavar="URL|ID")
@click.argument("old", required=False, type=click.IntRange(1), metavar="[A")
@click.argument("new", required=False, type=click.IntRange(1), metavar="B]")
@click.option("--side-by-side", "form", flag_value=SIDE_BY_SIDE, help="Show two columns.")
@click.option("--unified", "form", flag_value=UNIFIED, help="Show lines, as `diff -u` does.")
@click.option("--html", "form", flag_value=HTML, help="Write a web page with <del> and <ins>.")
@click.option("--all/--no-all", "whole", help="Show the unchanged paragraphs, too.")
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    default=STANDARD_OUTPUT,
    help="Write to FILE; .html, .diff and .patch decide the form.  [default: standard output]",
)
@click.option("--force/--no-force", help="Replace FILE if it exists.")
@pager_option
def diff(
    what: str,
    old: int | None,
    new: int | None,
    form: str | None,
    output: str,
    *,
    whole: bool,
    force: bool,
    pager: bool | None,
) -> None:
    """Show what changed in an article from version A to version B.

    The article is named by its URL or its id. Without A and B, the newest version is compared with
    the one before it; with A alone, with version A. Removed words are in [-...-], and red in
    colour; added words are in {+...+}, and green. Exit code 1 means that nothing differs.
    """
    with session().archive(read_only=True) as archive:
        versions = archive.articles.versions(what)
    before, after = _chosen(versions, old, new)
    chosen = form or FORM_OF_FILE.get(Path(output).suffix.lower(), WORDS)
    lines = DRAWINGS[chosen](before, after, whole=whole)
    if output != STANDARD_OUTPUT:
        differs = _write(list(map(click.unstyle, lines)), output, force=force)
    elif reads_on_terminal():
        differs = _show(list(lines), chosen, before, after, pager=pager)
    else:
        differs = _print(lines)
    if not differs:
        session().say("no difference" if len(versions) > 1 else "the article has only one version")
        sys.exit(NO_DIFFERENCE)


def _write(lines: list[str], output: str, *, force: bool) -> bool:
    """Write the lines to a file if there are any; return whether there were."""
    refuse_existing(Path(output), force=force)
    if not lines:
        return False
    write_text(output, [f"{line}\n" for line in lines], force=force)
    return True


def _print(lines: Iterable[str]) -> bool:
    """Print the lines as they come; return whether there were any."""
    differs = False
    for line in lines:
        differs = True
        # Colours are decided by --color and already in the line; click must not take them out.
        click.echo(line, color=True)
    return differs


def _show(
    lines: list[str], form: str, before: Version, after: Version, *, pager: bool | None
) -> bool:
    """Show the lines on a terminal under the two versions; return whether there were any."""
    if not lines:
        return False
    text = "\n".join(lines)
    if form in (WORDS, UNIFIED):
        text = wrapped_lines(lines, hang=1 if form == UNIFIED else 0)  # behind the sign of a line
    if form != HTML:
        text = "\n\n".join([wrapped_lines([_about(before, after)]), text])
    show_text(visible(text) if form == HTML else text, pager=pager)
    return True


def _about(before: Version, after: Version) -> str:
    """Return which versions are compared, and when each was first seen."""
    seen = [f"version {each.number}, {in_words(each.first_seen)}" for each in (before, after)]
    return plain(" → ".join(seen))


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
