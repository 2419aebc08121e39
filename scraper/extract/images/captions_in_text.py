"""Remove captions from the body: the pictures show which of its paragraphs are captions."""

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
    """Return the reading without paragraphs that are a picture's caption or credit."""
    words = set().union(*map(_words, images))
    # Each caption that was removed with its picture is not searched for again.
    words -= {removed.text.strip(EDGES) for removed in reading.removed}
    signed = [(image.caption, image.credit) for image in images if image.caption and image.credit]
    captions = [block for block in reading.blocks if _is_caption(block, words, signed)]
    most = MAX_SHARE * _length(reading.blocks)
    if not captions or _length(captions) > most:
        return reading
    taken = set(map(id, captions))
    removed = [Removed(text=block.text, reason="caption of a picture") for block in captions]
    return replace(
        reading,
        blocks=tuple([block for block in reading.blocks if id(block) not in taken]),
        removed=(*reading.removed, *removed),
    )


def _length(blocks: Sequence[Block]) -> int:
    return sum(len(block.text) for block in blocks)


def _words(image: Image) -> set[str]:
    """Return the texts in which a paragraph may repeat the words of a picture."""
    caption = image.caption or ""
    credit = image.credit or ""
    texts = (caption, credit, f"{caption} {credit}", f"{credit} {caption}")
    return {text.strip(EDGES) for text in texts} - {""}


def _is_caption(block: Block, words: set[str], signed: Sequence[tuple[str, str]]) -> bool:
    """Return whether a paragraph is a caption, also with its credit: "… on ice (by Cy Puffin)"."""
    text = block.text
    if block.kind is not BlockKind.PARAGRAPH or len(text) > MAX_CAPTION:
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
