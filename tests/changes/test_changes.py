"""Two versions: what changed, of what kind, how much it matters."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.changes import MATERIAL, EditKind, RunKind, compare, is_stealth, pairs, runs
from scraper.changes.kinds import kind_of

KINDS = [
    ("The ferry  sails at dawn.", "The ferry sails\u00a0at dawn.", EditKind.WHITESPACE),
    ("“We sail at dawn”, he said — soon.", '"We sail at dawn", he said - soon.', EditKind.TYPOGRAPHY),
    ("Updated 12 May 2026, 09:30", "Updated 12 May 2026, 11:05", EditKind.DATE_LINE),
    ("Aktualisiert am 12.05.2026 um 9:30 Uhr", "Aktualisiert am 12.05.2026 um 11:05 Uhr", EditKind.DATE_LINE),
    ("12 comments", "48 comments", EditKind.COUNTER),
    ("The goverment met on Monday.", "The government met on Monday.", EditKind.TYPO),
    ("The storm killed 12 people.", "The storm killed 14 people.", EditKind.NUMBER),
    ("It has fourteen rooms.", "It has sixteen rooms.", EditKind.NUMBER),
    ("He won seventy votes.", "He won ninety votes.", EditKind.NUMBER),
    ("Es gab vierzehn Verletzte.", "Es gab sechzehn Verletzte.", EditKind.NUMBER),
    ("Es gab einundzwanzig Verletzte.", "Es gab siebenundachtzig Verletzte.", EditKind.NUMBER),
    ("Il y a treize blessés.", "Il y a seize blessés.", EditKind.NUMBER),
    ("He once said that he would seize it.", "He said that he would take it.", EditKind.WORDING),
    ("Hubo catorce heridos.", "Hubo dieciséis heridos.", EditKind.NUMBER),
    ("Ci sono tredici feriti.", "Ci sono sedici feriti.", EditKind.NUMBER),
    ("The storm killed two people.", "The storm killed three people.", EditKind.NUMBER),
    ("The minister, Anna Holm, resigned.", "The minister, Erik Lund, resigned.", EditKind.NAME),
    (
        'He said "we never knew of the leak" on Friday.',
        'He said "we always knew of the leak" on Friday.',
        EditKind.QUOTATION,
    ),
    ("The council will meet again soon.", "The council refused to gather for now.", EditKind.WORDING),
    ("It was a long day.", "Correction: it was a short day.", EditKind.CORRECTION_NOTE),
    ("It was a long day.", "Anmerkung der Redaktion: Der Tag war kurz.", EditKind.CORRECTION_NOTE),
]


@pytest.mark.parametrize(("before", "after", "kind"), KINDS)
def test_kind_of_a_changed_paragraph(before: str, after: str, kind: EditKind) -> None:
    assert kind_of(before, after) is kind


NOISE = {EditKind.WHITESPACE, EditKind.TYPOGRAPHY, EditKind.DATE_LINE, EditKind.COUNTER, EditKind.TYPO}


@pytest.mark.parametrize(("before", "after", "kind"), KINDS)
def test_only_substance_is_material(before: str, after: str, kind: EditKind) -> None:
    edits = compare({"body_text": before}, {"body_text": after})
    assert any(edit.materiality >= MATERIAL for edit in edits) == (kind not in NOISE)


def test_paragraphs_come_and_go() -> None:
    before = "One thing happened here today.\n\nA second thing happened there yesterday.\n\nThe end of it."
    after = "One thing happened here today.\n\nThe end of it.\n\nA further word from the harbour office."
    edits = compare({"body_text": before}, {"body_text": after})
    assert [(edit.kind, edit.words_added, edit.words_removed) for edit in edits] == [
        (EditKind.PARAGRAPH_REMOVED, 0, 6),
        (EditKind.PARAGRAPH_ADDED, 7, 0),
    ]


def test_fields_are_told_apart() -> None:
    edits = compare(
        {"headline": "Two hurt in fire", "caption": "A ship"},
        {"headline": "Three hurt in fire", "caption": "A ship\nA mast"},
    )
    assert [(edit.field, edit.kind) for edit in edits] == [
        ("headline", EditKind.NUMBER),
        ("caption", EditKind.PARAGRAPH_ADDED),
    ]


STEALTH = [
    ("The storm killed 14 people.", "2026-05-01", "2026-05-01", True),
    ("The storm killed 14 people.", None, None, True),
    ("The storm killed 14 people.", "2026-05-01", "2026-05-02", False),  # said so in the modified date
    ("The storm killed 12 people .", "2026-05-01", "2026-05-01", False),  # nothing material
    ("The storm killed 14 people.\n\nCorrection: the toll was wrong.", "2026-05-01", "2026-05-01", False),
    ("The storm killed 14 people.\n\nUpdated 2 May 2026, 10:00", "2026-05-01", "2026-05-01", False),
]


@pytest.mark.parametrize(("after", "modified_before", "modified_after", "stealth"), STEALTH)
def test_stealth(after: str, modified_before: str | None, modified_after: str | None, *, stealth: bool) -> None:
    edits = compare({"body_text": "The storm killed 12 people."}, {"body_text": after})
    assert is_stealth(edits, modified_before, modified_after) is stealth


texts = st.text(st.sampled_from("ab c1.\n“”é漢字"), max_size=60)


@given(texts, texts)
def test_runs_spell_both_texts(before: str, after: str) -> None:
    found = runs(before, after)
    assert "".join(run.text for run in found if run.kind is not RunKind.ADDED) == before
    assert "".join(run.text for run in found if run.kind is not RunKind.REMOVED) == after


@given(st.lists(texts, max_size=6), st.lists(texts, max_size=6))
def test_pairs_keep_every_paragraph_in_order(before: list[str], after: list[str]) -> None:
    found = list(pairs(before, after))
    assert [pair.before for pair in found if pair.before is not None] == before
    assert [pair.after for pair in found if pair.after is not None] == after


@given(texts, texts)
def test_compare_is_empty_only_for_equal_texts(before: str, after: str) -> None:
    edits = compare({"body_text": before}, {"body_text": after})
    if before == after:
        assert not edits
    assert all(0 <= edit.materiality <= 1 for edit in edits)
