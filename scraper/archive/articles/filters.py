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
    "author_id": "a.id IN (SELECT article_id FROM article_authors WHERE author_id = ?)",
    "since": "a.date_published >= ?",
    "until": "substr(a.date_published, 1, length(?)) <= ?",
    "language": "(a.language = ? OR a.language LIKE ? || '-%')",
    "section": "a.section = ? COLLATE NOCASE",
    # the page's own, and those that coders gave
    "tag": (
        "(EXISTS (SELECT 1 FROM json_each(a.tags) WHERE value = ? COLLATE NOCASE) OR a.id IN"
        " (SELECT article_id FROM coder_tags WHERE tag = ? COLLATE NOCASE))"
    ),
    "verdict": "a.verdict = ?",
}
_LABELLED = (
    "a.id IN (SELECT l.article_id FROM label_rows r JOIN label_sets s ON s.id = r.set_id"
    " JOIN aliases l ON l.url = r.url WHERE {})"
)
_IN_SET = "s.name = ?"
_CELL = (
    "EXISTS (SELECT 1 FROM json_each(r.cells) c"
    " WHERE c.key = ? COLLATE NOCASE AND c.value = ? COLLATE NOCASE)"
)
_EXCLUDED = "EXISTS (SELECT 1 FROM coder_exclusions e WHERE e.article_id = a.id)"
# what the tokenizer of the index would divide a host name at
_PUNCTUATION, _PLAIN = late(r"[.\-_]"), late(r"[a-z0-9]+")
# words that a span of time may become in the index: a longer span is left to SQL
MOST = 48
MONTHS = 12  # of a year

Month = tuple[int, int]  # year and month


@dataclass(frozen=True, kw_only=True, slots=True)
class Filters:
    """Which articles; None lets all pass.

    `since` and `until` are ISO dates or times, both inclusive.
    """

    site: str | None = None
    author: str | None = None  # a part of the name
    author_id: int | None = None
    since: str | None = None
    until: str | None = None
    language: str | None = None
    section: str | None = None
    tag: str | None = None
    verdict: str | None = None
    label: str | None = None  # SET, COLUMN=VALUE or SET:COLUMN=VALUE of a label set
    excluded: bool | None = None  # by a coder

    def sql(self) -> tuple[str, list[str]]:
        """Return conditions over `articles a`, and their parameters."""
        conditions: list[str] = []
        values: list[str] = []
        for name, condition in CONDITIONS.items():
            value = self._value(name)
            if value is not None:
                conditions.append(condition)
                values += [value] * condition.count("?")
        if self.label is not None:
            condition, parameters = of_label(self.label)
            conditions.append(condition)
            values += parameters
        if self.excluded is not None:
            conditions.append(_EXCLUDED if self.excluded else f"NOT {_EXCLUDED}")
        return " AND ".join(conditions) or "1", values

    def tokens(self) -> str | None:
        """Return the filters that the index knows as an FTS5 expression, or None.

        The `filters` column of the index has a word for each site, language, year and month: asked
        there, these filters cost next to nothing.
        """
        parts = [*self._site_token(), *self._language_token()]
        if self.since and self.until:
            parts += _span(self.since, self.until)
        if parts:
            return f"filters : ({' AND '.join(parts)})"
        return None

    def _site_token(self) -> list[str]:
        name = _PUNCTUATION.sub("0", self._value("site") or "")
        if _PLAIN.fullmatch(name):
            return [f'"xs{name}"']
        return []

    def _language_token(self) -> list[str]:
        language = self.language or ""
        is_code = language.isascii() and language.isalpha()
        if is_code:
            return [f'"xl{language.lower()[:3]}"']
        return []

    def _value(self, name: str) -> str | None:
        value: str | None = getattr(self, name)
        if value is None:
            return None
        if name == "site":
            from scraper import urls  # few commands filter by site

            return urls.site(f"https://{value}") or value.lower()
        if name == "author":
            return value.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        return value


EVERYTHING = Filters()


@dataclass(frozen=True, kw_only=True, slots=True)
class ChangeFilter:
    """Which changes; None lets all pass.

    `since` and `until` are ISO dates or times, both inclusive.
    """

    article_id: int | None = None
    site: str | None = None
    field: str | None = None
    kind: str | None = None  # of changed words
    event: str | None = None  # of what else became of the article: vanished, degraded, ...
    since: str | None = None
    until: str | None = None
    min_words: int | None = None  # added and removed
    stealth: bool | None = None
    label: str | None = None  # as in Filters
    among: frozenset[int] | None = None  # ids of articles


ANY_CHANGE = ChangeFilter()


def of_label(label: str) -> tuple[str, list[str]]:
    """Return the condition of a label over `articles a`, and its parameters.

    A label is SET, COLUMN=VALUE or SET:COLUMN=VALUE.
    """
    if "=" not in label:
        return _LABELLED.format(_IN_SET), [label]
    place, _, value = label.partition("=")
    name, divided, column = place.rpartition(":")
    if not divided:
        return _LABELLED.format(_CELL), [column, value]
    return _LABELLED.format(f"{_IN_SET} AND {_CELL}"), [name, column, value]


def _span(since: str, until: str) -> list[str]:
    """Return the years and months of a span of time as one alternative, or none if too many."""
    try:
        first = _month(since, 1)
        last = _month(until, MONTHS)
    except ValueError:
        return []
    words: list[str] = []
    for year in range(first[0], min(last[0], first[0] + MOST) + 1):
        words += _year(year, first, last)
    if 0 < len(words) <= MOST:
        return [f"({' OR '.join(words)})"]
    return []


def _month(moment: str, otherwise: int) -> Month:
    return int(moment[:4]), int(moment[5:7] or otherwise)


def _year(year: int, first: Month, last: Month) -> list[str]:
    """Return the words of the months of a year that are in a span; one word for a whole year."""
    months = [month for month in range(1, MONTHS + 1) if first <= (year, month) <= last]
    if len(months) == MONTHS:
        return [f'"xy{year:04}"']
    if not months:
        return []
    # `xm` and the year alone: of pages that name no month
    return [f'"xm{year:04}"', *(f'"xm{year:04}{month:02}"' for month in months)]
