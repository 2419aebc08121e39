"""Merging rows that have no name: one archive may have several that are alike in all values."""

import pytest

from newsroom import START
from program import inside
from scraper.archive import Archive

URL = "https://harbour.example/pier"
# how many visits alike are in the first archive and in the second -> in the merged one
ALIKE = [((0, 2), 2), ((1, 2), 2), ((2, 2), 2), ((2, 1), 2), ((3, 2), 3)]


@pytest.mark.parametrize(("times", "kept"), ALIKE)
def test_visits_alike_are_as_many_as_the_archive_with_most_of_them_has(tmp_path, times, kept):
    for name, count in zip(("a.db", "b.db"), times, strict=True):
        with Archive.open(tmp_path / name, clock=lambda: START) as archive:
            archive.crawl.log.write(URL, "timeout", error="another")
            for _ in range(count):
                archive.crawl.log.write(URL, "timeout", error="too slow")
    assert inside(tmp_path, "merge", "a.db", "b.db", "-o", "c.db").returncode == 0
    with Archive.open(tmp_path / "c.db") as archive:
        counts = archive.db.execute("SELECT error, count(*) FROM fetches GROUP BY error").fetchall()
        assert list(map(tuple, counts)) == [("another", 1), ("too slow", kept)]
        assert list(archive.maintenance.verify()) == []
