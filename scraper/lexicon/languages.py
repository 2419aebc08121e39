"""Scripts, and what is written in them; the small words that tell the rest apart stand in small_words.toml."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

# Blocks of Unicode -> what is written in them: a language, or "" where the small words must tell.
SCRIPTS: tuple[tuple[int, int, str, str], ...] = (
    (0x0041, 0x024F, "Latin", ""),
    (0x0370, 0x03FF, "Greek", "el"),
    (0x0400, 0x052F, "Cyrillic", ""),
    (0x0530, 0x058F, "Armenian", "hy"),
    (0x0590, 0x05FF, "Hebrew", "he"),
    (0x0600, 0x077F, "Arabic", ""),
    (0x0780, 0x07BF, "Thaana", "dv"),
    (0x0900, 0x097F, "Devanagari", ""),
    (0x0980, 0x09FF, "Bengali", "bn"),
    (0x0A00, 0x0A7F, "Gurmukhi", "pa"),
    (0x0A80, 0x0AFF, "Gujarati", "gu"),
    (0x0B00, 0x0B7F, "Odia", "or"),
    (0x0B80, 0x0BFF, "Tamil", "ta"),
    (0x0C00, 0x0C7F, "Telugu", "te"),
    (0x0C80, 0x0CFF, "Kannada", "kn"),
    (0x0D00, 0x0D7F, "Malayalam", "ml"),
    (0x0D80, 0x0DFF, "Sinhala", "si"),
    (0x0E00, 0x0E7F, "Thai", "th"),
    (0x0E80, 0x0EFF, "Lao", "lo"),
    (0x0F00, 0x0FFF, "Tibetan", "bo"),
    (0x1000, 0x109F, "Burmese", "my"),
    (0x10A0, 0x10FF, "Georgian", "ka"),
    (0x1200, 0x137F, "Ethiopic", "am"),
    (0x1780, 0x17FF, "Khmer", "km"),
    (0x1E00, 0x1EFF, "Latin", ""),
    (0x3040, 0x30FF, "Kana", "ja"),
    (0x3400, 0x9FFF, "Han", "zh"),
    (0xAC00, 0xD7AF, "Hangul", "ko"),
    (0xFB1D, 0xFB4F, "Hebrew", "he"),
    (0xFB50, 0xFEFC, "Arabic", ""),
)

RTL = frozenset({"ar", "fa", "he", "ur", "yi", "ps", "sd", "ug", "ckb", "dv", "ku-arab"})
RTL_SCRIPTS = frozenset({"Arabic", "Hebrew", "Thaana"})


@cache
def words() -> dict[str, dict[str, frozenset[str]]]:
    """Script -> language -> its small words."""
    source = Path(__file__).with_name("small_words.toml").read_text("utf-8")
    tables = tomllib.loads(source)
    return {
        script: {lang: frozenset(text.split()) for lang, text in table.items()}
        for script, table in tables.items()
    }
