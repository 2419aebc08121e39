"""What differs between two versions, in passages that a page shows one by one."""

from scraper.changes import RunKind
from scraper.models import Version
from scraper.present.diff_passages import changes_in, diff_fields

PARAGRAPHS = [
    f"Paragraph {name} is about the ferry and its {name} harbour." for name in ("one", "two", "three", "four", "five")
]


def version(number, *paragraphs, headline="Ferry returns"):
    return Version(
        article_id=1,
        number=number,
        first_seen="2026-05-01T09:00:00Z",
        last_seen="2026-05-01T09:00:00Z",
        headline=headline,
        subheadline=None,
        byline=None,
        caption="",
        body_text="\n\n".join(paragraphs),
        date_modified=None,
        credit="",
        changed=(),
        stealth=False,
        source=None,
    )


def shape(old, new):
    return [
        (field.title, [(passage.kind.value, passage.number, len(passage.paragraphs)) for passage in field.passages])
        for field in diff_fields(old, new)
    ]


def test_unchanged_paragraphs_are_together_and_changes_are_numbered_over_all_fields():
    one, two, three, four, five = PARAGRAPHS
    old = version(1, one, two, three, four, five)
    new = version(2, one, two, three.replace("about", "not about"), five, "And a new one.", headline="Ferry is back")
    assert shape(old, new) == [
        ("Headline", [("edited", 1, 0)]),
        ("Text", [
            ("unchanged", None, 2), ("edited", 2, 0), ("removed", 3, 0), ("unchanged", None, 1), ("added", 4, 0),
        ]),
    ]  # fmt: skip
    assert changes_in(diff_fields(old, new)) == 4


def test_what_moved_is_in_one_column_each():
    one, two, three, four, five = PARAGRAPHS
    (text,) = diff_fields(version(1, one, two, three, four, five), version(2, two, three, four, five, one))
    away, here = (passage for passage in text.passages if passage.number)
    assert (away.kind, here.kind) == ("moved away", "moved here")
    assert (away.after, here.before) == ((), ())
    assert "".join(run.text for run in away.before) == "".join(run.text for run in here.after) == one


def test_each_column_has_its_own_words():
    (text,) = diff_fields(version(1, "It costs 10 crowns."), version(2, "It costs 19 crowns."))
    (passage,) = text.passages
    assert [(run.kind, run.text) for run in passage.before] == [
        (RunKind.SAME, "It costs "), (RunKind.REMOVED, "10"), (RunKind.SAME, " crowns."),
    ]  # fmt: skip
    assert "".join(run.text for run in passage.after) == "It costs 19 crowns."


def test_equal_versions_differ_in_nothing():
    assert shape(version(1, *PARAGRAPHS), version(2, *PARAGRAPHS)) == []
