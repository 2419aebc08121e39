"""Credits cut off captions, in many languages; hypothesis: nothing is invented, nothing breaks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.extract.images import credit_labels, credit_names, credit_parser

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
    ("The minister (left) and his wife (right)", "The minister (left) and his wife (right)", None),
    ("The harbour. (Archivbild)", "The harbour. (Archivbild)", None),
    ("Flag of the town＝同国で2019年5月", "Flag of the town＝同国で2019年5月", None),
    ("A video of 1:24:10", "A video of 1:24:10", None),
    ("See https://harbour.example/a/b", "See https://harbour.example/a/b", None),
]


# As newspapers all over the world sign their pictures; the names are invented.
WORLD = [
    ("The bell in its tower. (ABC News: Ina Vogt)", "The bell in its tower.", "ABC News: Ina Vogt"),
    ("The bell in its tower. (Supplied: Ina Vogt)", "The bell in its tower.", "Ina Vogt"),
    ("The bell in its tower. Photo / Ina Vogt", "The bell in its tower.", "Ina Vogt"),
    ("The bell in its tower. Photo: RNZ / Ina Vogt", "The bell in its tower.", "RNZ / Ina Vogt"),
    ("The bell in its tower. Credit: Ina Vogt", "The bell in its tower.", "Ina Vogt"),
    ("The bell in its tower. Supplied", "The bell in its tower.", "Supplied"),
    (
        "The bell in its tower. REUTERS/Ina Vogt Purchase Licensing Rights, opens new tab",
        "The bell in its tower.",
        "REUTERS/Ina Vogt",
    ),
    ("The bell in its tower (Image: Getty)", "The bell in its tower", "Getty"),
    ("The bell in its tower (PTI photo)", "The bell in its tower", "PTI photo"),
    ("The bell in its tower. | Photo Credit: The Hindu", "The bell in its tower.", "The Hindu"),
    ("The bell, in its tower. File photo: Ina Vogt", "The bell, in its tower.", "Ina Vogt"),
    ("La cloche, dans sa tour. | INA VOGT / OUEST-FRANCE", "La cloche, dans sa tour.", "INA VOGT / OUEST-FRANCE"),
    ("La cloche, dans sa tour. Ina Vogt / REUTERS", "La cloche, dans sa tour.", "Ina Vogt / REUTERS"),
    ("La cloche, dans sa tour. Photo d’archives AFP", "La cloche, dans sa tour.", "AFP"),
    ("La cloche, dans sa tour. — Ina Vogt / SIPA", "La cloche, dans sa tour.", "Ina Vogt / SIPA"),
    ("PHOTO INA VOGT, LE PHARE", None, "INA VOGT, LE PHARE"),
    (
        "Glocke im Turm: Vierzig Jahre still Foto: Ruth Amsel / picture alliance / dpa",
        "Glocke im Turm: Vierzig Jahre still",
        "Ruth Amsel / picture alliance / dpa",
    ),
    ("Die Glocke im Turm. © Ina Vogt/dpa", "Die Glocke im Turm.", "Ina Vogt/dpa"),
    (
        "Die Glocke im Turm. (Quelle: Ina Vogt/imago-images-bilder)",
        "Die Glocke im Turm.",
        "Ina Vogt/imago-images-bilder",
    ),
    ("Die Glocke im Turm. Bildrechte: MDR/Ina Vogt", "Die Glocke im Turm.", "MDR/Ina Vogt"),
    ("De klok in de toren. Foto Ina Vogt/ANP", "De klok in de toren.", "Ina Vogt/ANP"),
    ("De klok in de toren. Beeld ANP", "De klok in de toren.", "ANP"),
    ("De klok in de toren. Beeld Ina Vogt", "De klok in de toren.", "Ina Vogt"),
    ("De klok in de toren. © Ina Vogt", "De klok in de toren.", "Ina Vogt"),
    ("La campana, en su torre. INA VOGT (EFE)", "La campana, en su torre.", "INA VOGT / EFE"),
    ("La campana, en su torre. Ina Vogt | EFE", "La campana, en su torre.", "Ina Vogt / EFE"),
    ("La campana, en su torre - Créditos: Ina Vogt", "La campana, en su torre", "Ina Vogt"),
    ("La campana en su torre (Foto: cortesía)", "La campana en su torre", "cortesía"),
    ("O sino na torre — Foto: Ina Vogt/g1", "O sino na torre", "Ina Vogt/g1"),
    ("O sino na torre - Foto: Divulgação", "O sino na torre", "Divulgação"),
    ("O sino na torre Imagem: Ina Vogt/Folhapress", "O sino na torre", "Ina Vogt/Folhapress"),
    ("La campana nella torre (ansa)", "La campana nella torre", "ansa"),
    ("La campana nella torre - RIPRODUZIONE RISERVATA", "La campana nella torre", None),
    ("La campana nella torre © ANSA/EPA", "La campana nella torre", "ANSA/EPA"),
    ("Klockan i tornet. Foto: Ina Vogt/TT", "Klockan i tornet.", "Ina Vogt/TT"),
    ("Klokken i tårnet. FOTO: INA VOGT / NTB", "Klokken i tårnet.", "INA VOGT / NTB"),
    ("Klokken i tårnet. Foto: Ina Vogt/Ritzau Scanpix", "Klokken i tårnet.", "Ina Vogt/Ritzau Scanpix"),
    ("Kello tornissa. Kuva: Ina Vogt / Lehtikuva", "Kello tornissa.", "Ina Vogt / Lehtikuva"),
    ("Dzwon na wieży. Foto: Adobe Stock", "Dzwon na wieży.", "Adobe Stock"),
    ("Dzwon na wieży / fot. Ina Vogt / PAP", "Dzwon na wieży", "Ina Vogt / PAP"),
    ("Zvon ve věži. | Foto: Ina Vogt, ČTK", "Zvon ve věži.", "Ina Vogt, ČTK"),
    ("Zvon vo veži. Zdroj: TASR/Ina Vogt", "Zvon vo veži.", "TASR/Ina Vogt"),
    ("A harang a toronyban. Fotó: Vogt Ina / Telex", "A harang a toronyban.", "Vogt Ina / Telex"),
    ("Clopotul din turn. Foto: Inquam Photos / Ina Vogt", "Clopotul din turn.", "Inquam Photos / Ina Vogt"),
    ("Zvono u tornju. Foto: Ina Vogt/PIXSELL", "Zvono u tornju.", "Ina Vogt/PIXSELL"),
    ("Камбаната в кулата. Снимка: БТА", "Камбаната в кулата.", "БТА"),
    ("Колокол на башне. Фото: Ина Фогт / Коммерсантъ", "Колокол на башне.", "Ина Фогт / Коммерсантъ"),
    ("Колокол на башне. © РИА Новости / Ина Фогт", "Колокол на башне.", "РИА Новости / Ина Фогт"),
    ("Дзвін на вежі. Фото: Getty Images", "Дзвін на вежі.", "Getty Images"),
    ("Η καμπάνα στον πύργο. Φωτογραφία: Ίνα Φογκτ", "Η καμπάνα στον πύργο.", "Ίνα Φογκτ"),
    ("Çan kulede. (Fotoğraf: DHA)", "Çan kulede.", "DHA"),
    ("Kuledeki çan. / AA", "Kuledeki çan.", "AA"),
    ("الجرس في برجه (الفرنسية)", "الجرس في برجه", "الفرنسية"),
    ("الجرس في برجه (رويترز)", "الجرس في برجه", "رويترز"),
    ("الجرس في برجه. تصوير: سليم نخلة", "الجرس في برجه.", "سليم نخلة"),
    ("ناقوس در برج. عکس: ایسنا", "ناقوس در برج.", "ایسنا"),
    ("הפעמון במגדל (צילום: דן ברוש)", "הפעמון במגדל", "דן ברוש"),
    ("मीनार में घंटा। (फाइल फोटो: पीटीआई)", "मीनार में घंटा।", "पीटीआई"),
    ("মিনারে ঘণ্টা। ছবি: সংগৃহীত", "মিনারে ঘণ্টা।", "সংগৃহীত"),
    ("Lonceng di menara (Foto: Bayu Samudra/detikcom)", "Lonceng di menara", "Bayu Samudra/detikcom"),
    ("Lonceng di menara. ANTARA FOTO/Bayu Samudra", "Lonceng di menara.", "ANTARA FOTO/Bayu Samudra"),
    ("Chuông trong tháp. Ảnh: Lê Bình Minh", "Chuông trong tháp.", "Lê Bình Minh"),
    ("Chuông trong tháp - Ảnh: LÊ BÌNH MINH", "Chuông trong tháp", "LÊ BÌNH MINH"),
    ("ระฆังบนหอ ภาพ: รอยเตอร์", "ระฆังบนหอ", "รอยเตอร์"),
    ("塔につるされた鐘（沖田ひかる撮影）", "塔につるされた鐘", "沖田ひかる"),
    ("塔につるされた鐘＝５日、みなと市（沖田ひかる撮影）", "塔につるされた鐘＝５日、みなと市", "沖田ひかる"),
    ("塔につるされた鐘＝ロイター", "塔につるされた鐘", "ロイター"),
    ("塔につるされた鐘＝共同", "塔につるされた鐘", "共同"),
    ("塔につるされた鐘＝みなと市で、本社ヘリから", "塔につるされた鐘＝みなと市で、本社ヘリから", None),
    ("塔につるされた鐘【写真：Getty Images】", "塔につるされた鐘", "Getty Images"),
    ("塔内的大钟。新华社记者 林小禾 摄", "塔内的大钟。", "新华社记者 林小禾"),
    ("塔内的大钟。新华社发（林小禾 摄）", "塔内的大钟。新华社发", "林小禾"),
    ("塔内的大钟。图片来源：视觉中国", "塔内的大钟。", "视觉中国"),
    ("塔內的大鐘。（記者林小禾攝）", "塔內的大鐘。", "記者林小禾"),
    ("塔內的大鐘。圖／聯合報系資料照片", "塔內的大鐘。", "聯合報系資料照片"),
    ("塔內的大鐘。（法新社）", "塔內的大鐘。", "法新社"),
    ("탑에 걸린 종. /뉴스1", "탑에 걸린 종.", "뉴스1"),
    ("탑에 걸린 종. 사진=한보름 기자", "탑에 걸린 종.", "한보름 기자"),
    ("탑에 걸린 종. [연합뉴스]", "탑에 걸린 종.", "연합뉴스"),
    ("탑에 걸린 종. 뉴시스", "탑에 걸린 종.", "뉴시스"),
    ("탑에 걸린 종 ⓒ 한보름", "탑에 걸린 종", "한보름"),
]


@pytest.mark.parametrize(("text", "caption", "credit"), SPLITS + WORLD)
def test_a_caption_and_its_credit_are_parted(text, caption, credit):
    parts = credit_parser.split(text)
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
    assert credit_labels.clean(raw) == name


@pytest.mark.parametrize(
    ("text", "expected"),
    [("AP Photo", True), ("Ina Vogt / Getty Images", True), ("ＡＰ", True), ("Happy people", False), ("", False)],
)
def test_agencies_are_known_as_whole_words(text, expected):
    assert credit_names.has_agency(text) is expected


PARTS = st.lists(
    st.sampled_from(["Foto:", "©", "(AP)", "/", ". ", "REUTERS", "Ina Vogt", "= ", "写真", "（", "）", "by "]),
    max_size=12,
)


@given(st.one_of(st.text(max_size=400), PARTS.map(" ".join)))
def test_nothing_is_invented(text):
    folded = " ".join(text.split())
    parts = credit_parser.split(folded)
    said = "".join(folded.split())
    for words in (parts.caption, parts.credit):
        for word in (words or "").replace(" / ", " ").split():
            assert word in said


@given(st.text(alphabet="ghjkqz ", min_size=1, max_size=200))
def test_plain_words_stay_a_caption(text):
    folded = " ".join(text.split())
    assert credit_parser.split(folded).caption == (folded or None)
