"""Where a setting comes from: option > SCRAPER_* environment > --config FILE or ./scraper.toml > the user's folder.

TOML. A key is an option's name with underscores; an unknown one is an error that suggests the right one.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from scraper.errors import InputError

# what may stand in a settings file, and what it must be
KEYS: dict[str, tuple[type, ...]] = {
    "db": (str,),
    "quiet": (bool,),
    "color": (str,),
    "log_file": (str,),
    "log_format": (str,),
    "rules": (str,),
    "delay": (int, float),
    "per_host": (int,),
    "concurrency": (int,),
    "retries": (int,),
    "timeout": (int, float),
    "user_agent": (str,),
    "contact": (str,),
    "cookies": (str,),
    "proxy": (str,),
    "robots": (bool,),
    "render": (bool,),
    "browser": (str,),
    "allow_net": (list,),
    "max_age": (str, int),
    "max_bytes": (int,),
    "jobs": (int,),
    "page_timeout": (int, float),
    "site": (dict,),
}
SITE_KEYS = frozenset({"delay", "cookies", "headers", "user_agent"})


def user_folder() -> Path:
    """The user's settings folder (XDG Base Directory)."""
    return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "scraper"


def files(config: str | None) -> list[Path]:
    """The settings files that count, strongest first."""
    if config:
        return [Path(config)]
    return [path for path in (Path("scraper.toml"), user_folder() / "config.toml") if path.is_file()]


def load(config: str | None) -> dict[str, tuple[Any, Path]]:
    """Each setting with the file it comes from."""
    found: dict[str, tuple[Any, Path]] = {}
    for path in files(config):
        for key, value in _read(path).items():
            found.setdefault(key, (value, path))
    return found


def _read(path: Path) -> dict[str, Any]:
    import tomllib

    try:
        values = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise InputError(f"cannot read the settings file {path}: {error.strerror}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(f"{path} is not TOML: {error}") from None
    for key, value in values.items():
        _check(path, key, KEYS)
        if not isinstance(value, KEYS[key]) or (isinstance(value, bool) and bool not in KEYS[key]):
            wanted = " or ".join(kind.__name__ for kind in KEYS[key])
            raise InputError(f"{path}: {key} must be a {wanted}, not {value!r}")
    for site, table in values.get("site", {}).items():
        if not isinstance(table, dict):
            raise InputError(f'{path}: site settings are tables: [site."{site}"]')
        for key in table:
            _check(path, key, SITE_KEYS, f'[site."{site}"] ')
    return values


def _check(path: Path, key: str, known: Mapping[str, object] | frozenset[str], where: str = "") -> None:
    if key not in known:
        import difflib

        near = difflib.get_close_matches(key, known, 1)
        hint = f"; did you mean {near[0]}?" if near else f"; known are {', '.join(sorted(known))}"
        raise InputError(f"{path}: {where}unknown setting {key}{hint}")
