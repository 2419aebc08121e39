"""Test whether there is nothing to read: not found, an error, a program, an empty page."""

from __future__ import annotations

from scraper.lexicon.folding import count_words
from scraper.page_kind.page_evidence import BRIEF, FEW, Evidence, PageEvidence, named, wall_words
from scraper.patterns import late

LONG_TITLE = 120  # letters: a headline that mentions a page that was not found
NOTICE_START = 40  # letters of a title that a notice may begin with
FEW_WORDS = 40  # of body, that need a date, an author or a claim to be an article
SHELL_TEXT = 2 * FEW  # letters that a program shows while it loads
SCRIPT_SHARE = 0.6  # of the source, from which a page without text is a program
SAMPLE = 4_000  # signs of the source that show whether it is text at all
NOISE = 0.05  # of them are control characters in a file that is none
EMPTY_ROOT = "boolean(//*[@id=$name][not(*) or normalize-space()=''])"

_BARE_404 = late(r"404\s*(?:$|[|:·–—-])")  # the number is the whole title, not a part of a headline
_PARTS = late(r"(?<!\s)\s*(?:[|:·–—]|\s-\s)\s*+")  # between a title and the site's name
_CONTROLS = [chr(code) for code in range(0x20) if chr(code) not in "\t\n\v\f\r\x1b"]


def noise(text: str) -> Evidence:
    """Return what shows that a source is no text in any charset."""
    sample = text[:SAMPLE]
    strange = sum(map(sample.count, _CONTROLS))
    if strange <= NOISE * len(sample):
        return ()
    return (f"{strange} of {len(sample)} signs are control characters",)


def no_text(page: PageEvidence) -> Evidence:
    """Return what shows that the page is no text in any charset."""
    return noise(page.parsed.text)


def not_found(page: PageEvidence) -> Evidence:
    """Return the titles with which a page says, under status 200, that it does not exist."""
    if page.letters > BRIEF or page.is_stated:
        return ()
    short = [title for title in page.titles if len(title) < LONG_TITLE]
    words = dict.fromkeys(page.within("not_found_titles", short))
    if any(map(_BARE_404.match, short)):
        words["404"] = None
    return named("title", words)


def notice(page: PageEvidence) -> Evidence:
    """Return what a server or a gatekeeper says where the article should be.

    It is maintained, it fails, or a search found nothing.
    """
    if page.letters > BRIEF or page.is_published:
        return ()
    parts = {part.strip(" .!…") for title in page.titles for part in _PARTS.split(title)}
    whole = {title.strip(" .!…") for title in page.titles}
    titles = [title for title in wall_words("notice_titles") if title in parts | whole]
    titles += page.within("notice_beginnings", (title[:NOTICE_START] for title in page.titles))
    words = page.shows("notice_words") if len(page.shown) < BRIEF else ()
    return named("title", titles) + named("says", words)


def shell(page: PageEvidence) -> Evidence:
    """Return what shows that the page is empty until its scripts have run."""
    if page.letters > FEW or len(page.shown) > SHELL_TEXT:
        return ()
    scripts = list(page.parsed.tree.iter("script"))
    linked = sum(script.get("src") is not None for script in scripts)
    inline = sum(len(script.text or "") for script in scripts)
    found = [*named("says", page.within("enable_javascript", (page.source,)))]
    found += [f"empty #{name}" for name in wall_words("shell_roots") if _is_empty(page, name)]
    total = len(page.parsed.text)
    if inline > SCRIPT_SHARE * total:
        found.append(f"{inline} of {total} letters are scripts")
    if not found or not (linked or inline):
        return ()
    return (*found, f"{linked} linked scripts")


def _is_empty(page: PageEvidence, name: str) -> bool:
    """Return whether the element with an id is there for a program to fill."""
    return bool(page.parsed.tree.xpath(EMPTY_ROOT, name=name))


def empty(page: PageEvidence) -> Evidence:
    """Return that the page has no text."""
    return ("no text",) if not page.letters and len(page.shown) < FEW else ()


def few_words(page: PageEvidence) -> Evidence:
    """Return that the page has only some words, not signed, dated or called an article."""
    words = 0
    for block in page.body.blocks:
        words += count_words(block.text)
        if words >= FEW_WORDS:
            return ()
    if page.is_signed:
        return ()
    return (f"{words} words, and no date, author or claim to be an article",)
