"""Remove captions from the body: the pictures show which of its paragraphs are captions.

A caption above the text may have been taken for the standfirst.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from scraper.extract.images.not_captions import LABEL
from scraper.models import Block, BlockKind, Image, Removed
from scraper.page.body_reading import BodyReading

MAX_CAPTION = 300  # characters; longer ones are the text of a slide show
MAX_SHARE = 0.2  # of the body that captions may be, for the same reason
MAX_ABOUT_CREDIT = 20  # characters of the words around a credit, such as "by" and brackets
EDGES = " .,;:()[]©|–—-"  # a caption is the same with and without them


def without(reading: BodyReading, images: Sequence[Image]) -> BodyReading:
    """Return the reading without lines that are a picture's caption or credit."""
    words = set().union(*map(_words, images))
    signed = [(image.caption, image.credit) for image in images if image.caption and image.credit]
    standfirst = reading.subheadline
    if standfirst and _is_caption(standfirst, words, signed):
        reading = replace(_noted(reading, [standfirst]), subheadline=None)
    # Each caption that was removed with its picture is not searched for again.
    words -= {removed.text.strip(EDGES) for removed in reading.removed}
    return _without_paragraphs(reading, words, signed)


def _without_paragraphs(
    reading: BodyReading, words: set[str], signed: Sequence[tuple[str, str]]
) -> BodyReading:
    """Return the reading without paragraphs that are captions, if they are not most of it."""
    paragraphs = (block for block in reading.blocks if block.kind is BlockKind.PARAGRAPH)
    captions = [block for block in paragraphs if _is_caption(block.text, words, signed)]
    most = MAX_SHARE * _length(reading.blocks)
    if not captions or _length(captions) > most:
        return reading
    taken = set(map(id, captions))
    left = tuple([block for block in reading.blocks if id(block) not in taken])
    return replace(_noted(reading, [block.text for block in captions]), blocks=left)


def _noted(reading: BodyReading, captions: Sequence[str]) -> BodyReading:
    """Return the reading with captions among what was removed."""
    removed = [Removed(text=text, reason="caption of a picture") for text in captions]
    return replace(reading, removed=(*reading.removed, *removed))


def _length(blocks: Sequence[Block]) -> int:
    return sum(len(block.text) for block in blocks)


def _words(image: Image) -> set[str]:
    """Return the texts in which a paragraph may repeat the words of a picture."""
    caption = image.caption or ""
    credit = image.credit or ""
    texts = (caption, credit, f"{caption} {credit}", f"{credit} {caption}")
    return {text.strip(EDGES) for text in texts} - {""}


def _is_caption(text: str, words: set[str], signed: Sequence[tuple[str, str]]) -> bool:
    """Return whether a text is a caption, also with its credit: "… on ice (by Cy Puffin)"."""
    if len(text) > MAX_CAPTION:
        return False
    text = LABEL.sub("", text)
    if text.strip(EDGES) in words:
        return True
    return any(_is_signed_caption(text, caption, credit) for caption, credit in signed)


def _is_signed_caption(text: str, caption: str, credit: str) -> bool:
    """Return whether a text is a caption with little more than the credit behind it."""
    rest = text.removeprefix(caption)
    is_short = len(rest) < 2 * len(credit) + MAX_ABOUT_CREDIT
    return text.startswith(caption) and credit in rest and is_short
