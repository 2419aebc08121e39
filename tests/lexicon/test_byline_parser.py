"""Who signs a line: names in any script, roles, places, agencies and addresses apart; nobody invented."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.lexicon import byline_dates, byline_parser, eastern_bylines, introductions, names
from scraper.lexicon.names import NameKind

LINES = [
    (
        "By Jane Doe and John Roe in London, Political editor | jane@x.example",
        ["Jane Doe", "John Roe/Political editor"],
    ),
    ("Von Hannah Ritzmann und Jan Sellner", ["Hannah Ritzmann", "Jan Sellner"]),
    ("Par Anatole Tirebouchon et AFP", ["Anatole Tirebouchon"]),
    ("Por Ana de Armas y Luis García", ["Ana de Armas", "Luis García"]),
    ("Di Marco Rossi", ["Marco Rossi"]),
    ("Door Pim van der Veen · Redacteur", ["Pim van der Veen/Redacteur"]),
    ("Автор: Андрей Колесников", ["Андрей Колесников"]),
    ("بقلم محمد عبد الله", ["محمد عبد الله"]),
    ("מאת תמרור אלקושניר", ["תמרור אלקושניר"]),
    ("배윤경 기자", ["배윤경"]),
    ("記者陳大文／台北報導", ["陳大文"]),
    ("【本报记者 王小明 李华】", ["王小明", "李华"]),
    ("Von FOCUS-Online-Experte Robin Tschöpe", ["Robin Tschöpe/FOCUS-Online-Experte"]),
    ("Political Editor Jane Roe", ["Jane Roe/Political Editor"]),
    ("Head of Towers Jane Roe", ["Jane Roe/Head of Towers"]),
    ("Jane Roe, Responsable de Torres y Puertos", ["Jane Roe/Responsable de Torres y Puertos"]),
    ("Jane Roe | Puerto de Ejemplo | 08/01/2014", ["Jane Roe"]),
    ("文字サイズ", []),
    ("文化社会 财经健康 旅游青春", []),
    ("文章质量差", []),
    ("作者： 复制链接", []),
    ("扬子晚报记者 张楠", ["张楠"]),
    ("采写：南都见习记者 林子沛", ["林子沛"]),
    ("文字：王小明", ["王小明"]),
    ("By JANE O'NEILL-ROE, Staff Writer", ["Jane O'Neill-Roe/Staff Writer"]),
    (
        "By Ann Roe, Chief Correspondent, in Applegarth and Bettina Sarkhov",
        ["Ann Roe/Chief Correspondent", "Bettina Sarkhov"],
    ),
    ("Elena Oberholzer (obe)", ["Elena Oberholzer"]),
    ("Anna Berg; Per Holm", ["Anna Berg", "Per Holm"]),
    ("By Jane Doe Friday, May 29", ["Jane Doe"]),
    ("De Niro", []),
    ("Read more", []),
    ("Creative Director, Senior Editor/Producer", []),
    ("By AFP", []),
    ("Will Smith", ["Will Smith"]),
    ("Abby Byrne", ["Abby Byrne"]),
    ("ByJane Roe", ["Jane Roe"]),
    ("Muhabir: Defne Ormanlı", ["Defne Ormanlı"]),
    ("Dal nostro inviato Livia Pruno", ["Livia Pruno"]),
    ("De notre correspondante Odile Marchemer", ["Odile Marchemer"]),
    ("Oleh Sekar Laut, Reporter", ["Sekar Laut/Reporter"]),
    ("Pewarta: Sekar Laut", ["Sekar Laut"]),
    ("Γράφει η Μαρία Παππά", ["Μαρία Παππά"]),
    ("Підготувала Олена Верба, кореспондентка", ["Олена Верба/кореспондентка"]),
    ("Пише Вера Јованов", ["Вера Јованов"]),
    ("Kirjoittanut Aino Lehto, toimittaja", ["Aino Lehto/toimittaja"]),
    ("Írta: Vogt Ina", ["Vogt Ina"]),
    ("به قلم سارا نیکو", ["سارا نیکو"]),
    ("โดย สมชาย ใจดี", ["สมชาย ใจดี"]),
    ("লেখক: রিনা সেন", ["রিনা সেন"]),
    ("Tác giả: Trần Thu Sương", ["Trần Thu Sương"]),
    # a given name that is also a particle; one unknown part does not end the list
    ("By Ben Smith and Jane Roe", ["Ben Smith", "Jane Roe"]),
    ("By Al Berg, Van Roe and Mac Poe", ["Al Berg", "Van Roe", "Mac Poe"]),
    ("By Quirin and Jane Roe", ["Jane Roe"]),
    ("By Jane Roe and Quirin", ["Jane Roe"]),
    ("Abu ben Roe", []),
    ("Al Jazeera", []),
    # labels, buttons, glued words
    ("Link Copied", []),
    ("Save Story", []),
    ("Text Size Small Medium Large", []),
    ("Key Takeaways", []),
    ("Getty Images", []),
    ("Written By", []),
    ("Trial Attorney", []),
    ("Fact-checked by Jane Roe", []),
    ("Jane RoePublished Jul 17, 2024", ["Jane Roe"]),
    ("Jane RoeTwitter", ["Jane Roe"]),
    ("By Jane Roe Jan. 12, 2026", ["Jane Roe"]),
    ("Jane RoeJane Roe", ["Jane Roe"]),
    ("Text von Jane Roe Illustration von Max Berg", ["Jane Roe"]),
    ("und Jane Roe", ["Jane Roe"]),
    # brackets, wide separators, bars of details
    ("【田中宏昌，ITmedia】", ["田中宏昌"]),
    ("《KT》 Jane Roe", ["Jane Roe"]),
    ("Jane Roe ／ 港新聞", ["Jane Roe"]),
    ("04.02.2022 | 13:10 Uhr | Jane Roe", ["Jane Roe"]),
    ("Dec. 19, 2025 · Jane Roe on behalf of the bell team", ["Jane Roe"]),
    ("Posted on September 21, 2020 by Jane Roe", ["Jane Roe"]),
]
OPENINGS = [
    ("新华社云岭5月7日电（记者林小禾、周远山）港口的大钟再次敲响。", ["林小禾", "周远山"]),
    ("（记者 林小禾）港口的大钟再次敲响。", ["林小禾"]),
    ("〔記者林小禾／雲嶺報導〕港口的大鐘再次敲響。", ["林小禾"]),
    ("(나루=연합뉴스) 한보름 기자 = 항구의 종이 다시 울렸다.", ["한보름"]),
    ("港口的大钟再次敲响，记者看到许多人。", []),
    ("(CNN) The bell rang again.", []),
]


@pytest.mark.parametrize(("text", "people"), OPENINGS)
def test_a_text_that_opens_with_its_reporters(text, people):
    assert eastern_bylines.opening_reporters(text) == people


@pytest.mark.parametrize(("line", "people"), LINES)
def test_a_line_is_taken_apart(line, people):
    assert [f"{name}/{role}" if role else name for name, role in byline_parser.read(line).people] == people


@pytest.mark.parametrize(
    "name",
    [
        "Jane Roe",
        "J. R. R. Tolkien",
        "Ludwig van Beethoven",
        "Charles d’Arc",
        "Dr. Max Kolter",
        "Νίκος Παππάς",
        "松岡大地",
        "배윤경",
        "नरेन्द्र मोदी",
        "Karoline Herr",
        "Tim Haber",
        "狩野みずき",
    ],
)
def test_a_name_in_any_script_is_a_person(name):
    assert names.is_person(name)


@pytest.mark.parametrize(
    "text",
    [
        "Lesotho Times",
        "BBC News",
        "www.twitter.com",
        "Senior Reporter",
        "港日報",
        "朝陽新聞",
        "편집국",
        "phóng viên",
        "Haber Merkezi",
        "Follow us",
        "May 29, 2025",
        "Read more",
        "Jane",
        "The Guardian",
        "复制链接",
        "最新文章",
        "U.S. Customs",
        "文化社会",
        "网络整理",
        "未知",
        "新京报",
        "网易",
        "",
    ],
)
def test_what_is_no_person(text):
    assert not names.is_person(text)


@given(st.text(max_size=80))
def test_no_line_raises_and_nobody_is_called_by_an_address(text):
    signed = byline_parser.read(f"{text} https://x.example/a b@c.example", pen_names=True)
    assert not any("://" in name or "@" in name for name, _ in signed.people)


@pytest.mark.parametrize("agency", ["Al Jazeera", "Al Arabiya", "AFP", "Agence France-Presse"])
def test_an_agency_is_no_person(agency):
    assert names.kind(agency) is NameKind.AGENCY


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Jane Roe", NameKind.PERSON),
        ("Lesotho Times", NameKind.ORGANISATION),
        ("courier.com", NameKind.ORGANISATION),
        ("朝陽新聞", NameKind.ORGANISATION),
        ("dpa", NameKind.AGENCY),
        ("Jane Roe Reuters Berlin Bureau", NameKind.ORGANISATION),
        ("News editor", NameKind.ROLE),
        ("gizzmo", NameKind.NOBODY),
        ("", NameKind.NOBODY),
        ("x" * 61, NameKind.NOBODY),
    ],
)
def test_what_a_text_names(text, kind):
    assert names.kind(text) is kind


@pytest.mark.parametrize(
    ("text", "pen_name"),
    [
        ("gizzmo", True),
        ("der Michel", True),
        ("Editor", False),
        ("Jan", False),
        ("2024", False),
        ("by", False),
        ("about us", False),
        ("来自十米竹竿上的中国功夫", False),
    ],
)
def test_what_can_be_a_pen_name(text, pen_name):
    assert names.is_pen_name(text) is pen_name


@pytest.mark.parametrize(
    ("name", "cased"),
    [("JANE O'NEILL-ROE", "Jane O'Neill-Roe"), ("J.R. ROE", "J.R. Roe"), ("Jane ROE", "Jane ROE"), ("ROE", "ROE")],
)
def test_a_name_in_capitals(name, cased):
    assert names.cased(name) == cased


@pytest.mark.parametrize(
    ("text", "rest", "introduced"),
    [
        ("By Jane Roe", "Jane Roe", True),
        ("Text: von Jane Roe", "Jane Roe", True),
        ("作者：王小明", "王小明", True),
        ("Byron Roe", "Byron Roe", False),
        ("By", "By", False),
        ("文化社会", "文化社会", False),
    ],
)
def test_the_words_before_a_name(text, rest, introduced):
    assert introductions.strip(text) == (rest, introduced)


@pytest.mark.parametrize(
    ("text", "near", "nick"),
    [
        ("Posted by gizzmo on May 3, 2020", False, "gizzmo"),
        ("Posted in Towers by gizzmo7 on May 3, 2020", False, "gizzmo7"),
        ("Author: gizzmo | Towers", False, "gizzmo"),
        ("by gizzmo", True, "gizzmo"),
        ("by gizzmo", False, None),
        ("Posted by editor", False, None),
        ("Posted by three people who rang", False, None),
    ],
)
def test_a_pen_name_behind_sure_words(text, near, nick):
    assert introductions.posted_by(text, near=near) == nick


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("By Jane Roe, 7 May 2024", "By Jane Roe"),
        ("By Jane Roe | May 7, 2024", "By Jane Roe"),
        ("By Jane Roe", "By Jane Roe"),
        ("7 May 2024", "7 May 2024"),
    ],
)
def test_a_byline_is_shown_without_its_date(line, shown):
    assert byline_dates.without_date(line) == shown


@pytest.mark.parametrize(
    ("line", "rest"),
    [
        ("04.02.2022 | 13:10 Uhr | Jane Roe", "Jane Roe"),
        ("7 May 2024 by Jane Roe", "by Jane Roe"),
        ("Jane Roe | 7 May 2024", "Jane Roe | 7 May 2024"),
        ("Jane Roe", "Jane Roe"),
    ],
)
def test_the_dates_in_front_of_a_name(line, rest):
    assert byline_dates.behind_dates(line) == rest


@pytest.mark.parametrize(
    ("line", "alone"),
    [("扬子晚报记者 张楠", True), ("记者通过电子邮件联系了钟楼", False), ("Jane Roe", False)],
)
def test_a_line_of_a_reporter_alone(line, alone):
    assert eastern_bylines.is_reporter_line(line) is alone
