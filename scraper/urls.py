"""Parse URLs, bring them to a canonical form, and find the site that a URL belongs to.

RFC 3986 §6.2 defines which differences have no meaning. TRACKERS lists the parameters that only
record where a reader came from.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import quote, urljoin

from scraper.patterns import late

# Parameters that never change what a server sends. A whole query is never dropped: on many sites
# `?id=` or `?cid=` is the article, so courlan's wider pattern with `cid`, `uid` and `source` is not
# used.
TRACKERS = frozenset(
    """
    fbclid gclid gclsrc dclid wbraid gbraid msclkid yclid ysclid twclid ttclid igshid igsh
    li_fat_id mkt_tok mc_cid mc_eid _hsenc _hsmi __hstc __hssc __hsfp hsctatracking vero_id
    vero_conv oly_anon_id oly_enc_id rb_clickid s_cid ncid ns_campaign ns_mchannel ns_source
    ns_linkname ns_fee at_medium at_campaign at_custom1 at_custom2 at_custom3 at_custom4 at_link_id
    at_link_type at_link_origin at_format at_ptr_name at_bbc_team cmpid cmp ito xtor wt_mc wt_zmc
    wtmc smid smtyp ocid taid tblci guccounter guce_referrer guce_referrer_sig
    __twitter_impression spm scm ref_src ref_url _ga _gl ga_source ga_medium ga_campaign ga_term
    ga_content echobox dicbo sref mbid soc_src soc_trk __s ss_source
    """.split()
)
TRACKER_PREFIXES = (
    "utm_",
    "mtm_",
    "pk_",
    "piwik_",
    "matomo_",
    "itm_",
    "hsa_",
    "stm_",
    "trk_",
    "at_recipient",
)
DEFAULT_PORTS = {"http": 80, "https": 443}
SCHEMES = tuple(DEFAULT_PORTS)
LONGEST = 8192  # characters; servers accept about as many (RFC 9110 §4.1 asks for 8000)
SHOWN = 100  # characters of a URL in a message
HIGHEST_PORT = 65535
_PORT_DIGITS = 20  # more could only be leading zeros
SHORT_LINK = 250  # characters; a link below this needs no search for what to tidy or refuse

_ADDRESS = late(r"\A([A-Za-z][A-Za-z0-9+.-]*)://([^/?#]*)([^?#]*)(?:\?([^#]*))?(?:#.*)?", re.DOTALL)
_SILENT = late(r"[\x00-\x1f\x7f]")  # controls, which no request may contain
# What may be meant as a user name and password, also with unescaped characters that would end it.
PASSWORD = late(
    r"^(\s*+(?:[A-Za-z][A-Za-z0-9+.-]*+:(?=[/\\]))?[/\\]*+)(?:[^/?#:]*+:.*|[^/?#]*)@", re.DOTALL
)
_SURROGATE = late("[\ud800-\udfff]")
# Python represents a byte of an argument that is not UTF-8 by this code plus the byte (PEP 383).
_BYTES = 0xDC00
_FIRST_BYTE = 0xDC80
_LAST_BYTE = 0xDCFF
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_ESCAPE = late(r"%([0-9A-Fa-f]{2})")
# What browsers remove at both ends of a URL, and inside it (WHATWG URL §4.4).
_EDGES = "".join(map(chr, range(0x21))) + "\x7f"
_BREAKS = late(r"[\t\r\n]+")
_PATH_SAFE = "/%:@!$&'()*+,;=~-._"
_QUERY_SAFE = "/?%:@!$&'()*+,;=~-._"
# A path or query without escapes that needs none.
_SPELLED = late(r"[A-Za-z0-9/:@!$&'()*+,;=~._-]*")
# What feed readers and podcast players put before http or in its place: feed:https://host/x,
# feed://host/x.
_HANDED = late(r"(?:feed|pcast|itpc|podcast|rss)(s?):(?://(?=[^/])|(?=https?:))", re.IGNORECASE)
_HAS_SCHEME = late(r"(https?):/+", re.IGNORECASE)
_WWW = late(r"^www\d?\.")
# An absolute URL that needs no tidying, and a path from the root without "." or ".." in it.
_PLAIN = late(
    r"https?://(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.){1,8}[a-z]{2,24}"
    r"/[A-Za-z0-9_.~!$&'()*+,=:@%/-]*(?:\?[A-Za-z0-9_.~!$&'()*+,=:@%/-]+)?"
)
_ROOTED = late(
    r"(?=/)(?:/[A-Za-z0-9_~!$&'()*+,=:@%-][A-Za-z0-9_.~!$&'()*+,=:@%-]*)*/?"
    r"(?:\?[A-Za-z0-9_.~!$&'()*+,=:@%/-]+)?"
)
_PATH_START = late(r"[/?#]")
_SLUG = late(r"\W+")


@dataclass(frozen=True, slots=True)
class Address:
    """The parts of an http or https URL, parsed once: what is checked is what is connected to.

    `str()` returns the URL as it is requested and stored: without fragment, user name and password.
    """

    scheme: str
    host: str  # ASCII, as browsers make it: a name or an IP address, IPv6 without brackets
    port: int
    path: str  # from the first slash, as the URL has it
    query: str = ""
    # for the request only: nothing that is stored may contain it
    userinfo: str = field(default="", repr=False, compare=False)

    @property
    def authority(self) -> str:
        """Return the host, IPv6 in brackets, with its port if it is not the default one."""
        name = f"[{self.host}]" if ":" in self.host else self.host
        return name if self.port == DEFAULT_PORTS[self.scheme] else f"{name}:{self.port}"

    @property
    def origin(self) -> str:
        """Return the scheme, host and port."""
        return f"{self.scheme}://{self.authority}"

    def __str__(self) -> str:
        return self.origin + self.path + _query_part(self.query)

    @property
    def canonical(self) -> str:
        """Return the spelling that equal URLs share.

        It has no fragment, trackers, default port or credentials.
        """
        path = _spell(_without_dots(_spell(self.path, _PATH_SAFE)), _PATH_SAFE)
        query = _spell(_without_trackers(self.query), _QUERY_SAFE)
        return self.origin + path + _query_part(query)


@lru_cache(4096)
def address(text: str) -> Address:
    """Parse an http or https URL; raise ValueError with one line that explains what is wrong."""
    if len(text) > LONGEST:
        raise ValueError(f"not a URL: {len(text)} characters are too many: {shown(text)!r}")
    tidy = _tidy(text)
    parts = _ADDRESS.fullmatch(tidy)
    if parts is None:
        raise ValueError(_not_a_url(tidy))
    scheme = parts[1].lower()
    if scheme not in SCHEMES:
        raise ValueError(f"only http and https can be fetched, not {scheme}: {shown(tidy)!r}")
    userinfo, _, place = parts[2].rpartition("@")
    if "\\" in userinfo:  # only browsers end the host there
        raise ValueError(f"not a URL: {shown(tidy)!r} (a backslash precedes the host)")
    name, port = _host_and_port(place, shown(tidy))
    if not name or port == 0:
        raise ValueError(_not_a_url(tidy))
    from scraper.hostnames import ascii_host  # a search starts without it

    return Address(
        scheme=scheme,
        host=ascii_host(name),
        port=DEFAULT_PORTS[scheme] if port is None else port,
        path=_SILENT.sub(_escaped, parts[3]) or "/",
        query=_SILENT.sub(_escaped, parts[4] or ""),
        userinfo=userinfo,
    )


def _not_a_url(text: str) -> str:
    return f"not a URL: {shown(text)!r} (expected something like https://example.org/article)"


def _host_and_port(place: str, whole: str) -> tuple[str, int | None]:
    """Split the host from the port, if any; raise ValueError that shows the `whole` URL."""
    if place.startswith("["):
        inside, _, port = place.partition("]:")
        name = f"{inside}]" if port else place
    else:
        name, _, port = place.partition(":")
    if not port:
        return name, None
    is_number = port.isascii() and port.isdigit() and len(port) <= _PORT_DIGITS
    if not is_number or int(port) > HIGHEST_PORT:
        raise ValueError(f"not a URL: {whole!r} (a port is a number up to {HIGHEST_PORT})")
    return name, int(port)


def joined(base: Address, reference: str) -> Address:
    """Return the URL that a reference points to; raise ValueError if it is not a web URL."""
    return address(urljoin(str(base), _tidy(reference)))


def canonical(url: str) -> str:
    """Return the spelling that equal URLs share; raise ValueError unless it is http or https."""
    return address(url).canonical


def without_userinfo(text: str) -> tuple[str, str]:
    """Return a text, which may be a URL, without the user name and password in it, and these."""
    start, _, rest = text.partition("://")
    path = _PATH_START.search(rest)
    end = path.start() if path else len(rest)
    userinfo, has_userinfo, place = rest[:end].rpartition("@")
    if not has_userinfo:
        return text, ""
    return f"{start}://{place}{rest[end:]}", userinfo


def handed_on(text: str) -> str:
    """Return the web URL inside one for a feed reader or podcast player, or the text itself."""
    start = text.lstrip(_EDGES)
    match = _HANDED.match(start)
    if match is None:
        return text
    inner = start[match.end() :]
    scheme = _HAS_SCHEME.match(inner)
    if scheme is not None:  # feed://https:/host/x: some programs drop a slash
        return f"{scheme[1].lower()}://{inner[scheme.end() :]}"
    return f"http{match[1].lower()}://{inner}"


def shown(url: str) -> str:
    """Return a URL, or what the user gave for one, for a message: short and without a password."""
    line = PASSWORD.sub(r"\1***@", url) if "@" in url else url
    return line if len(line) <= SHOWN else f"{line[: SHOWN - 1]}…"


@lru_cache(4096)
def host(url: str) -> str:
    """Return the host of a URL, or "" if it has none."""
    try:
        return address(url).host
    except ValueError:
        return ""


def site(url: str) -> str:
    """Return the host without "www.", which is how the archive names a site."""
    name = host(url)
    return _WWW.sub("", name) if name.count(".") > 1 else name


@lru_cache(4096)
def domain(url_host: str) -> str:
    """Return the registrable domain of a host: `example.co.uk` of `news.example.co.uk`.

    It follows the public suffix list.
    """
    from courlan import extract_domain

    return extract_domain(f"https://{url_host}/") or url_host


@lru_cache(1024)
def is_public_suffix(name: str) -> bool:
    """Return whether domains are registered below this one (`com`, `co.uk`), so it is no site."""
    from courlan import extract_domain

    below = f"x.{name}"
    return "." not in name or extract_domain(f"https://{below}/") == below


def authority(url: str) -> str:
    """Return the host of a URL, with its port if that is not the default; raise ValueError."""
    return address(url).authority


def same_site(a: str, b: str) -> bool:
    """Return whether the hosts of two URLs share a registrable domain, and so an owner."""
    one, other = site(a), site(b)
    return bool(one) and (one == other or domain(one) == domain(other))


def absolute(base: str, href: str | None) -> str | None:
    """Return the URL that a link points to, without fragment and credentials.

    Return None if it is not a web URL.
    """
    if not href:
        return None
    return _from_plain_link(base, href) or _from_any_link(base, href)


def _from_plain_link(base: str, href: str) -> str | None:
    """Return the URL of a link without anything to tidy or refuse, such as most links are."""
    if len(href) >= SHORT_LINK:
        return None
    if _PLAIN.fullmatch(href):
        return href
    origin = _origin(base) if _ROOTED.fullmatch(href) else None
    return origin + href if origin else None


def _from_any_link(base: str, href: str) -> str | None:
    try:
        return str(address(urljoin(base, _tidy(href))))
    except ValueError:
        return None


@lru_cache(256)
def _origin(base: str) -> str | None:
    """Return the scheme and host of a web URL."""
    try:
        return address(base).origin
    except ValueError:
        return None


def is_tracker(name: str) -> bool:
    """Return whether a query parameter only records where the reader came from."""
    low = name.lower()
    return low in TRACKERS or low.startswith(TRACKER_PREFIXES)


def _without_trackers(query: str) -> str:
    """Return a query without trackers and empty parameters."""
    kept = [pair for pair in query.split("&") if pair and not is_tracker(pair.partition("=")[0])]
    return "&".join(kept)


def _query_part(query: str) -> str:
    return f"?{query}" if query else ""


def slug(text: str, *, length: int = 80) -> str:
    """Return a file name for a text: words joined by hyphens, at most `length` characters."""
    return _SLUG.sub("-", text.lower()).strip("-_")[:length].strip("-_")


def _tidy(text: str) -> str:
    """Return the text as a browser reads it: trimmed, without line breaks, with spaces escaped.

    A byte of a command line that is not text, which Python represents by half a surrogate pair, is
    escaped; any other half becomes U+FFFD.
    """
    one_line = _BREAKS.sub("", text.strip(_EDGES))
    tidy = handed_on(one_line.replace(" ", "%20"))
    return tidy if tidy.isascii() else _SURROGATE.sub(_spelled_out, tidy)


def _spelled_out(match: re.Match[str]) -> str:
    code = ord(match[0])
    is_byte = _FIRST_BYTE <= code <= _LAST_BYTE
    return f"%{code - _BYTES:02X}" if is_byte else "\ufffd"


def _escaped(match: re.Match[str]) -> str:
    return f"%{ord(match[0]):02X}"


def _without_dots(path: str) -> str:
    """Resolve `.` and `..` (RFC 3986 §5.2.4)."""
    if "/." not in path:  # almost every path
        return path
    out: list[str] = []
    segments = path.split("/")
    for segment in segments[1:]:
        if segment == "..":
            out = out[:-1]
        elif segment != ".":
            out.append(segment)
    if segments[-1] in (".", ".."):
        out.append("")
    return "/" + "/".join(out) if path else ""


def _spell(text: str, safe: str) -> str:
    """Return the text with percent-escapes in upper case, and exactly where they are needed."""
    if _SPELLED.fullmatch(text):  # almost every text
        return text
    return quote(_ESCAPE.sub(_unescape, _bare_percent(text)), safe=safe)


def _unescape(match: re.Match[str]) -> str:
    character = chr(int(match[1], 16))
    return character if character in _UNRESERVED else f"%{match[1].upper()}"


def _bare_percent(text: str) -> str:
    """Return the text with each percent sign escaped that does not begin an escape."""
    return re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", text)
