"""A long list of changes in parts: every row once, also where many have one moment."""

import pytest

from newsroom import LONG, START, article, visit
from scraper.archive import Archive, ChangeFilter
from scraper.web.changes_in_parts import ChangesInParts


@pytest.mark.parametrize("most", [1, 2, 3, 7, 100])
@pytest.mark.parametrize("asked", [{}, {"kind": "number"}, {"until": "2026-05-01T10:00:00Z"}])
def test_every_row_comes_once(tmp_path, most, asked):
    with Archive.open(tmp_path / "a.db", clock=lambda: START) as archive:
        for n in range(4):
            for hours in (0, 1, 2):
                text = f"It costs {hours} crowns. {LONG}\n\nAnd {hours} more."
                visit(
                    archive,
                    article(*text.split("\n\n"), url=f"https://harbour.example/{n}", headline=f"{hours}"),
                    hours=hours,
                )
        wanted = ChangeFilter(**asked)
        parts = ChangesInParts(wanted)
        found = []
        while part := list(parts.fetch(archive, len(found), most)):
            found += part
        assert found == list(archive.articles.changes(wanted))
        assert found
