"""Choose the words of one picture among the pieces beside it, the surest way first."""

from __future__ import annotations

from dataclasses import replace

from scraper.extract.images import credit_labels, credit_parser
from scraper.extract.images.caption_parts import PictureText, split_pieces
from scraper.extract.images.credit_names import has_agency
from scraper.extract.images.picture_boxes import PictureBox
from scraper.extract.images.pieces import GatheredText, Piece, PieceKind
from scraper.lexicon.folding import fold, key, plain

ATTRIBUTES = "attributes"  # the strategy of a credit that only the title or alternative text gives
NAMELESS = "img"  # the strategy of a picture without words
WORDLESS = PictureText(), NAMELESS
MAX_BARE = 300  # characters of a caption that nothing marks as one
MAX_BARE_PIECES = 4
MIN_BARE_WORDS = 3  # of an unmarked caption
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
CREDIT_ATTRIBUTES = ("data-credit", "data-source", "data-copyright", "data-photographer")


def read(
    box: PictureBox, gathered: GatheredText, other_fields: frozenset[str | None]
) -> tuple[PictureText, str]:
    """Return the caption and the credit of a picture, and the name of the strategy.

    `other_fields`: texts of the page that are its title, its description or its body.
    """
    pieces = _usable(box, gathered, other_fields)
    text, name = _first_answer(box, pieces)
    # Counters are often alone beside a picture.
    if text.caption and not any(map(str.isalpha, text.caption)):
        text, name = WORDLESS
    if box.leads_away and not text.caption:  # a teaser: its credit belongs to another story
        return WORDLESS
    if text.credit is not None:
        return text, name
    return _with_hint(box, text, name)


def _first_answer(box: PictureBox, pieces: list[Piece]) -> tuple[PictureText, str]:
    for strategy in STRATEGIES:
        text = strategy(box, pieces)
        if text is not None:
            return text, strategy.__name__
    return WORDLESS


def _with_hint(box: PictureBox, text: PictureText, name: str) -> tuple[PictureText, str]:
    """Return the words with the credit of the picture's attributes, if these have one."""
    for image in box.images[:MAX_ALT_IMAGES]:
        for attribute in ("title", "alt"):
            described = plain(image.get(attribute))
            credit = _hinted_credit(described)
            if credit:
                is_labelled = bool(credit_labels.labels(described))
                text = text._replace(credit=credit, hinted=not is_labelled)
                return text, name if text.caption else ATTRIBUTES
    return text, name


def _hinted_credit(described: str) -> str | None:
    """Return the credit in a title or alternative text, if that is more than a name."""
    credit = credit_parser.split(described).credit
    if not credit or credit == described:
        return None
    is_sure = credit_labels.labels(described) or has_agency(credit) or "/" in credit
    return credit if is_sure else None


# The pieces that may be words of the picture.


def _usable(
    box: PictureBox, gathered: GatheredText, other_fields: frozenset[str | None]
) -> list[Piece]:
    """Return the pieces inside the box and beside it that may be the picture's words."""
    pieces = [*gathered.inside, *_caption_beside(box, gathered)]
    # A text that the page has elsewhere, too, is a headline or a teaser unless a credit is near it.
    doubtful = {p.text for p in pieces if p.kind is PieceKind.PLAIN and p.text in other_fields}
    if box.figure or not doubtful or any(map(_is_signed, gathered.inside)):
        return pieces
    others = {text for text in doubtful if not _repeats_alt(box, text)}
    return [p for p in pieces if p.kind is not PieceKind.PLAIN or p.text not in others]


def _is_signed(piece: Piece) -> bool:
    return piece.kind is PieceKind.CREDIT or credit_parser.split(piece.text).credit is not None


def _caption_beside(box: PictureBox, gathered: GatheredText) -> list[Piece]:
    """Return the pieces after the box if they are its caption.

    They are if they are called so, end in a credit, or repeat the alternative text.
    """
    pieces = gathered.beside
    if not pieces or gathered.beside_is_caption:
        return pieces
    kinds = {piece.kind for piece in pieces}
    if PieceKind.CAPTION in kinds:
        return _marked(pieces)
    text = fold(" ".join([piece.text for piece in pieces]))
    if _repeats_alt(box, text) or _ends_in_credit(pieces):
        return list(map(_as_caption, pieces))
    return []


def _marked(pieces: list[Piece]) -> list[Piece]:
    """Return the pieces that an element or class names a caption or a credit."""
    return [piece for piece in pieces if piece.kind is not PieceKind.PLAIN]


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
    captions = [p for p in pieces if p.kind is PieceKind.CAPTION and not p.linked]
    if not captions:
        return None
    return split_pieces(_marked(list(map(_as_credit, pieces))))


def _as_credit(piece: Piece) -> Piece:
    """Return an unmarked piece as a credit, if it is one by its words."""
    is_credit = piece.kind is PieceKind.PLAIN and credit_parser.is_credit(piece.text)
    return replace(piece, kind=PieceKind.CREDIT) if is_credit else piece


def attributes(box: PictureBox, _pieces: list[Piece]) -> PictureText | None:
    """Return a caption that the picture or its figure carries for scripts, as in data-caption."""
    holders = [*box.images[:1]]
    if box.figure:
        holders.append(box.element)
    if all(_CAPTIONED.isdisjoint(e.keys()) for e in holders):
        return None
    values = (plain(each.get(name)) for each in holders for name in CAPTION_ATTRIBUTES)
    stated = next(filter(None, values), None)
    if stated is None:
        return None
    parts = credit_parser.split(stated)
    makers = (credit_labels.clean(plain(holders[0].get(name))) for name in CREDIT_ATTRIBUTES)
    credit = next(filter(None, makers), parts.credit)
    return PictureText(caption=parts.caption, credit=credit)


def sibling(box: PictureBox, pieces: list[Piece]) -> PictureText | None:
    """Return a few words alone with the picture in one box."""
    bare = [piece for piece in pieces if piece.kind is PieceKind.PLAIN]
    # Outside of the text, unmarked words belong to the header of the page, or to a teaser.
    if box.before or box.after or _is_doubtful(bare):
        bare = []
        pieces = _marked(pieces)
    text = split_pieces(pieces)
    if text.credit:
        return text
    is_sure = len(bare) == 1 and text.caption and _is_sure_caption(box, text.caption)
    return text if is_sure else None


def _is_doubtful(bare: list[Piece]) -> bool:
    """Return whether unmarked pieces are too many, too long, or links."""
    if len(bare) > MAX_BARE_PIECES or any(piece.linked for piece in bare):
        return True
    return sum(len(piece.text) for piece in bare) > MAX_BARE


def _is_sure_caption(box: PictureBox, caption: str) -> bool:
    """Return whether unmarked words without a credit are a caption."""
    if _repeats_alt(box, caption):
        return True
    return not box.leads_away and len(caption.split()) >= MIN_BARE_WORDS


def _repeats_alt(box: PictureBox, text: str) -> bool:
    """Return whether words repeat the picture's alternative text, or a part of it."""
    alternatives = [image.get("alt") for image in box.images]
    alt = key(next(filter(None, alternatives), ""))
    words = key(text)
    if alt == words:
        return len(alt) >= MIN_SAME_ALT
    # Systems shorten the alternative text, or write the caption and the credit in it.
    shorter, longer = sorted((alt, words), key=len)
    return len(shorter) >= MIN_PART_OF_ALT and shorter in longer


STRATEGIES = (figcaption, caption_class, attributes, sibling)
