"""What kind of page this is, and what shows it: a table of tests, the first that finds evidence names the kind."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property, lru_cache
from itertools import islice

from scraper import lexicon, urls
from scraper.lexicon.folding import count_words, size
from scraper.models import Verdict, VerdictKind
from scraper.page import json_ld
from scraper.page.body_reading import BodyReading
from scraper.page.parsed_page import ParsedPage
from scraper.page_kind import listings
from scraper.patterns import late

SHORT = 1_500  # letters of body: an article of this length needs other signs to be doubted
BRIEF = 700  # letters that a notice has at most
STUB = 4_000  # a teaser is not longer
_BARE_404 = late(r"404\s*(?:$|[|:·–—-])")  # the number is the whole title, not a part of a headline
FEW = 200  # letters of text on the whole page: nothing to read
FIRST = 3  # headings that are looked at beside the <title>
MAX_LINES = 400  # of the page that the tests search for words
SCRIPT_SHARE = 0.6  # of the source, from which a page without text is a program
LISTED_LINES = 8  # lines of text that a list of pages has at least: fewer show no shape
SAMPLE = 4_000  # signs of the source that show whether it is text at all
NOISE = 0.05  # of them are control characters in a file that is none
LIVE_TIMES = 4  # times of day that a live blog shows
FEW_WORDS = 40  # of body, that need a date, an author or a claim to be an article
SENTENCE = 60  # letters of a line that may be a sentence
SPEAKS_OF_IT = 0.3  # of the letters in sentences; a banner below a short page has less than a wall

# Kinds of page whose text is a wall's or a server's, and nobody's article.
WITHOUT_ARTICLE = frozenset(
    {VerdictKind.CHALLENGE, VerdictKind.CONSENT, VerdictKind.LOGIN, VerdictKind.SOFT_404}
)

_PARTS = late(r"(?<!\s)\s*(?:[|:·–—]|\s-\s)\s*+")  # between a title and the site's name

Evidence = tuple[str, ...]

_CONTROLS = [chr(code) for code in range(0x20) if chr(code) not in "\t\n\v\f\r\x1b"]


class Facts:
    """What the tests look at, each counted once and only when asked for."""

    def __init__(self, parsed: ParsedPage, body: BodyReading, *, dated: bool) -> None:
        self.document = parsed
        self.reading = body
        self.dated = dated
        self.body = int(sum(size(block.text) for block in self.reading.blocks))  # in Latin letters
        self.paragraphs = sum(
            block.kind.value in {"paragraph", "list_item", "quote"} for block in self.reading.blocks
        )

    @cached_property
    def source(self) -> str:
        """The page's source in lower case, without its middle if it is long."""
        text = self.document.text
        return (text if len(text) < 200_000 else text[:100_000] + text[-100_000:]).lower()

    @cached_property
    def shown(self) -> str:
        """The text of the page in lower case, white space folded; the beginning of it if it is long."""
        layout = self.reading.layout
        return " ".join(line.text for line in layout.lines[:MAX_LINES]).lower() if layout else ""

    @cached_property
    def titles(self) -> tuple[str, ...]:
        """<title> and the first headings in lower case."""
        marks = self.document.metadata.marks
        lower = islice((h for h in marks.headings if h.tag == "h2"), FIRST)
        first = sorted((*marks.h1[:FIRST], *lower), key=marks.order.__getitem__)[:FIRST]
        heads = [" ".join("".join(h.itertext()).split()) for h in first]
        return tuple(t.lower() for t in (self.document.metadata.title or "", *heads) if t)

    @cached_property
    def types(self) -> frozenset[str]:
        """The JSON-LD types that the page names."""
        return frozenset(t for node in self.document.metadata.json_ld for t in json_ld.types(node))

    def says(self, words: Iterable[str], texts: Iterable[str] | None = None) -> Evidence:
        """Those of the words that stand in the texts (in what the page shows, if none are given)."""
        text = self.shown if texts is None else "\n".join(texts)
        return tuple(word for word in words if word in text)


@lru_cache(1)
def _walls() -> dict[str, tuple[str, ...]]:
    """Return section -> phrases of the table walls.toml."""
    return {section: lexicon.phrases_in("walls", section) for section in lexicon.load("walls")}


def classify(parsed: ParsedPage, body: BodyReading, *, dated: bool) -> Verdict:
    """Return the kind of a page: an article unless a test finds evidence of another kind.

    `body`: its main text, whatever kind of page it is; `dated`: whether it shows a date of publication.
    """
    facts = Facts(parsed, body, dated=dated)
    for kind, test in TESTS:
        if evidence := test(facts):
            return Verdict(kind=kind, evidence=evidence)
    return Verdict(
        kind=VerdictKind.ARTICLE, evidence=(f"{facts.paragraphs} paragraphs, {facts.body} letters",)
    )


def has_text(parsed: ParsedPage, kind: VerdictKind) -> bool:
    """Return whether the body of a page of this kind is worth keeping."""
    if kind is VerdictKind.EMPTY:
        return not _noise(parsed.text)
    return kind not in WITHOUT_ARTICLE


def _noise(text: str) -> Evidence:
    sample = text[:SAMPLE]
    strange = sum(map(sample.count, _CONTROLS))
    return (
        (f"{strange} of {len(sample)} signs are control characters",)
        if strange > NOISE * len(sample)
        else ()
    )


def _challenge(facts: Facts) -> Evidence:
    headers = facts.document.page.headers
    if "challenge" in headers.get("cf-mitigated", "").lower():
        return ("header cf-mitigated: challenge",)
    if facts.body > SHORT or facts.paragraphs > 6:
        return ()
    titles = facts.says(_walls()["challenge_titles"], (t[:80] for t in facts.titles))
    words = facts.says(_walls()["challenge_words"]) if len(facts.shown) < STUB else ()
    if not titles and not words:
        return ()
    traces = (
        facts.says(_walls()["challenge_source"], (facts.source,)) if len(facts.shown) < STUB else ()
    )
    if (
        titles and (words or traces or facts.document.page.status in {401, 403, 405, 429, 503})
    ) or (words and traces):
        return (
            *(f"title: {t}" for t in titles),
            *(f"says: {w}" for w in words),
            *(f"source: {t}" for t in traces),
        )
    return ()


def _consent(facts: Facts) -> Evidence:
    asked, answered = facts.document.page.url, facts.document.url
    host = urls.host(answered) if asked != answered else ""
    if host.startswith(_walls()["consent_hosts"]) and host != urls.host(asked):
        return (f"sent to {host}",)
    if (
        facts.body > SHORT
        or _is_stated(facts)
        or facts.document.metadata.first("article:published_time")
    ):
        return ()
    words = facts.says(_walls()["consent_words"])
    read = " ".join(block.text for block in facts.reading.blocks).lower()
    if (
        len(words) < 3
        or len(facts.shown) > 3 * STUB
        or (facts.body > FEW and len(facts.says(words, (read,))) < 2)
    ):
        return ()
    if not _speaks_of(facts, words) or listings.stated_product(facts.document.metadata):
        return ()
    return tuple(f"says: {word}" for word in words)


def _speaks_of(facts: Facts, words: Evidence) -> bool:
    """Whether the sentences of a page are about what the words name; those of a page with a banner are not."""
    lines = facts.reading.layout.lines if facts.reading.layout else ()
    sentences = [line.text.lower() for line in lines[:MAX_LINES] if line.size >= SENTENCE]
    about = sum(len(text) for text in sentences if any(word in text for word in words))
    return about >= SPEAKS_OF_IT * sum(map(len, sentences))


def _login(facts: Facts) -> Evidence:
    if facts.body > FEW * 2 or _is_stated(facts):
        return ()
    if not facts.document.tree.xpath(
        "boolean(//input[translate(@type, 'PASWORD', 'pasword')='password'])"
    ):
        return ()
    words = facts.says(_walls()["login_titles"], facts.titles)
    return ("a field for a password", *(f"title: {w}" for w in words)) if words else ()


def _soft_404(facts: Facts) -> Evidence:
    if facts.body > BRIEF or _is_stated(facts):
        return ()
    short = tuple(t for t in facts.titles if len(t) < 120)
    words = (
        *facts.says(_walls()["not_found_titles"], short),
        *("404" for t in short if _BARE_404.match(t)),
    )
    return tuple(f"title: {w}" for w in dict.fromkeys(words))


def _js_shell(facts: Facts) -> Evidence:
    if facts.body > FEW or len(facts.shown) > 2 * FEW:
        return ()
    tree = facts.document.tree
    scripts = sum(len(s.text or "") for s in tree.iter("script"))
    linked = sum(s.get("src") is not None for s in tree.iter("script"))
    words = facts.says(_walls()["enable_javascript"], (facts.source,))
    roots = [
        name
        for name in _walls()["shell_roots"]
        if tree.xpath("boolean(//*[@id=$name][not(*) or normalize-space()=''])", name=name)
    ]
    found = (
        *(f"says: {w}" for w in words),
        *(f"empty #{name}" for name in roots),
        *(
            (f"{scripts} of {len(facts.document.text)} letters are scripts",)
            if scripts > SCRIPT_SHARE * len(facts.document.text)
            else ()
        ),
    )
    return (*found, f"{linked} linked scripts") if found and (linked or scripts) else ()


def _no_text(facts: Facts) -> Evidence:
    return _noise(facts.document.text)


def _empty(facts: Facts) -> Evidence:
    return ("no text",) if not facts.body and len(facts.shown) < FEW else ()


def _notice(facts: Facts) -> Evidence:
    """A server or a door-keeper speaks where the article should be: maintenance, a failure, a search without a find."""
    if (
        facts.body > BRIEF
        or _is_stated(facts)
        or facts.document.metadata.first("article:published_time")
    ):
        return ()
    whole = {part.strip(" .!…") for title in facts.titles for part in (title, *_PARTS.split(title))}
    titles = (
        *(t for t in _walls()["notice_titles"] if t in whole),
        *facts.says(_walls()["notice_beginnings"], (t[:40] for t in facts.titles)),
    )
    words = facts.says(_walls()["notice_words"]) if len(facts.shown) < BRIEF else ()
    return (*(f"title: {t}" for t in titles), *(f"says: {w}" for w in words))


def _few(facts: Facts) -> Evidence:
    """A handful of words that nobody signed, dated or called an article."""
    words = 0
    for block in facts.reading.blocks:
        words += count_words(block.text)
        if words >= FEW_WORDS:
            return ()
    if _is_signed(facts):
        return ()
    return (f"{words} words, and no date, author or claim to be an article",)


def _live_blog(facts: Facts) -> Evidence:
    if not facts.body:
        return ()
    if "liveblogposting" in facts.types:
        return ("JSON-LD LiveBlogPosting",)
    times = len(facts.document.metadata.marks.times)
    titles = facts.says(_walls()["live_titles"], facts.titles[:2]) if times >= LIVE_TIMES else ()
    return (*(f"title: {t}" for t in titles), f"{times} times of day") if titles else ()


def _product(facts: Facts) -> Evidence:
    stated = listings.stated_product(facts.document.metadata)
    return (stated,) if stated else ()


def _listing(facts: Facts) -> Evidence:
    lines = facts.reading.layout.lines if facts.reading.layout else ()
    if len(lines) < LISTED_LINES or len(facts.shown) < FEW:
        return ()
    found = listings.listing_score(facts.document, facts.reading, dated=facts.dated)
    if not found.is_listing:
        return ()
    return (
        f"listing score {found.value:.1f}",
        *(f"{name} {share:+.1f}" for name, share in found.strongest()),
    )


def _teaser(facts: Facts) -> Evidence:
    if facts.body > STUB or not facts.body:
        return ()
    claim, short = _claims_closed(facts), facts.body < SHORT
    prompt = short and _prompt_near_end(facts)
    if not claim and not prompt:
        return ()
    words = facts.says(_walls()["teaser_words"])
    stated = max(
        (len(str(node.get("articleBody") or "")) for node in facts.document.metadata.json_ld),
        default=0,
    )
    cut = stated > 2 * facts.body and stated > SHORT
    if (claim and (words or facts.body < BRIEF)) or (words and prompt) or (claim and cut):
        return (
            *(("isAccessibleForFree is false",) if claim else ()),
            *(f"says: {w}" for w in words),
            f"{facts.body} letters of body",
        )
    return ()


def _claims_closed(facts: Facts) -> bool:
    values = (
        str(node.get("isAccessibleForFree")).lower()
        for node in facts.document.metadata.json_ld
        if "isAccessibleForFree" in node
    )
    tier = (facts.document.metadata.first("article:content_tier") or "").lower()
    return tier in {"locked", "metered"} or any(
        value in {"false", "no", "0", "http://schema.org/false", "https://schema.org/false"}
        for value in values
    )


def _prompt_near_end(facts: Facts) -> bool:
    """A paywall's names or a prompt behind the text: a prompt with text behind it has stopped nobody."""
    lines = facts.reading.lines
    last = max((at for at, each in enumerate(lines) if each.kept), default=-1)
    return bool(
        facts.says(_walls()["teaser_words"], (each.text.lower() for each in lines[last + 1 :]))
    )


def _is_stated(facts: Facts) -> bool:
    """Whether the page says of itself that it is an article, with a date."""
    node = facts.document.metadata.article
    return node is not None and "datePublished" in node


def _is_signed(facts: Facts) -> bool:
    """Whether anything says that this is an article: itself, an author, a date in or beside it."""
    metadata = facts.document.metadata
    if metadata.article is not None or (metadata.first("og:type") or "").lower() == "article":
        return True
    return bool(metadata.first("author", "article:author")) or facts.dated


TESTS: tuple[tuple[VerdictKind, Callable[[Facts], Evidence]], ...] = (
    (VerdictKind.EMPTY, _no_text),
    (VerdictKind.CHALLENGE, _challenge),
    (VerdictKind.SOFT_404, _soft_404),
    (VerdictKind.EMPTY, _notice),
    (VerdictKind.LOGIN, _login),
    (VerdictKind.CONSENT, _consent),
    (VerdictKind.LIVE_BLOG, _live_blog),
    (VerdictKind.PRODUCT, _product),
    (VerdictKind.LISTING, _listing),
    (VerdictKind.TEASER, _teaser),
    (VerdictKind.JS_SHELL, _js_shell),
    (VerdictKind.EMPTY, _empty),
    (VerdictKind.EMPTY, _few),
)
