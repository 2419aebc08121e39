"""The language of a text and its direction, told by scripts and small words, whatever a template claims."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from page_of import document
from scraper.extract import language

TEXTS = {
    "en": "The harbour office believes that the tide lifts a beam under the floor, and it has not looked because the floor is old.",
    "de": "Die Glocke im Fahrkartensaal läutet jeden Abend um zehn nach sechs, obwohl die Fähre nicht mehr auf dem Wasser ist und war.",
    "fr": "La cloche de la gare sonne tous les soirs à six heures, mais le bateau qui la portait est dans un musée et ne part plus.",
    "es": "La campana de la taquilla suena todas las tardes a las seis, pero el barco que la llevaba se fue y no ha vuelto más.",
    "it": "La campana della biglietteria suona ogni sera alle sei, ma il traghetto che la portava non è più nel porto ed è stato venduto.",
    "ru": "Колокол в билетном зале звонит каждый вечер, но паром, на котором он был, давно продан, и никто не знает, кто его купил.",
    "uk": "Дзвін у касовому залі дзвонить щовечора, але паром, який його мав, був проданий, і ніхто не знає, хто це зробив та за що.",
    "ar": "يرن الجرس في القاعة كل مساء على الرغم من أن العبارة التي كان عليها لم تعد في الميناء، وقال المكتب إن هذا لا يعني شيئا.",
    "fa": "زنگ در سالن بلیت هر شب به صدا در می آید، اما کشتی که آن را داشت دیگر در بندر نیست و این را برای همه گفته است با خود.",
    "he": "הפעמון באולם הכרטיסים מצלצל בכל ערב בשעה שש ועשר, אף שהמעבורת שלה השתייך פורקה לפני שנים רבות מאוד.",
    "zh": "售票厅里的钟每天傍晚六点十分都会响一次，尽管它所属的渡轮早已拆除，墙上的时刻表也只到春天。",
    "ja": "切符売り場の鐘は毎晩六時十分に一度だけ鳴る。船はもう解体され、壁の時刻表は春で終わっている。",
    "ko": "매표소의 종은 매일 저녁 여섯 시 십 분에 한 번 울린다. 배는 이미 해체되었고 벽의 시간표는 봄에서 끝난다.",
    "th": "ระฆังในห้องขายตั๋วดังขึ้นทุกเย็นเวลาหกโมงสิบนาทีแม้ว่าเรือข้ามฟากจะถูกรื้อไปนานแล้ว",
    "el": "Η καμπάνα στην αίθουσα των εισιτηρίων χτυπά κάθε βράδυ στις έξι και δέκα, αν και το πλοίο διαλύθηκε.",
}


@pytest.mark.parametrize("tag", TEXTS)
def test_a_text_tells_its_language(tag):
    assert language.of(TEXTS[tag]) == tag


def test_a_few_words_tell_nothing():
    assert language.of("Bell, 1988") is None
    assert language.of("") is None


def body(text):
    return f"<h1>{text[:20]}</h1><article>" + f"<p>{text}</p>" * 4 + "</article>"


@pytest.mark.parametrize(
    ("lang", "tag", "wanted", "direction"),
    [("en-GB", "en", "en-GB", "ltr"), ("en", "de", "de", "ltr"), ("en", "ar", "ar", "rtl"), ("pt_BR", "zh", "zh", "ltr"), ("", "fr", "fr", "ltr"), ("nb", "en", "en", "ltr")],
)  # fmt: skip
def test_a_claim_yields_to_a_text_that_speaks_another_language(lang, tag, wanted, direction):
    doc = document(body(TEXTS[tag]), lang=lang)
    assert (language.choose(doc).value, language.direction(doc).value) == (wanted, direction)


@given(st.text(max_size=200))
def test_no_text_raises(text):
    language.of(text)
