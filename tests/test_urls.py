"""Addresses: one spelling for equal ones, clear words for impossible ones."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from scraper import urls

CANONICAL = [
    ("http://Example.ORG", "http://example.org/"),
    ("HTTPS://example.org:443/a#part", "https://example.org/a"),
    ("https://example.org:8443/a", "https://example.org:8443/a"),
    ("https://user:secret@example.org/a", "https://example.org/a"),
    ("https://example.org/a/../b/./c", "https://example.org/b/c"),
    ("https://example.org/%7Ejoe/%e4%b8%ad", "https://example.org/~joe/%E4%B8%AD"),
    ("https://example.org/中", "https://example.org/%E4%B8%AD"),
    ("https://example.org/a?utm_source=x&id=7&fbclid=1", "https://example.org/a?id=7"),
    ("https://example.org/a?b=2&a=1", "https://example.org/a?b=2&a=1"),
    ("https://example.org/watch?v=abc&cid=12&source=3", "https://example.org/watch?v=abc&cid=12&source=3"),
    ("https://bücher.example/", "https://xn--bcher-kva.example/"),
    ("https://example.org./", "https://example.org/"),
    ("http://[::1]:8000/x", "http://[::1]:8000/x"),
    (" https://example.org/a b\n", "https://example.org/a%20b"),
    ("https://example.org/a\n  b", "https://example.org/a%20%20b"),
    ("https://example.org/100%", "https://example.org/100%25"),
]

NO_URL = [
    ("", "not a URL"),
    ("example.org", "not a URL"),
    ("ftp://example.org/a", "only http and https"),
    ("file:///etc/passwd", "only http and https"),
    ("http://", "not a URL"),
    ("http://a b c.example:99999/", "not a URL"),
    ("http://exa mple_$.org/", "not a host name"),
    ("javascript:alert(1)", "not a URL"),
    ("https://-bad-.example/", "not a host name"),
    ("https://" + "a" * 300 + ".example/", "not a host name"),
]


@pytest.mark.parametrize(("url", "expected"), CANONICAL)
def test_equal_addresses_share_one_spelling(url, expected):
    assert urls.canonical(url) == expected


@pytest.mark.parametrize(("url", "message"), NO_URL)
def test_what_is_no_address_is_told_in_one_line(url, message):
    with pytest.raises(ValueError, match=message) as caught:
        urls.canonical(url)
    assert "\n" not in str(caught.value)


_addresses = st.builds(
    "{}://{}{}{}{}".format,
    st.sampled_from(["http", "https", "HTTP"]),
    st.sampled_from(["example.org", "EXAMPLE.org.", "bücher.example", "[::1]", "127.0.0.1:80", "u:p@example.org:8080"]),
    st.text(max_size=30).map(lambda t: "/" + t),
    st.text(max_size=30).map(lambda t: "?" + t),
    st.text(max_size=10).map(lambda t: "#" + t),
)


@given(_addresses | st.text(max_size=60))
@example("http://example.org/%2e%2e/%2E/a")
@example("http://example.org/%%41%2")
@example("http://example.org/..//a//..")
@example("http://example.org/?&&a&utm_x&")
def test_canonical_of_canonical_is_canonical(url):
    try:
        once = urls.canonical(url)
    except ValueError:
        return
    assert urls.canonical(once) == once


@given(st.text(max_size=80), st.text(max_size=80))
def test_no_text_makes_the_lenient_functions_raise(a, b):
    urls.site(a)
    urls.absolute("https://example.org/", a)
    assert urls.same_site(a, b) == urls.same_site(b, a)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://www.example.org/a", "example.org"),
        ("https://news.example.org", "news.example.org"),
        ("http://www.org/", "www.org"),
        ("x", ""),
    ],
)
def test_site_is_the_host_without_www(url, expected):
    assert urls.site(url) == expected


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("https://www.example.co.uk/a", "https://amp.example.co.uk/a", True),
        ("https://one.co.uk/", "https://two.co.uk/", False),
        ("https://a.example/", "", False),
        ("", "", False),
    ],
)
def test_same_site_goes_by_what_is_bought(a, b, same):
    assert urls.same_site(a, b) is same


@pytest.mark.parametrize(
    ("href", "expected"),
    [
        ("/b?x=1#y", "https://example.org/b?x=1"),
        ("c", "https://example.org/a/c"),
        ("my page.html ", "https://example.org/a/my%20page.html"),
        ("//cdn.example/p.jpg", "https://cdn.example/p.jpg"),
        ("mailto:a@example.org", None),
        ("javascript:void(0)", None),
        ("http://[bad/", None),
        (None, None),
        ("", None),
    ],
)
def test_links_become_absolute(href, expected):
    assert urls.absolute("https://example.org/a/", href) == expected


@pytest.mark.slow
def test_slug_is_a_file_name():
    assert urls.slug("  How Trump: “no limits”?! / ..  ") == "how-trump-no-limits"
    assert len(urls.slug("word " * 100)) <= 80
