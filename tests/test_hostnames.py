"""Hosts: each text is one host everywhere, or one clear refusal."""

import json
from collections import Counter

import httpx
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from program import ALLOW, article, scraper, serving
from scraper import urls
from scraper.hostnames import ascii_host

HOSTS = [
    ("faß.example", "xn--fa-hia.example"),  # IDNA 2008: no "fass"
    ("FAẞ.example", "xn--fa-hia.example"),
    ("οδός.example", "xn--pxavk3b.example"),  # a final sigma is a letter of its own
    ("ΟΔΟΣ.example", "xn--pxavbq.example"),
    ("bücher.example", "xn--bcher-kva.example"),
    ("BU\u0308CHER.example", "xn--bcher-kva.example"),
    ("xn--bcher-kva.example", "xn--bcher-kva.example"),
    ("i❤.ws", "xn--i-7iq.ws"),
    ("xn--i-7iq.ws", "xn--i-7iq.ws"),
    ("☃.net", "xn--n3h.net"),
    ("क्\u200dष.example", "xn--11b2ezcw70k.example"),  # a joiner after a virama
    ("a\u00adb.example", "ab.example"),  # a soft hyphen is nothing
    ("עברית.example", "xn--5dbqzzl.example"),
    ("ﬁsch.example", "fisch.example"),
    ("example。org", "example.org"),
    ("example．org.", "example.org"),
    ("ex%61mple.org", "example.org"),
    ("b%C3%BCcher.example", "xn--bcher-kva.example"),
    ("１２７．０．０．１", "127.0.0.1"),
    ("0x7f.1", "127.0.0.1"),
    ("0177.0.0.01", "127.0.0.1"),
    ("2130706433", "127.0.0.1"),
    ("127.1.", "127.0.0.1"),
    ("0xffffffff", "255.255.255.255"),
    ("[::1]", "::1"),
    ("[2001:DB8:0:0::1]", "2001:db8::1"),
    ("[::ffff:127.0.0.1]", "::ffff:7f00:1"),
    ("under_score.example", "under_score.example"),
    ("ends-with-.example", "ends-with-.example"),
]

NO_HOSTS = [
    "", ".", "a..b", "xn--fa-hia.invalid..", ".example", "-begins.example",
    "x[v1.press.example].evil.example", "a b", "a$b", "a%b", "a%00b", "a%2fb", "a%2eb%2e%2e", "%e4.example",
    "xn--0.invalid", "xn--.invalid", "xn--a", "xn--abc-.example", "xn--zn7c.com", "xn--bcher-KVA-.example",
    "a\u200db.example", "a\u200cb.example", "\u0301a.example", "\u2028.example", "\ud83d.example", "℀.example",
    "1a.עברית.example", "a" * 64 + ".example", "ü" * 60 + ".example", ".".join(["abcdefg"] * 32), "ü" * 5000,
    "1.2.3.256", "1.2.3.4.5", "0x1ffffffff", "a.0x7f", "08.1.1.1", "1..2", "a.0x1_0.1", "9" * 5000,
    "[::1", "[::1%25eth0]", "[fe80::1%é]", "[]", "[v1.x]", "[::ffff:1.2.3.256]", "[1.2.3.4]", "a]",
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), HOSTS)
def test_a_host_has_one_form(text, expected):
    assert ascii_host(text) == expected
    shown = f"[{expected}]" if ":" in expected else expected
    assert ascii_host(shown) == expected


@pytest.mark.parametrize("text", NO_HOSTS)
def test_what_is_no_host_is_refused_in_one_line(text):
    with pytest.raises(ValueError, match=r"^not a host name: ") as caught:
        ascii_host(text)
    assert type(caught.value) is ValueError
    assert "\n" not in str(caught.value)
    assert str(caught.value).isprintable()


def test_hosts_that_idna_2003_took_for_one_are_two():
    assert urls.canonical("http://faß.example/a") != urls.canonical("http://fass.example/a")
    assert not urls.same_site("http://preß.example/", "http://press.example/")


ADDRESSES = [
    (" http://example.org/a", "http://example.org/a", ""),
    ("http://user:pa@ss@example.org/a#x", "http://example.org/a", "user:pa@ss"),
    ("HTTP://EXAMPLE.ORG:0080", "http://example.org/", ""),
    ("https://example.org:80/?q=[1]", "https://example.org:80/?q=[1]", ""),
    ("http://[::1]:8080/", "http://[::1]:8080/", ""),
    ("http://example.org/caf\udce9", "http://example.org/caf%E9", ""),  # a byte of the command line
    ("http://example.org/\ud83d", "http://example.org/\ufffd", ""),
    ("http://example.org/a\x01b?\x7fc", "http://example.org/a%01b?%7Fc", ""),
]

NO_ADDRESSES = [
    "http://example.org:65536/", "http://example.org:99999999999999999999999/", "http://example.org:-1/",
    "http://example.org:٣/", "http://example.org:8 0/", "http://[::1]8080/", "http://[::1%é]/", "http://::1/",
    "http://good.example\\@evil.example/", "http://:80/", "http://user@/", "http:example.org", "http:///a",
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected", "userinfo"), ADDRESSES)
def test_an_address_is_taken_apart_once(text, expected, userinfo):
    found = urls.address(text)
    assert (str(found), found.userinfo) == (expected, userinfo)
    assert not userinfo or userinfo not in repr(found)


@pytest.mark.parametrize("text", NO_ADDRESSES)
def test_what_is_no_address_is_refused_in_one_line(text):
    with pytest.raises(ValueError, match=r"^not a (URL|host name)") as caught:
        urls.address(text)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "text",
    ["http://ann:s3cret@exa mple/", "http://ann:s3/cret@h.example/", "http://ann:s3#cret@h:x/", "http://s3cret@/"],
)
def test_a_refusal_shows_no_password(text):
    with pytest.raises(ValueError, match=r"^not a ") as caught:
        urls.address(text)
    assert "cret" not in str(caught.value)


_places = st.text(max_size=20) | st.from_regex(r"[a-zß.ς\u200d❤0-9x%\[\]:@\\-]{1,20}", fullmatch=True)
_texts = st.builds("{}://{}{}".format, st.sampled_from(["http", "https", " HTTP"]), _places, st.text(max_size=20))


@settings(deadline=None)  # the first import of a table takes its time
@given(_texts | st.text(max_size=60))
@example("http://xn--i-7iq.invalid/")
@example("http://ß.0x1/\x00?\x85#")
@example("http://1.1.1.1:080//a")
def test_what_is_accepted_is_the_same_for_the_library(text):
    try:
        found = urls.address(text)
    except ValueError:
        return
    library = httpx.URL(str(found))
    assert library.raw_host.decode() == found.host
    assert library.port in (found.port, None)
    assert urls.address(str(found)).host == found.host
    assert urls.canonical(found.canonical) == found.canonical == urls.canonical(str(found))


@settings(deadline=None)  # the first import of a table takes its time
@given(_texts, _texts)
@example("http://[::1]:8080/", "http://[::1:8080]/")
@example("http://faß.example/", "http://fass.example/")
def test_two_hosts_share_no_key(one, other):
    try:
        a, b = urls.address(one), urls.address(other)
    except ValueError:
        return
    if a.host != b.host:
        assert a.canonical != b.canonical
        assert a.authority != b.authority


ODD = (
    "http://xn--i-7iq.invalid/", "http://xn--0.invalid/", "http://xn--fa-hia.invalid../", "http://[::1%é]/",
    "http://[fe80::1%é]/", "http://x[v1.press.example].evil.example/", "http://ß.invalid:99999/", "http://%e4.invalid/",
)  # fmt: skip


@pytest.mark.slow
def test_odd_hosts_end_no_run(tmp_path):
    with serving() as site:
        site.pages |= {"/good": (200, {}, article("Good news"))}
        site.pages |= {f"/to/{n}": (302, {"Location": url}, b"") for n, url in enumerate(ODD)}
        leads = [*ODD, *(f"{site.base}/to/{n}" for n in range(len(ODD))), f" {site.base}/good"]
        done = scraper(tmp_path, "fetch", *leads, *ALLOW, "--nl")
        rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert (done.returncode, len(rows)) == (3, len(leads)), done.stderr
    assert Counter(row["outcome"] for row in rows) == {"dns": 2, "bad_url": 7, "bad_redirect": 7, "new": 1}
    assert "fault" not in done.stderr
