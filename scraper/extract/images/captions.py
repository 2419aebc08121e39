"""The words of one picture: strategies, the surest first, from <figcaption> to what merely stands beside it."""

from __future__ import annotations

from dataclasses import replace

from lxml import etree

from scraper.extract.images import credit_parser
from scraper.extract.images import pieces as captions
from scraper.extract.images.not_captions import BYLINE
from scraper.extract.images.picture_boxes import Box
from scraper.extract.images.pieces import Kind, Piece, Words
from scraper.lexicon.folding import fold, key, plain
from scraper.lexicon.picture_classes import caption_class as is_caption

ATTRIBUTES = (
    "attributes"  # the strategy of a credit that only the title or the alternative text gives
)
NAMELESS = "img"  # the strategy of a picture without words
MAX_BARE = 300  # characters of a caption that nothing marks as one
LABEL_LONGEST = 40  # characters
MAX_BARE_PIECES = 4
CAPTION_ATTRIBUTES = (
    "data-caption",
    "data-image-caption",
    "data-desc",
    "data-description",
    "data-sub-html",
    "data-title",
)
_CAPTIONED = frozenset(CAPTION_ATTRIBUTES)
CREDIT_ATTRIBUTES = (
    "data-credit",
    "data-source",
    "data-copyright",
    "data-author",
    "data-photographer",
)


def read(box: Box, said: frozenset[str | None]) -> tuple[Words, str]:
    """Caption and credit beside a picture, and the strategy that found them; `said`: texts that are other fields."""
    found = [p for p in _pieces(box) if not _elsewhere(p, box, said)]
    offers = (
        (words, strategy.__name__)
        for strategy in STRATEGIES
        if (words := strategy(box, found)) is not None
    )
    words, name = next(offers, (Words(), NAMELESS))
    words, name = (words, name) if _says_something(words) else (Words(), NAMELESS)
    if box.leads_away and not words.caption:  # a teaser: its credit belongs to another story
        return Words(), NAMELESS
    if words.credit is None and (found_credit := _signed(box)):
        credit, labelled = found_credit
        words = words._replace(credit=credit, hinted=not labelled)
        name = name if words.caption else ATTRIBUTES
    return words, name


def _says_something(words: Words) -> bool:
    """Whether a caption says anything: "861 Kudos" counts, "Teaser image:" is the label of a field."""
    said = words.caption
    return said is None or (
        any(map(str.isalpha, said)) and not (said[-1] in ":：" and len(said) < LABEL_LONGEST)
    )


def _elsewhere(piece: Piece, box: Box, said: frozenset[str | None]) -> bool:
    """Whether unmarked words stand on the page as another field, and nothing speaks for a caption."""
    if piece.kind is not Kind.PLAIN or piece.text not in said or box.figure:
        return False
    signed = any(
        p.kind is Kind.CREDIT or credit_parser.split(p.text).credit
        for p in captions.pieces(box.element)
    )
    return not (signed or BYLINE.match(piece.text) or _says_alt(box, piece.text))


def _signed(box: Box) -> tuple[str, bool] | None:
    """A credit in what the picture says when it is pointed at or not shown; and whether a word labels it as one."""
    for image in box.images[:2]:
        for name in ("title", "alt"):
            text = plain(image.get(name))
            credit = credit_parser.split(text).credit if text else None
            labelled = bool(credit and credit_parser.labels(text))
            if (
                credit
                and credit != text
                and (labelled or credit_parser.has_agency(credit) or "/" in credit)
            ):
                return credit, labelled
    return None


def figcaption(box: Box, found: list[Piece]) -> Words | None:
    """The words in <figcaption>, and a credit that stands beside it."""
    return caption_class(box, found) if box.figure else None


def caption_class(_box: Box, found: list[Piece]) -> Words | None:
    """Words whose class says that they are a caption or a credit."""
    if not found or not any(p.kind is Kind.CAPTION and not p.linked for p in found):
        return None
    signed = [
        replace(p, kind=Kind.CREDIT)
        if p.kind is Kind.PLAIN and credit_parser.is_credit(p.text)
        else p
        for p in found
    ]
    return captions.read([p for p in signed if p.kind is not Kind.PLAIN])


def attributes(box: Box, _found: list[Piece]) -> Words | None:
    """A caption that the picture, or its figure, carries for the page's scripts: data-caption and its like."""
    holders = [*box.images[:1], *([box.element] if box.figure else [])]
    if all(_CAPTIONED.isdisjoint(e.keys()) for e in holders):
        return None
    said = next((v for e in holders for n in CAPTION_ATTRIBUTES if (v := plain(e.get(n)))), None)
    if not said:
        return None
    parts = credit_parser.split(said)
    name = next((v for e in holders for n in CREDIT_ATTRIBUTES if (v := plain(e.get(n)))), None)
    return Words(caption=parts.caption, credit=credit_parser.clean(name) if name else parts.credit)


def sibling(box: Box, found: list[Piece]) -> Words | None:
    """Few words alone with the picture in one box."""
    if not found:
        return None
    bare = [p for p in found if p.kind is Kind.PLAIN]
    if len(bare) > 1 and any(BYLINE.match(p.text) for p in bare):
        return None
    doubtful = (
        len(bare) > MAX_BARE_PIECES
        or sum(len(p.text) for p in bare) > MAX_BARE
        or any(p.linked for p in bare)
    )
    if doubtful or box.before:
        bare = []
    words = captions.read([p for p in found if p.kind is not Kind.PLAIN or p in bare])
    if words.caption and not words.credit:
        sure = _says_alt(box, words.caption) or (
            not box.after and not box.leads_away and _telling(words.caption)
        )
        if len(bare) != 1 or not sure:
            return None
    return words if words.caption or words.credit else None


def _telling(text: str) -> bool:
    """Whether unmarked words say enough to be a caption: three words, or as much in a script without spaces."""
    if "://" in text or "@" in text:
        return False
    return len(text.split()) > 2 or (len(text) > 8 and not text.isascii() and " " not in text)


def _says_alt(box: Box, text: str) -> bool:
    """Whether words say what the picture's alternative text says."""
    alt = key(next((a for i in box.images if (a := i.get("alt"))), ""))
    said = key(text)
    return (len(alt) > 3 and alt == said) or (
        len(alt) > 8 and len(said) > 8 and (alt in said or said in alt)
    )


def _pieces(box: Box) -> list[Piece]:
    found = (
        captions.pieces(box.element, figure=box.figure) if box.worded else []
    )  # half of them are not
    if box.beside is not None and (beside := _beside(box, box.beside)):
        found += beside
    return found


def _beside(box: Box, element: etree._Element) -> list[Piece]:
    """The words after the picture, if they are its caption: so named, or signed, or its alternative text again."""
    if element.tag == "figcaption" or is_caption(element.get("class") or ""):
        return captions.pieces(element, Kind.CAPTION, figure=True)
    found = [] if box.leads_away else captions.pieces(element)
    if not found or any(p.linked for p in found):
        return []
    if any(p.kind is Kind.CAPTION for p in found):
        return [p for p in found if p.kind is not Kind.PLAIN]
    text = fold(" ".join(p.text for p in found))
    if _says_alt(box, text) or (len(found) <= MAX_BARE_PIECES and captions.read(found).credit):
        return [replace(p, kind=Kind.CAPTION) if p.kind is Kind.PLAIN else p for p in found]
    return []


STRATEGIES = (figcaption, caption_class, attributes, sibling)
