"""Lists and products in a run and in the archive: kept as pages, never archived as articles, and no failure."""

from __future__ import annotations

import json

import pytest

from newsroom import LONG, article, visit
from program import article as story
from program import inside, serving
from scraper.archive import Archive
from scraper.models import PAGES_ONLY, ChangeKind, VerdictKind

CARDS = "".join(f'<li><h3><a href="/s/{n}">Story number {n} of this long day</a></h3></li>' for n in range(30))
LISTING = f"<html><title>Archive</title><h1>Archive</h1><ul>{CARDS}</ul></html>".encode()
PRODUCT = b"""<html><title>Jug</title><h1>Jug</h1><p>It pours, and holds a litre of milk if you are brave enough to fill it.</p>
<script type="application/ld+json">{"@type": "Product", "name": "Jug"}</script></html>"""
FETCH = ("--allow-net", "127.0.0.0/8", "--delay", "0", "--no-robots")


@pytest.fixture
def site():
    with serving() as site:
        site.pages["/archive"] = (200, {}, LISTING)
        site.pages["/jug"] = (200, {}, PRODUCT)
        site.pages["/story"] = (200, {}, story("The bridge has moved again"))
        yield site


def test_a_run_tells_lists_and_products_apart_and_nothing_failed(tmp_path, site):
    urls = [f"{site.base}/{name}" for name in ("archive", "jug", "story")]
    done = inside(tmp_path, "fetch", *urls, *FETCH, "--json", "--report", "report.json", "--error-file", "errors")
    outcomes = {row["url"].rpartition("/")[2]: (row["outcome"], row["error"]) for row in json.loads(done.stdout)}
    assert outcomes == {"archive": ("listing", None), "jug": ("product", None), "story": ("new", None)}
    assert done.returncode == 0
    assert all(f"1 {kind}" in done.stderr for kind in ("listing", "product", "new"))
    report = json.loads((tmp_path / "report.json").read_text())
    assert report["counts"] == {"listing": 1, "product": 1, "new": 1}
    assert report["failed"] == []
    assert (tmp_path / "errors").read_text() == ""
    assert inside(tmp_path, "list", "--columns", "url", "--no-headers").stdout == f"{urls[2]}\n"
    kept = json.loads(
        inside(tmp_path, "query", "SELECT url, reason FROM v_fetches WHERE capture_id > 0", "--json").stdout
    )
    assert {row["reason"] for row in kept} == {"listing", "product", "new"}


def test_a_run_of_lists_alone_is_done_and_they_are_not_visited_again(tmp_path, site):
    url = f"{site.base}/archive"
    assert inside(tmp_path, "fetch", url, *FETCH).returncode == 0
    again = inside(tmp_path, "fetch", url, *FETCH, "--json")
    assert json.loads(again.stdout)[0]["outcome"] == "skipped_fresh"
    retried = inside(tmp_path, "fetch", "--retry-failed", *FETCH)
    assert (retried.returncode, retried.stdout.count(url)) == (0, 0)
    status = json.loads(inside(tmp_path, "status", "--json").stdout)
    assert [(row["what"], row["count"]) for row in status if "pages" in row["what"]] == [("listing pages", 1)]
    assert not any(row["about"] == "failed" for row in status)
    (doctor,) = json.loads(inside(tmp_path, "doctor", "--json").stdout)
    assert (doctor["articles"], doctor["listings"], doctor["products"]) == (0, 1, 0)


def test_a_page_that_became_a_list_never_takes_the_place_of_its_article(tmp_path, site):
    url = f"{site.base}/story"
    inside(tmp_path, "fetch", url, *FETCH)
    site.pages["/story"] = (200, {}, LISTING)
    turned = inside(tmp_path, "fetch", url, *FETCH, "--force", "--json")
    assert (json.loads(turned.stdout)[0]["outcome"], turned.returncode) == ("listing", 0)
    assert "The bridge has moved again" in inside(tmp_path, "show", url).stdout
    events = inside(tmp_path, "history", url, "--columns", "event,detail", "--no-headers").stdout.splitlines()
    assert events == ["published\t", "degraded\tlisting"]


@pytest.mark.parametrize("kind", sorted(PAGES_ONLY))
def test_the_archive_refuses_pages_that_are_no_articles(tmp_path, kind):
    with Archive.open(tmp_path / "a.db") as archive:
        change = visit(archive, article(kind=kind))
        assert (change.kind, change.article_id, change.reason) == (ChangeKind.DEGRADED, None, str(kind))
        assert archive.articles.count() == 0


def archived_by_an_older_reader(folder, site):
    """An archive in which a list stands as an article."""
    with Archive.open(folder / "archive.db") as archive:
        from scraper.jobs.read_file import page_from_file

        (folder / "page.html").write_bytes(LISTING)
        page = page_from_file(str(folder / "page.html"), f"{site.base}/archive", headers={"content-type": "text/html"})
        old = article("Story number 1 of this long day", url=page.url, headline="Archive", site="127.0.0.1")
        archive.articles.save(old, archive.pages.keep(page), extractor="older")
    return page.url


def test_reextract_marks_what_was_archived_as_an_article_and_deletes_nothing(tmp_path, site):
    url = archived_by_an_older_reader(tmp_path, site)
    columns = ("--columns", "same,reclassified,refused,failed", "--no-headers")
    assert inside(tmp_path, "reextract", "--simulate", *columns).stdout == "0\t1\t0\t0\n"
    assert inside(tmp_path, "list", "--verdict", "listing", "--no-headers").stdout == ""
    assert inside(tmp_path, "reextract", *columns).stdout == "0\t1\t0\t0\n"
    assert inside(tmp_path, "reextract", *columns).stdout == "1\t0\t0\t0\n"
    history = inside(tmp_path, "history", url, "--columns", "event,detail", "--no-headers").stdout.splitlines()
    assert sorted(history) == ["published\t", "reclassified\tlisting"]
    assert inside(tmp_path, "list", "--verdict", "listing", "--columns", "url", "--no-headers").stdout == f"{url}\n"
    shown = inside(tmp_path, "show", url).stdout
    assert "Story number 1" in shown
    assert "not an article but a listing" in shown
    assert (
        inside(tmp_path, "changes", "--event", "reclassified", "--columns", "after", "--no-headers").stdout
        == "listing\n"
    )
    status = json.loads(inside(tmp_path, "status", "--json").stdout)
    assert any(row["what"] == "listing pages" and "1 of them" in row["note"] for row in status)
    assert inside(tmp_path, "verify", "-q").returncode == 0


def test_what_was_reclassified_can_be_taken_back(tmp_path, site):
    url = archived_by_an_older_reader(tmp_path, site)
    inside(tmp_path, "reextract")
    undone = inside(tmp_path, "reextract", "--undo", "--columns", "reclassified,refused,failed", "--no-headers")
    assert (undone.stdout, undone.returncode) == ("1\t0\t0\n", 0)
    assert inside(tmp_path, "list", "--verdict", "article", "--columns", "url", "--no-headers").stdout == f"{url}\n"
    assert "Story number 1" in inside(tmp_path, "show", url).stdout
    assert inside(tmp_path, "verify", "-q").returncode == 0


def test_an_article_takes_the_place_of_a_list_that_was_archived_as_one(tmp_path, site):
    url = archived_by_an_older_reader(tmp_path, site)
    inside(tmp_path, "reextract")
    with Archive.open(tmp_path / "archive.db") as archive:
        listed = visit(
            archive, article(url=url, kind=VerdictKind.LISTING, headline="Archive", site="127.0.0.1"), hours=1
        )
        assert listed.reason == "listing"
        assert [row["kind"] for row in archive.articles.changes() if row["field"] is None] == ["reclassified"]
        edited = visit(archive, article(LONG, url=url, site="127.0.0.1"), hours=2)
        assert edited.kind is ChangeKind.EDITED
        assert archive.articles.get(url)["verdict"] == "article"


def test_explain_names_what_speaks_for_and_against_a_list(tmp_path):
    (tmp_path / "list.html").write_bytes(LISTING)
    (tmp_path / "story.html").write_bytes(story("The bridge has moved again"))
    (tmp_path / "story.txt").write_text("The bridge\n\nIt has moved again, to the other end of the town.\n")
    lines = inside(tmp_path, "explain", "list.html", "--url", "https://paper.example/archive").stdout.splitlines()
    assert lines[0].split() == ["verdict", "listing"]
    assert lines[1].strip().startswith("listing score ")
    assert any(line.startswith("like a list") and "long_links +" in line for line in lines)
    told = json.loads(inside(tmp_path, "explain", "story.html", "--json").stdout)
    shares = list(told["listing_features"].values())
    assert told["verdict"] == "article"
    assert shares == sorted(shares, key=abs, reverse=True)
    assert "like a list" in inside(tmp_path, "explain", "story.html").stdout
    assert "like a list" not in inside(tmp_path, "explain", "story.txt").stdout
