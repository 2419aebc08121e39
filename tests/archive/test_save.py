"""Saving: new, the same, edited, back again, and what the gate turns away."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsroom import LONG, START, URL, article, page, paragraphs, visit
from scraper.archive import Archive
from scraper.archive.articles import site_blocks
from scraper.errors import InputError
from scraper.extract.block_fingerprint import fingerprint
from scraper.extract.body.line_rules import KNOWN
from scraper.models import Article, Block, BlockKind, ChangeKind, Image, Removed, Span, VerdictKind


def test_an_article_comes_back_as_it_was_saved(archive):
    saved = article(LONG, "A second paragraph.")
    change = visit(archive, saved)
    assert change.kind is ChangeKind.NEW
    assert archive.articles.load(URL) == replace(saved, word_count=99)
    row = archive.articles.get(change.article_id)
    assert (row["caption"], row["credit"], row["tags"]) == ("The ferry", "Erik Lund", ["sea", "ferries"])
    assert row["authors"] == [
        {"name": "Anna Holm", "role": "reporter", "links": ["https://www.harbour.example/anna"], "raw": None,
         "kind": "person"}
    ]  # fmt: skip


def test_a_page_comes_back_byte_for_byte(archive):
    bodies = [b"", b"\x00\xff" * 3, b"<p>word</p>" * 500, b"<p>word</p>" * 500 + b"edited", b"<p>word</p>" * 500]
    ids = [archive.pages.keep(page(article(), hours=n, body=body)) for n, body in enumerate(bodies)]
    assert [archive.pages.load(i) for i in ids] == [
        page(article(), hours=n, body=body) for n, body in enumerate(bodies)
    ]
    assert archive.db.execute("SELECT count(*) FROM bodies").fetchone()[0] == 4
    edited = archive.db.execute("SELECT length(data) FROM bodies WHERE base_id IS NOT NULL").fetchone()[0]
    assert edited < 60


def test_saving_twice_adds_no_version(archive):
    visit(archive, article())
    assert visit(archive, article(), hours=1).kind is ChangeKind.SAME
    spaced = article(LONG.replace(" ferry ", "  ferry\u00a0"))
    assert visit(archive, spaced, hours=2).kind is ChangeKind.SAME
    (only,) = archive.articles.versions(URL)
    assert (only.first_seen, only.last_seen) == ("2026-05-01T09:00:00Z", "2026-05-01T11:00:00Z")
    assert archive.articles.get(URL)["body_text"] == LONG


def test_an_edit_keeps_both_texts_and_says_what_changed(archive):
    visit(archive, article("It killed 12 people. " + LONG))
    change = visit(archive, article("It killed 14 people. " + LONG, headline="Fourteen dead"), hours=1)
    assert (change.kind, change.fields) == (ChangeKind.EDITED, ("headline", "body_text"))
    first, second = archive.articles.versions(URL)
    assert first.body_text.startswith("It killed 12")
    assert second.body_text.startswith("It killed 14")
    assert (first.last_seen, second.changed) == ("2026-05-01T10:00:00Z", ("headline", "body_text"))
    rows = {(row["field"], row["kind"], row["stealth"]) for row in archive.articles.changes()}
    assert rows == {("headline", "number", 1), ("body_text", "number", 1), (None, "retitled", 0)}
    assert archive.articles.get(URL, version=1)["headline"] == "Ferry returns"
    assert archive.articles.load(URL, version=1).body == paragraphs("It killed 12 people. " + LONG)


def test_other_facts_change_without_a_version(archive):
    visit(archive, article())
    change = visit(
        archive,
        article(tags=("sea",), section="News", images=(Image(caption="The ferry", credit="Erik Lund"),)),
        hours=1,
    )
    assert change.kind is ChangeKind.SAME
    row = archive.articles.get(URL)
    assert (row["section"], row["tags"], row["images"][0]["url"], row["version"]) == ("News", ["sea"], None, 1)


def test_two_texts_by_turns_are_two_versions(archive):
    one, other = article("One. " + LONG), article("Other. " + LONG)
    kinds = [visit(archive, text, hours=n).kind for n, text in enumerate([one, other] * 4)]
    assert len(archive.articles.versions(URL)) == 2
    assert kinds[0] is ChangeKind.NEW
    assert set(kinds[4:]) == {ChangeKind.SAME}
    assert not list(archive.maintenance.verify())


WORSE = [
    (article("A stub."), "fragment"),
    (article(LONG, headline=None), "no_headline"),
    (article(LONG, headline="Page not found"), "error_title"),
    (article(LONG, headline="Just a moment..."), "error_title"),
    (article(LONG[:200], kind=VerdictKind.TEASER), "paywalled"),
    (article("Accept cookies", kind=VerdictKind.CONSENT), "consent"),
    (article(LONG * 3, kind=VerdictKind.CHALLENGE), "challenge"),
    (article(headline=None, kind=VerdictKind.EMPTY), "empty"),
]


@pytest.mark.parametrize(("worse", "reason"), WORSE)
def test_a_worse_capture_never_replaces_a_better_one(archive, worse, reason):
    visit(archive, article())
    change = visit(archive, worse, hours=1)
    assert (change.kind, change.reason) == (ChangeKind.DEGRADED, reason)
    assert archive.articles.get(URL)["body_text"] == LONG
    assert len(archive.articles.versions(URL)) == 1
    assert archive.pages.load(2).fetched_at > START  # kept all the same
    assert [row["detail"] for row in archive.db.execute("SELECT detail FROM events")] == [reason]


def test_what_is_no_article_makes_none(archive):
    change = visit(archive, article("Accept cookies", kind=VerdictKind.CONSENT))
    assert (change.kind, change.article_id, archive.articles.count()) == (ChangeKind.DEGRADED, None, 0)


def test_a_fragment_that_a_second_visit_finds_again_is_believed(archive):
    visit(archive, article())
    assert visit(archive, article("A stub."), hours=1).kind is ChangeKind.DEGRADED
    assert visit(archive, article("A stub."), hours=2).kind is ChangeKind.EDITED


def test_a_teaser_is_kept_until_the_article_comes(archive):
    assert visit(archive, article("A teaser.", kind=VerdictKind.TEASER)).kind is ChangeKind.NEW
    assert visit(archive, article(), hours=1).kind is ChangeKind.EDITED
    assert archive.articles.get(URL)["verdict"] == "article"


def test_a_teaser_that_was_a_version_does_not_come_back_in_place_of_the_article(archive):
    teaser = article("A teaser.", kind=VerdictKind.TEASER)
    kinds = [visit(archive, of, hours=n) for n, of in enumerate([teaser, article(), teaser, teaser, article()])]
    assert [change.kind for change in kinds] == ["new", "edited", "degraded", "degraded", "same"]
    assert [row["kind"] for row in archive.articles.changes() if not row["field"]] == ["paywalled"]


LADDER = [
    ("https://www.harbour.example/ferry?utm_source=x#top", URL, URL, True),
    (
        "https://www.harbour.example/amp/ferry",
        "https://www.harbour.example/amp/ferry",
        URL,
        True,
    ),  # the page names the other
    ("https://other.example/ferry", "https://other.example/ferry", URL, False),  # not its site: not its word
    (f"{URL}?id=7", f"{URL}?id=7", None, False),  # another query is another article
]


@pytest.mark.parametrize(("given", "fetched", "canonical", "same"), LADDER)
def test_identity(archive, given, fetched, canonical, same):
    visit(archive, article(canonical_url=URL))
    visit(archive, article(url=fetched, canonical_url=canonical), url=given, hours=1)
    assert archive.articles.count() == (1 if same else 2)
    assert archive.articles.find(given) is not None


def test_a_canonical_address_that_every_page_names_joins_nothing(archive):
    texts = {"ferry": LONG, "bridge": "The bridge will be closed for repairs until the winter has gone. " * 8}
    for name, text in texts.items():
        url = f"https://www.harbour.example/{name}"
        visit(archive, article(text, url=url, headline=name, canonical_url="https://www.harbour.example/news"))
    assert archive.articles.count() == 2
    assert archive.articles.get("https://www.harbour.example/bridge")["headline"] == "bridge"


def test_reading_again_rewrites_both_versions_and_makes_none(archive):
    visit(archive, article(LONG, "Old words. Subscribe now!", subheadline=None))
    visit(archive, article(LONG, "New words. Subscribe now!", subheadline=None), hours=1)
    dry = archive.articles.reread(article(LONG, "New words.", subheadline="A standfirst"), 2, simulate=True)
    assert (dry.gained, dry.lost, dry.changed) == (("subheadline",), (), ("body_text",))
    assert "Subscribe" in archive.articles.get(URL)["body_text"]
    for capture, words in ((1, "Old words."), (2, "New words.")):
        archive.articles.reread(article(LONG, words, subheadline="A standfirst"), capture, extractor="next")
    assert [v.body_text for v in archive.articles.versions(URL)] == [f"{LONG}\n\nOld words.", f"{LONG}\n\nNew words."]
    assert not list(archive.maintenance.verify())
    assert visit(archive, article(LONG, "New words.", subheadline="A standfirst"), hours=2).kind is ChangeKind.SAME
    refused = archive.articles.reread(article("Accept cookies", kind=VerdictKind.CONSENT), 2)
    assert refused.refused == "consent"
    archive.articles.undo_reread(2)
    archive.articles.undo_reread(1)
    assert ["Subscribe" in v.body_text for v in archive.articles.versions(URL)] == [True, True]
    assert archive.articles.get(URL)["subheadline"] is None
    assert not list(archive.maintenance.verify())


def test_the_reader_of_a_version_is_known(archive):
    visit(archive, article())
    assert archive.articles.outdated(URL) is None
    assert archive.articles.outdated(URL, "next") == 1


NOTICE = "Sign up for our letter from the harbour, every Friday morning."


def test_blocks_on_many_pages_are_known_and_leaving_them_out_is_no_edit(archive):
    for n in range(5):
        visit(archive, article(f"{n} {LONG}", NOTICE, url=f"https://www.harbour.example/{n}"))
    assert archive.articles.known_blocks(URL) == {fingerprint(NOTICE)}
    assert archive.articles.known_blocks("https://other.example/") == frozenset()
    removed = (Removed(text=NOTICE, reason=KNOWN),)
    change = visit(archive, article(f"0 {LONG}", url="https://www.harbour.example/0", removed=removed), hours=1)
    assert (change.kind, change.reason) == (ChangeKind.SAME, "cleaned")
    row = archive.articles.get("https://www.harbour.example/0")
    assert (row["body_text"], row["version"]) == (f"0 {LONG}", 1)
    assert archive.articles.known_blocks(URL) == {fingerprint(NOTICE)}  # still, though it is left out now
    assert not list(archive.maintenance.verify())


def test_blocks_are_counted_in_the_newest_articles_that_have_short_ones(archive, monkeypatch):
    monkeypatch.setattr(site_blocks, "WINDOW", 4)
    known, august = [], "The harbour is closed in August."
    for numbers, notices in ((range(4), (NOTICE,)), (range(4, 8), ()), (range(8, 12), (august,)), (range(12, 14), ())):
        for n in numbers:
            visit(archive, article(f"{n} {LONG}", *notices, url=f"https://www.harbour.example/{n}"))
        known.append(archive.articles.known_blocks(URL))
    # without short blocks, as all imported articles are, none is counted: neither all of the newest four nor two of them
    assert known == [{fingerprint(NOTICE)}, {fingerprint(NOTICE)}, {fingerprint(august)}, {fingerprint(august)}]


TWIN = "https://www.harbour.example/amp/ferry"


def test_a_twin_of_a_page_is_no_edit_of_it(archive):
    visit(archive, article(canonical_url=URL))
    for hours in (1, 2):
        change = visit(archive, article(LONG, "Only here.", url=TWIN, canonical_url=URL), hours=hours)
        assert (change.kind, change.reason) == (ChangeKind.SAME, "twin")
    assert archive.articles.get(TWIN)["body_text"] == LONG


LESS = [
    (article("A teaser.", canonical_url=URL, kind=VerdictKind.TEASER), "paywalled"),
    (article(LONG, canonical_url=URL), "fragment"),
]


@pytest.mark.parametrize(("original", "reason"), LESS)
def test_the_fuller_text_of_two_twins_is_the_current_one_and_they_take_no_turns(archive, original, reason):
    whole = article(*[f"{n}. {LONG}" for n in range(4)], url=TWIN, canonical_url=URL)
    visits = [(original, "new", None), (whole, "edited", None), (original, "degraded", reason), (whole, "same", None)]
    for hours, (shown, kind, why) in enumerate(visits):
        change = visit(archive, shown, hours=hours)
        assert (str(change.kind), change.reason) == (kind, "twin" if kind == "same" else why)
    row = archive.articles.get(TWIN)
    assert (row["url"], row["version"], row["body_text"].count(LONG)) == (URL, 2, 4)
    assert not list(archive.maintenance.verify())


def test_the_original_takes_the_place_of_its_twin(archive):
    visit(archive, article(LONG, "Only here.", url=TWIN, canonical_url=URL))
    change = visit(archive, article(canonical_url=URL), hours=1)
    assert (change.kind, change.reason) == (ChangeKind.SAME, "original")
    row = archive.articles.get(TWIN)
    assert (row["url"], row["body_text"], row["version"]) == (URL, LONG, 1)
    assert not list(archive.maintenance.verify())
    assert visit(archive, article(LONG, "Only here.", url=TWIN, canonical_url=URL), hours=2).reason == "twin"


OTHER = "The council has put off the vote on the new bridge until the harbour board has told it what it costs. " * 6
EDITED = article("It will not sail in storms. " + LONG)
MOVED = article(url="https://www.harbour.example/2026/ferry")
WALL = article(LONG[:120], kind=VerdictKind.TEASER)
SORRY = article("We no longer have it.", headline="Our apologies")
ELSEWHERE = article(OTHER, url="https://www.harbour.example/bridge", headline="Vote on bridge put off")

# (hours after the first visit, what the visit found) ... -> the events, the oldest first
LIVES = [
    ([(1, "not_found"), (2, "not_found"), (24, "gone")], []),  # not yet a day
    ([(1, "not_found"), (25, "not_found")], []),  # not three times
    ([(1, "not_found"), (2, "gone"), (25, "soft_404")], ["vanished"]),
    ([(1, "not_found"), (2, "timeout"), (3, "server_error"), (30, "not_found")], []),  # no answer is no sign
    ([(1, "gone"), (2, "gone"), (20, "same"), (26, "gone"), (30, "gone")], []),  # it was there in between
    ([(1, "gone"), (2, "gone"), (26, "gone"), (27, "gone"), (60, "gone")], ["vanished"]),  # told once
    ([(1, "gone"), (2, "gone"), (26, "gone"), (27, "same")], ["vanished", "restored"]),
    ([(1, "gone"), (2, "gone"), (26, "gone"), (27, article())], ["vanished", "restored"]),
    ([(1, "gone"), (2, "gone"), (26, "gone"), (27, EDITED)], ["vanished", "restored"]),
    ([(1, "gone"), (2, "gone"), (26, "gone"), (27, WALL)], ["vanished", "restored", "paywalled"]),
    ([(1, "gone"), (2, "gone"), (26, "gone"), (27, article("Gone."))], ["vanished", "restored", "degraded"]),
    ([(1, "gone"), (2, "gone"), (26, "gone"), (27, SORRY)], ["vanished", "degraded"]),  # another headline on few words
    (
        [(1, "gone"), (2, "gone"), (20, WALL), (26, "gone"), (30, "gone")],
        ["paywalled"],
    ),  # a wall stands before something
    ([(1, WALL), (2, WALL), (3, article()), (4, WALL)], ["paywalled"]),
    ([(1, article(headline="Ferry sails again"))], ["retitled"]),
    ([(1, MOVED), (2, MOVED)], ["moved"]),
    ([(1, ELSEWHERE)], []),  # sent on to another article: neither an edit nor a move
]


@pytest.mark.parametrize(("visits", "events"), LIVES)
def test_the_life_of_an_article(tmp_path, visits, events):
    clock = [START]
    with Archive.open(tmp_path / "a.db", clock=lambda: clock[0]) as archive:
        visit(archive, article())
        for hours, found in visits:
            clock[0] = START + timedelta(hours=hours)
            if isinstance(found, Article):
                visit(archive, found, hours=hours, url=URL)
            elif found == "same":
                archive.crawl.log.touch(URL)
            else:
                archive.crawl.log.write(URL, found)
        told = archive.db.execute("SELECT kind, at FROM events WHERE article_id = 1 ORDER BY id").fetchall()
        assert [row["kind"] for row in told] == events
        assert (archive.articles.get(1)["vanished_at"] is not None) == (
            events[:1] == ["vanished"] and "restored" not in events
        )
        assert len(archive.articles.versions(1)) == (
            2 if EDITED in dict(visits).values() or "retitled" in events else 1
        )
        assert archive.articles.count() == (2 if ELSEWHERE in dict(visits).values() else 1)


def test_an_unknown_article_is_an_error_that_helps(archive):
    with pytest.raises(InputError, match=r"no article https://nowhere\.example/"):
        archive.articles.get("https://nowhere.example/")


spans = st.builds(
    Span,
    text=st.text(max_size=12),
    href=st.none() | st.just("https://x.example/"),
    strong=st.booleans(),
    em=st.booleans(),
    code=st.booleans(),
)
blocks = st.builds(
    Block,
    kind=st.sampled_from(BlockKind),
    spans=st.lists(spans, max_size=3).map(tuple),
    level=st.integers(0, 6),
    ordered=st.booleans(),
    href=st.none() | st.just("https://x.example/"),
) | st.builds(
    Block,
    kind=st.just(BlockKind.TABLE),
    rows=st.lists(st.lists(st.text(max_size=5), max_size=3).map(tuple), max_size=3).map(tuple),
)
texts = st.none() | st.text(max_size=20)
images = st.lists(st.builds(Image, caption=texts, alt=texts), max_size=2).map(tuple)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(body=st.lists(blocks, max_size=6).map(tuple), headline=texts, byline=texts, images=images)
def test_law_whatever_is_saved_twice_adds_no_version_and_verifies(archive, body, headline, byline, images):
    of = replace(article(), body=body, headline=headline, byline=byline, images=images)
    archive.db.execute("BEGIN")
    change = archive.articles.save(of)
    if change.kind is not ChangeKind.DEGRADED:
        loaded = archive.articles.load(URL)
        assert archive.articles.save(of).kind is ChangeKind.SAME
        assert archive.articles.save(loaded).kind is ChangeKind.SAME
        assert [b.kind for b in loaded.body] == [b.kind for b in body] or not "".join(b.text for b in body).strip()
        assert not list(archive.maintenance.verify())
    archive.db.execute("ROLLBACK")
