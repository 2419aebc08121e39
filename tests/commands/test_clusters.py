"""Lists of articles: copies on several sites, doubles of one site, and the order of rows."""

import json

import pytest

from newsroom import LONG, START, visit
from newsroom import article as made_up
from program import inside
from scraper.archive import Archive

WIRE = "The international timetable commission announced yesterday that overnight passenger services between neighbouring capitals would return."


def test_clusters_tell_the_first_publisher_and_exact_from_near_copies(tmp_path):
    copies = {
        "late.example": ("2026-05-02T08:00:00+00:00", WIRE.upper()),
        "wire.example": ("2026-05-01T09:00:00+02:00", WIRE),
        "own.example": ("2026-05-01T07:30:00Z", f"{WIRE} Passengers in Harbourtown welcomed it."),
        "harbour.example": ("2026-05-01T06:00:00Z", LONG),
    }
    with Archive.open(tmp_path / "archive.db") as archive:
        for site, (date, text) in copies.items():
            visit(archive, made_up(text, url=f"https://{site}/a", site=site, date_published=date))
        visit(archive, made_up(LONG, url="https://harbour.example/b", headline="Again, on the same site"))
    assert inside(tmp_path, "list", "--clusters", "--columns", "cluster,match,site", "--no-headers").stdout == (
        "1\tfirst\twire.example\n1\tnear\town.example\n1\texact\tlate.example\n"
    )
    near = json.loads(inside(tmp_path, "list", "--clusters", "--json", "--columns", "likeness").stdout)[1]["likeness"]
    assert 0.5 <= near < 1
    assert inside(tmp_path, "list", "--clusters", "--site", "own.example", "--no-headers").stdout == ""


def test_doubles_of_one_site_are_listed_apart(tmp_path):
    with Archive.open(tmp_path / "archive.db", clock=lambda: START) as archive:
        for name, text in (("a", WIRE), ("print/a", WIRE), ("amp/a", f"{WIRE} Read more."), ("b", LONG)):
            url = f"https://wire.example/{name}"
            visit(
                archive, made_up(text, url=url, site="wire.example", headline=f"As {name}", date_published="2026-05-01")
            )
        visit(archive, made_up(WIRE, url="https://one.example/a", site="one.example"))
    options = ("--clusters", "--same-site", "--columns", "cluster,match,url", "--no-headers")
    assert inside(tmp_path, "list", *options).stdout == (
        "1\tfirst_seen\thttps://wire.example/a\n1\texact\thttps://wire.example/print/a\n"
        "1\tnear\thttps://wire.example/amp/a\n"
    )
    assert "no site has a text twice" in inside(tmp_path, "list", *options, "--site", "one.example").stderr


@pytest.mark.parametrize(
    ("dates", "match"),
    [
        (("2026-05-01", "2026-05-02"), "first"),
        (("2026-05-02", "2026-05-01"), "first"),
        (("2026-04-30", "2026-05-01T08:00:00Z"), "first"),
        (("2026-05-01T08:00:00+02:00", "2026-05-01T07:00:00Z"), "first"),
        (("2026-05-01", "2026-05-01"), "first_seen"),
        (("2026-05-01", "2026-05-01T08:00:00Z"), "first_seen"),
        (("2026-05-01T08:00:00Z", "2026-05-01T10:00:00+02:00"), "first_seen"),
        (("2026", "2026-05-01"), "first_seen"),
        (("2026-05-01", None), "first_seen"),
        ((None, "2026-05-01"), "first_seen"),
        ((None, None), "first_seen"),
    ],
)
def test_only_a_date_shows_which_copy_was_first(tmp_path, dates, match):
    with Archive.open(tmp_path / "archive.db", clock=lambda: START) as archive:
        for site, date in zip(("one.example", "two.example"), dates, strict=True):
            visit(archive, made_up(WIRE, url=f"https://{site}/a", site=site, date_published=date))
        assert [row["match"] for row in archive.articles.clusters()] == [match, "exact"]


def test_a_list_can_be_sorted(tmp_path):
    with Archive.open(tmp_path / "archive.db", clock=lambda: START) as archive:
        for site, day in (("b.example", 2), ("a.example", 3), ("c.example", 1)):
            date = f"2026-05-0{day}"
            visit(archive, made_up(f"{site} {LONG}", url=f"https://{site}/a", site=site, date_published=date))
    for order, sites in {"newest": "abc", "oldest": "cba", "added": "bac", "site": "abc"}.items():
        done = inside(tmp_path, "list", "--sort", order, "--columns", "site", "--no-headers")
        assert done.stdout == "".join(f"{letter}.example\n" for letter in sites)
    for options in (["--sort", "site", "--clusters"], ["--sample", "2", "--sort", "site"], ["--same-site"]):
        assert inside(tmp_path, "list", *options).returncode == 2
