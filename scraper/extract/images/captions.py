"""Choose the words of one picture among the pieces beside it, the surest way first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from lxml import etree

from scraper.extract.images import credit_labels, credit_parser
from scraper.extract.images.caption_parts import PictureText, split_pieces
from scraper.extract.images.credit_names import has_agency
from scraper.extract.images.not_captions import BYLINE
from scraper.extract.images.picture_boxes import PictureBox
from scraper.extract.images.pieces import GatheredText, Piece, PieceKind
from scraper.lexicon.folding import fold, key, plain

ATTRIBUTES = "attributes"  # the strategy of a credit that only the title or alternative text gives
NAMELESS = "img"  # the strategy of a picture without words
MAX_BARE = 300  # characters of a caption that nothing marks as one
MAX_LABEL = 40  # characters of a field's label, such as "Teaser image:"
MAX_BARE_PIECES = 4
MIN_BARE_WORDS = 3  # of an unmarked caption
MIN_BARE_WIDE = 9  # characters of one, in a script without spaces
MIN_SAME_ALT = 4  # letters of an alternative text that repeats the caption
MIN_PART_OF_ALT = 9  # letters of a caption that is part of the alternative text, or holds it
MAX_ALT_IMAGES = 2  # pictures of a box whose attributes are read for a credit
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


def read(
    box: PictureBox, gathered: GatheredText, other_fields: frozenset[str | None]
) -> tuple[PictureText, str]:
    """Return the caption and the credit of a picture, and the name of the strategy.

    `other_fields`: texts of the page that are its title, its description or its body.
    """
    pieces = _usable(box, gathered, other_fields)
    text, name = _first_answer(box, pieces)
    if not _is_worded(text):
        text, name = PictureText(), NAMELESS
    if box.leads_away and not text.caption:  # a teaser: its credit belongs to another story
        return PictureText(), NAMELESS
    if text.credit is None and (hint := _credit_in_attributes(box)) is not None:
        credit, labelled = hint
        text = text._replace(credit=credit, hinted=not labelled)
        name = name if text.caption else ATTRIBUTES
    return text, name


def _first_answer(box: PictureBox, pieces: list[Piece]) -> tuple[PictureText, str]:
    for strategy in STRATEGIES:
        text = strategy(box, pieces)
        if text is not None:
            return text, strategy.__name__
    return PictureText(), NAMELESS


def _is_worded(text: PictureText) -> bool:
    """Return whether a caption, if there is one, has letters and is not the label of a field.

    "861 Kudos" is a caption, "Teaser image:" is not.
    """
    caption = text.caption
    if caption is None:
        return True
    is_label = caption[-1] in ":：" and len(caption) < MAX_LABEL
    return not is_label and any(map(str.isalpha, caption))


# The pieces that may be words of the picture.


def _usable(
    box: PictureBox, gathered: GatheredText, other_fields: frozenset[str | None]
) -> list[Piece]:
    """Return the pieces inside the box and beside it that may be the picture's words."""
    pieces = [*gathered.inside, *_caption_beside(box, gathered)]
    if box.figure:
        return pieces
    signed = None
    usable = []
    for piece in pieces:
        if piece.kind is PieceKind.PLAIN and piece.text in other_fields:
            if signed is None:
                signed = any(map(_is_signed, gathered.inside))
            is_caption = signed or BYLINE.match(piece.text) or _repeats_alt(box, piece.text)
            if not is_caption:
                continue
        usable.append(piece)
    return usable


def _is_signed(piece: Piece) -> bool:
    return piece.kind is PieceKind.CREDIT or credit_parser.split(piece.text).credit is not None


def _caption_beside(box: PictureBox, gathered: GatheredText) -> list[Piece]:
    """Return the pieces after the box if they are its caption.

    They are if they are called so, end in a credit, or repeat the alternative text.
    """
    pieces = gathered.beside
    if not pieces or gathered.beside_is_caption:
        return pieces
    if any(p.linked for p in pieces):
        return []
    if any(p.kind is PieceKind.CAPTION for p in pieces):
        return [p for p in pieces if p.kind is not PieceKind.PLAIN]
    text = fold(" ".join(p.text for p in pieces))
    if _repeats_alt(box, text) or _ends_in_credit(pieces):
        return [_as_caption(p) for p in pieces]
    return []


def _ends_in_credit(pieces: list[Piece]) -> bool:
    return len(pieces) <= MAX_BARE_PIECES and split_pieces(pieces).credit is not None


def _as_caption(piece: Piece) -> Piece:
    return replace(piece, kind=PieceKind.CAPTION) if piece.kind is PieceKind.PLAIN else piece


# The strategies: each returns None where it does not apply.


def figcaption(box: PictureBox, pieces: list[Piece]) -> PictureText | None:
    """Return the words in <figcaption>, and a credit beside it."""
    return caption_class(box, pieces) if box.figure else None


def caption_class(_box: PictureBox, pieces: list[Piece]) -> PictureText | None:
    """Return the words whose class names them a caption or a credit."""
    if not any(p.kind is PieceKind.CAPTION and not p.linked for p in pieces):
        return None
    marked = []
    for piece in pieces:
        if piece.kind is not PieceKind.PLAIN:
            marked.append(piece)
        elif credit_parser.is_credit(piece.text):
            marked.append(replace(piece, kind=PieceKind.CREDIT))
    return split_pieces(marked)


def attributes(box: PictureBox, _pieces: list[Piece]) -> PictureText | None:
    """Return a caption that the picture or its figure carries for scripts, as in data-caption."""
    holders = [*box.images[:1]]
    if box.figure:
        holders.append(box.element)
    if all(_CAPTIONED.isdisjoint(e.keys()) for e in holders):
        return None
    stated = next(_values(holders, CAPTION_ATTRIBUTES), None)
    if stated is None:
        return None
    parts = credit_parser.split(stated)
    maker = next(_values(holders, CREDIT_ATTRIBUTES), None)
    credit = credit_labels.clean(maker) if maker else parts.credit
    return PictureText(caption=parts.caption, credit=credit)


def _values(holders: list[etree._Element], names: tuple[str, ...]) -> Iterator[str]:
    """Yield the plain text of the attributes so named, without empty ones."""
    for element in holders:
        for name in names:
            value = plain(element.get(name))
            if value:
                yield value


def sibling(box: PictureBox, pieces: list[Piece]) -> PictureText | None:
    """Return a few words alone with the picture in one box."""
    if not pieces:
        return None
    bare = [p for p in pieces if p.kind is PieceKind.PLAIN]
    if len(bare) > 1 and any(BYLINE.match(p.text) for p in bare):
        return None
    if box.before or _is_doubtful(bare):
        bare = []
    text = split_pieces([p for p in pieces if p.kind is not PieceKind.PLAIN or p in bare])
    if text.caption and not text.credit:
        alone = len(bare) == 1
        if not alone or not _is_sure_caption(box, text.caption):
            return None
    return text if text.caption or text.credit else None


def _is_doubtful(bare: list[Piece]) -> bool:
    """Return whether unmarked pieces are too many, too long, or links."""
    if len(bare) > MAX_BARE_PIECES or any(p.linked for p in bare):
        return True
    return sum(len(p.text) for p in bare) > MAX_BARE


def _is_sure_caption(box: PictureBox, caption: str) -> bool:
    """Return whether unmarked words without a credit are a caption."""
    if _repeats_alt(box, caption):
        return True
    within_article = not box.after and not box.leads_away
    return within_article and _is_long_enough(caption)


def _is_long_enough(text: str) -> bool:
    """Return whether unmarked words are long enough for a caption, and no address."""
    if "://" in text or "@" in text:
        return False
    if len(text.split()) >= MIN_BARE_WORDS:
        return True
    without_spaces = not text.isascii() and " " not in text
    return without_spaces and len(text) >= MIN_BARE_WIDE


def _repeats_alt(box: PictureBox, text: str) -> bool:
    """Return whether words repeat the picture's alternative text, or a part of it."""
    alt = key(next(filter(None, (image.get("alt") for image in box.images)), ""))
    words = key(text)
    if alt == words:
        return len(alt) >= MIN_SAME_ALT
    if min(len(alt), len(words)) < MIN_PART_OF_ALT:
        return False
    return alt in words or words in alt


def _credit_in_attributes(box: PictureBox) -> tuple[str, bool] | None:
    """Return a credit in a picture's title or alternative text, and whether a label precedes it."""
    for image in box.images[:MAX_ALT_IMAGES]:
        for name in ("title", "alt"):
            text = plain(image.get(name))
            credit = credit_parser.split(text).credit if text else None
            if not credit or credit == text:
                continue
            labelled = bool(credit_labels.labels(text))
            if labelled or has_agency(credit) or "/" in credit:
                return credit, labelled
    return None


STRATEGIES = (figcaption, caption_class, attributes, sibling)
