"""Captions that were taken for text: what the readers of pictures know of them, the judge of lines could not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from scraper.extract.body.reading import Reading
from scraper.extract.folding import key
from scraper.models import Block, BlockKind, Image, Removed

LONGEST = 300  # characters of a caption: longer ones are the text of a slide show
MOST = 0.2  # share of a text that captions may be, for the same reason


def without(reading: Reading, images: Iterable[Image]) -> Reading:
    """The reading without the paragraphs that are a picture's caption or credit, and stand nowhere else as one."""
    said = {key(words) for image in images for words in _words(image)} - {""}
    said -= {key(removed.text) for removed in reading.removed}  # the caption was found: the paragraph says it again
    taken = [block for block in reading.blocks if _is_caption(block, said)]
    if not taken or sum(len(b.text) for b in taken) > MOST * sum(len(b.text) for b in reading.blocks):
        return reading
    return replace(
        reading,
        blocks=tuple(block for block in reading.blocks if not any(block is each for each in taken)),
        removed=(*reading.removed, *(Removed(text=block.text, reason="caption of a picture") for block in taken)),
    )


def _words(image: Image) -> tuple[str, ...]:
    caption, credit = image.caption or "", image.credit or ""
    return caption, credit, f"{caption} {credit}", f"{credit} {caption}"


def _is_caption(block: Block, said: set[str]) -> bool:
    return block.kind is BlockKind.PARAGRAPH and len(block.text) <= LONGEST and key(block.text) in said
