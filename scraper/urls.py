"""URLs: the form in which two spellings of one address are equal, and the site that an address belongs to.

RFC 3986 §6.2 tells which differences mean nothing; TRACKERS tells which parameters only say where a reader came from.
"""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import SplitResult, quote, urljoin, urlsplit, urlunsplit

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
TRACKER_PREFIXES = ("utm_", "mtm_", "pk_", "piwik_", "matomo_", "itm_", "hsa_", "stm_", "trk_", "at_recipient")
DEFAULT_PORTS = {"http": 80, "https": 443}
SCHEMES = tuple(DEFAULT_PORTS)
LONGEST = 8192  # characters; servers take about as much (RFC 9110 §4.1 asks for 8000), and nobody's article needs it
SHOWN = 100

_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})")
_EDGES = "".join(map(chr, range(0x21))) + "\x7f"  # what browsers cut off at both ends (WHATWG URL §4.4)
_BREAKS = re.compile(r"[\t\r\n]+")  # and out of the middle
_PATH_SAFE, _QUERY_SAFE = "/%:@!$&'()*+,;=~-._", "/?%:@!$&'()*+,;=~-._"
_WWW = re.compile(r"^www\d?\.")
_LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)")
_PLAIN = re.compile(
    r"https?://(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.){1,8}[a-z]{2,24}/[A-Za-z0-9_.~!$&'()*+,=:@%/-]*"
    r"(?:\?[A-Za-z0-9_.~!$&'()*+,=:@%/-]+)?"
)
# A path from the root, without "." or ".." in it.
_ROOTED = re.compile(
    r"(?=/)(?:/[A-Za-z0-9_~!$&'()*+,=:@%-][A-Za-z0-9_.~!$&'()*+,=:@%-]*)*/?(?:\?[A-Za-z0-9_.~!$&'()*+,=:@%/-]+)?"
)
_SLUG = re.compile(r"\W+")


def canonical(url: str) -> str:
    """Return the spelling that equal addresses share: no fragment, no trackers, no default port, no credentials.

    Raises ValueError, with one line for people, if the text is no http or https address.
    """
    parts = split(url)
    host, port = host_of(parts), parts.port
    netloc = f"[{host}]" if ":" in host else host
    if port is not None and port != DEFAULT_PORTS[parts.scheme]:
        netloc = f"{netloc}:{port}"
    path = _spell(_without_dots(_spell(parts.path, _PATH_SAFE)), _PATH_SAFE) or "/"
    query = "&".join(pair for pair in parts.query.split("&") if pair and not is_tracker(pair.partition("=")[0]))
    return urlunsplit((parts.scheme, netloc, path, _spell(query, _QUERY_SAFE), ""))


def split(url: str) -> SplitResult:
    """Take an http or https address apart; raises ValueError that says what is wrong with any other text."""
    if len(url) > LONGEST:
        raise ValueError(f"not a URL: {len(url)} characters are too many: {shown(url)!r}")
    text = _tidy(url)
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError as error:
        raise ValueError(f"not a URL: {shown(text)!r} ({error})") from None
    if parts.scheme and parts.scheme not in SCHEMES and "://" in text:
        raise ValueError(f"only http and https can be fetched, not {parts.scheme}: {shown(text)!r}")
    if parts.scheme not in SCHEMES or not parts.hostname or port == 0:
        raise ValueError(f"not a URL: {shown(text)!r} (expected something like https://example.org/article)")
    host_of(parts)
    return parts


def shown(url: str) -> str:
    """An address, or what was given for one, as long as a line of a message can bear it."""
    return url if len(url) <= SHOWN else f"{url[: SHOWN - 1]}…"


def host_of(parts: SplitResult) -> str:
    """The host in lower-case ASCII (IDNA), without a trailing dot; raises ValueError if it cannot be one."""
    host = (parts.hostname or "").rstrip(".")
    if ":" in host:
        return host
    try:
        ascii_host = host.encode("idna").decode("ascii").lower() if not host.isascii() else host.lower()
    except UnicodeError:
        ascii_host = ""
    if not ascii_host or len(ascii_host) > 253 or not all(map(_LABEL.fullmatch, ascii_host.split("."))):
        raise ValueError(f"not a host name: {host[:100]!r}")
    return ascii_host


@lru_cache(4096)
def host(url: str) -> str:
    """The host of an address, "" if it has none."""
    try:
        return host_of(split(url))
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


def same_site(a: str, b: str) -> bool:
    """Whether two addresses belong to one owner: their hosts share a registrable domain."""
    one, other = site(a), site(b)
    return bool(one) and (one == other or domain(one) == domain(other))


def absolute(base: str, href: str | None) -> str | None:
    """The address that a link means, without its fragment; None if it is no web address."""
    if href and len(href) < 250:  # most links: nothing to tidy or refuse
        if _PLAIN.fullmatch(href):
            return href
        if _ROOTED.fullmatch(href) and (origin := _origin(base)):
            return origin + href
    try:
        joined = urljoin(base, _tidy(href or ""))
        return split(joined)._replace(fragment="").geturl() if href else None
    except ValueError:
        return None


@lru_cache(256)
def _origin(base: str) -> str | None:
    """Scheme and host of a web address."""
    try:
        parts = split(base)
    except ValueError:
        return None
    return f"{parts.scheme}://{parts.netloc}"


def is_tracker(name: str) -> bool:
    """Whether a query parameter only says where the reader came from."""
    low = name.lower()
    return low in TRACKERS or low.startswith(TRACKER_PREFIXES)


def slug(text: str, *, length: int = 80) -> str:
    """A file name for a text: words joined by hyphens, at most `length` characters."""
    return _SLUG.sub("-", text.lower()).strip("-_")[:length].strip("-_")


def _tidy(text: str) -> str:
    """The text as a browser takes it: without white space round it and line breaks in it, other spaces escaped."""
    return _BREAKS.sub("", text.strip(_EDGES)).replace(" ", "%20")


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
