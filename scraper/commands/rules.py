"""`scraper rules`: list, show and test site rules."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scraper.commands.terminal.command_class import declare_command, declare_group
from scraper.commands.terminal.options import WebAddress, rules_option
from scraper.commands.terminal.page_argument import reading_of
from scraper.commands.terminal.row_output import Listing, listing_options
from scraper.commands.terminal.session import session
from scraper.errors import InputError
from scraper.files import is_readable

if TYPE_CHECKING:
    from scraper.rules import Rule

SOME_FAILED = 3
TRIED = ("field", "selector", "matched", "used", "first")
TEST_EXAMPLES = (
    "scraper rules test https://news.example/story",
    "scraper rules test page.html --url https://news.example/story",
)


@declare_group("rules")
def rules() -> None:
    """List, show and test site rules: CSS selectors for sites that are read wrong without them.

    A rule is a file HOST.toml in --rules FOLDER, or in the folder `rules` next to your settings
    file. The README explains how to write one.
    """


@declare_command("list", examples=["scraper rules list", "scraper rules list --rules rules"])
@rules_option
@listing_options()
def list_rules(rules: tuple[Path, ...], listing: Listing) -> None:
    """List the site rules, your own before the built-in ones, with the errors in their files."""
    from scraper.rules import faults, known

    found = (
        {"host": host, "file": str(path), "error": "; ".join(faults(host, path, rules)) or None}
        for host, path in known(rules)
    )
    listing.write(listing.first(found), ("host", "file", "error"))


@declare_command("show", examples=["scraper rules show news.example"])
@click.argument("host")
@rules_option
@listing_options()
def show(host: str, rules: tuple[Path, ...], listing: Listing) -> None:
    """Show the rule that applies to HOST: its own or its parent domain's, with what it inherits."""
    rule = _rule(host, rules)
    session().say(f"{rule.host}: {rule.source}")
    found: list[dict[str, Any]] = []
    for field, selectors in (("strip", rule.strip), *rule.fields.items()):
        found += [{"field": field, "selector": selector.text} for selector in selectors]
    listing.write(found[: listing.most], ("field", "selector"))
    _exit_if_faulty(rule)


@declare_command("test", examples=TEST_EXAMPLES)
@click.argument("what", metavar="URL|ID|FILE")
@click.option("--url", type=WebAddress(), help="The address of FILE, which decides on the rule.")
@rules_option
@listing_options()
def test(what: str, url: str | None, rules: tuple[Path, ...], listing: Listing) -> None:
    """Test a site's rule on a page: how much each selector matches, and whether it is used.

    The page is one that the archive keeps, named by the URL or the id of its article; a FILE needs
    --url. The column first is the first value that the selector matches.
    """
    from scraper.jobs.explanation import tried
    from scraper.urls import site
    from scraper.workers.pool import apart

    if url is None and is_readable(what):
        raise click.UsageError("a FILE needs --url: its address decides which rule applies")
    page = reading_of(what, url).page
    rule = _rule(site(page.final_url), rules)
    trials = apart(tried, (rule, page))
    rows = [{name: getattr(trial, name) for name in TRIED} for trial in trials]
    listing.write(rows[: listing.most], TRIED)
    _exit_if_faulty(rule)


def _rule(host: str, folders: tuple[Path, ...]) -> Rule:
    from scraper.rules import find

    rule = find(host, folders, lenient=True)
    if rule is None:
        raise InputError(f"no rule for {host}: write {host}.toml, or see `scraper rules list`")
    return rule


def _exit_if_faulty(rule: Rule) -> None:
    """Print the errors in the rule, one per line, and exit with 3 if there are any."""
    for fault in rule.faults:
        session().warn(f"Error: {fault}")
    if rule.faults:
        sys.exit(SOME_FAILED)


for subcommand in (list_rules, show, test):
    rules.add_command(subcommand)

command = rules
