"""Which rule applies to a site: its own or its parent domain's.

The user's folders are searched first, then the built-in one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path

from scraper.errors import InputError
from scraper.rules.rule import Rule

BUILT_IN = Path(__file__).parent
MAX_LIKE = 8  # rules that take after one another, in a row


def find(site: str, folders: Sequence[Path] = (), *, lenient: bool = False) -> Rule | None:
    """Return the rule for a site (a host without "www."); raises InputError if its file is wrong.

    `lenient`: what is wrong is among the faults of the rule, unless the whole file is.
    """
    rule = _find(site.lower().removeprefix("www."), tuple(Path(f) for f in folders))
    if rule is not None and rule.faults and not lenient:
        raise InputError(rule.faults[0])
    return rule


def faults(host: str, path: Path, folders: Sequence[Path] = ()) -> tuple[str, ...]:
    """Return what is wrong with a rule file, a line each."""
    try:
        return _read(path, host, tuple(Path(f) for f in folders), ()).faults
    except InputError as error:
        return (str(error),)


def known(folders: Sequence[Path] = ()) -> list[tuple[str, Path]]:
    """Return every rule as (host, file), the user's before the built-in ones.

    Each folder is in the order of its hosts.
    """
    return [
        (host, path)
        for folder in (*folders, BUILT_IN)
        for host, path in sorted(_files(Path(folder)).items())
    ]


@lru_cache(4096)
def _find(site: str, folders: tuple[Path, ...]) -> Rule | None:
    for path, host in _candidates(site, folders):
        return _read(path, host, folders, ())
    return None


def _candidates(site: str, folders: tuple[Path, ...]) -> Iterator[tuple[Path, str]]:
    for folder in (*folders, BUILT_IN):
        files = _files(folder)
        for host in _hosts(site):
            if host in files:
                yield files[host], host


def _hosts(site: str) -> Iterator[str]:
    """Return the host, then its parent domains; never a name without a dot."""
    labels = site.split(".")
    for start in range(max(1, len(labels) - 1)):
        if name := ".".join(labels[start:]):
            yield name


@lru_cache(64)
def _files(folder: Path) -> dict[str, Path]:
    """Host -> file, in a folder; a rule in TOML goes before one in the other format."""
    if not folder.is_dir():
        raise InputError(f"{folder}: no such folder of rules")
    try:
        entries = sorted(folder.iterdir())
    except OSError as error:
        raise InputError(f"{folder}: cannot be read ({error.strerror})") from None
    texts = {
        p.stem.lstrip(".").lower().removeprefix("www."): p for p in entries if p.suffix == ".txt"
    }
    return texts | {p.stem.lower().removeprefix("www."): p for p in entries if p.suffix == ".toml"}


def _read(path: Path, host: str, folders: tuple[Path, ...], after: tuple[str, ...]) -> Rule:
    from scraper.rules import (
        site_config,
        toml_rule,
    )  # soupsieve and lxml: only for sites that have a rule

    if path.suffix == ".txt":
        return site_config.read(path, host)
    written = toml_rule.read(path, host)
    if written.like is None:
        return written.rule
    like = written.like.lower().removeprefix("www.")
    if like == host or like in after or len(after) > MAX_LIKE:
        raise InputError(f"{path}: like goes in a circle: {' -> '.join((*after, host, like))}")
    found = next(((p, h) for p, h in _candidates(like, folders) if h == like), None)
    if found is None:
        raise InputError(f"{path}: like names {like!r}, and there is no rule for it")
    model = _read(*found, folders, (*after, host))
    return Rule(
        host=host,
        source=written.rule.source,
        fields={**model.fields, **written.rule.fields},
        strip=tuple(dict.fromkeys((*model.strip, *written.rule.strip))),
        replace=model.replace,
        faults=(*written.rule.faults, *model.faults),
    )
