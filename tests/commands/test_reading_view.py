"""Texts on a terminal: wrapped at words, in the pager if they are long, and whole in a pipe."""

import re

import pytest
from rich.cells import cell_len

from newsroom import START, article, page
from program import inside, on_a_terminal, without_colours
from scraper.archive import Archive
from scraper.commands.terminal import reading_view
from scraper.commands.terminal.reading_view import MEASURE

URL = "https://harbour.example/ferry/a-very-long-address-that-no-narrow-terminal-holds-on-a-single-row-of-its-own"
ENGLISH = (
    "The ferry, which had cost 2.4 million, sails from the old pier at dawn and returns with the evening tide. " * 4
)
CHINESE = "渡轮从老码头出发傍晚随潮水返回。" * 12
WIDTHS = [24, 60, 80, 200]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """An archive with a text of two versions; the first cost less."""
    place = tmp_path_factory.mktemp("reading")
    with Archive.open(place / "archive.db", clock=lambda: START) as archive:
        for hours, cost in enumerate(("2.4", "3.1")):
            text = ENGLISH.replace("2.4", cost)
            story = article(text, CHINESE, url=URL, headline="A ferry returns")
            markup = f"<article><h1>A ferry returns</h1><p>{text}</p></article>".encode()
            archive.articles.save(story, archive.pages.keep(page(story, hours=hours, body=markup)))
        archive.corpus.tags.add(1, "sea", coder="ann")
        archive.corpus.notes.add(1, "Which pier?", coder="ann", quotation="old pier")
    return place


def looked_at(folder, monkeypatch, width, *args):
    """The lines that a terminal of this width gets, without colours."""
    with monkeypatch.context() as patched:
        patched.setattr(reading_view, "is_terminal", lambda _: True)
        done = inside(folder, *args, "--color", "never", env={"COLUMNS": str(width)})
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("args", [("show", "1"), ("diff", "1"), ("diff", "1", "--unified"), ("explain", "1")])
def test_rows_fit_and_no_word_is_broken(folder, monkeypatch, width, args):
    rows = looked_at(folder, monkeypatch, width, *args)
    too_long = [row for row in rows if cell_len(row) > min(width, MEASURE)]
    assert all(len(row.split()) == 1 for row in too_long), too_long  # an address, or a word behind a deep indent
    assert words(rows) <= words(looked_at(folder, monkeypatch, 200, *args))


def words(rows):
    return {word for word in " ".join(rows).split() if word.isalpha() and word.isascii()}


def test_an_article_for_reading(folder, monkeypatch):
    rows = looked_at(folder, monkeypatch, 80, "show", "1")
    assert rows[:5] == [
        "A ferry returns",
        "",
        "Anna Holm, reporter",
        "1 May 2026, 08:00 +02:00 · harbour.example",
        "",
    ]
    assert "  Picture: The ferry (Erik Lund)" in rows
    assert rows[-4:] == [
        "",
        "Added in this archive",
        "• tags: sea (ann)",
        "• note by ann, 1 May 2026, 09:00 UTC on “old pier” (version 2): Which pier?",
    ]
    assert URL in rows


def test_a_diff_names_its_versions_and_hangs_behind_its_signs(folder, monkeypatch):
    first = "version 1, 1 May 2026, 09:00 UTC → version 2, 1 May 2026, 10:00 UTC"
    for args in (("diff", "1"), ("diff", "1", "--unified"), ("diff", "1", "--side-by-side")):
        assert looked_at(folder, monkeypatch, 80, *args)[:2] == [first, ""]
    unified = looked_at(folder, monkeypatch, 40, "diff", "1", "--unified")[4:]
    assert {row[:1] for row in unified} <= set(" +-@")
    assert [row for row in unified if row.startswith("+")][1:] == ["+The ferry, which had cost 3.1 million,"]
    by_word = looked_at(folder, monkeypatch, 100, "diff", "1")[2:]
    assert [row for row in by_word if not row.startswith("  ")] == ["body_text"]
    assert "[-2.4-]{+3.1+}" in " ".join(by_word)


def test_lines_of_explain_hang_beside_their_labels(folder, monkeypatch):
    rows = looked_at(folder, monkeypatch, 60, "explain", "1")
    start = next(n for n, row in enumerate(rows) if row.startswith("  keep"))
    label = re.match(r"  keep +\d+%  ", rows[start])[0]
    assert rows[start + 1].startswith(" " * len(label))


def test_in_a_pipe_nothing_is_wrapped(folder):
    text = inside(folder, "show", "1", "--pager", env={"COLUMNS": "40", "PAGER": "false"}).stdout
    assert ENGLISH.replace("2.4", "3.1").strip() in text
    assert "2026-05-01T08:00:00+02:00" in text


@pytest.mark.parametrize(
    ("columns", "more", "keyboard", "paged"),
    [
        (24, [], True, True),  # longer than 40 lines
        (200, [], True, False),
        (200, ["--pager"], True, True),
        (24, ["--no-pager"], True, False),
        (24, [], False, False),  # nobody can turn the pages
    ],
)
def test_what_is_longer_than_the_screen_goes_to_the_pager(folder, columns, more, keyboard, paged):
    pager = {"PAGER": "sed s/^/paged:/"}
    rows = on_a_terminal(folder, columns, "show", "1", *more, keyboard=keyboard, env=pager)
    assert rows[0].startswith("paged:") == paged
    assert without_colours(rows[0]).endswith("A ferry returns")
