"""Split the pieces of text chosen for one picture into its caption and its credit."""

from __future__ import annotations

from typing import NamedTuple

from scraper.extract.images import credit_labels, credit_parser
from scraper.extract.images.credit_names import has_digit, is_name
from scraper.extract.images.pieces import Piece, PieceKind
from scraper.lexicon.folding import fold

SEPARATORS = " -–—|•·/,"  # between a caption and the credit in another element
MAX_UNMARKED = 2  # words of a credit that is neither a name nor an agency: "Handout"
SENTENCE_ENDS = ".!?"


class PictureText(NamedTuple):
    """The caption and the credit of one picture."""

    caption: str | None = None
    credit: str | None = None
    hinted: bool = False  # the credit is only in an attribute, and nothing labels it as one


def split_pieces(pieces: list[Piece]) -> PictureText:
    """Return the caption and the credit of one picture from the pieces of its text."""
    captions: list[str] = []
    makers: list[str] = []
    last = len(pieces) - 1
    for place, piece in enumerate(pieces):
        expects_credit = bool(captions) and not makers
        is_bare = expects_credit and place == last and _is_bare_credit(piece, second=place == 1)
        if is_bare or piece.kind is PieceKind.CREDIT:
            makers.append(credit_labels.clean(piece.text))
            continue
        parts = credit_parser.split(piece.text)
        if parts.caption:
            captions.append(parts.caption.rstrip(SEPARATORS))
        if parts.credit:
            makers.append(parts.credit)
    return PictureText(caption=_joined_caption(captions), credit=_joined_credit(makers))


def _joined_caption(captions: list[str]) -> str | None:
    text = fold(" ".join(dict.fromkeys(captions))).lstrip(SEPARATORS)
    return credit_labels.without_label(text) or None


def _joined_credit(makers: list[str]) -> str | None:
    return " / ".join(filter(None, dict.fromkeys(makers))) or None


def _is_bare_credit(piece: Piece, *, second: bool) -> bool:
    """Return whether the last of several pieces is a name, or a word or two."""
    text = piece.text
    # Behind two captions a third line of the box is as often a button as a credit.
    if piece.kind is not PieceKind.CAPTION and not second:
        return False
    if is_name(text):
        return True
    is_short = len(text.split()) <= MAX_UNMARKED
    is_label = not text[0].islower() and text[-1] not in SENTENCE_ENDS + "…"
    return is_short and is_label and not has_digit(text)
