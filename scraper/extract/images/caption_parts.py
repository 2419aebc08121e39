"""Split the pieces of text chosen for one picture into its caption and its credit."""

from __future__ import annotations

import re
from typing import NamedTuple

from scraper.extract.images import credit_labels, credit_parser
from scraper.extract.images.credit_names import has_digit, is_name
from scraper.extract.images.credit_parser import Split
from scraper.extract.images.pieces import Piece, PieceKind
from scraper.lexicon.folding import fold
from scraper.patterns import late

SEPARATORS = " -–—|•·/,"  # between a caption and the credit in another element
# A date beside the maker's name.
DATE_ONLY = late(
    r"[\d\s/.:,-]++(?:(?<![A-Z])(?:AM|PM|Uhr|h|[A-Z]{3,4})(?![A-Z])\s*+)*+", re.IGNORECASE
)
MAX_CREDIT = 20  # words; a longer text is a caption, whatever its class
MIN_SENTENCE = 6  # words; fewer with a full stop may be a list of names
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
        is_credit = _is_marked_credit(piece)
        if not is_credit and expects_credit:
            is_credit = _is_credit(piece, is_last=place == last, second=place == 1)
        if is_credit:
            makers.append(credit_labels.clean(piece.text))
            continue
        parts = credit_parser.split(piece.text)
        if parts.caption:
            captions.append(parts.caption.rstrip(SEPARATORS) or parts.caption)
        if parts.credit:
            makers.append(parts.credit)
    caption = _joined_caption(captions)
    credit = _joined_credit(makers)
    return PictureText(caption=None if caption == credit else caption, credit=credit)


def _joined_caption(captions: list[str]) -> str | None:
    text = fold(" ".join(dict.fromkeys(captions))).lstrip(SEPARATORS)
    return credit_labels.without_label(text) or None


def _joined_credit(makers: list[str]) -> str | None:
    names = [name for name in dict.fromkeys(makers) if name and not DATE_ONLY.fullmatch(name)]
    return " / ".join(names) or None


def _is_marked_credit(piece: Piece) -> bool:
    return piece.kind is PieceKind.CREDIT and not _is_sentence(piece.text)


def _is_credit(piece: Piece, *, is_last: bool, second: bool) -> bool:
    """Return whether a piece behind a caption is a credit as a whole although nothing marks it."""
    parts = credit_parser.split(piece.text)
    if parts.credit:
        return _is_name_with_agency(piece.text, parts)
    return is_last and _is_bare_credit(piece, second=second)


def _is_name_with_agency(text: str, parts: Split) -> bool:
    """Return whether a piece is a name with the agency in brackets: "A. Name (EFE)"."""
    return text[-1] in ")）" and parts.caption is not None and is_name(parts.caption)


def _is_sentence(text: str) -> bool:
    """Return whether a text is a caption although its class calls it a credit."""
    words = text.split()
    if len(words) > MAX_CREDIT:
        return True
    in_lower_case = [word for word in words if word[0].islower()]
    # Names are capitalised; most words of a sentence are not.
    is_prose = len(in_lower_case) > len(words) / 2
    return is_prose and len(words) >= MIN_SENTENCE and text[-1] in SENTENCE_ENDS


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
