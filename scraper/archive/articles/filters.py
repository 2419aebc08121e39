"""Which articles are meant, or which changes: the same filters for lists, exports and searches."""

from __future__ import annotations

from dataclasses import dataclass

from scraper.patterns import late

_AUTHOR = (
    "a.id IN (SELECT p.article_id FROM article_authors p JOIN authors n ON n.id = p.author_id"
    " WHERE n.name LIKE '%' || ? || '%' ESCAPE '\\')"
)
# filter -> SQL over `articles a`; each ? takes the value once
CONDITIONS = {
    "site": "a.site = ?",
    "author": _AUTHOR,
    "since": "a.date_published >= ?",
    "until": "substr(a.date_published, 1, length(?)) <= ?",
    "language": "(a.language = ? OR a.language LIKE ? || '-%')",
    "section": "a.section = ? COLLATE NOCASE",
    "tag": "EXISTS (SELECT 1 FROM json_each(a.tags) WHERE value = ? COLLATE NOCASE)",
    "verdict": "a.verdict = ?",
}
_SIGN, _PLAIN = late(r"[.\-_]"), late(r"[a-z0-9]+")
MOST = 48  # words that a span of time becomes: one with more is left to SQL


@dataclass(frozen=True, kw_only=True, slots=True)
class Filters:
    """Which articles; None lets all pass. `since` and `until` are ISO dates or times, both inclusive."""

    site: str | None = None
    author: str | None = None  # a part of the name
    since: str | None = None
    until: str | None = None
    language: str | None = None
    section: str | None = None
    tag: str | None = None
    verdict: str | None = None

    def sql(self) -> tuple[str, list[str]]:
        """Conditions over `articles a`, and their parameters."""
        conditions, values = [], []
        for name, condition in CONDITIONS.items():
            if (value := self._value(name)) is not None:
                conditions.append(condition)
                values += [value] * condition.count("?")
        return " AND ".join(conditions) or "1", values

    def tokens(self) -> str | None:
        """The same filters, as far as they can be, as words of the index: asked there they cost next to nothing."""
        parts = []
        if self.site:
            name = _SIGN.sub("0", self._value("site") or "")
            parts += [f'"xs{name}"'] if _PLAIN.fullmatch(name) else []
        if self.language and self.language.isascii() and self.language.isalpha():
            parts.append(f'"xl{self.language.lower()[:3]}"')
        if self.since and self.until:
            parts += _span(self.since, self.until)
        return f"filters : ({' AND '.join(parts)})" if parts else None

    def _value(self, name: str) -> str | None:
        value: str | None = getattr(self, name)
        if value is not None and name == "site":
            from scraper import urls  # few commands filter by site

            return urls.site(f"https://{value}") or value.lower()
        if value is not None and name == "author":
            return value.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        return value


EVERYTHING = Filters()


@dataclass(frozen=True, kw_only=True, slots=True)
class ChangeFilter:
    """Which changes; None lets all pass. `since` and `until` are ISO dates or times, both inclusive."""

    article_id: int | None = None
    site: str | None = None
    field: str | None = None
    kind: str | None = None  # of changed words
    event: str | None = None  # of what else became of the article: vanished, degraded, ...
    since: str | None = None
    until: str | None = None
    min_words: int | None = None  # added and removed
    stealth: bool | None = None


ANY_CHANGE = ChangeFilter()


def _span(since: str, until: str) -> list[str]:
    """The years and months that a span of time touches, as one alternative; nothing if they are too many."""
    try:
        first, last = (
            (int(since[:4]), int(since[5:7] or 1)),
            (int(until[:4]), int(until[5:7] or 12)),
        )
    except ValueError:
        return []
    words: list[str] = []
    for year in range(first[0], min(last[0], first[0] + MOST) + 1):
        months = [month for month in range(1, 13) if first <= (year, month) <= last]
        if len(months) == 12:
            words.append(f'"xy{year:04}"')
        elif months:
            words += [
                f'"xm{year:04}"',
                *(f'"xm{year:04}{month:02}"' for month in months),
            ]  # some pages tell the year only
    return [f"({' OR '.join(words)})"] if 0 < len(words) <= MOST else []
