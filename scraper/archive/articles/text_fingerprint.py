"""Fingerprints of a text: of the whole, to find near-duplicates; of its ends, for boilerplate."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from heapq import nsmallest
from zlib import crc32

# hashes kept of a text: two texts share a part of them as large as the part of word triples shared
SKETCH = 16
LARGEST = 2**32 - 1  # of the hashes, which are as likely to be low as to be high
ABOUT = 40  # hashes are sorted; among so many there are hardly ever fewer than those that are kept
EDGE = 3  # blocks looked at on either end
PRINT = 8  # bytes of a block's fingerprint
EDGE_LENGTH = 250  # longer blocks are never boilerplate

FEW = 4  # triples that are too few to compare
# Bytes of a short word: only triples that begin with a longer one are hashed. A fifth of them
# measures likeness as well, in a fifth of the time.
SHORT = 7

_IDEOGRAPHIC_STOP = "\u3002"
# A text without spaces is divided at these. One replacement after another takes a twentieth of the
# time of `str.translate`.
_STOPS = "。、，！？；："


def sketch(text: str) -> bytes | None:
    """Return the lowest hashes of the text's word triples (bottom-k MinHash, Broder 1997).

    A text of a few words has none.
    """
    listed = words(text)
    hashes = {
        crc32(first + second + third)
        for first, second, third in zip(listed, listed[1:], listed[2:], strict=False)
        if len(first) > SHORT
    }
    if len(hashes) < FEW:
        return None
    return array("I", _lowest(hashes)).tobytes()


def _lowest(hashes: set[int]) -> list[int]:
    """Return the lowest of the hashes in their order; the others need not be sorted."""
    bound = LARGEST * ABOUT // max(len(hashes), ABOUT)
    low = sorted([one for one in hashes if one <= bound])
    if len(low) < SKETCH:
        low = sorted(hashes)
    return low[:SKETCH]


def words(text: str) -> list[bytes]:
    """Return the words of a text in lower case; the clauses of a text without spaces."""
    if _IDEOGRAPHIC_STOP in text:
        for stop in _STOPS:
            text = text.replace(stop, " ")
    return text.lower().encode("utf-8", "surrogatepass").split()


def likeness(one: bytes | None, other: bytes | None) -> float:
    """Return how much of their text two sketches share, 0 to 1."""
    if not one or not other:
        return 0.0
    a, b = set(array("I", one)), set(array("I", other))
    lowest = set(nsmallest(SKETCH, a | b))
    return len(lowest & a & b) / len(lowest)


def edges(blocks: Sequence[str], removed: Iterable[str] = ()) -> bytes | None:
    """Return fingerprints of the short blocks at both ends of a text, and of removed blocks."""
    from scraper.extract.block_fingerprint import fingerprint

    ends = {*blocks[:EDGE], *blocks[-EDGE:], *removed}
    short = [block for block in ends if 0 < len(block) <= EDGE_LENGTH]
    prints = {fingerprint(block) for block in short}
    return b"".join(sorted(bytes.fromhex(one) for one in prints if one)) or None


def divide(prints: bytes) -> list[bytes]:
    """Return the fingerprints that `edges` put together."""
    return [prints[i : i + PRINT] for i in range(0, len(prints), PRINT)]
