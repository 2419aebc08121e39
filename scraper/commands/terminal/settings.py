"""Read settings files: TOML whose keys are the names of options, with underscores.

A setting comes from an option, else SCRAPER_* in the environment, else --config FILE or
./scraper.toml, else the user's folder. An unknown key is an error that suggests the right one.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from scraper.cleaning import clean
from scraper.commands.terminal import setting_types
from scraper.commands.terminal.setting_types import SettingType
from scraper.errors import InputError

# settings that are also options and variables of the environment
OPTIONS: dict[str, SettingType] = {
    "db": setting_types.TEXT,
    "quiet": setting_types.SWITCH,
    "verbose": setting_types.WHOLE,
    "color": setting_types.TEXT,
    "log_file": setting_types.TEXT,
    "log_format": setting_types.TEXT,
    "rules": setting_types.TEXT,
    "delay": setting_types.SPAN,
    "per_host": setting_types.WHOLE,
    "concurrency": setting_types.WHOLE,
    "retries": setting_types.WHOLE,
    "timeout": setting_types.SPAN,
    "max_bytes": setting_types.WHOLE,
    "user_agent": setting_types.TEXT,
    "contact": setting_types.TEXT,
    "cookies": setting_types.TEXT,
    "header": setting_types.TEXTS,
    "proxy": setting_types.TEXT,
    "robots": setting_types.SWITCH,
    "allow_net": setting_types.TEXTS,
    "render": setting_types.SWITCH,
    "browser": setting_types.TEXT,
    "jobs": setting_types.WHOLE,
    "page_timeout": setting_types.SPAN,
    "wayback": setting_types.TEXT,
    "max_age": setting_types.AGE,
    "ladder": setting_types.LADDER,
    "budget": setting_types.WHOLE,
    "host_budget": setting_types.WHOLE,
    "max_time": setting_types.SPAN,
    "fail_limit": setting_types.WHOLE,
    "error_file": setting_types.TEXT,
    "report": setting_types.TEXT,
    "strict": setting_types.SWITCH,
    "wait": setting_types.SPAN,
    "run_within": setting_types.SPAN,
    "skip_if_locked": setting_types.SWITCH,
    "ping": setting_types.TEXT,
    "notify": setting_types.TEXT,
    "exec": setting_types.TEXTS,
    "prometheus": setting_types.TEXT,
}
SECRET = frozenset({"header", "headers", "proxy"})  # settings whose values no message shows
HERE = Path("scraper.toml")  # in the current folder, which may be a stranger's
# Settings that run a program or see all traffic are ignored in a file that was not named.
NAMED_ONLY = frozenset({"browser", "render", "proxy", "exec"})
# of a settings file
KEYS = OPTIONS | {"site": setting_types.TABLE, "label": setting_types.TABLE}
LABEL_KEYS: dict[str, SettingType] = {  # of a label set
    "refresh": setting_types.SWITCH,
    "ladder": setting_types.LADDER,
}
SITE_KEYS: dict[str, SettingType] = LABEL_KEYS | {
    "delay": setting_types.SPAN,
    "user_agent": setting_types.TEXT,
    "cookies": setting_types.TEXT,
    "headers": setting_types.HEADERS,
}


def variable(key: str) -> str:
    """Return the environment variable of a setting."""
    return f"SCRAPER_{key.upper()}"


def user_folder() -> Path:
    """Return the user's settings folder (XDG Base Directory)."""
    return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "scraper"


def files(config: str | None) -> list[Path]:
    """Return the settings files that apply, the strongest first."""
    if config:
        return [Path(config)]
    return [path for path in (HERE, user_folder() / "config.toml") if path.is_file()]


def load(config: str | None) -> tuple[dict[str, tuple[Any, Path]], tuple[str, ...]]:
    """Return each setting with its value and file, and the names of settings that are ignored."""
    found: dict[str, tuple[Any, Path]] = {}
    ignored: list[str] = []
    for path in files(config):
        for key, value in _read(path).items():
            if path == HERE and not config and key in NAMED_ONLY:
                ignored.append(key)
            else:
                found.setdefault(key, (value, path))
    return found, tuple(ignored)


def _read(path: Path) -> dict[str, Any]:
    import tomllib  # few have a settings file

    from scraper.files import read_file

    try:
        values = clean(tomllib.loads(read_file(path, "a settings file").decode("utf-8-sig")))
    except ValueError as error:  # not TOML, or a number with thousands of digits
        raise InputError(f"{path} is not valid TOML: {error}") from None
    except RecursionError:
        raise InputError(f"{path} is nested too deeply for a settings file") from None
    for key, value in values.items():
        _check(f"{path}: ", key, value, KEYS)
    _check_tables(path, "site", values.get("site", {}), SITE_KEYS)
    _check_tables(path, "label", values.get("label", {}), LABEL_KEYS)
    return values


def _check_tables(
    path: Path, kind: str, tables: Mapping[str, Any], known: Mapping[str, SettingType]
) -> None:
    """Check the tables of sites, or of label sets; raise InputError for what is wrong in one."""
    for name, table in tables.items():
        where = f'[{kind}."{name}"]'
        if not isinstance(table, dict):
            raise InputError(f"{path}: write the settings of a {kind} as a table: {where}")
        for key, value in table.items():
            _check(f"{path}: {where} ", key, value, known)


def _check(where: str, key: str, value: object, known: Mapping[str, SettingType]) -> None:
    if key not in known:
        import difflib

        near = difflib.get_close_matches(key, known, 1)
        choices = ", ".join(sorted(known))
        hint = f"did you mean {near[0]}?" if near else f"choose from {choices}"
        raise InputError(f"{where}unknown setting {key}; {hint}")
    if not known[key].fits(value):
        given = "" if key in SECRET else f", not {value!r}"
        raise InputError(f"{where}{key} must be {known[key].wanted}{given}")
