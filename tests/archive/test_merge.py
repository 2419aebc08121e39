"""Archives made into one: nothing is lost, nothing is doubled, and their order makes no difference."""

import sqlite3
import tempfile
from collections import Counter
from contextlib import ExitStack, closing
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from new_archives import use_copies
from newsroom import LONG, START, article, filled, visit, write_past
from scraper.archive import Archive
from scraper.archive.corpus.label_sets import LabelRow, LabelTable
from scraper.archive.merging.merged_file import Input, Merged, MergeRun, merge_archives
from scraper.errors import InputError, UnknownTrigger
from scraper.models import Lead, VerdictKind

URLS = [f"https://harbour.example/{n}" for n in range(4)]
TEXTS = [f"{word} {LONG}" for word in ("First.", "Second.", "Third, of 40 boats.", "Fourth.")]
FEED = "https://harbour.example/feed"
# what each archive holds, by the words that name things in any archive; the numbers of rows are left out
CONTENT = {
    "articles": """SELECT a.url, a.canonical_url, a.site, a.headline, a.body_text, a.authors, a.version, a.first_seen,
        a.last_changed, c.fetched_at, v.last_seen, v.due_at, v.missing, v.vanished_at
        FROM articles a JOIN visits v ON v.article_id = a.id LEFT JOIN captures c ON c.id = a.capture_id""",
    "versions": """SELECT a.url, v.version, v.first_seen, v.last_seen, v.changed, v.stealth, v.returns, v.text_sha256,
        v.body_text, c.fetched_at, c.final_url
        FROM v_versions v JOIN articles a ON a.id = v.article_id LEFT JOIN captures c ON c.id = v.capture_id""",
    "changes": """SELECT a.url, c.version, c.field, c.kind, c.words_added, c.words_removed, c.before, c.after
        FROM changes c JOIN articles a ON a.id = c.article_id""",
    "events": "SELECT a.url, e.at, e.kind, e.version, e.detail FROM events e JOIN articles a ON a.id = e.article_id",
    "aliases": "SELECT s.url, a.url, s.kind FROM aliases s JOIN articles a ON a.id = s.article_id",
    "authors": """SELECT a.url, p.position, n.name FROM article_authors p JOIN articles a ON a.id = p.article_id
        JOIN authors n ON n.id = p.author_id""",
    "images": "SELECT a.url, i.position, i.url FROM images i JOIN articles a ON a.id = i.article_id",
    "captures": """SELECT c.url, c.final_url, c.status, c.headers, c.fetched_at, c.source, b.sha256, r.sha256
        FROM captures c JOIN bodies b ON b.id = c.body_id LEFT JOIN runs r ON r.id = c.run_id""",
    "bodies": "SELECT sha256, raw_bytes FROM bodies",
    "extractions": """SELECT c.fetched_at, c.url, a.url, e.version, e.verdict, e.text_sha256, e.fields
        FROM extractions e JOIN captures c ON c.id = e.capture_id LEFT JOIN articles a ON a.id = e.article_id""",
    "fetches": """SELECT f.url, f.at, f.reason, f.error, c.fetched_at, a.url FROM fetches f
        LEFT JOIN captures c ON c.id = f.capture_id LEFT JOIN articles a ON a.id = f.article_id""",
    "runs": "SELECT sha256, previous_sha256, command, counts FROM runs WHERE name IS NOT 'merge'",
    "hosts": "SELECT host, next_ok_at, delay, failures, open_until, robots FROM hosts",
    "queue": "SELECT url, host, state, priority, attempts, lead FROM queue",
    "feeds": "SELECT url, title, tags, folders, every, added_at, polled_at FROM feeds",
    "entries": """SELECT f.url, e.entry_id, e.url, e.seen_at FROM feed_entries e JOIN feeds f ON f.id = e.feed_id""",
    "labels": """SELECT s.name, s.url_column, s.source, r.url, r.error, r.cells FROM label_rows r
        JOIN label_sets s ON s.id = r.set_id""",
    "tags": "SELECT a.url, t.tag, t.coder, t.added_at FROM coder_tags t JOIN articles a ON a.id = t.article_id",
    "notes": """SELECT a.url, v.text_sha256, n.text, n.field, n.exact, n.coder FROM coder_notes n
        JOIN articles a ON a.id = n.article_id
        LEFT JOIN versions v ON v.article_id = n.article_id AND v.number = n.version""",
    "exclusions": "SELECT a.url, x.reason, x.coder FROM coder_exclusions x JOIN articles a ON a.id = x.article_id",
}


def content(path: Path, *, without: tuple[str, ...] = ()) -> dict[str, Counter]:
    with closing(sqlite3.connect(path)) as db:
        return {name: Counter(map(tuple, db.execute(sql))) for name, sql in CONTENT.items() if name not in without}


def merged(target: Path, *paths: Path, replace: bool = False, allow: tuple[str, ...] = ()) -> Merged:
    with ExitStack() as stack:
        opened = [stack.enter_context(Archive.open(path, read_only=True)) for path in paths]
        inputs = [Input(archive.db, archive.file) for archive in opened]
        return merge_archives(inputs, target, MergeRun(clock=lambda: START, allow=allow), replace=replace)


def faults(path: Path) -> list:
    with Archive.open(path) as archive:
        return list(archive.maintenance.verify())


# ---- made-up archives: what happened, in the order of time


def at_hour(hour: int):
    return START + timedelta(hours=hour)


def seen(archive, hour, which):
    url, text, given = which
    visit(archive, article(TEXTS[text], url=URLS[url], canonical_url=URLS[url]), hours=hour, url=URLS[given])


def unreadable(archive, hour, which):
    visit(archive, article("A teaser.", url=URLS[which[0]], kind=VerdictKind.TEASER), hours=hour)


def failed(archive, hour, which):
    archive.crawl.log.write(URLS[which[0]], "timeout", error="too slow")


def coded(archive, hour, which):
    row = archive.db.execute("SELECT id, version FROM articles WHERE url = ?", (URLS[which[0]],)).fetchone()
    if row is None:
        return
    archive.corpus.tags.add(row["id"], "sea", coder="ann")
    archive.corpus.notes.add(row["id"], f"text {which[1]}", coder="ann", quotation="the old pier")
    if which[1]:
        archive.corpus.exclusions.add(row["id"], f"reason {which[1]}", coder="ben")


def followed(archive, hour, which):
    feed, _ = archive.crawl.feeds.add(f"{FEED}{which[0]}")
    archive.crawl.feeds.mark_seen(feed, [Lead(url=URLS[which[1]])])


def queued(archive, hour, which):
    archive.crawl.queue.add([Lead(url=URLS[which[0]], headline=f"headline {which[1]}")])
    archive.crawl.hosts.claim("harbour.example", float(hour), float(which[1]))


def labelled(archive, hour, which):
    table = LabelTable(name=f"cases {which[0]}", columns=("url", "outlet"), url_column="url", source=f"{which[2]}.csv")
    cells = {"url": URLS[which[0]], "outlet": TEXTS[which[1]][:5]}
    archive.corpus.labels.keep(table, [LabelRow(url=cells["url"], cells=cells)])


DEEDS = [seen, seen, seen, seen, unreadable, failed, coded, followed, queued, labelled]
WHICH = st.tuples(st.integers(0, 2), st.integers(0, 3), st.integers(0, 2)).map(
    lambda which: (which[0], which[1], which[0] if which[2] else (which[0] + 1) % 4)
)
HISTORY = st.lists(st.tuples(st.sampled_from(DEEDS), st.integers(0, 3), WHICH), min_size=1, max_size=9)


def live(archive, history, hour=0):
    """Let things happen in an archive, in a run of its own; -> the hour afterwards."""
    run = archive.crawl.runs.start(["fetch"], "scraper 0.1.0", name=f"from hour {hour}")
    for deed, hours, which in history:
        hour += hours
        deed(archive, hour, which)
    archive.crawl.runs.end(run, {})
    return hour


def made(path, *histories):
    """An archive in which things happened; each history is a run."""
    moment = [START]
    with Archive.open(path, clock=lambda: moment[0]) as archive:
        hour = 0
        for history in histories:
            moment[0] = at_hour(hour)
            hour = live(archive, history, hour)
    return path


@given(HISTORY, HISTORY, HISTORY)
@settings(max_examples=10, phases=[Phase.explicit, Phase.generate])
def test_the_order_and_a_second_time_make_no_difference(common, one, other):
    with tempfile.TemporaryDirectory() as name, pytest.MonkeyPatch.context() as patch:
        use_copies(patch)
        folder = Path(name)
        a, b = made(folder / "a.db", common, one), made(folder / "b.db", common, other)
        before = [path.read_bytes() for path in (a, b)]
        merged(folder / "ab.db", a, b)
        merged(folder / "ba.db", b, a)
        merged(folder / "aa.db", a, a)
        merged(folder / "abb.db", folder / "ab.db", b)
        assert [path.read_bytes() for path in (a, b)] == before
        ab = content(folder / "ab.db")
        assert ab == content(folder / "ba.db")
        assert ab == content(folder / "abb.db")
        assert content(folder / "aa.db") == content(a)
        for path in ("ab.db", "ba.db", "aa.db", "abb.db"):
            assert faults(folder / path) == []
        for table in ("bodies", "runs"):
            assert set(ab[table]) >= set(content(a)[table]) | set(content(b)[table])
        assert visits(ab) == visits(content(a)) | visits(content(b))
        assert texts(folder / "ab.db") == texts(a) | texts(b)
        assert ab["captures"] == content(a)["captures"] | content(b)["captures"]


def visits(held):
    """The log of visits without the address that an article has today."""
    return {row[:5] for row in held["fetches"]}


def texts(path):
    with closing(sqlite3.connect(path)) as db:
        return set(map(tuple, db.execute("SELECT text_sha256, body_text FROM v_versions")))


# ---- what one archive has besides the other


@pytest.fixture
def two(tmp_path):
    """Two archives with the same article: the second one saw an earlier text, and a coder wrote in both."""
    common = [(seen, 3, (0, 0, 0))]
    a = made(tmp_path / "a.db", [(seen, 5, (0, 1, 0)), (coded, 1, (0, 1, 0))])
    b = made(tmp_path / "b.db", common, [(coded, 1, (0, 0, 0)), (seen, 4, (0, 2, 0)), (coded, 1, (0, 2, 0))])
    return a, b


def test_versions_are_in_the_order_of_time_and_notes_stay_at_theirs(tmp_path, two):
    done = merged(tmp_path / "c.db", *two)
    assert (done.articles, done.joined, done.new, done.damage) == (1, 1, 0, None)
    with closing(sqlite3.connect(tmp_path / "c.db")) as db:
        rows = db.execute(
            "SELECT version, first_seen, last_seen, substr(body_text, 1, 6), is_current FROM v_versions ORDER BY version"
        ).fetchall()
        notes = db.execute("SELECT text, version FROM coder_notes ORDER BY text").fetchall()
    assert rows == [
        (1, "2026-05-01T12:00:00Z", "2026-05-01T17:00:00Z", "First.", 0),
        (2, "2026-05-01T14:00:00Z", "2026-05-01T14:00:00Z", "Second", 0),
        (3, "2026-05-01T17:00:00Z", "2026-05-01T17:00:00Z", "Third,", 1),
    ]
    assert notes == [("text 0", 1), ("text 1", 2), ("text 2", 3)]
    assert faults(tmp_path / "c.db") == []


def test_each_chain_is_kept_apart_and_checked(tmp_path, two):
    merged(tmp_path / "c.db", *two)
    more = made(tmp_path / "more.db", [(seen, 9, (1, 1, 1))])
    merged(tmp_path / "d.db", more, tmp_path / "c.db")
    with closing(sqlite3.connect(tmp_path / "d.db")) as db:
        chains = db.execute("SELECT o.name, count(*) FROM origins o JOIN runs r ON r.origin_id = o.id GROUP BY o.id")
        assert chains.fetchall() == [("more.db", 1), ("c.db", 1), ("a.db", 1), ("b.db", 2)]
        assert db.execute("SELECT name, sealed FROM runs WHERE origin_id IS NULL").fetchall() == [("merge", 1)]
    assert faults(tmp_path / "d.db") == []


def test_the_captures_of_a_chain_are_kept_in_the_order_of_their_making(tmp_path):
    """An index has them in the order of their sites, and SQLite reads the ids from it."""
    paths = (tmp_path / "a.db", tmp_path / "b.db")
    for path, sites in zip(paths, ("cba", "dbe"), strict=True):
        with Archive.open(path, clock=lambda: START) as archive:
            run = archive.crawl.runs.start(["fetch"], "scraper 0.1.0", name="fetch")
            for hour, site in enumerate(sites):
                url = f"https://{site}.example/pier"
                visit(archive, article(TEXTS[0], url=url), hours=hour, url=url)
            archive.crawl.runs.end(run, {})
    for order in (paths, paths[::-1]):
        merged(tmp_path / "c.db", *order, replace=True)
        assert faults(tmp_path / "c.db") == []


def test_runs_that_were_merged_in_are_not_judged_as_those_of_the_new_file(tmp_path):
    moment = [START]
    for name, error in (("a.db", "the disk was full"), ("b.db", "no network")):
        with Archive.open(tmp_path / name, clock=lambda: moment[0]) as archive:
            archive.crawl.feeds.add(FEED)
            archive.crawl.queue.add([Lead(url=URLS[0])])
            for _ in range(9):  # a cron job, whose last run died and whose next one does not come
                moment[0] += timedelta(minutes=10)
                run = archive.crawl.runs.start(["run"], "scraper 0.1.0", name="run")
                archive.crawl.runs.end(run, {}, error=error)
            archive.crawl.runs.start(["fetch"], "scraper 0.1.0", name="fetch")  # it is under way
    merged(tmp_path / "c.db", tmp_path / "a.db", tmp_path / "b.db")
    moment[0] += timedelta(hours=12)
    for name, runs in (("b.db", ["fetch", "run"]), ("c.db", ["scraper merge"])):
        with Archive.open(tmp_path / name, clock=lambda: moment[0]) as archive:
            lines = list(archive.maintenance.status())
        assert list(dict.fromkeys(line.what for line in lines if line.about == "run")) == runs
        troubles = " ".join(line.trouble for line in lines if line.trouble)
        assert ("died" in troubles) is (name == "b.db")
        assert ("still in cron" in troubles) is (name == "b.db")
        assert ("since a run was interrupted" in troubles) is (name == "c.db")


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE runs SET counts = '{1}' WHERE origin_id = 2 AND origin_sealed = 1",
        "DELETE FROM runs WHERE origin_id = 2 AND origin_sealed = 2",
        "UPDATE captures SET status = 201 WHERE id = 2",
        "UPDATE runs SET origin_run = 9 WHERE origin_id = 1",
    ],
)
def test_what_was_changed_breaks_the_chain_of_its_origin(tmp_path, two, sql):
    merged(tmp_path / "c.db", *two)
    write_past(tmp_path / "c.db", sql, "captures_stay")
    assert "runs" in {fault.table for fault in faults(tmp_path / "c.db")}


def test_a_damaged_row_is_named_and_the_others_are_kept(tmp_path):
    a, b = made(tmp_path / "a.db", [(seen, 1, (1, 1, 1))]), filled(tmp_path / "b.db")
    with closing(sqlite3.connect(b)) as db, db:
        db.execute("UPDATE articles SET section = 'other' WHERE id = 3")
    done = merged(tmp_path / "c.db", a, b)
    assert done.damage == "damage in articles, row 3: it is not what was stored"
    assert texts(tmp_path / "c.db") > texts(a)
    assert done.articles == 2
    assert faults(tmp_path / "c.db") == []


@pytest.mark.parametrize(
    ("table", "damage"),
    [
        ("articles", "UPDATE articles SET section = 'other'"),
        ("articles", "UPDATE articles SET body_text = body_text || ' falsely'"),
        ("articles", "UPDATE articles SET headline = CAST(x'ff41' AS TEXT)"),
        ("articles", "UPDATE visits SET last_seen = '2030-01-01T00:00:00Z'"),
        ("articles", "DELETE FROM visits"),
        ("articles", "DELETE FROM versions WHERE number = 2"),
        ("versions", "UPDATE versions SET first_seen = '2020-01-01T00:00:00Z' WHERE number = 1"),
        ("versions", "UPDATE past_texts SET body_text = body_text || ' falsely'"),
        ("bodies", "UPDATE bodies SET data = CAST(data || 'x' AS BLOB) WHERE id = 1"),
        ("hosts", "UPDATE hosts SET delay = 9999"),
        ("queue", "UPDATE queue SET attempts = 9999"),
        ("feeds", "UPDATE feeds SET tags = '[\"other\"]'"),
        ("label_sets", "UPDATE label_sets SET source = 'a'"),
        ("coder_tags", "UPDATE coder_tags SET added_at = '2020-01-01T00:00:00Z'"),
        ("coder_exclusions", "UPDATE coder_exclusions SET reason = 'other'"),
    ],
)
def test_a_damaged_row_of_the_first_archive_is_replaced_by_a_sound_one(tmp_path, table, damage):
    deeds = (queued, followed, labelled, seen, coded)
    history = [(deed, 1, (0, text, 0)) for text in (1, 2) for deed in deeds]
    a, b = made(tmp_path / "a.db", history), made(tmp_path / "b.db", history, [(seen, 1, (0, 3, 0))])
    merged(tmp_path / "whole.db", a, b)
    write_past(a, damage, "articles_fts_update", "articles_keep_text", "past_fts_update")
    done = merged(tmp_path / "c.db", a, b)
    assert done.damage is not None
    assert f"damage in {table}, row" in done.damage
    assert faults(tmp_path / "c.db") == []
    assert content(tmp_path / "c.db") == content(tmp_path / "whole.db")


def test_a_damaged_article_of_the_first_archive_keeps_its_sound_versions(tmp_path):
    a = made(tmp_path / "a.db", [(seen, 1, (0, text, 0)) for text in (0, 1, 2)] + [(coded, 1, (0, 1, 0))])
    b = made(tmp_path / "b.db", [(seen, 2, (0, 3, 0)), (coded, 0, (0, 0, 0)), (seen, 9, (0, 0, 0))])
    write_past(a, "UPDATE articles SET body_text = 'Another.'", "articles_fts_update", "articles_keep_text")
    done = merged(tmp_path / "c.db", a, b)
    assert done.damage == "damage in articles, row 1: it is not what was stored"
    with closing(sqlite3.connect(tmp_path / "c.db")) as db:
        rows = db.execute("SELECT version, substr(body_text, 1, 6), is_current FROM v_versions ORDER BY 1").fetchall()
        notes = db.execute("SELECT text, version FROM coder_notes ORDER BY 1").fetchall()
        events = db.execute("SELECT kind, version FROM events ORDER BY at").fetchall()
    # the text of the third version is lost, and its note is at the one before it
    assert rows == [(1, "First.", 1), (2, "Fourth", 0), (3, "Second", 0)]
    assert notes == [("text 0", 2), ("text 1", 3)]
    assert events == []
    assert faults(tmp_path / "c.db") == []


def test_what_other_programs_added_is_that_of_the_first_archive(tmp_path, two):
    for path, name in zip(two, ("mine", "theirs"), strict=True):
        with closing(sqlite3.connect(path)) as db, db:
            db.executescript(f"CREATE TABLE {name} (x); INSERT INTO {name} VALUES (1);")
            db.executescript(f"ALTER TABLE articles ADD COLUMN {name} TEXT DEFAULT 'red';")
            db.executescript(
                f"CREATE TRIGGER {name}_too AFTER INSERT ON captures BEGIN INSERT INTO {name} VALUES (2); END;"
            )
    with pytest.raises(UnknownTrigger, match="mine_too"):
        merged(tmp_path / "c.db", *two)
    assert not (tmp_path / "c.db").exists()
    merged(tmp_path / "c.db", *two, allow=("mine_too",))
    with closing(sqlite3.connect(tmp_path / "c.db")) as db:
        assert set(db.execute("SELECT x FROM mine")) == {(1,), (2,)}
        assert db.execute("SELECT mine FROM articles").fetchall() == [("red",)]
        names = {row[0] for row in db.execute("SELECT name FROM sqlite_master")}
        columns = {row[1] for row in db.execute("PRAGMA table_info(articles)")}
    assert not {"theirs", "theirs_too"} & (names | columns)


def test_the_new_file_must_be_free(tmp_path, two):
    target = tmp_path / "c.db"
    target.write_text("mine")
    with pytest.raises(InputError, match="exists: name another file, or replace it with --force"):
        merged(target, *two)
    assert target.read_text() == "mine"
    merged(target, *two, replace=True)
    for path in two:
        with pytest.raises(InputError, match="is one of the archives to merge"):
            merged(path, *two, replace=True)
    with pytest.raises(InputError, match="there is no folder"):
        merged(tmp_path / "no" / "c.db", *two)
    assert list(tmp_path.glob("*.part*")) == []


def test_pages_packed_against_others_can_be_read(tmp_path):
    a, b = filled(tmp_path / "a.db", 9), made(tmp_path / "b.db", [(seen, 1, (n, n, n)) for n in range(3)])
    merged(tmp_path / "c.db", b, a)
    assert faults(tmp_path / "c.db") == []
    assert set(content(tmp_path / "c.db")["bodies"]) == set(content(a)["bodies"]) | set(content(b)["bodies"])


def test_a_page_that_one_archive_pruned_is_taken_from_the_other(tmp_path):
    history = [(seen, 1, (0, text, 0)) for text in range(4)]
    a, b = made(tmp_path / "a.db", history), made(tmp_path / "b.db", history)
    with Archive.open(a, clock=lambda: START + timedelta(days=900)) as archive:
        assert archive.maintenance.prune(timedelta(days=30)).pages > 0
    for target, paths in (("ab.db", (a, b)), ("ba.db", (b, a))):
        merged(tmp_path / target, *paths)
        with Archive.open(tmp_path / target) as archive:
            assert archive.pages.count_pruned() == 0
        assert faults(tmp_path / target) == []
