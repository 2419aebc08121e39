"""Turn the tables [site."example.com"] of the settings files into settings of the fetcher."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from scraper import durations, urls
from scraper.errors import InputError
from scraper.fetch.fetch_settings import SiteSettings


def sites_of(tables: Mapping[str, Mapping[str, Any]]) -> dict[str, SiteSettings]:
    """Return the settings of each site by its host; raise InputError for an invalid host."""
    return {host_of(site): _site(table) for site, table in tables.items()}


def host_of(site: str) -> str:
    """Return the host that a table names; raise InputError if it names none."""
    host = urls.host(f"http://{site}/") if "/" not in site else ""
    if not host:
        raise InputError(f'[site."{site}"]: name the site by its host, such as "example.com"')
    return host


def _site(table: Mapping[str, Any]) -> SiteSettings:
    cookies = table.get("cookies")
    return SiteSettings(
        delay=durations.seconds(table.get("delay")),
        user_agent=table.get("user_agent"),
        cookies=None if cookies is None else Path(cookies),
        headers=tuple(table.get("headers", {}).items()),
    )
