"""`scraper rules`: site rules for pages that the general reading gets wrong."""

from __future__ import annotations

import sys
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scraper.commands.terminal.options import WebAddress, rules_option
from scraper.commands.terminal.page_argument import reading_of
from scraper.commands.terminal.row_output import limit_option, listing_options, write_rows
from scraper.commands.terminal.session import command as make_command
from scraper.commands.terminal.session import group, session
from scraper.errors import InputError
from scraper.files import is_readable

if TYPE_CHECKING:
    from scraper.rules import Rule

SOME_FAILED = 3


@group("rules")
def rules() -> None:
    """Read a site's pages by CSS selectors where the general reading gets them wrong.

    A rule is a file HOST.toml in --rules FOLDER or in the folder `rules` beside the user's settings; the README tells
    how to write one.
    """


@make_command("list")
@rules_option
@limit_option(0)
@listing_options()
def list_rules(
    rules: tuple[Path, ...], limit: int, form: str | None, columns: str | None, *, no_headers: bool
) -> None:
    """List the site rules, the user's before the built-in ones, and what is wrong with a file."""
    from scraper.rules import faults, known

    found = (
        {"host": host, "file": str(path), "error": "; ".join(faults(host, path, rules)) or None}
        for host, path in known(rules)
    )
    columns_ = ("host", "file", "error")
    write_rows(
        islice(found, limit or None), columns_, form=form, chosen=columns, no_headers=no_headers
    )


@make_command("show")
@click.argument("host")
@rules_option
@limit_option(0)
@listing_options()
def show(
    host: str,
    rules: tuple[Path, ...],
    limit: int,
    form: str | None,
    columns: str | None,
    *,
    no_headers: bool,
) -> None:
    """Show the rule that counts for HOST: its own or its parent domain's, with what it takes over from others."""
    rule = _rule(host, rules)
    session().say(f"{rule.host}: {rule.source}")
    fields = [("strip", rule.strip), *rule.fields.items()]
    found = (
        {"field": field, "selector": selector.text}
        for field, selectors in fields
        for selector in selectors
    )
    write_rows(
        islice(found, limit or None),
        ("field", "selector"),
        form=form,
        chosen=columns,
        no_headers=no_headers,
    )
    _leave(rule)


@make_command("test")
@click.argument("what", metavar="URL|FILE")
@click.option("--url", type=WebAddress(), help="The address of FILE, which says whose rule counts.")
@rules_option
@limit_option(0)
@listing_options()
def test(
    what: str, url: str | None, rules: tuple[Path, ...], limit: int, form: str | None, columns: str | None,
    *, no_headers: bool,
) -> None:  # fmt: skip
    """Try a site's rule on a page: for each selector, how much it matches, the first value, and whether it counts.

    URL is a page that the archive keeps; a FILE needs --url.
    """
    from scraper.jobs.explanation import tried
    from scraper.urls import site
    from scraper.workers.pool import apart

    if url is None and is_readable(what):
        raise click.UsageError("a FILE needs --url, which says whose rule counts")
    page = reading_of(what, url).page
    rule = _rule(site(page.final_url), rules)
    rows = (
        {
            "field": t.field,
            "selector": t.selector,
            "matched": t.matched,
            "used": t.used,
            "first": t.first,
        }
        for t in apart(tried, (rule, page))
    )
    columns_ = ("field", "selector", "matched", "used", "first")
    write_rows(
        islice(rows, limit or None), columns_, form=form, chosen=columns, no_headers=no_headers
    )
    _leave(rule)


def _rule(host: str, folders: tuple[Path, ...]) -> Rule:
    from scraper.rules import find

    rule = find(host, folders, lenient=True)
    if rule is None:
        raise InputError(f"no rule for {host}: write {host}.toml, or see `scraper rules list`")
    return rule


def _leave(rule: Rule) -> None:
    """Say what is wrong with the rule, a line each, and leave with a code that says that something is."""
    for fault in rule.faults:
        session().warn(f"Error: {fault}")
    if rule.faults:
        sys.exit(SOME_FAILED)


for subcommand in (list_rules, show, test):
    rules.add_command(subcommand)

command = rules
