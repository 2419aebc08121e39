"""The visits to an article and its pages, by all its addresses."""

from newsroom import LONG, START, URL, article, page, visit
from scraper.archive import Archive


def test_visits_and_pages_of_one_article(tmp_path):
    with Archive.open(tmp_path / "a.db", clock=lambda: START) as archive:
        run = archive.crawl.runs.start(["fetch", "x"])
        first = article(LONG)
        capture = archive.pages.keep(page(first), run_id=run)
        archive.articles.save(first, capture)
        archive.crawl.log.write(URL, "new", capture_id=capture, status=200, run_id=run)
        archive.clock = lambda: START.replace(hour=11)
        other = archive.pages.keep(page(article(f"{LONG} more"), hours=1, url=f"{URL}?print=1"))
        archive.articles.save(article(f"{LONG} more"), other)
        archive.crawl.log.touch(URL, status=304)
        archive.clock = lambda: START.replace(hour=12)
        archive.crawl.log.write(URL, "gone", status=410, error="it is gone")
        visit(archive, article(LONG, url="https://harbour.example/other"))
        found = archive.articles.visits(archive.articles.find(URL), most=10)
        assert [(one.at[11:16], one.reason, one.capture_id) for one in found.visits] == [
            ("12:00", "gone", None), ("11:00", "not_modified", None), ("09:00", "new", capture),
        ]  # fmt: skip
        assert [(one.id, one.version, one.source, one.run_id) for one in found.captures] == [
            (other, 2, "live", None), (capture, 1, "live", run),
        ]  # fmt: skip
        assert len(archive.articles.visits(1, most=1).visits) == 1
        assert archive.articles.visits(99, most=10).visits == []
