"""A block's fingerprint: what two pages of a site share when both have the same words."""

from __future__ import annotations

from scraper.lexicon.folding import key

MIN_LETTERS = 12  # a shorter block ("Sport", "Berlin") says too little to be counted


def fingerprint(text: str) -> str | None:
    """Return 16 hex digits for a block's words, whatever their case and signs.

    None if the words are too few to be counted.
    """
    words = key(text)
    if len(words) < MIN_LETTERS:
        return None
    # Imported late: it takes time, and a page without a site has nothing to compare.
    from hashlib import blake2b

    return blake2b(words.encode(), digest_size=8).hexdigest()
