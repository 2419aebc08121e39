"""The tables [site."example.com"] of the settings files -> how to fetch from each site."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from scraper import urls
from scraper.errors import InputError
from scraper.fetch.settings import SiteSettings


def sites_of(tables: Mapping[str, Mapping[str, Any]]) -> dict[str, SiteSettings]:
    """The settings of each site, by its host; raises InputError."""
    return {_host(site): _site(site, table) for site, table in tables.items()}


def _host(site: str) -> str:
    host = urls.host(f"http://{site}/") if "/" not in site else ""
    if not host:
        raise InputError(f'[site."{site}"]: a site is named by its host, such as "example.com"')
    return host


def _site(site: str, table: Mapping[str, Any]) -> SiteSettings:
    for key, (fits, wanted) in KINDS.items():
        if key in table and not fits(table[key]):
            raise InputError(f'[site."{site}"]: {key} must be {wanted}, not {table[key]!r}')
    cookies = table.get("cookies")
    return SiteSettings(
        delay=table.get("delay"),
        user_agent=table.get("user_agent"),
        cookies=None if cookies is None else Path(cookies),
        headers=tuple(table.get("headers", {}).items()),
    )


def _is_delay(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and value >= 0


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value)


def _is_headers(value: object) -> bool:
    return isinstance(value, dict) and all(map(_is_text, value.values()))


# what may stand in a site's table: settings.py knows the names, here are their values
KINDS = {
    "delay": (_is_delay, "a number of seconds"),
    "user_agent": (_is_text, "a text"),
    "cookies": (_is_text, "the name of a cookie file"),
    "headers": (_is_headers, 'a table such as {X-Key = "abc"}'),
}
