"""Read a page into an article. Pure, and it never raises."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scraper.models import Article, Page
    from scraper.rules import Rule

__all__ = ["extract"]


def extract(page: Page, rule: Rule | None = None, known: frozenset[str] = frozenset()) -> Article:
    """Return the article of a page.

    `rule`: the rule of its site; `known`: fingerprints of blocks that many pages of the site share.
    """
    # Imported late: a caller that needs one module of this room need not wait for all of it.
    from scraper.extract import article_fields, plain_text, site_rule
    from scraper.extract.body import read_body
    from scraper.extract.context import Context
    from scraper.extract.field_faults import FieldFaults
    from scraper.models import Verdict, VerdictKind
    from scraper.page.body_reading import BodyReading
    from scraper.page.parsed_page import ParsedPage
    from scraper.page_kind.by_content import classify

    faults = FieldFaults()
    if faults.guard("page", lambda: plain_text.is_plain(page), instead=False):
        return article_fields.plain_article(page, faults)
    whole_page = ParsedPage(page, known=known)
    unruled = site_rule.Given(whole_page)
    given = faults.guard("rule", lambda: site_rule.apply(whole_page, rule), unruled)
    parsed = given.parsed
    text = faults.guard("body", lambda: read_body.read(parsed), BodyReading())
    dates = article_fields.choose_dates(parsed, text, faults)
    unknown = Verdict(kind=VerdictKind.EMPTY)
    kind = faults.guard("verdict", lambda: classify(parsed, text, dated=dates.found), unknown)
    body = given.body or article_fields.article_body(parsed, text, kind)
    context = Context(parsed, body, dates, kind)
    fields = article_fields.choose_fields(context, given.fields, faults)
    return article_fields.assemble(context, fields, faults)
