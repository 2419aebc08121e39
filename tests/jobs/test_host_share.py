"""Hosts are divided among machines: each is in one share, with all hosts of its domain."""

import pytest

from scraper.errors import InputError
from scraper.jobs.host_share import HostShare, share_of

ADDRESSES = [
    f"https://{name}.example/{page}" for name in ("news", "paper", "press", "radio", "tv") for page in range(3)
]


@pytest.mark.parametrize("of", [1, 2, 3, 16])
def test_each_host_is_in_one_share(of):
    shares = [HostShare(number + 1, of) for number in range(of)]
    owners = {url: [share.number for share in shares if share.has(url)] for url in ADDRESSES}
    assert all(len(numbers) == 1 for numbers in owners.values())
    by_host = {url.split("/")[2]: numbers for url, numbers in owners.items()}
    assert all(by_host[url.split("/")[2]] == numbers for url, numbers in owners.items())


def test_shares_are_about_as_large():
    hosts = [f"https://paper{number}.example/" for number in range(2000)]
    sizes = [sum(HostShare(number + 1, 4).has(url) for url in hosts) for number in range(4)]
    assert min(sizes) > 400


def test_shares_do_not_change_from_one_release_to_the_next():
    assert [url.split("/")[2] for url in ADDRESSES[::3] if HostShare(2, 3).has(url)] == [
        "news.example",
        "press.example",
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://www.news.example/", "https://m.news.example/a"),
        ("https://bbc.co.uk/", "http://feeds.bbc.co.uk:8080/x"),
        ("https://faß.example/", "https://xn--fa-hia.example/"),
        ("https://127.0.0.1/", "https://127.0.0.1:99/"),
    ],
)
def test_hosts_of_a_domain_are_of_one_share(one, other):
    assert [HostShare(number, 7).has(one) for number in range(1, 8)] == [
        HostShare(number, 7).has(other) for number in range(1, 8)
    ]


def test_what_has_no_host_is_of_the_first_share():
    assert [HostShare(number, 3).has("no address") for number in (1, 2, 3)] == [True, False, False]


@pytest.mark.parametrize(("text", "share"), [("1/1", (1, 1)), (" 3 / 8 ", (3, 8)), ("8/8", (8, 8))])
def test_how_a_share_is_written(text, share):
    assert share_of(text) == HostShare(*share)


@pytest.mark.parametrize("text", ["", "3", "0/3", "4/3", "1/0", "-1/3", "a/b", "1/2/3", "1" * 40 + "/2"])
def test_what_is_no_share_is_refused_in_one_line(text):
    with pytest.raises(InputError, match="is no share: write i/n"):
        share_of(text)
