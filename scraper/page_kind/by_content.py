"""Name the kind of a page by what it shows: the first test that finds evidence decides."""

from __future__ import annotations

from collections.abc import Callable

from scraper.models import Verdict, VerdictKind
from scraper.page.body_reading import BodyReading
from scraper.page.parsed_page import ParsedPage
from scraper.page_kind import listings, missing_tests, wall_tests
from scraper.page_kind.page_evidence import FEW, Evidence, PageEvidence, named

LISTED_LINES = 8  # lines of text that a list of pages has at least: fewer show no shape
LIVE_TIMES = 4  # times of day that a live blog shows
LIVE_HEADINGS = 2  # titles that may call a page live: those further down belong to other pages

# Kinds of page whose text is a wall's or a server's, and not an article's.
WITHOUT_ARTICLE = frozenset(
    {VerdictKind.CHALLENGE, VerdictKind.CONSENT, VerdictKind.LOGIN, VerdictKind.SOFT_404}
)


def classify(parsed: ParsedPage, body: BodyReading, *, dated: bool) -> Verdict:
    """Return the kind of a page: an article unless a test finds evidence of another kind.

    `body`: its main text, whatever kind of page it is.
    `dated`: whether it shows a date of publication.
    """
    page = PageEvidence(parsed, body, dated=dated)
    for kind, test in TESTS:
        evidence = test(page)
        if evidence:
            return Verdict(kind=kind, evidence=evidence)
    extent = f"{page.paragraphs} paragraphs, {page.letters} letters"
    return Verdict(kind=VerdictKind.ARTICLE, evidence=(extent,))


def has_text(parsed: ParsedPage, kind: VerdictKind) -> bool:
    """Return whether the body of a page of this kind is worth keeping."""
    if kind is VerdictKind.EMPTY:
        return not missing_tests.noise(parsed.text)
    return kind not in WITHOUT_ARTICLE


def _live_blog(page: PageEvidence) -> Evidence:
    if not page.letters:
        return ()
    if "liveblogposting" in page.types:
        return ("JSON-LD LiveBlogPosting",)
    times = len(page.metadata.marks.times)
    if times < LIVE_TIMES:
        return ()
    titles = page.within("live_titles", page.titles[:LIVE_HEADINGS])
    return (*named("title", titles), f"{times} times of day") if titles else ()


def _product(page: PageEvidence) -> Evidence:
    stated = listings.stated_product(page.metadata)
    return (stated,) if stated else ()


def _listing(page: PageEvidence) -> Evidence:
    if len(page.lines) < LISTED_LINES or len(page.shown) < FEW:
        return ()
    score = listings.listing_score(page.parsed, page.body, dated=page.dated)
    if not score.is_listing:
        return ()
    shares = (f"{name} {share:+.1f}" for name, share in score.strongest())
    return (f"listing score {score.value:.1f}", *shares)


# A wall or a notice is looked for first: what it shows of the site around it is like a listing.
TESTS: tuple[tuple[VerdictKind, Callable[[PageEvidence], Evidence]], ...] = (
    (VerdictKind.EMPTY, missing_tests.no_text),
    (VerdictKind.CHALLENGE, wall_tests.challenge),
    (VerdictKind.SOFT_404, missing_tests.not_found),
    (VerdictKind.EMPTY, missing_tests.notice),
    (VerdictKind.LOGIN, wall_tests.login),
    (VerdictKind.CONSENT, wall_tests.consent),
    (VerdictKind.LIVE_BLOG, _live_blog),
    (VerdictKind.PRODUCT, _product),
    (VerdictKind.LISTING, _listing),
    (VerdictKind.TEASER, wall_tests.teaser),
    (VerdictKind.JS_SHELL, missing_tests.shell),
    (VerdictKind.EMPTY, missing_tests.empty),
    (VerdictKind.EMPTY, missing_tests.few_words),
)
