"""Name the options of a bulk run that change its rows: a shard made with others is made again."""

from __future__ import annotations

import re
from dataclasses import fields
from hashlib import sha256
from pathlib import Path
from typing import Any

from scraper.cleaning import dump_json
from scraper.jobs.bulk.read_record import ReadOptions

DIGITS = 16  # of the digest: a folder sees few different settings


def digest(options: ReadOptions) -> str:
    """Return a digest of the filters and of the user's own rules."""
    wanted = options.wanted
    filters = {field.name: _plain(getattr(wanted, field.name)) for field in fields(wanted)}
    rules = [_rule(path) for folder in options.rules for path in sorted(folder.glob("*.toml"))]
    text = dump_json({"filters": filters, "rules": rules}, compact=True)
    return sha256(text.encode()).hexdigest()[:DIGITS]


def _rule(path: Path) -> list[str]:
    return [path.name, sha256(path.read_bytes()).hexdigest()]


def _plain(value: Any) -> Any:
    """Return a value of a filter as JSON can have it."""
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, range):
        return [value.start, value.stop]
    return value.pattern if isinstance(value, re.Pattern) else value
