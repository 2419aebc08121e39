"""Pages that are UTF-8 but for a few bytes are read as UTF-8 whatever their label says; those of other charsets are not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.page import charset

LATIN = ("iso-8859-1", "windows-1252", "iso-8859-15", "latin1", "ascii", "windows-1250", "iso-8859-2", "iso-8859-9")
ENGLISH = "The ferry keeps its winter timetable, and the harbour master is glad of it. " * 3
GERMAN = "Die Fähre hält den Fahrplan für Dörfer an der Küste ein, sagte Bürgermeister Jörg Öhm."
FRENCH = "L’été dernier, la traversée a été retardée à cause des marées, selon la préfète."
RUSSIAN = "Паром не придёт: капитан уехал на свадьбу, а запасного капитана нет"
GREEK = "Το πλοίο δεν θα έρθει: ο καπετάνιος πήγε σε γάμο στο διπλανό χωριό"
CHINESE = "纸桥在江上漂了三天，镇上的孩子都去看，桥上的字还读得出来。"
JAPANESE = "港の灯台が七十年ぶりに修理されることになりました。町の人々は喜んでいます。"
KOREAN = "등대지기는 매일 저녁 여섯 시에 종을 울렸다"
THAI = "เรือข้ามฟากจะไม่มาเพราะกัปตันไปงานแต่งงาน"


def html(text, label=None):
    meta = f'<meta charset="{label}">' if label else ""
    return f"<html><head>{meta}</head><body><p>{ENGLISH}</p><p>{text}</p></body></html>"


NEARLY = [
    # bytes, Content-Type, what must come out
    (html(GERMAN, "iso-8859-1").encode().replace(b"ferry", b"fer\xffry", 1), None, GERMAN),
    (html(GERMAN).encode().replace(b"ferry", b"fer\xe9ry", 1), "text/html; charset=iso-8859-1", GERMAN),
    (html(FRENCH, "windows-1252").encode()[:-30] + "é".encode()[:1], None, FRENCH[:-12]),  # cut within a character
    (html(RUSSIAN, "windows-1251").encode().replace(b"winter", b"win\xa0ter", 1), None, RUSSIAN),
    (html(GREEK, "iso-8859-7").encode().replace(b"winter", b"winter\xb4", 1), None, GREEK),
    (html(GERMAN).encode().replace(b"harbour", b"\x93harbour\x94", 1), None, "the “harbour” master"),
    (html("Ein Café für Bären").encode().replace(b"glad", b"\x84glad\x93", 1), None, "„glad“"),
    (
        html(FRENCH).encode().replace(b"timetable,", b"timetable \x96", 1),
        "text/html; charset=latin1",
        "timetable – and",
    ),
    (html("Grüße, Łódź").encode().replace(b"glad", b"\x80 5", 1), None, "is € 5 of it"),
    (html(CHINESE * 2, "gb2312").encode().replace(b"glad", b"gl\xffad", 1), None, CHINESE),  # a lie of another kind
    (html(CHINESE * 2).encode()[:-16] + b"\xe7\xba", "text/html; charset=big5", CHINESE),
    (html(JAPANESE, "utf-8").encode().replace(b"glad", b"gl\x81ad", 1), None, JAPANESE),
]


@pytest.mark.parametrize(("data", "header", "text"), NEARLY)
def test_nearly_utf_8_is_utf_8(data, header, text):
    decoded = charset.decode(data, header)
    assert (decoded.charset, decoded.reason) == ("utf-8", "nearly utf-8")
    assert text in decoded.text


OTHERS = [
    (html(GERMAN, "iso-8859-1").encode("cp1252"), None, GERMAN, "cp1252"),
    (html(GERMAN).encode("cp1252"), None, GERMAN, "cp1252"),
    (html("Ein Café").encode("cp1252"), "text/html; charset=utf-8", "Ein Café", None),  # a lie
    (html("“CAFÉ”").encode("cp1252"), None, "“CAFÉ”", None),
    (html("AU «CAFÉ»", "windows-1252").encode("cp1252"), None, "AU «CAFÉ»", "cp1252"),  # É» is a character of UTF-8
    (html("“Quoted” – he said").encode("cp1252"), None, "“Quoted” – he said", "cp1252"),
    (html("Zażółć gęślą jaźń, łódź", "iso-8859-2").encode("iso8859-2"), None, "Zażółć gęślą jaźń", "iso8859-2"),
    (html("Güneş doğudan yükselir", "iso-8859-9").encode("cp1254"), None, "Güneş doğudan", "cp1254"),
    (html(RUSSIAN, "windows-1251").encode("cp1251"), None, RUSSIAN, "cp1251"),
    (html(RUSSIAN.upper(), "koi8-r").encode("koi8-r"), None, RUSSIAN.upper(), "koi8-r"),
    (html(RUSSIAN.upper(), "iso-8859-5").encode("iso8859-5"), None, RUSSIAN.upper(), "iso8859-5"),
    (html(GREEK, "windows-1253").encode("cp1253"), None, GREEK, "cp1253"),
    (html("הספינה לא תגיע היום", "windows-1255").encode("cp1255"), None, "הספינה", "cp1255"),
    (html("لن تصل العبارة اليوم، قال القبطان", "windows-1256").encode("cp1256"), None, "لن تصل", "cp1256"),
    (html(THAI, "tis-620").encode("cp874"), None, THAI, "cp874"),
    (html("ยก", "windows-874").encode("cp874") + b"\xa1", None, "ยก", "cp874"),  # sound as UTF-8 but for the last byte
    (html(CHINESE, "gbk").encode("gb18030"), None, CHINESE, "gb18030"),
    (html("隆", "gbk").encode("gb18030") + b"\xc2", None, "隆", "gb18030"),
    (html(JAPANESE, "shift_jis").encode("cp932"), None, JAPANESE, "cp932"),
    (html(JAPANESE, "euc-jp").encode("euc_jp"), None, JAPANESE, "euc_jp"),
    (html(KOREAN, "euc-kr").encode("cp949"), None, KOREAN, "cp949"),
    (html("燈塔在港口", "big5").encode("big5hkscs"), None, "燈塔在港口", "big5hkscs"),
    (html(JAPANESE).encode("iso2022_jp"), None, JAPANESE, "iso2022_jp"),  # nothing says so but its escapes
    (html(JAPANESE).encode("iso2022_jp"), "text/html; charset=iso-8859-1", JAPANESE, "iso2022_jp"),
    (html("gulls \x1b$ and bells").encode(), None, "and bells", "utf-8"),
    (html(GERMAN + " \x1b$B").encode(), None, GERMAN, "utf-8"),
]


@pytest.mark.parametrize(("data", "header", "text", "name"), OTHERS)
def test_other_charsets_are_read_as_before(data, header, text, name):
    decoded = charset.decode(data, header)
    assert text in decoded.text
    assert name in {None, decoded.charset}


WORDS = (
    *GERMAN.split(),
    *FRENCH.split(),
    *RUSSIAN.split(),
    *GREEK.split(),
    "naïve",
    "señor",
    "Łódź",
    "größer",
    "São",
    "açaí",
)
TELLING = [word for word in WORDS if not word.isascii()]
APART = 20  # words from one stray byte to the next: at least as many characters of several bytes


@given(
    st.lists(st.sampled_from(TELLING), min_size=4, max_size=APART),
    st.integers(1, 6),
    st.integers(0x80, 0xFF),
    st.sampled_from([*LATIN, None]),
    st.booleans(),
)
def test_a_stray_byte_now_and_then_changes_nothing(words, times, stray, label, in_header):
    text = " ".join(words)
    data = f" {bytes([stray]).decode('latin-1')} ".join([text] * times).encode("utf-8")
    data = data.replace(bytes([stray]).decode("latin-1").encode(), bytes([stray])) if stray < 0xC0 else data
    page = f'<meta charset="{label}"><p>'.encode() + data + b" " + bytes([stray]) + b" </p>"
    decoded = charset.decode(page, f"text/html; charset={label}" if in_header and label else None)
    assert decoded.charset == "utf-8"
    assert text in decoded.text


@given(
    st.lists(st.sampled_from([*GERMAN.split(), *FRENCH.split(), "naïve", "señor"]), min_size=12),
    st.sampled_from(LATIN[:4]),
)
def test_true_latin_text_stays_latin(words, label):
    text = " ".join([*words, "Bürgermeister"])
    decoded = charset.decode(html(text, label).encode("cp1252"))
    assert decoded.charset in {"cp1252", "iso8859-15"}
    if label != "iso-8859-15":
        assert text in decoded.text
