"""Find the rule for a site: its own or that of its parent domain.

The user's folders are searched first, then the built-in one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path

from scraper.errors import InputError
from scraper.rules.rule import Rule

BUILT_IN = Path(__file__).parent
MAX_LIKE = 8  # rules in a row that inherit from one another


def find(site: str, folders: Sequence[Path] = (), *, lenient: bool = False) -> Rule | None:
    """Return the rule for a site (a host without "www."); raise InputError if its file is wrong.

    `lenient`: return a rule with faults as well, unless the whole file cannot be used.
    """
    rule = _find(_bare(site), tuple(map(Path, folders)))
    if rule is not None and rule.faults and not lenient:
        raise InputError(rule.faults[0])
    return rule


def faults(host: str, path: Path, folders: Sequence[Path] = ()) -> tuple[str, ...]:
    """Return the errors of a rule file, a line each."""
    try:
        return _read(path, host, tuple(map(Path, folders)), ()).faults
    except InputError as error:
        return (str(error),)


def known(folders: Sequence[Path] = ()) -> list[tuple[str, Path]]:
    """Return every rule as (host, file), the user's before the built-in ones.

    Each folder is in the order of its hosts.
    """
    rules: list[tuple[str, Path]] = []
    for folder in (*folders, BUILT_IN):
        rules += sorted(_files(Path(folder)).items())
    return rules


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
    """Yield the host, then its parent domains except the last: `com` is not a site."""
    yield site
    parent = site.partition(".")[2]
    while "." in parent:
        yield parent
        parent = parent.partition(".")[2]


@lru_cache(64)
def _files(folder: Path) -> dict[str, Path]:
    """Return host -> file of a folder; a rule in TOML precedes one in the other format."""
    if not folder.is_dir():
        raise InputError(f"{folder}: no such folder of rules")
    try:
        entries = sorted(folder.iterdir())
    except OSError as error:
        raise InputError(f"{folder}: cannot be read ({error.strerror})") from None
    # ftr-site-config has names such as ".example.com.txt"
    texts = {_bare(path.stem.lstrip(".")): path for path in entries if path.suffix == ".txt"}
    tables = {_bare(path.stem): path for path in entries if path.suffix == ".toml"}
    return texts | tables


def _bare(host: str) -> str:
    return host.lower().removeprefix("www.")


def _read(path: Path, host: str, folders: tuple[Path, ...], after: tuple[str, ...]) -> Rule:
    # soupsieve and lxml are loaded only for sites that have a rule
    from scraper.rules import site_config, toml_rule

    if path.suffix == ".txt":
        return site_config.read(path, host)
    written = toml_rule.read(path, host)
    if written.like is None:
        return written.rule
    like = _bare(written.like)
    line = (*after, host)
    if like in line or len(after) > MAX_LIKE:
        raise InputError(f"{path}: like goes in a circle: {' -> '.join((*line, like))}")
    found = [file for file, of in _candidates(like, folders) if of == like]
    if not found:
        raise InputError(f"{path}: like names {like!r}, and there is no rule for it")
    model = _read(found[0], like, folders, line)
    return Rule(
        host=host,
        source=written.rule.source,
        fields={**model.fields, **written.rule.fields},
        strip=tuple(dict.fromkeys((*model.strip, *written.rule.strip))),
        replace=model.replace,
        faults=(*written.rule.faults, *model.faults),
    )
