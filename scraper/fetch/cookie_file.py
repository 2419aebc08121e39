"""Cookie files in the Netscape format, which curl and browsers' exports write.

Seven columns a row, separated by tabs. A row that is not a cookie costs only itself, and a line
that names it.
The text of a row is sent as bytes of UTF-8.
"""

from __future__ import annotations

import math
import re
from http.cookiejar import Cookie
from pathlib import Path

from scraper import files
from scraper.errors import InputError
from scraper.fetch.cookies import CONTROL, NO_DOTS, host_of
from scraper.fetch.fetch_settings import FetchSettings
from scraper.hostnames import ascii_host
from scraper.urls import is_public_suffix, same_site

# begins the row of a cookie that scripts may not see; any other # begins a comment
HTTP_ONLY = "#HttpOnly_"
COLUMNS = ("domain", "for hosts below it", "path", "for https only", "expires", "name", "value")
FLAGS = {"TRUE": True, "FALSE": False}
FORBIDDEN = re.compile(r"[\x00-\x1f\x7f;]")  # in a name or a value
BOM = b"\xef\xbb\xbf"
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
REPORTED = 5  # unusable rows of one file that are reported; after them only their number


def cookies_of_user(settings: FetchSettings) -> tuple[tuple[Cookie, ...], tuple[str, ...]]:
    """Return the cookies of the user's files, and a line about each row that is not a cookie.

    Of the general file all are taken, of a site's own file those of that site. Raises InputError.
    """
    cookies: list[Cookie] = []
    faults: list[str] = []
    if settings.cookies:
        found, unusable = load(settings.cookies)
        cookies += found
        faults += unusable
    for site, chosen in settings.sites.items():
        if chosen.cookies:
            found, unusable = load(chosen.cookies)
            cookies += [cookie for cookie in found if is_for_site(cookie, site)]
            faults += unusable
    return tuple(cookies), tuple(dict.fromkeys(faults))


def is_for_site(cookie: Cookie, site: str) -> bool:
    """Return whether a cookie's host belongs to the site of this host name."""
    return same_site(f"http://{site}/", f"http://{host_of(cookie)}/")


def load(path: Path) -> tuple[list[Cookie], list[str]]:
    """Return the cookies of a file, and a line about each row that is none.

    Raises InputError if all are none.
    """
    data = files.read_file(path, "a cookie file")
    if data.startswith(UTF_16):
        data = data.decode("utf-16", "replace").encode("utf-8")
    cookies: list[Cookie] = []
    faults: list[str] = []
    for number, line in enumerate(data.removeprefix(BOM).split(b"\n"), 1):
        try:
            cookie = _cookie(line.rstrip(b"\r").decode("utf-8"))
        except UnicodeDecodeError:
            faults.append(f"line {number} is not UTF-8")
        except ValueError as error:
            faults.append(f"line {number}: {error}")
        else:
            cookies += [] if cookie is None else [cookie]
    if faults and not cookies:
        raise InputError(f"{path} is not a Netscape cookie file: {faults[0]}")
    unreported = len(faults) - REPORTED
    if unreported > 0:
        faults = [*faults[:REPORTED], f"and {unreported} rows more"]
    return cookies, [f"{path}: {fault}; not sent" for fault in faults]


def _cookie(row: str) -> Cookie | None:
    """Return the cookie of a row, None for a comment.

    The ValueError names what is wrong, but shows no value.
    """
    is_http_only = row.startswith(HTTP_ONLY)
    text = row.removeprefix(HTTP_ONLY)
    if not text.strip() or (not is_http_only and text.lstrip().startswith("#")):
        return None
    domain, below, path, secure, expires, name, value = _cells(text)
    if not name or CONTROL.search(path) or FORBIDDEN.search(name + value):
        raise ValueError("the name or the value has a sign that no cookie may have")
    until = _until(expires)
    is_below = _flag(below, COLUMNS[1]) or domain.startswith(".")
    return Cookie(
        version=0,
        name=_bytes(name),
        value=_bytes(value),
        port=None,
        port_specified=False,
        domain=_domain(domain, is_below=is_below),
        domain_specified=is_below,
        domain_initial_dot=is_below,
        path=path if path.startswith("/") else "/",
        path_specified=True,
        secure=_flag(secure, COLUMNS[3]),
        expires=until,
        discard=until is None,
        comment=None,
        comment_url=None,
        rest={"HttpOnly": ""} if is_http_only else {},
    )


def _cells(text: str) -> list[str]:
    """Return the seven cells of a row; raise ValueError for any other number."""
    cells = text.split("\t")
    if len(cells) == len(COLUMNS) - 1:
        cells.append("")  # an empty value, at the end of a row whose blanks were trimmed
    if len(cells) != len(COLUMNS):
        raise ValueError(
            f"it has {len(cells)} columns: seven are wanted, parted by tabs ({', '.join(COLUMNS)})"
        )
    return [cell.strip(" ") for cell in cells]


def _domain(text: str, *, is_below: bool) -> str:
    """Return the domain as http.cookiejar has it: a dot before it where hosts below are meant."""
    bare = text.lstrip(".")
    is_bare_ipv6 = ":" in bare and not bare.startswith("[")
    host = ascii_host(f"[{bare}]" if is_bare_ipv6 else bare)
    if is_below and "." in host and is_public_suffix(host):
        raise ValueError(f"{host} is not a site's domain but a public suffix")
    name = f"[{host}]" if ":" in host else host
    if "." not in name:
        name += NO_DOTS
    return f".{name}" if is_below else name


def _flag(text: str, column: str) -> bool:
    try:
        return FLAGS[text.upper()]
    except KeyError:
        raise ValueError(f"the column {column!r} is neither TRUE nor FALSE") from None


def _until(text: str) -> int | None:
    """Return Unix seconds, None for a session cookie.

    Exports write 0, -1 or nothing for the latter.
    """
    try:
        seconds = float(text or 0)
    except ValueError:
        seconds = math.nan
    if not math.isfinite(seconds):
        raise ValueError("the column 'expires' is not a number of seconds")
    return int(seconds) if seconds > 0 else None


def _bytes(text: str) -> str:
    """Return a text whose characters represent the bytes of another one."""
    return text.encode("utf-8").decode("latin-1")
