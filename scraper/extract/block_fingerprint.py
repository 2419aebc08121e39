"""A block's fingerprint: what two pages of a site share when the same words stand on both."""

from __future__ import annotations

from scraper.lexicon.folding import key

MIN_LETTERS = 12  # a shorter block ("Sport", "Berlin") says too little to be counted


def fingerprint(text: str) -> str | None:
    """16 hex digits for a block's words, whatever their case and signs; None if they are too few to tell."""
    words = key(text)
    if len(words) < MIN_LETTERS:
        return None
    from hashlib import blake2b  # dear to import, and a page without a site has nothing to compare

    return blake2b(words.encode(), digest_size=8).hexdigest()
