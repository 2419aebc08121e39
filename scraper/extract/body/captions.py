"""Captions that were taken for text: what the readers of pictures know of them, the judge of lines could not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from scraper.extract.body.reading import Reading
from scraper.extract.folding import key
from scraper.extract.images.lines import LABEL
from scraper.models import Block, BlockKind, Image, Removed

LONGEST = 300  # characters of a caption: longer ones are the text of a slide show
AROUND = 20  # characters of the words about a credit
MOST = 0.2  # share of a text that captions may be, for the same reason


def without(reading: Reading, images: Sequence[Image]) -> Reading:
    """The reading without the paragraphs that are a picture's caption or credit, and stand nowhere else as one."""
    said = {key(words) for image in images for words in _words(image)} - {""}
    said -= {key(removed.text) for removed in reading.removed}  # the caption was found: the paragraph says it again
    signed = [(i.caption, i.credit) for i in images if i.caption and i.credit]
    taken = [
        block for block in reading.blocks if _is_caption(block, said) or _is_signed(LABEL.sub("", block.text), signed)
    ]
    if not taken or sum(len(b.text) for b in taken) > MOST * sum(len(b.text) for b in reading.blocks):
        return reading
    return replace(
        reading,
        blocks=tuple(block for block in reading.blocks if not any(block is each for each in taken)),
        removed=(*reading.removed, *(Removed(text=block.text, reason="caption of a picture") for block in taken)),
    )


def _is_signed(text: str, signed: Iterable[tuple[str, str]]) -> bool:
    """Whether a text is a caption with its credit in words of its own: "… on ice (taken by Cy Puffin)"."""
    return any(
        text.startswith(caption) and credit in (rest := text[len(caption) :]) and len(rest) < 2 * len(credit) + AROUND
        for caption, credit in signed
    )


def _words(image: Image) -> tuple[str, ...]:
    caption, credit = image.caption or "", image.credit or ""
    return caption, credit, f"{caption} {credit}", f"{credit} {caption}"


def _is_caption(block: Block, said: set[str]) -> bool:
    return block.kind is BlockKind.PARAGRAPH and len(block.text) <= LONGEST and key(block.text) in said
