"""Test whether a page is a wall before an article: a challenge, a consent, a login, a teaser."""

from __future__ import annotations

from scraper import urls
from scraper.page_kind import listings
from scraper.page_kind.page_evidence import (
    BRIEF,
    FEW,
    MAX_LINES,
    SHORT,
    STUB,
    Evidence,
    PageEvidence,
    named,
    wall_words,
)

MANY_PARAGRAPHS = 6  # of an article that speaks of robots; a challenge has fewer
TITLE_START = 80  # letters of a title that may be a challenge's: longer ones are headlines
ENOUGH_SIGNS = 2  # of a challenge: one alone is also in articles about such pages
REFUSALS = frozenset({401, 403, 405, 429, 503})  # statuses with which challenges come
ENOUGH_CONSENT = 3  # phrases about cookies on the page: a footer has one or two
CONSENT_IN_BODY = 2  # of them in a body of some length, which else is an article above a banner
LONGEST_WALL = 3 * STUB  # letters of the longest lists of partners and purposes
SENTENCE = 60  # letters of a line that may be a sentence
SPEAKS_OF_IT = 0.3  # of the letters in sentences; a banner below a short page has less than a wall
LOGIN_TEXT = 2 * FEW  # letters of body that a form may have around it
LOCKED = frozenset({"locked", "metered"})  # values of article:content_tier
NOT_FREE = frozenset({"false", "no", "0", "http://schema.org/false", "https://schema.org/false"})
# An input whose type is "password", in whatever case.
HIDDEN_FIELD = "boolean(//input[translate(@type, 'PASWORD', 'pasword')='password'])"


def challenge(page: PageEvidence) -> Evidence:
    """Return what shows that the site wants to see whether a person asks."""
    if "challenge" in page.parsed.page.headers.get("cf-mitigated", "").lower():
        return ("header cf-mitigated: challenge",)
    if page.letters > SHORT or page.paragraphs > MANY_PARAGRAPHS:
        return ()
    titles = page.within("challenge_titles", (title[:TITLE_START] for title in page.titles))
    words: Evidence = ()
    traces: Evidence = ()
    if len(page.shown) < STUB:
        words = page.shows("challenge_words")
        traces = page.within("challenge_source", (page.source,)) if titles or words else ()
    refused = page.parsed.page.status in REFUSALS
    signs = [titles, words, traces, refused and titles]
    if sum(map(bool, signs)) < ENOUGH_SIGNS:
        return ()
    return named("title", titles) + named("says", words) + named("source", traces)


def consent(page: PageEvidence) -> Evidence:
    """Return what shows that the page asks for consent to cookies in place of an article."""
    asked, answered = page.parsed.page.url, page.parsed.url
    host = urls.host(answered)
    if host != urls.host(asked) and host.startswith(wall_words("consent_hosts")):
        return (f"sent to {host}",)
    if page.letters > SHORT or page.is_published or len(page.shown) > LONGEST_WALL:
        return ()
    words = page.shows("consent_words")
    if len(words) < ENOUGH_CONSENT or not _is_consent_body(page, words):
        return ()
    if not _speaks_of(page, words) or listings.stated_product(page.metadata):
        return ()
    return named("says", words)


def _is_consent_body(page: PageEvidence, words: Evidence) -> bool:
    """Return whether the main text, if there is any, is about cookies as well."""
    if page.letters <= FEW:
        return True
    text = " ".join(block.text for block in page.body.blocks).lower()
    return sum(word in text for word in words) >= CONSENT_IN_BODY


def _speaks_of(page: PageEvidence, words: Evidence) -> bool:
    """Return whether the page's sentences are about what the words name.

    Those of a page with a banner are not.
    """
    lines = page.lines[:MAX_LINES]
    sentences = [line.text.lower() for line in lines if line.size >= SENTENCE]
    about = [text for text in sentences if any(word in text for word in words)]
    return sum(map(len, about)) >= SPEAKS_OF_IT * sum(map(len, sentences))


def login(page: PageEvidence) -> Evidence:
    """Return what shows that the page is a form to log in, and little else."""
    if page.letters > LOGIN_TEXT or page.is_stated:
        return ()
    if not page.parsed.tree.xpath(HIDDEN_FIELD):
        return ()
    titles = page.within("login_titles", page.titles)
    return ("a field for a password", *named("title", titles)) if titles else ()


def teaser(page: PageEvidence) -> Evidence:
    """Return what shows that the text ends where only subscribers read on."""
    if page.letters > STUB or not page.letters:
        return ()
    closed = _is_closed(page)
    words = page.shows("teaser_words")
    if closed:
        ends_early = bool(words) or page.letters < BRIEF or _is_cut(page)
    else:
        ends_early = bool(words) and page.letters < SHORT and _prompts_at_end(page)
    if not ends_early:
        return ()
    claim = ("isAccessibleForFree is false",) if closed else ()
    return (*claim, *named("says", words), f"{page.letters} letters of body")


def _is_closed(page: PageEvidence) -> bool:
    """Return whether the page states that its article is not free."""
    tier = (page.metadata.first("article:content_tier") or "").lower()
    if tier in LOCKED:
        return True
    stated = (node.get("isAccessibleForFree", "") for node in page.metadata.json_ld)
    return any(str(value).lower() in NOT_FREE for value in stated)


def _is_cut(page: PageEvidence) -> bool:
    """Return whether JSON-LD has a text more than twice as long as the one shown."""
    texts = (str(node.get("articleBody") or "") for node in page.metadata.json_ld)
    stated = max(map(len, texts), default=0)
    return stated > 2 * page.letters and stated > SHORT


def _prompts_at_end(page: PageEvidence) -> bool:
    """Return whether a paywall's words follow the text; with text behind it, it stopped nothing."""
    lines = page.body.lines
    last = max((at for at, line in enumerate(lines) if line.kept), default=-1)
    behind = (line.text.lower() for line in lines[last + 1 :])
    return bool(page.within("teaser_words", behind))
