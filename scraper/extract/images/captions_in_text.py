"""Remove captions from the body: the pictures show which of its paragraphs are captions.

A caption above the text may have been taken for the standfirst.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from scraper.extract.images.not_captions import LABEL
from scraper.models import Block, BlockKind, Image, Removed
from scraper.page.body_reading import BodyReading

MAX_SHARE = 0.2  # of the body that captions may be: a slide show has little else
MAX_CAPTION = 300  # characters; longer ones are the text of a slide show
MAX_LABEL = 20  # letters of a label between caption and credit: "Photo:", "by"


def without(reading: BodyReading, images: Sequence[Image]) -> BodyReading:
    """Return the reading without lines that are a picture's caption or credit."""
    words = set().union(*map(_words, images))
    standfirst = reading.subheadline
    if standfirst and _is_caption(standfirst, words):
        reading = replace(_noted(reading, [standfirst]), subheadline=None)
    # Each caption that was removed with its picture is not searched for again.
    removed = {_letters(removed.text) for removed in reading.removed}
    return _without_paragraphs(reading, words - removed)


def _without_paragraphs(reading: BodyReading, words: set[str]) -> BodyReading:
    """Return the reading without paragraphs that are captions, if they are not most of it."""
    paragraphs = (block for block in reading.blocks if block.kind is BlockKind.PARAGRAPH)
    captions = [block for block in paragraphs if _is_caption(block.text, words)]
    if not captions or _length(captions) > MAX_SHARE * _length(reading.blocks):
        return reading
    taken = set(map(id, captions))
    left = tuple([block for block in reading.blocks if id(block) not in taken])
    return replace(_noted(reading, [block.text for block in captions]), blocks=left)


def _length(blocks: Sequence[Block]) -> int:
    return sum(len(block.text) for block in blocks)


def _noted(reading: BodyReading, captions: Sequence[str]) -> BodyReading:
    """Return the reading with captions among what was removed."""
    removed = [Removed(text=text, reason="caption of a picture") for text in captions]
    return replace(reading, removed=(*reading.removed, *removed))


def _words(image: Image) -> set[str]:
    """Return the letters of the texts in which a paragraph may repeat the words of a picture."""
    caption, credit = _letters(image.caption or ""), _letters(image.credit or "")
    return {caption, credit, caption + credit, credit + caption} - {""}


def _letters(text: str) -> str:
    """Return a text without signs and spaces: a caption is the same with and without them."""
    return "".join(filter(str.isalnum, text))


def _is_caption(text: str, words: set[str]) -> bool:
    """Return whether a text is a caption, also with a label before its credit."""
    if len(text) > MAX_CAPTION:
        return False
    letters = _letters(LABEL.sub("", text))
    if letters in words:
        return True
    beginnings = (letters[: -len(credit)] for credit in words if letters.endswith(credit))
    return any(_is_labelled(beginning, words) for beginning in beginnings)


def _is_labelled(text: str, words: set[str]) -> bool:
    """Return whether a text is a caption with a label behind it."""
    return any(text.startswith(each) and len(text) - len(each) < MAX_LABEL for each in words)
