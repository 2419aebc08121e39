"""Render two versions of an article as a web page, and fold their unchanged paragraphs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from scraper.changes import Pair, Run, RunKind, sides, words
from scraper.models import Version
from scraper.present.dates_in_words import in_words
from scraper.present.page_style import PAGE_END, page_start

TAGS = {
    RunKind.SAME: ("", ""),
    RunKind.REMOVED: ("<del>", "</del>"),
    RunKind.ADDED: ("<ins>", "</ins>"),
}
MOVED_AWAY, MOVED_HERE = "(moved away) ", "(moved here) "


def place(pair: Pair) -> str:
    """Return the label of a paragraph that moved, or ""."""
    if not pair.moved:
        return ""
    return MOVED_HERE if pair.before is None else MOVED_AWAY


def folded(pairs: Sequence[Pair], *, whole: bool) -> Iterator[tuple[Pair | None, int]]:
    """Yield each pair with 0; a run of unchanged ones as None with their number.

    With `whole`, unchanged pairs are yielded like the others.
    """
    unchanged = 0
    for pair in pairs:
        if pair.same and not whole:
            unchanged += 1
            continue
        if unchanged:
            yield None, unchanged
        yield pair, 0
        unchanged = 0
    if unchanged:
        yield None, unchanged


def diff_page(before: Version, after: Version, *, whole: bool) -> Iterator[str]:
    """Yield the lines of a web page with <del> and <ins>; none if the versions are equal."""
    changed = list(changed_parts(before, after, whole=whole, heading="h2"))
    if not changed:
        return
    headline = after.headline or "article"
    yield page_start(f"{headline}: version {before.number} to {after.number}")
    yield f"<main>\n<h1>{escape(headline, quote=False)}</h1>"
    yield f'<p class="meta">{version_in_words(before)} → {version_in_words(after)}</p>'
    yield from changed
    yield f"</main>{PAGE_END}"


def changed_parts(
    before: Version, after: Version, *, heading: str, whole: bool = False
) -> Iterator[str]:
    """Yield the fields that differ as elements: a heading, and the paragraphs that changed.

    With `whole`, unchanged paragraphs are yielded, too. All text is escaped.
    """
    for side in sides(before, after):
        yield f'<{heading} class="field">{side.field}</{heading}>'
        for pair in side.pairs:
            if whole or not pair.same:
                yield _paragraph(pair)


def version_in_words(version: Version) -> str:
    """Return the number of a version and when it was first seen."""
    return f"version {version.number}, {escape(in_words(version.first_seen))}"


def _paragraph(pair: Pair) -> str:
    text = "".join(map(marked, words(pair)))
    opening = '<p class="moved" dir="auto">' if pair.moved else '<p dir="auto">'
    return f"{opening}{place(pair)}{text}</p>"


def marked(run: Run) -> str:
    """Return a run of words, escaped, in <del> or <ins> if it was removed or added."""
    opening, closing = TAGS[run.kind]
    return f"{opening}{escape(run.text)}{closing}"
