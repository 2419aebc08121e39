"""Hosts are divided among machines: each is in one share, with all hosts of its domain."""

import pytest

from scraper.jobs.host_share import is_of_part
from scraper.jobs.parts import WorkPart

ADDRESSES = [
    f"https://{name}.example/{page}" for name in ("news", "paper", "press", "radio", "tv") for page in range(3)
]


@pytest.mark.parametrize("of", [1, 2, 3, 16])
def test_each_host_is_in_one_part(of):
    parts = [WorkPart(number + 1, of) for number in range(of)]
    owners = {url: [part.number for part in parts if is_of_part(url, part)] for url in ADDRESSES}
    assert all(len(numbers) == 1 for numbers in owners.values())
    by_host = {url.split("/")[2]: numbers for url, numbers in owners.items()}
    assert all(by_host[url.split("/")[2]] == numbers for url, numbers in owners.items())


def test_parts_are_about_as_large():
    hosts = [f"https://paper{number}.example/" for number in range(2000)]
    sizes = [sum(is_of_part(url, WorkPart(number + 1, 4)) for url in hosts) for number in range(4)]
    assert min(sizes) > 400


def test_parts_do_not_change_from_one_release_to_the_next():
    assert [url.split("/")[2] for url in ADDRESSES[::3] if is_of_part(url, WorkPart(2, 3))] == [
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
def test_hosts_of_a_domain_are_of_one_part(one, other):
    assert [is_of_part(one, WorkPart(number, 7)) for number in range(1, 8)] == [
        is_of_part(other, WorkPart(number, 7)) for number in range(1, 8)
    ]


def test_what_has_no_host_is_of_the_first_part():
    assert [is_of_part("no address", WorkPart(number, 3)) for number in (1, 2, 3)] == [True, False, False]
