"""Search: every string is one, and the right articles are found, in the current texts and in past ones."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from newsroom import LONG, article, visit
from scraper.archive import Archive, Filters, Query
from scraper.archive.search.snippets import CLOSE, OPEN
from scraper.archive.store.scripts import ngrams
from scraper.errors import InputError
from scraper.models import Image

STORIES = {
    "ferry": {"texts": ("The ferry sails at dawn from the old pier. Nobody was hurt.",), "headline": "Ferry returns"},
    "budget": {
        "texts": ("The prime minister said it's a C++ budget of 50% for foo-bar.",),
        "headline": "Budget day",
        "date_published": "2025-11-20",
        "section": "Politics",
        "images": (Image(caption="A ferry in the fog", credit="Erik Lund"),),
    },
    "moon": {
        "texts": ("NASA的飞船在月面着陆。用户身份已经确认。",),
        "headline": "月面着陆成功",
        "language": "zh",
        "date_published": "2024-02-03",
    },
    "tokyo": {"texts": ("東京の天気は晴れです。",), "headline": "天気予報", "language": "ja", "date_published": None},
    "bangkok": {"texts": ("รัฐบาลไทยประกาศมาตรการใหม่",), "headline": "ข่าว", "language": "th"},
    "straße": {"texts": ("Die Straße nach München bleibt gesperrt.",), "headline": "Sperrung", "language": "de-AT"},
}


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory):
    path: Path = tmp_path_factory.mktemp("search") / "a.db"
    with Archive.open(path) as opened:
        for name, told in STORIES.items():
            fields = dict(told)
            texts = fields.pop("texts")
            visit(
                opened,
                article(
                    *texts,
                    url=f"https://{'north' if name < 'm' else 'south'}.example/{name}",
                    site=f"{'north' if name < 'm' else 'south'}.example",
                    **({"images": ()} | fields),
                ),
            )
        yield opened


def names(found) -> set[str]:
    return {
        next(name for name in STORIES if hit.url.endswith(f"/{name}") or (name == "straße" and "stra" in hit.url))
        for hit in found.hits
    }


TYPED = [
    ("ferry", {"ferry", "budget"}),  # the text of one, the caption of the other
    ("FERRY", {"ferry", "budget"}),
    ("caption:ferry", {"budget"}),
    ("headline:ferry", {"ferry"}),
    ("title:ferry", {"ferry"}),
    ("caption:(ferry fog)", {"budget"}),
    ('caption:"in the fog"', {"budget"}),
    ('"old pier"', {"ferry"}),
    ('"pier old"', set()),
    ('"old pier', {"ferry"}),  # never closed
    ("ferr*", {"ferry", "budget"}),
    ("fe*", set()),  # too short for a beginning
    ("pier OR budget", {"ferry", "budget"}),
    ("ferry NOT pier", {"budget"}),
    ("ferry -pier", {"budget"}),
    ("ferry AND pier", {"ferry"}),
    ("(ferry pier) OR gesperrt", {"ferry", "straße"}),
    ("NEAR(ferry pier, 10)", {"ferry"}),
    ("NEAR(ferry pier, 2)", set()),
    ("C++", {"budget"}),
    ("foo-bar", {"budget"}),
    ("it's", {"budget"}),
    ("50%", {"budget"}),
    ("munchen", {"straße"}),
    ("nothing:here", set()),
    ("月面", {"moon"}),
    ("身份", {"moon"}),
    ("月", {"moon"}),
    ("月面着陆", {"moon"}),
    ("NASA 月面", {"moon"}),
    ("headline:月面", {"moon"}),
    ("headline:身份", set()),
    ("天気", {"tokyo"}),
    ("東京の天気", {"tokyo"}),
    ("ประกาศ", {"bangkok"}),
    ("zeppelin", set()),
    ("", set()),
    ('"((', set()),
    ("AND OR NOT", set()),
    ("ferry)", {"ferry", "budget"}),
    ("((((ferry", {"ferry", "budget"}),
]


@pytest.mark.parametrize(("typed", "expected"), TYPED)
def test_what_is_found(archive, typed, expected):
    assert names(archive.search.find(Query(typed=typed))) == expected


FILTERED = [
    (Filters(site="north.example"), {"ferry", "budget"}),
    (Filters(site="www.north.example"), {"ferry", "budget"}),
    (Filters(since="2026-01-01"), {"ferry"}),
    (Filters(since="2025-11-01", until="2025-11-30"), {"budget"}),
    (Filters(since="2025-11-21", until="2025-11-30"), set()),
    (Filters(since="2020-01-01", until="2026-12-31"), {"ferry", "budget"}),
    (Filters(until="2025"), {"budget"}),
    (Filters(author="anna"), {"ferry", "budget"}),
    (Filters(author="%"), set()),
    (Filters(section="politics"), {"budget"}),
    (Filters(tag="SEA"), {"ferry", "budget"}),
    (Filters(language="de"), set()),
    (Filters(verdict="article"), {"ferry", "budget"}),
]


@pytest.mark.parametrize(("filters", "expected"), FILTERED)
@pytest.mark.parametrize("sort", ["rank", "newest"])
def test_filters(archive, filters, expected, sort):
    assert names(archive.search.find(Query(typed="ferry", filters=filters, sort=sort))) == expected
    listed = {row["url"].rsplit("/")[-1] for row in archive.articles.walk(filters)}
    assert expected <= listed


def test_a_language_covers_its_regions(archive):
    assert names(archive.search.find(Query(typed="gesperrt", filters=Filters(language="de")))) == {"straße"}


def test_the_headline_ranks_first_and_newest_sorts_by_date(archive):
    assert [hit.headline for hit in archive.search.find(Query(typed="ferry")).hits] == ["Ferry returns", "Budget day"]
    newest = archive.search.find(Query(typed="the", sort="newest")).hits
    assert [hit.date_published for hit in newest] == sorted((h.date_published for h in newest), reverse=True)


SNIPPETS = [
    ("pier", f"The ferry sails at dawn from the old {OPEN}pier{CLOSE}. Nobody was hurt."),
    ("fog", f"A ferry in the {OPEN}fog{CLOSE}"),
    ("着陆", f"NASA的飞船在月面{OPEN}着陆{CLOSE}。用户身份已经确认。"),
    ("NASA 月面", f"NASA的飞船在{OPEN}月面{CLOSE}着陆。用户身份已经确认。"),
]


@pytest.mark.parametrize(("typed", "snippet"), SNIPPETS)
def test_snippets_mark_the_hits(archive, typed, snippet):
    (hit,) = archive.search.find(Query(typed=typed)).hits
    assert hit.snippet == snippet


def test_raw_syntax_is_an_error_only_when_asked_for(archive):
    assert archive.search.find(Query(typed="caption : fog", raw=True)).total == 1
    for bad in ("foo-bar", '"', "nothing : x", "AND"):
        with pytest.raises(InputError, match="not an FTS5 query"):
            archive.search.find(Query(typed=bad, raw=True))


@settings(max_examples=400, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    st.text(max_size=40)
    | st.lists(
        st.sampled_from(
            [
                '"',
                "(",
                ")",
                "AND",
                "OR",
                "NOT",
                "NEAR(",
                "-",
                "*",
                "caption:",
                ",",
                "3",
                "ferry",
                "月面",
                "ก",
                "\x00",
                "\ue000",
                "a:b:",
                "^",
                "+",
                "{",
                "}",
            ]
        ),
        max_size=14,
    ).map(" ".join)
)
@example("NEAR(a b, 99999999999999999999)")
@example("(" * 5000)
@example("x " * 5000)
@example("a OR " * 400)
@example("NOT " * 400 + "x")
@example("caption:" * 300 + "x")
@pytest.mark.slow
def test_case_38_law_every_string_a_person_can_type_is_a_valid_search(archive, typed):
    for where in ("current", "any", "removed"):
        archive.search.find(Query(typed=typed, where=where))
    archive.search.find(
        Query(
            typed=typed,
            sort="newest",
            filters=Filters(site=typed, author=typed, since=typed, until=typed, language=typed),
        )
    )


@pytest.fixture
def edited(tmp_path):
    with Archive.open(tmp_path / "a.db") as opened:
        visit(opened, article(LONG, "The mayor lied about the bridge."))
        visit(opened, article(LONG, "The mayor spoke about the bridge."), hours=24)
        visit(opened, article(LONG, "The mayor spoke about the tunnel."), hours=48)
        yield opened


PAST = [
    ({"typed": "lied"}, []),
    ({"typed": "lied", "where": "removed"}, [1]),
    ({"typed": "mayor", "where": "removed"}, []),
    ({"typed": "lied", "where": "any"}, [1]),
    ({"typed": "mayor", "where": "any"}, [None]),
    ({"typed": "mayor", "as_of": "2026-05-01"}, [1]),
    ({"typed": "bridge", "as_of": "2026-05-02"}, [2]),
    ({"typed": "lied", "as_of": "2026-05-02"}, []),
    ({"typed": "tunnel", "as_of": "2026-05-03"}, [None]),
    ({"typed": "tunnel", "as_of": "2026-05-02"}, []),
    ({"typed": "mayor", "as_of": "2026-04-30"}, []),
    ({"typed": "spoke", "as_of": "2026-05-02T09:00:00Z"}, [2]),
]


@pytest.mark.parametrize(("asked", "versions"), PAST)
def test_the_past_can_be_searched(edited, asked, versions):
    assert [hit.version for hit in edited.search.find(Query(**asked)).hits] == versions


def test_too_many_matches_are_bounded_and_said_so(archive, monkeypatch):
    monkeypatch.setattr("scraper.archive.search.run_search.MANY", 1)
    monkeypatch.setattr("scraper.archive.search.run_search.TOO_COMMON", 1)
    found = archive.search.find(Query(typed="ferry"))
    assert (found.total, names(found)) == (2, {"ferry"})
    assert "headline" in found.notes[0]
    assert "newest first" in archive.search.find(Query(typed="the")).notes[0]


@pytest.mark.parametrize(("limit", "expected"), [(1, {"ferry"}), (2, {"ferry", "budget"}), (-1, {"ferry", "budget"})])
def test_of_many_matches_those_in_headlines_are_ranked_alone_if_they_fill_the_page(
    archive, monkeypatch, limit, expected
):
    monkeypatch.setattr("scraper.archive.search.run_search.MANY", 1)
    found = archive.search.find(Query(typed="ferry", limit=limit))
    assert names(found) == expected
    assert bool(found.notes) == (limit == 1)


IN_PARTS = [
    {"typed": "ferry OR the"},
    {"typed": "ferry OR the", "sort": "newest"},
    {"typed": "ferry", "filters": Filters(section="politics")},
    {"typed": "https://north.example/ferry"},
]


@pytest.mark.parametrize("asked", IN_PARTS)
@pytest.mark.parametrize("where", ["current", "any"])
def test_pages_of_a_list_are_the_list_in_parts(archive, asked, where):
    everything = archive.search.find(Query(**asked, where=where, limit=-1)).hits
    parts = [
        archive.search.find(Query(**asked, where=where, limit=1, offset=n)).hits for n in range(len(everything) + 1)
    ]
    assert [hit for part in parts for hit in part] == list(everything)


PAST_PARTS = [
    {"typed": "mayor", "where": "any"},
    {"typed": "mayor", "where": "removed"},
    {"typed": "lied", "where": "removed"},
    {"typed": "lied OR tunnel", "where": "any"},
    {"typed": "mayor", "as_of": "2026-05-02"},
]


@pytest.mark.parametrize("asked", PAST_PARTS)
def test_so_are_those_of_past_texts(edited, asked):
    everything = edited.search.find(Query(**asked, limit=-1)).hits
    parts = [edited.search.find(Query(**asked, limit=1, offset=n)).hits for n in range(len(everything) + 1)]
    assert [hit for part in parts for hit in part] == list(everything)


SUGGESTED = [
    ("fery", "ferry"),
    ("fery pier", "ferry pier"),
    ("Budgte", "budget"),
    ("ferry", None),
    ("xqzjw", None),
    ("", None),
    ("münchn", "munchen"),
]


@pytest.mark.parametrize(("typed", "better"), SUGGESTED)
def test_a_slip_of_the_pen_is_corrected(archive, typed, better):
    assert archive.search.suggest(Query(typed=typed)) == better


def test_only_what_finds_something_is_suggested(archive):
    assert archive.search.suggest(Query(typed="fery", filters=Filters(site="nowhere.example"))) is None
    assert archive.search.suggest(Query(typed="fery münchn")) is None  # both are known, but no article has both


TOUCHING = [
    ("NASA的飞船", "的飞 飞船 船 NASA"),
    ("iPhone15手机Pro", "手机 机 iPhone15 Pro"),
    ("x y 月", "月"),
    ("plain words", ""),
    ("Straße", ""),
]


@pytest.mark.parametrize(("text", "expected"), TOUCHING)
def test_pairs_of_characters_and_the_words_that_touch_them(text, expected):
    assert ngrams(text) == expected


BAD_TEXT = "CAST(x'80ff' AS TEXT)"


@pytest.mark.parametrize("value", ["x'80ff'", BAD_TEXT])
@pytest.mark.parametrize("more", [{"where": "any"}, {"where": "removed"}, {"as_of": "2026-05-01"}])
@pytest.mark.parametrize("sort", ["rank", "newest"])
def test_a_damaged_past_text_is_named_and_the_others_are_found(tmp_path, value, more, sort):
    with Archive.open(tmp_path / "a.db") as archive:
        for n in range(3):
            url = f"https://a.example/{n}"
            visit(archive, article(LONG, f"The mayor lied about bridge {n}.", url=url))
            visit(archive, article(LONG, f"The mayor spoke about bridge {n}.", url=url), hours=24)
        archive.db.execute("PRAGMA ignore_check_constraints = ON")
        archive.db.execute(f"UPDATE past_texts SET headline = {value} WHERE article_id = 2")
        found = archive.search.find(Query(typed="lied", sort=sort, **more))
        assert {hit.article_id for hit in found.hits} == {1, 3}
        assert "versions, row 2, 1: headline" in found.damage
