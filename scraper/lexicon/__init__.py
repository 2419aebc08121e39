"""What languages and content systems write: words, phrases and class names, and how they are matched."""

from __future__ import annotations

from pathlib import Path

LEXICON = Path(__file__).parent
