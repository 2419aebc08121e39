"""Remove captions from the body: the pictures show which of its paragraphs are captions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from scraper.extract.images.not_captions import LABEL
from scraper.models import Block, BlockKind, Image, Removed
from scraper.page.body_reading import BodyReading

LONGEST = 300  # characters of a caption: longer ones are the text of a slide show
EDGES = " .,;:()[]©|–—-"  # a caption is the same with and without
AROUND = 20  # characters of the words about a credit
MOST = 0.2  # share of a text that captions may be, for the same reason


def without(reading: BodyReading, images: Sequence[Image]) -> BodyReading:
    """Return the reading without paragraphs that are a picture's caption or credit."""
    told = [image for image in images if image.caption or image.credit]
    said = {bare for image in told for words in _words(image) if (bare := words.strip(EDGES))}
    if not said:  # most pages
        return reading
    said -= {
        removed.text.strip(EDGES) for removed in reading.removed
    }  # the caption was found: the paragraph says it again
    signed = [(image.caption, image.credit) for image in told if image.caption and image.credit]
    taken = [block for block in reading.blocks if _is_caption(block, said, signed)]
    if not taken or sum(len(b.text) for b in taken) > MOST * sum(
        len(b.text) for b in reading.blocks
    ):
        return reading
    return replace(
        reading,
        blocks=tuple(block for block in reading.blocks if not any(block is each for each in taken)),
        removed=(
            *reading.removed,
            *(Removed(text=block.text, reason="caption of a picture") for block in taken),
        ),
    )


def _is_caption(block: Block, said: set[str], signed: Iterable[tuple[str, str]]) -> bool:
    """Return whether a paragraph is a caption, also with its credit: "… on ice (by Cy Puffin)"."""
    if block.kind is not BlockKind.PARAGRAPH or len(text := block.text) > LONGEST:
        return False
    text = LABEL.sub("", text)
    if text.strip(EDGES) in said:
        return True
    return any(
        text.startswith(caption)
        and credit in (rest := text[len(caption) :])
        and len(rest) < 2 * len(credit) + AROUND
        for caption, credit in signed
    )


def _words(image: Image) -> tuple[str, ...]:
    caption, credit = image.caption or "", image.credit or ""
    return caption, credit, f"{caption} {credit}", f"{credit} {caption}"
