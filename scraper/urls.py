"""URLs: the form in which two spellings of one address are equal, and the site that an address belongs to.

RFC 3986 §6.2 tells which differences mean nothing; TRACKERS tells which parameters only say where a reader came from.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import quote, urljoin

from scraper.patterns import late

# Parameters that never change what a server sends. A whole query is never dropped: on many sites `?id=` or `?cid=` is
# the article, so courlan's wider pattern, which takes `cid`, `uid` and `source`, is not used.
TRACKERS = frozenset(
    """
    fbclid gclid gclsrc dclid wbraid gbraid msclkid yclid ysclid twclid ttclid igshid igsh li_fat_id mkt_tok
    mc_cid mc_eid _hsenc _hsmi __hstc __hssc __hsfp hsctatracking vero_id vero_conv oly_anon_id oly_enc_id
    rb_clickid s_cid ncid ns_campaign ns_mchannel ns_source ns_linkname ns_fee at_medium at_campaign at_custom1
    at_custom2 at_custom3 at_custom4 at_link_id at_link_type at_link_origin at_format at_ptr_name at_bbc_team
    cmpid cmp ito xtor wt_mc wt_zmc wtmc smid smtyp ocid taid tblci guccounter guce_referrer guce_referrer_sig
    __twitter_impression spm scm ref_src ref_url _ga _gl ga_source ga_medium ga_campaign ga_term ga_content
    echobox dicbo sref mbid soc_src soc_trk __s ss_source
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
LONGEST = 8192  # characters; servers take about as much (RFC 9110 §4.1 asks for 8000), and nobody's article needs it
SHOWN = 100
HIGHEST_PORT, _PORT_DIGITS = 65535, 20  # more digits would be zeros only

_ADDRESS = late(r"\A([A-Za-z][A-Za-z0-9+.-]*)://([^/?#]*)([^?#]*)(?:\?([^#]*))?(?:#.*)?", re.DOTALL)
_SILENT = late(r"[\x00-\x1f\x7f]")  # controls, which no request may have
# what may be meant for a user name and password, also with signs in it that end it where they are not escaped
PASSWORD = late(
    r"^(\s*+(?:[A-Za-z][A-Za-z0-9+.-]*+:(?=[/\\]))?[/\\]*+)(?:[^/?#:]*+:.*|[^/?#]*)@", re.DOTALL
)
_SURROGATE = late("[\ud800-\udfff]")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_ESCAPE = late(r"%([0-9A-Fa-f]{2})")
_EDGES = (
    "".join(map(chr, range(0x21))) + "\x7f"
)  # what browsers cut off at both ends (WHATWG URL §4.4)
_BREAKS = late(r"[\t\r\n]+")  # and out of the middle
_PATH_SAFE, _QUERY_SAFE = "/%:@!$&'()*+,;=~-._", "/?%:@!$&'()*+,;=~-._"
# what feed readers and podcast players put before http, or in its place: feed:https://host/x, feed://host/x
_HANDED = late(r"(?:feed|pcast|itpc|podcast|rss)(s?):(?://(?=[^/])|(?=https?:))", re.IGNORECASE)
_HAS_SCHEME = late(r"(https?):/+", re.IGNORECASE)
_WWW = late(r"^www\d?\.")
_PLAIN = late(
    r"https?://(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.){1,8}[a-z]{2,24}/[A-Za-z0-9_.~!$&'()*+,=:@%/-]*"
    r"(?:\?[A-Za-z0-9_.~!$&'()*+,=:@%/-]+)?"
)
# A path from the root, without "." or ".." in it.
_ROOTED = late(
    r"(?=/)(?:/[A-Za-z0-9_~!$&'()*+,=:@%-][A-Za-z0-9_.~!$&'()*+,=:@%-]*)*/?(?:\?[A-Za-z0-9_.~!$&'()*+,=:@%/-]+)?"
)
_SLUG = late(r"\W+")


@dataclass(frozen=True, slots=True)
class Address:
    """An http or https address, taken apart once: what policy judges is what is connected to.

    `str()` gives the address as it is asked for and stored, without fragment, user name and password.
    """

    scheme: str
    host: str  # ASCII, as browsers make it: a name or an IP address, IPv6 without brackets
    port: int
    path: str  # from the first slash, as it was written
    query: str = ""
    userinfo: str = field(
        default="", repr=False, compare=False
    )  # for the request, and for nothing that is kept

    @property
    def authority(self) -> str:
        """The host, IPv6 in brackets, and the port where it is not the scheme's own."""
        name = f"[{self.host}]" if ":" in self.host else self.host
        return name if self.port == DEFAULT_PORTS[self.scheme] else f"{name}:{self.port}"

    @property
    def origin(self) -> str:
        """Scheme, host and port."""
        return f"{self.scheme}://{self.authority}"

    def __str__(self) -> str:
        return (
            f"{self.origin}{self.path}?{self.query}" if self.query else f"{self.origin}{self.path}"
        )

    @property
    def canonical(self) -> str:
        """The spelling that equal addresses share: no fragment, no trackers, no default port, no credentials."""
        path = _spell(_without_dots(_spell(self.path, _PATH_SAFE)), _PATH_SAFE)
        pairs = [
            pair
            for pair in self.query.split("&")
            if pair and not is_tracker(pair.partition("=")[0])
        ]
        query = _spell("&".join(pairs), _QUERY_SAFE)
        return f"{self.origin}{path}?{query}" if query else f"{self.origin}{path}"


@lru_cache(4096)
def address(text: str) -> Address:
    """Take an http or https address apart; raises ValueError that says in one line what is wrong with another text."""
    if len(text) > LONGEST:
        raise ValueError(f"not a URL: {len(text)} characters are too many: {shown(text)!r}")
    tidy = _tidy(text)
    parts = _ADDRESS.fullmatch(tidy)
    scheme = parts[1].lower() if parts else ""
    if scheme and scheme not in SCHEMES:
        raise ValueError(f"only http and https can be fetched, not {scheme}: {shown(tidy)!r}")
    userinfo, _, place = parts[2].rpartition("@") if parts else ("", "", "")
    if "\\" in userinfo:  # it ends the host in browsers, and nowhere else
        raise ValueError(f"not a URL: {shown(tidy)!r} (a backslash stands before the host)")
    name, port = _place(place, shown(tidy))
    from scraper.hostnames import ascii_host  # a search starts without it

    if parts is None or not name or port == 0:
        raise ValueError(
            f"not a URL: {shown(tidy)!r} (expected something like https://example.org/article)"
        )
    return Address(
        scheme=scheme,
        host=ascii_host(name),
        port=DEFAULT_PORTS[scheme] if port is None else port,
        path=_SILENT.sub(_escaped, parts[3]) or "/",
        query=_SILENT.sub(_escaped, parts[4] or ""),
        userinfo=userinfo,
    )


def _place(place: str, whole: str) -> tuple[str, int | None]:
    """Part the host from the port, if one is named; raises ValueError that shows the whole address."""
    name, port = place, ""
    if place.startswith("[") and not place.endswith("]"):
        inside, _, port = place.partition("]:")
        name = f"{inside}]" if port else place
    elif not place.startswith("["):
        name, _, port = place.partition(":")
    if not port:
        return name, None
    if (
        not (port.isascii() and port.isdigit())
        or len(port) > _PORT_DIGITS
        or int(port) > HIGHEST_PORT
    ):
        raise ValueError(f"not a URL: {whole!r} (a port is a number up to {HIGHEST_PORT})")
    return name, int(port)


def joined(base: Address, reference: str) -> Address:
    """Return the address that a reference means; raises ValueError if it is no web address."""
    return address(urljoin(str(base), _tidy(reference)))


def canonical(url: str) -> str:
    """Return the spelling that equal addresses share; raises ValueError if the text is no http or https address."""
    return address(url).canonical


def without_userinfo(text: str) -> tuple[str, str]:
    """Part a text, which may be an address, from the user name and password in it: text without them, and these."""
    start, _, rest = text.partition("://")
    end = next((at for at, sign in enumerate(rest) if sign in "/?#"), len(rest))
    userinfo, found, place = rest[:end].rpartition("@")
    return (f"{start}://{place}{rest[end:]}", userinfo) if found else (text, "")


def handed_on(text: str) -> str:
    """Return the web address in one that is meant for a feed reader or a podcast player; any other text as it is."""
    start = text.lstrip(_EDGES)
    match = _HANDED.match(start)
    if match is None:
        return text
    inner = start[match.end() :]
    if (scheme := _HAS_SCHEME.match(inner)) is not None:  # feed://https:/host/x: some drop a slash
        return f"{scheme[1].lower()}://{inner[scheme.end() :]}"
    return f"http{match[1].lower()}://{inner}"


def shown(url: str) -> str:
    """An address, or what was given for one, as a line of a message can bear it: not too long, and no password."""
    line = PASSWORD.sub(r"\1***@", url) if "@" in url else url
    return line if len(line) <= SHOWN else f"{line[: SHOWN - 1]}…"


@lru_cache(4096)
def host(url: str) -> str:
    """The host of an address, "" if it has none."""
    try:
        return address(url).host
    except ValueError:
        return ""


def site(url: str) -> str:
    """The host without "www.": how the archive names a site."""
    name = host(url)
    return _WWW.sub("", name) if name.count(".") > 1 else name


@lru_cache(4096)
def domain(url_host: str) -> str:
    """The part of a host that is bought (`example.co.uk` of `news.example.co.uk`), by the public suffix list."""
    from courlan import extract_domain

    return extract_domain(f"https://{url_host}/") or url_host


@lru_cache(1024)
def is_public_suffix(name: str) -> bool:
    """Whether anybody may have a domain below this one (`com`, `co.uk`), so that it is no site of its own."""
    from courlan import extract_domain

    below = f"x.{name}"
    return "." not in name or extract_domain(f"https://{below}/") == below


def authority(url: str) -> str:
    """The host of an address, with its port where that is not the scheme's; raises ValueError if it is none."""
    return address(url).authority


def same_site(a: str, b: str) -> bool:
    """Whether two addresses belong to one owner: their hosts share a registrable domain."""
    one, other = site(a), site(b)
    return bool(one) and (one == other or domain(one) == domain(other))


def absolute(base: str, href: str | None) -> str | None:
    """The address that a link means, without fragment and credentials; None if it is no web address."""
    if href and len(href) < 250:  # most links: nothing to tidy or refuse
        if _PLAIN.fullmatch(href):
            return href
        if _ROOTED.fullmatch(href) and (origin := _origin(base)):
            return origin + href
    try:
        return str(address(urljoin(base, _tidy(href)))) if href else None
    except ValueError:
        return None


@lru_cache(256)
def _origin(base: str) -> str | None:
    """Scheme and host of a web address."""
    try:
        return address(base).origin
    except ValueError:
        return None


def is_tracker(name: str) -> bool:
    """Whether a query parameter only says where the reader came from."""
    low = name.lower()
    return low in TRACKERS or low.startswith(TRACKER_PREFIXES)


def slug(text: str, *, length: int = 80) -> str:
    """A file name for a text: words joined by hyphens, at most `length` characters."""
    return _SLUG.sub("-", text.lower()).strip("-_")[:length].strip("-_")


def _tidy(text: str) -> str:
    """The text as a browser takes it: without white space round it and line breaks in it, other spaces escaped.

    A byte that is no text, which Python makes half a surrogate of on the command line, is escaped; any other half
    becomes U+FFFD.
    """
    tidy = handed_on(_BREAKS.sub("", text.strip(_EDGES)).replace(" ", "%20"))
    return tidy if tidy.isascii() else _SURROGATE.sub(_spelled_out, tidy)


def _spelled_out(match: re.Match[str]) -> str:
    code = ord(match[0])
    return f"%{code - 0xDC00:02X}" if 0xDC80 <= code <= 0xDCFF else "\ufffd"


def _escaped(match: re.Match[str]) -> str:
    return f"%{ord(match[0]):02X}"


def _without_dots(path: str) -> str:
    """Resolve `.` and `..` (RFC 3986 §5.2.4)."""
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
    """One spelling of percent-escapes: upper case, none where none is needed, everywhere where one is."""
    return quote(_ESCAPE.sub(_unescape, _bare_percent(text)), safe=safe)


def _unescape(match: re.Match[str]) -> str:
    character = chr(int(match[1], 16))
    return character if character in _UNRESERVED else f"%{match[1].upper()}"


def _bare_percent(text: str) -> str:
    """A percent sign that begins no escape stands for itself."""
    return re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", text)
