"""Site rules: where the fields are on one site's pages.

They are for pages that the general reading gets wrong. A rule is a file HOST.toml with CSS
selectors (or HOST.txt in the format of ftr-site-config), in a folder of the user's or beside this
file. `find` gives a site's rule, `apply` what it finds on a page, `trials` what each selector does.
"""

from __future__ import annotations

from scraper.rules.finding import faults, find, known
from scraper.rules.rule import FIELDS, Applied, Rule, Selector, Trial

__all__ = [
    "FIELDS",
    "Applied",
    "Rule",
    "Selector",
    "Trial",
    "apply",
    "faults",
    "find",
    "known",
    "trials",
]


def apply(rule: Rule, html: str, url: str) -> Applied:
    """Return what a rule finds in a page's source."""
    from scraper.rules import applying

    return applying.apply(rule, html, url)


def trials(rule: Rule, html: str, url: str) -> tuple[Trial, ...]:
    """Return what every selector of a rule does on a page, in the order in which they are tried.

    Strips come first.
    """
    from scraper.rules import applying

    return applying.trials(rule, html, url)
