"""Credits cut off captions, in many languages; hypothesis: nothing is invented, nothing breaks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.extract import signing

SPLITS = [
    # labels
    ("The ferry leaves at noon. Foto: Ina Vogt", "The ferry leaves at noon.", "Ina Vogt"),
    ("Die Brücke im Nebel. (Foto: Ina Vogt/dpa)", "Die Brücke im Nebel.", "Ina Vogt/dpa"),
    ("BILD: APA/INA VOGT", None, "APA/INA VOGT"),
    ("Le pont fermé. Crédit photo : Jeanne Roux", "Le pont fermé.", "Jeanne Roux"),
    ("Президент на мосту. Фото: ТАСС", "Президент на мосту.", "ТАСС"),
    ("Міст закрито. Світлина: Укрінформ", "Міст закрито.", "Укрінформ"),
    ("Η γέφυρα έκλεισε. Φωτο: Eurokinissi", "Η γέφυρα έκλεισε.", "Eurokinissi"),
    ("Bác sĩ khám bệnh. Ảnh: Lê Minh", "Bác sĩ khám bệnh.", "Lê Minh"),
    ("Most zamknięty. Fot. Jan Kos", "Most zamknięty.", "Jan Kos"),
    ("Köprü kapandı. Fotoğraf: AA", "Köprü kapandı.", "AA"),
    ("صورة: رويترز", None, "رويترز"),
    ("הגשר נסגר. צילום: דנה לוי", "הגשר נסגר.", "דנה לוי"),
    ("पुल बंद है। फोटो: पीटीआई", "पुल बंद है।", "पीटीआई"),
    # phrases
    ("The ferry leaves at noon. Photo by Ina Vogt/Bloomberg", "The ferry leaves at noon.", "Ina Vogt/Bloomberg"),
    ("The ferry, on Tuesday. — Picture by Ali Tan", "The ferry, on Tuesday.", "Ali Tan"),
    ("Photograph: Ina Vogt/The Guardian", None, "Ina Vogt/The Guardian"),
    ("A new design. Courtesy of Harbour Works", "A new design.", "Courtesy of Harbour Works"),
    # signs
    ("© Ina Vogt/imago", None, "Ina Vogt/imago"),
    ("Verlinden in de haven. — © BELGA", "Verlinden in de haven.", "BELGA"),
    ("Copyright 2024 Getty Images", None, "Getty Images"),
    ("(c) Ina Vogt", None, "Ina Vogt"),
    # brackets
    ("The vote was close. (Ina Vogt/Associated Press)", "The vote was close.", "Ina Vogt/Associated Press"),
    ("The vote was close (AP Photo/Ina Vogt)", "The vote was close", "AP Photo/Ina Vogt"),
    ("الجسر مغلق (رويترز)", "الجسر مغلق", "رويترز"),
    # last part
    ("The vote was close. REUTERS/Ina Vogt", "The vote was close.", "REUTERS/Ina Vogt"),
    ("Aufnahme vom 3. Juli. Ina Vogt / Pool via Reuters", "Aufnahme vom 3. Juli.", "Ina Vogt / Pool via Reuters"),
    ("The vote was close in Rome AP Photo/Ina Vogt", "The vote was close in Rome", "AP Photo/Ina Vogt"),
    (
        "The old men laughed on the way to the harbour. Ina Vogt",
        "The old men laughed on the way to the harbour.",
        "Ina Vogt",
    ),
    # east Asia
    ("橋が閉まった＝１３日（代表撮影）", "橋が閉まった＝１３日", "代表"),
    ("橋の旗＝ロイター", "橋の旗", "ロイター"),
    ("行人走过纸桥。临江日报 阮一白 摄", "行人走过纸桥。", "临江日报 阮一白"),
    ("다리가 닫혔다. 육해든 선임기자", "다리가 닫혔다.", "육해든 선임기자"),
    ("사진=연합뉴스", None, "연합뉴스"),
    ("다리가 닫혔다. (사진=연합뉴스)", "다리가 닫혔다.", "연합뉴스"),
    # no credit at all
    ("The ferry leaves at noon.", "The ferry leaves at noon.", None),
    ("The governor speaks with Gov. Ron Deering", "The governor speaks with Gov. Ron Deering", None),
    ("The minister (left) and his wife (right)", "The minister (left) and his wife (right)", None),
    ("The harbour. (Archivbild)", "The harbour. (Archivbild)", None),
    ("Flag of the town＝同国で2019年5月", "Flag of the town＝同国で2019年5月", None),
    ("A video of 1:24:10", "A video of 1:24:10", None),
    ("See https://harbour.example/a/b", "See https://harbour.example/a/b", None),
]


@pytest.mark.parametrize(("text", "caption", "credit"), SPLITS)
def test_a_caption_and_its_credit_are_parted(text, caption, credit):
    parts = signing.split(text)
    assert (parts.caption, parts.credit) == (caption, credit)


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("Foto: Ina Vogt", "Ina Vogt"),
        ("(Image: Ina Vogt)", "Ina Vogt"),
        ("Image copyright Getty Images", "Getty Images"),
        ("Von Ina Vogt", "Ina Vogt"),
        ("Von", ""),
        ("© Foto: Ina Vogt /", "Ina Vogt"),
        ("Bild © Ina Vogt", "Ina Vogt"),
        ("Ina Vogt (Harbour Works)", "Ina Vogt (Harbour Works)"),
    ],
)
def test_a_credit_loses_its_label(raw, name):
    assert signing.clean(raw) == name


@pytest.mark.parametrize(
    ("text", "expected"),
    [("AP Photo", True), ("Ina Vogt / Getty Images", True), ("ＡＰ", True), ("Happy people", False), ("", False)],
)
def test_agencies_are_known_as_whole_words(text, expected):
    assert signing.has_agency(text) is expected


PARTS = st.lists(
    st.sampled_from(["Foto:", "©", "(AP)", "/", ". ", "REUTERS", "Ina Vogt", "= ", "写真", "（", "）", "by "]),
    max_size=12,
)


@given(st.one_of(st.text(max_size=400), PARTS.map(" ".join)))
def test_nothing_is_invented(text):
    folded = " ".join(text.split())
    parts = signing.split(folded)
    said = "".join(folded.split())
    for words in (parts.caption, parts.credit):
        for word in (words or "").replace(" / ", " ").split():
            assert word in said


@given(st.text(alphabet="ghjkqz ", min_size=1, max_size=200))
def test_plain_words_stay_a_caption(text):
    folded = " ".join(text.split())
    assert signing.split(folded).caption == (folded or None)
