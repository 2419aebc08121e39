"""An article as a row of the archive: which columns it has, what its hashes cover, and the way back."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Any

from scraper.archive.articles import body_shape
from scraper.archive.articles.text_fingerprint import edges, sketch
from scraper.archive.store import checksums
from scraper.archive.store.scripts import ngrams
from scraper.cleaning import clean_text
from scraper.models import Article, Author, AuthorKind, Image, Verdict, VerdictKind
from scraper.patterns import late
from scraper.urls import without_userinfo

TEXTS = (
    "headline",
    "subheadline",
    "byline",
    "caption",
    "credit",
    "body_text",
)  # what a version is made of
FACTS = ("canonical_url", "publisher", "section", "tags", "language", "direction", "date_published", "date_modified",
         "word_count", "is_free", "verdict", "authors")  # fmt: skip
DERIVED = ("text_sha256", "fingerprint", "edges", "body_form", "ngrams")
COLUMNS = ("url", "site", *FACTS, *TEXTS, *DERIVED)

UNFIT = late("[\ue000\ue001]")  # the marks of a snippet's hits
AUTHOR_COLUMNS = 5
KNOWN_BLOCK = (
    "stands on other pages of this site"  # extract's word for a block that it knew from here
)
OWN = (
    "version",
    "capture_id",
    "extractor",
    "first_seen",
    "last_changed",
)  # what only the archive knows
WORDS = (*TEXTS, "body_form", "ngrams")  # what stands in articles or past_texts
_SUMMED = ("url", "site", *FACTS, *TEXTS, "body_form", *OWN)
_FOLLOWING = ("fingerprint", "edges", "ngrams")

Row = dict[str, Any]


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """An article, its row, and where and when it was read."""

    article: Article
    row: Row
    capture_id: int | None
    extractor: str
    at: str  # when the page was fetched


def of(article: Article) -> Row:
    """The columns of an article, but for those that only the archive knows (id, version, times)."""
    body = body_shape.without(article.body, UNFIT)
    row = with_text(article, *body_shape.flatten(body))
    row["fingerprint"] = sketch(row["body_text"])
    row["edges"] = edges(
        [block.text for block in body], (r.text for r in article.removed if r.reason == KNOWN_BLOCK)
    )
    return row


def with_text(article: Article, body_text: str, form: str | None) -> Row:
    """The same for a body that is told as text and form; its blocks are not looked at."""
    row: Row = {
        "url": article.url,
        "site": article.site,
        "canonical_url": _bare(article.canonical_url),
        "publisher": clean(article.publisher),
        "section": clean(article.section),
        "tags": dump(article.tags),
        "language": article.language,
        "direction": article.direction,
        "date_published": article.date_published,
        "date_modified": article.date_modified,
        "word_count": article.word_count or len(body_text.split()),
        "is_free": None if article.is_free is None else int(article.is_free),
        "verdict": str(article.verdict.kind),
        "authors": dump([clean(author.name) for author in article.authors]),
        "signed": [_signed(author) for author in article.authors],
        "shown": [_shown(image) for image in article.images],
        "headline": clean(article.headline),
        "subheadline": clean(article.subheadline),
        "byline": clean(article.byline),
        "caption": lines(image.caption for image in article.images),
        "credit": lines(image.credit for image in article.images),
        "body_text": body_text,
        "body_form": form,
    }
    return derive(row)


def derive(row: Row) -> Row:
    """Add what follows from the texts: their hash and pairs of characters; fingerprints may wait."""
    row["ngrams"] = ngrams("\n".join(row[name] or "" for name in TEXTS))
    row["text_sha256"] = text_hash(row)
    row["fingerprint"] = row["edges"] = None
    return row


def text_hash(row: Mapping[str, Any]) -> str:
    """The hash of what a newsroom published; differences of white space do not count."""
    texts = [" ".join((row[name] or "").split()) for name in TEXTS]
    return sha256("\x1f".join(texts).encode("utf-8", "surrogatepass")).hexdigest()


def checksum(row: Mapping[str, Any]) -> int:
    """A sum over a row, its authors (`signed`) and images (`shown`), that one flipped bit changes."""
    values = [row[name] for name in _SUMMED]
    return checksums.of((values, row["signed"], row["shown"])) ^ checksums.of(
        row[name] for name in _FOLLOWING
    )


def words_checksum(row: Mapping[str, Any]) -> int:
    """A sum over the very words of a version, white space and form included."""
    return checksums.of(row[name] for name in WORDS)


def clean(text: str | None) -> str | None:
    """A text without the characters that no text of an archive may have."""
    return UNFIT.sub("", clean_text(text)) if text else text


def _signed(author: Author) -> tuple[str | None, ...]:
    """The columns of an author: name, role, links, raw; of one that is no person, the kind, too.

    Sums of rows were made over these four before the kind was kept: they stay right.
    """
    links = dump([_bare(link) for link in author.links])
    told = clean(author.name), clean(author.role), links, clean(author.raw)
    return told if author.kind is AuthorKind.PERSON else (*told, str(author.kind))


def signed(
    name: str, role: str | None, links: str, raw: str | None, kind: str | None
) -> tuple[str | None, ...]:
    """Return what the sum of an article covers of an author, from the columns that it is kept in."""
    return (name, role, links, raw) if kind is None else (name, role, links, raw, kind)


def columns_of(signed_: tuple[str | None, ...]) -> tuple[str | None, ...]:
    """The way back: name, role, links, raw and kind, which is None for a person."""
    return signed_ if len(signed_) == AUTHOR_COLUMNS else (*signed_, None)


def _shown(image: Image) -> tuple[str | int | None, ...]:
    """The columns of an image: url, caption, credit, alt, lead."""
    return (
        _bare(image.url),
        clean(image.caption),
        clean(image.credit),
        clean(image.alt),
        int(image.lead),
    )


def _bare(url: str | None) -> str | None:
    """An address without a user name and password in it."""
    return without_userinfo(clean(url) or "")[0] if url and "@" in url else clean(url)


def lines(texts: Any) -> str | None:
    """Several texts as one, a line each."""
    return "\n".join(clean(" ".join(t.split())) or "" for t in texts if t) or None


def dump(value: Any) -> str:
    """JSON as it stands in a column."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def plain(row: Mapping[str, Any], authors: Sequence[Row], images: Sequence[Row]) -> Row:
    """A row as people and exports get it: lists and flags instead of JSON and numbers."""
    out = {name: value for name, value in row.items() if name in SHOWN}
    out["tags"] = json.loads(row["tags"])
    out["is_free"] = None if row["is_free"] is None else bool(row["is_free"])
    out["authors"] = [
        {**author, "links": json.loads(author["links"]), "kind": author["kind"] or PERSON}
        for author in authors
    ]
    out["images"] = [{**image, "lead": bool(image["lead"])} for image in images]
    return out


HIDDEN = frozenset(("fingerprint", "edges", "ngrams"))
# what people get of a row; columns that somebody added to the table are theirs
READ = frozenset(("id", *COLUMNS, *OWN, "last_seen", "vanished_at"))
SHOWN = READ - HIDDEN


def article(row: Mapping[str, Any]) -> Article:
    """The way back: the article that a plain row tells of."""
    scalars: dict[str, Any] = {name: row.get(name) for name in SCALARS}
    return Article(
        url=row["url"],
        site=row["site"],
        authors=tuple(
            Author(
                name=a["name"],
                role=a.get("role"),
                links=tuple(a.get("links") or ()),
                raw=a.get("raw"),
                kind=AUTHOR_KINDS.get(a.get("kind"), AuthorKind.PERSON),
            )
            for a in row.get("authors") or ()
        ),
        images=tuple(
            Image(**{k: v for k, v in i.items() if k in IMAGE_FIELDS})
            for i in row.get("images") or ()
        ),
        body=body_shape.blocks(row.get("body_text") or "", row.get("body_form")),
        tags=tuple(row.get("tags") or ()),
        word_count=row.get("word_count") or 0,
        verdict=Verdict(kind=VerdictKind(row.get("verdict") or VerdictKind.ARTICLE)),
        sources=row.get("sources") or {},
        **scalars,
    )


PERSON = str(AuthorKind.PERSON)
AUTHOR_KINDS: dict[str | None, AuthorKind] = {
    str(kind): kind for kind in AuthorKind
}  # another one is a person
IMAGE_FIELDS = frozenset(Image.__slots__)
SCALARS = ("canonical_url", "publisher", "headline", "subheadline", "byline", "date_published", "date_modified",
           "section", "language", "direction", "is_free")  # fmt: skip


def whole(article_: Article) -> Row:
    """Everything an extraction found, for keeping where it stands nowhere else."""
    row = of(article_)
    kept = {name: row[name] for name in (*FACTS, *TEXTS, "body_form")}
    kept["authors"] = [asdict(author) for author in article_.authors]
    kept["images"] = [asdict(image) for image in article_.images]
    return kept
