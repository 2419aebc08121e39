"""Render two versions of an article as a web page, and fold their unchanged paragraphs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from scraper.changes import Pair, Run, RunKind, sides, words
from scraper.models import Version

TAGS = {
    RunKind.SAME: ("", ""),
    RunKind.REMOVED: ("<del>", "</del>"),
    RunKind.ADDED: ("<ins>", "</ins>"),
}
MOVED_AWAY, MOVED_HERE = "(moved away) ", "(moved here) "
STYLE = (
    "body{font:1rem/1.5 serif;max-width:42rem;margin:2rem auto;padding:0 1rem}"
    "del{background:#fdd;color:#900}ins{background:#dfd;color:#060;text-decoration:none}"
    ".moved{color:#555;border-left:.2rem solid #aaa;padding-left:.6rem}"
    "h2{font:bold .8rem sans-serif;color:#555}"
)


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
    differing = list(sides(before, after))
    if not differing:
        return
    headline = after.headline or "article"
    title = escape(f"{headline}: version {before.number} to {after.number}")
    yield (
        '<!DOCTYPE html>\n<html><head><meta charset="utf-8">'
        f"<title>{title}</title><style>{STYLE}</style></head>"
    )
    period = f"{escape(before.first_seen)} to {escape(after.first_seen)}"
    yield f'<body dir="auto">\n<h1>{title}</h1>\n<p>{period}</p>'
    for side in differing:
        yield f"<h2>{side.field}</h2>"
        for pair in side.pairs:
            if whole or not pair.same:
                yield _paragraph(pair)
    yield "</body></html>"


def _paragraph(pair: Pair) -> str:
    text = "".join(_tagged(run) for run in words(pair))
    return f'<p class="moved">{place(pair)}{text}</p>' if pair.moved else f"<p>{text}</p>"


def _tagged(run: Run) -> str:
    opening, closing = TAGS[run.kind]
    return f"{opening}{escape(run.text)}{closing}"
