"""An article as a row of the archive: its columns, what its hashes cover, and the way back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from typing import Any

from scraper import cleaning
from scraper.archive.articles import body_shape
from scraper.archive.articles.text_fingerprint import edges, sketch
from scraper.archive.store import checksums
from scraper.archive.store.scripts import ngrams
from scraper.cleaning import clean_text
from scraper.models import Article, Author, AuthorKind, Image, Verdict, VerdictKind
from scraper.patterns import late
from scraper.urls import without_userinfo
from scraper.workers.pickling import pickled_by_slots

# what a version is made of
TEXTS = ("headline", "subheadline", "byline", "caption", "credit", "body_text")
FACTS = (
    *("canonical_url", "publisher", "section", "tags", "language", "direction"),
    *("date_published", "date_modified", "word_count", "is_free", "verdict", "authors"),
)
DERIVED = ("text_sha256", "fingerprint", "edges", "body_form", "ngrams")
COLUMNS = ("url", "site", *FACTS, *TEXTS, *DERIVED)

UNFIT = late("[\ue000\ue001]")  # the marks of a snippet's hits
# extract's reason for removing a block that it knew from here
KNOWN_BLOCK = "stands on other pages of this site"
# what only the archive knows
OWN = ("version", "capture_id", "extractor", "first_seen", "last_changed")
# what the view computes from date_published
DATES = ("published_day", "published_utc", "date_precision")
WORDS = (*TEXTS, "body_form", "ngrams")  # what is in articles or past_texts
HIDDEN = frozenset(("fingerprint", "edges", "ngrams"))
# what people get of a row; columns that somebody added to the table are theirs
READ = frozenset(("id", *COLUMNS, *OWN, *DATES, "last_seen", "vanished_at"))
SHOWN = READ - HIDDEN
_SUMMED = ("url", "site", *FACTS, *TEXTS, "body_form", *OWN)
_FOLLOWING = ("fingerprint", "edges", "ngrams")
_SCALARS = (
    *("canonical_url", "publisher", "headline", "subheadline", "byline", "date_published"),
    *("date_modified", "section", "language", "direction", "is_free"),
)

PERSON = str(AuthorKind.PERSON)
# a word that is not in it is a person, too
AUTHOR_KINDS: dict[str | None, AuthorKind] = {str(kind): kind for kind in AuthorKind}
IMAGE_FIELDS = frozenset(Image.__slots__)

# a row by the names of its columns
Row = dict[str, Any]
# name, role, links and raw; of an author who is no person the kind, too
AuthorColumns = tuple[str | None, ...]
AUTHOR_COLUMNS = 5
# url, caption, credit, alt and lead
ImageColumns = tuple[str | int | None, ...]


@pickled_by_slots
@dataclass(frozen=True, slots=True)
class Attachments:
    """The authors and images of an article, in order, as the values of their columns."""

    authors: list[AuthorColumns]
    images: list[ImageColumns]


@dataclass(frozen=True, kw_only=True, slots=True)
class Submission:
    """An article on its way into the archive: its row, and where and when it was read."""

    article: Article
    row: Row
    attachments: Attachments
    capture_id: int | None
    extractor: str
    at: str  # when the page was fetched


def fit(article: Article) -> Article:
    """Return what the archive keeps of an article, in texts that it may have.

    Candidates are left out, and so are removed blocks that it did not know: most of an article is
    nothing that a row is made of, and need not be cleaned.
    """
    known = tuple(block for block in article.removed if block.reason == KNOWN_BLOCK)
    bare = cleaning.clean(replace(article, body=(), candidates=(), removed=known, repairs=()))
    return replace(bare, body=body_shape.without(article.body, UNFIT))


def of(article: Article) -> Row:
    """Return the columns of a fit article without those that only the archive knows: id, times."""
    row = with_text(article, *body_shape.flatten(article.body))
    row["fingerprint"] = sketch(row["body_text"])
    row["edges"] = edges([block.text for block in article.body], known_blocks(article))
    return row


def known_blocks(article: Article) -> list[str]:
    """Return the texts of blocks that were left out because the archive knew them."""
    return [block.text for block in article.removed if block.reason == KNOWN_BLOCK]


def with_text(article: Article, body_text: str, form: str | None) -> Row:
    """Return the same with a body given as text and form; the article's blocks are not looked at.

    Fingerprints are left out: they may wait.
    """
    row: Row = {
        **_facts(article),
        "word_count": article.word_count,
        "headline": clean(article.headline),
        "subheadline": clean(article.subheadline),
        "byline": clean(article.byline),
        "caption": lines(image.caption for image in article.images),
        "credit": lines(image.credit for image in article.images),
        "body_text": body_text,
        "body_form": form,
    }
    return derive(row)


def attachments(article: Article) -> Attachments:
    """Return the authors and images of an article as the archive writes them."""
    return Attachments(
        authors=[_author_columns(author) for author in article.authors],
        images=[_image_columns(image) for image in article.images],
    )


def _facts(article: Article) -> Row:
    return {
        "url": article.url,
        "site": article.site,
        "canonical_url": _without_login(article.canonical_url),
        "publisher": clean(article.publisher),
        "section": clean(article.section),
        "tags": dump(article.tags),
        "language": article.language,
        "direction": article.direction,
        "date_published": article.date_published,
        "date_modified": article.date_modified,
        "is_free": None if article.is_free is None else int(article.is_free),
        "verdict": str(article.verdict.kind),
        "authors": dump([clean(author.name) for author in article.authors]),
    }


def derive(row: Row) -> Row:
    """Add what follows from the texts, their hash and pairs of characters; no fingerprints.

    A number of words that is 0 becomes that of the body.
    """
    texts = _spaced(row)
    row["ngrams"] = ngrams("\n".join(texts))
    row["text_sha256"] = _hash(texts)
    if row.get("word_count") == 0:
        body_text = texts[TEXTS.index("body_text")]
        row["word_count"] = body_text.count(" ") + 1 if body_text else 0
    row["fingerprint"] = row["edges"] = None
    return row


def text_hash(row: Mapping[str, Any]) -> str:
    """Return the hash of what a newsroom published; white space makes no difference."""
    return _hash(_spaced(row))


def _spaced(row: Mapping[str, Any]) -> list[str]:
    """Return the texts of a row with one space between two words."""
    return [_with_single_spaces(row[name] or "") for name in TEXTS]


def _hash(texts: Iterable[str]) -> str:
    return sha256("\x1f".join(texts).encode("utf-8", "surrogatepass")).hexdigest()


def _with_single_spaces(text: str) -> str:
    """Return the words of a text with one space between two.

    Most texts are paragraphs of printable characters, where a look is quicker than a division.
    """
    flat = text.replace("\n\n", " ").replace("\n", " ")
    # of all white space only the space itself counts as printable
    if cleaning.has_printable_lines(text) and "  " not in flat and flat == flat.strip():
        return flat
    return " ".join(text.split())


def checksum(row: Mapping[str, Any], attached: Attachments) -> int:
    """Return a checksum over the row of an article, its authors and its images."""
    values = [row[name] for name in _SUMMED]
    following = checksums.of(row[name] for name in _FOLLOWING)
    return checksums.of((values, attached.authors, attached.images)) ^ following


def words_checksum(row: Mapping[str, Any]) -> int:
    """Return a checksum over the very words of a version, white space and form included."""
    return checksums.of(row[name] for name in WORDS)


def both_checksums(row: Mapping[str, Any], attached: Attachments) -> tuple[int, int]:
    """Return the checksums of an article's row and of its words in less time than one by one."""
    body_shown_once = {**row, "body_text": checksums.ShownOnce(row["body_text"])}
    return checksum(body_shown_once, attached), words_checksum(body_shown_once)


def clean(text: str | None) -> str | None:
    """Return a text without the characters that no text of an archive may have."""
    if text:
        return UNFIT.sub("", clean_text(text))
    return text


def _author_columns(author: Author) -> AuthorColumns:
    links = dump([_without_login(link) for link in author.links])
    kind = None if author.kind is AuthorKind.PERSON else str(author.kind)
    return covered_author(clean(author.name), clean(author.role), links, clean(author.raw), kind)


def covered_author(
    name: str | None, role: str | None, links: str, raw: str | None, kind: str | None
) -> AuthorColumns:
    """Return what the checksum of an article covers of an author; `kind` is None for a person.

    Checksums were made over four columns before the kind was kept: they stay right.
    """
    if kind is None:
        return (name, role, links, raw)
    return (name, role, links, raw, kind)


def columns_of(covered: AuthorColumns) -> tuple[str | None, ...]:
    """Return name, role, links, raw and kind from what `covered_author` returned."""
    if len(covered) == AUTHOR_COLUMNS:
        return covered
    return (*covered, None)


def _image_columns(image: Image) -> ImageColumns:
    """Return the columns of an image: url, caption, credit, alt, lead."""
    return (
        _without_login(image.url),
        clean(image.caption),
        clean(image.credit),
        clean(image.alt),
        int(image.lead),
    )


def _without_login(url: str | None) -> str | None:
    """Return an address without a user name and password in it."""
    if not url or "@" not in url:
        return clean(url)
    return without_userinfo(clean(url) or "")[0]


def lines(texts: Iterable[str | None]) -> str | None:
    """Return several texts as one, a line each."""
    folded = [clean(" ".join(text.split())) or "" for text in texts if text]
    return "\n".join(folded) or None


def dump(value: Any) -> str:
    """Return JSON as columns have it."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def plain(row: Mapping[str, Any], authors: Sequence[Row], images: Sequence[Row]) -> Row:
    """Return a row as people and exports get it: lists and flags in place of JSON and numbers."""
    return with_lists({name: row[name] for name in row if name in SHOWN}, authors, images)


def with_lists(out: Row, authors: Sequence[Row], images: Sequence[Row]) -> Row:
    """Change a row of the columns that people get, so that it is one of `plain`; return it."""
    out["tags"] = _listed(out["tags"])
    out["is_free"] = None if out["is_free"] is None else bool(out["is_free"])
    out["authors"] = [_plain_author(author) for author in authors]
    out["images"] = [{**image, "lead": bool(image["lead"])} for image in images]
    return out


def _plain_author(author: Row) -> Row:
    return {**author, "links": _listed(author["links"]), "kind": author["kind"] or PERSON}


def _listed(text: str) -> Any:
    """Return the value of a JSON list; most are empty, which needs no reading."""
    return [] if text == "[]" else json.loads(text)


def article(row: Mapping[str, Any]) -> Article:
    """Return the article of a plain row."""
    scalars: dict[str, Any] = {name: row.get(name) for name in _SCALARS}
    return Article(
        url=row["url"],
        site=row["site"],
        authors=tuple(_author(author) for author in row.get("authors") or ()),
        images=tuple(_image(image) for image in row.get("images") or ()),
        body=body_shape.blocks(row.get("body_text") or "", row.get("body_form")),
        tags=tuple(row.get("tags") or ()),
        word_count=row.get("word_count") or 0,
        verdict=Verdict(kind=VerdictKind(row.get("verdict") or VerdictKind.ARTICLE)),
        sources=row.get("sources") or {},
        **scalars,
    )


def _author(author: Mapping[str, Any]) -> Author:
    return Author(
        name=author["name"],
        role=author.get("role"),
        links=tuple(author.get("links") or ()),
        raw=author.get("raw"),
        kind=AUTHOR_KINDS.get(author.get("kind"), AuthorKind.PERSON),
    )


def _image(image: Mapping[str, Any]) -> Image:
    return Image(**{name: value for name, value in image.items() if name in IMAGE_FIELDS})


def whole(article_: Article) -> Row:
    """Return everything that an extraction found, to be kept where no version has it.

    The article is a fit one.
    """
    row = of(article_)
    kept = {name: row[name] for name in (*FACTS, *TEXTS, "body_form")}
    kept["authors"] = [asdict(author) for author in article_.authors]
    kept["images"] = [asdict(image) for image in article_.images]
    return kept
