"""Dates in many languages, as precise as written; none invented."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.lexicon import calendars, clock_times, date_parser, months
from scraper.lexicon.calendars import CalendarDate

WRITTEN = [
    ("2025-05-07T15:04:00-04:00", None, "2025-05-07T15:04:00-04:00"),
    ("2025-05-07T15:04:12.123Z", None, "2025-05-07T15:04:12+00:00"),
    ("2025-05-07 15:04", None, "2025-05-07T15:04"),
    ("20250507T150400Z", None, "2025-05-07T15:04:00+00:00"),
    ("1746630240000", None, "2025-05-07T15:04:00+00:00"),
    ("Wed, 07 May 2025 15:04:00 GMT", None, "2025-05-07T15:04:00+00:00"),
    ("Wed May 07 2025 15:04:00 GMT+0200 (CEST)", None, "2025-05-07T15:04:00+02:00"),
    ("May 7, 2025 at 3:04 p.m. EDT", "en", "2025-05-07T15:04-04:00"),
    ("7. Mai 2025, 15:04 Uhr", "de", "2025-05-07T15:04"),
    ("Datum:26. Januar 2022", "de", "2022-01-26"),
    ("07 Dezember, 2022", "de", "2022-12-07"),
    ("le 7 mai 2025 à 15h04", "fr", "2025-05-07T15:04"),
    ("7 de mayo de 2025", "es", "2025-05-07"),
    ("2025年5月7日 15時04分", "ja", "2025-05-07T15:04"),
    ("2025년 5월 7일 오후 3:04", "ko", "2025-05-07T15:04"),
    ("٧ مايو ٢٠٢٥", "ar", "2025-05-07"),
    ("7 พ.ค. 2568", "th", "2025-05-07"),
    ("7 मई 2025", "hi", "2025-05-07"),
    ("27 בינואר 2026, 07:15", "he", "2026-01-27T07:15"),
    ("2025. május 7.", "hu", "2025-05-07"),
    ("2025 m. gegužės 7 d.", "lt", "2025-05-07"),
    ("Ngày 7 tháng 5, 2025", "vi", "2025-05-07"),
    ("7 listopada 2025", "hr", "2025-10-07"),
    ("7 listopada 2025", "pl", "2025-11-07"),
    ("5/7/2025", "en-US", "2025-05-07"),
    ("5/7/2025", "fr", "2025-07-05"),
    ("13/05/2025", "en-US", "2025-05-13"),
    ("07.05.25", "de", "2025-05-07"),
    ("26 | 01 | 2022", "de", "2022-01-26"),
    ("May 2025", "en", "2025-05"),
]
# As newspapers all over the world show it: the calendars, signs and words of their languages.
SHOWN = [
    ("2024 05 / 07 10:00:00", "zh", "2024-05-07T10:00:00"),
    ("Tue 7 May 2024 11.00 BST", "en", "2024-05-07T11:00+01:00"),
    ("Published 10:00 BST, 7 May 2024", "en", "2024-05-07"),
    ("Updated 5:00 AM EDT, Tue May 7, 2024", "en", "2024-05-07"),
    ("May 7th, 2024", "en", "2024-05-07"),
    ("7 May '24", "en", "2024-05-07"),
    ("07-May-2024 10:00", "en", "2024-05-07T10:00"),
    ("May 07, 2024 10:00 IST", "en", "2024-05-07T10:00"),
    ("07 May 2024 10:00am IST", "en", "2024-05-07T10:00"),
    ("Dienstag, 07.05.2024, 10:00 Uhr", "de", "2024-05-07T10:00"),
    ("7. Mai 2024 um 15.04 Uhr", "de", "2024-05-07T15:04"),
    ("07.05.2024 | Stand: 08.05.2024", "de", "2024-05-07"),
    ("Publié le 07/05/2024 à 15h04", "fr", "2024-05-07T15:04"),
    ("mardi 7 mai 2024, 15 h 04", "fr", "2024-05-07T15:04"),
    ("1er mai 2024", "fr", "2024-05-01"),
    ("7 mayo, 2024 - 15:04", "es", "2024-05-07T15:04"),
    ("martes, 07 de mayo de 2024 a las 15:04", "es", "2024-05-07T15:04"),
    ("07.05.2024 - 15:04h", "es", "2024-05-07T15:04"),
    ("7 de mayo del 2024", "es", "2024-05-07"),
    ("7.mai.2024 às 15h04", "pt", "2024-05-07T15:04"),
    ("07/05/2024 15h04", "pt", "2024-05-07T15:04"),
    ("7 mai 2024, 15:04", "pt", "2024-05-07T15:04"),
    ("7 Maggio 2024 alle 15:04", "it", "2024-05-07T15:04"),
    ("07 mag 2024", "it", "2024-05-07"),
    ("7 mei 2024 om 15:04", "nl", "2024-05-07T15:04"),
    ("di 7 mei 2024, 15.04", "nl", "2024-05-07T15:04"),
    ("7 maj 2024 kl. 15.04", "sv", "2024-05-07T15:04"),
    ("Publicerad 2024-05-07 15.04", "sv", "2024-05-07T15:04"),
    ("7. mai 2024 kl. 15:04", "no", "2024-05-07T15:04"),
    ("07.05.24 15:04", "no", "2024-05-07T15:04"),
    ("07. maj 2024 kl. 15.04", "da", "2024-05-07T15:04"),
    ("7.5.2024 klo 15.04", "fi", "2024-05-07T15:04"),
    ("7.5. 2024 15:04", "fi", "2024-05-07T15:04"),
    ("7 maja 2024, 15:04", "pl", "2024-05-07T15:04"),
    ("07.05.2024, godz. 15:04", "pl", "2024-05-07T15:04"),
    ("7. května 2024 v 15:04", "cs", "2024-05-07T15:04"),
    ("7. 5. 2024 15:04", "cs", "2024-05-07T15:04"),
    ("2024. május 7., kedd 15:04", "hu", "2024-05-07T15:04"),
    ("2024. 05. 07. 15:04", "hu", "2024-05-07T15:04"),
    ("2024.05.07. 15:04", "hu", "2024-05-07T15:04"),
    ("7 mai 2024, 15:04", "ro", "2024-05-07T15:04"),
    ("07.05.2024. 15:04", "hr", "2024-05-07T15:04"),
    ("7. svibnja 2024. u 15:04", "hr", "2024-05-07T15:04"),
    ("7. мај 2024. 15:04", "sr", "2024-05-07T15:04"),
    ("7 май 2024, 15:04", "bg", "2024-05-07T15:04"),
    ("7 Μαΐου 2024, 15:04", "el", "2024-05-07T15:04"),
    ("07 Μαι. 2024 15:04", "el", "2024-05-07T15:04"),
    ("7 Mayıs 2024 Salı, 15:04", "tr", "2024-05-07T15:04"),
    ("Mayıs 07, 2024 15:04", "tr", "2024-05-07T15:04"),
    ("07.05.2024 - 15:04", "tr", "2024-05-07T15:04"),
    ("7 мая 2024, 15:04", "ru", "2024-05-07T15:04"),
    ("7 мая 2024 года в 15:04", "ru", "2024-05-07T15:04"),
    ("вівторок, 7 травня 2024, 15:04", "uk", "2024-05-07T15:04"),
    ("7 مايو 2024 - 15:04", "ar", "2024-05-07T15:04"),
    ("الثلاثاء، 7 مايو / أيار 2024", "ar", "2024-05-07"),
    ("07 مايو/أيار 2024", "ar", "2024-05-07"),
    ("7/5/2024", "ar", "2024-05-07"),
    ("٢٠٢٤/٠٥/٠٧", "ar", "2024-05-07"),
    ("نشر في: 07 مايو ,2024: 03:04 م", "ar", "2024-05-07T15:04"),
    ("۱۸ اردیبهشت ۱۴۰۳", "fa", "2024-05-07"),
    ("سه\u200cشنبه ۱۸ اردیبهشت ۱۴۰۳ - ۱۵:۰۴", "fa", "2024-05-07T15:04"),
    ("۱۴۰۳/۰۲/۱۸", "fa", "2024-05-07"),
    ("1403/02/18 - 15:04", "fa", "2024-05-07T15:04"),
    ("7 במאי 2024, 15:04", "he", "2024-05-07T15:04"),
    ("07.05.24", "he", "2024-05-07"),
    ("07 मई 2024 03:04 PM IST", "hi", "2024-05-07T15:04"),
    ("Tue, 07 May 2024 03:04 PM (IST)", "hi", "2024-05-07T15:04"),
    ("৭ মে ২০২৪, ১৫:০৪", "bn", "2024-05-07T15:04"),
    ("প্রকাশ: ০৭ মে ২০২৪, ১৫: ০৪", "bn", "2024-05-07T15:04"),
    ("7 พฤษภาคม 2567 15:04 น.", "th", "2024-05-07T15:04"),
    ("7 พ.ค. 67", "th", "2024-05-07"),
    ("07 พ.ค. 2567 | 15:04 น.", "th", "2024-05-07T15:04"),
    ("Selasa, 07 Mei 2024 15:04 WIB", "id", "2024-05-07T15:04+07:00"),
    ("Selasa, 7 Mei 2024 | 15:04 WIB", "id", "2024-05-07T15:04+07:00"),
    ("Thứ ba, 7/5/2024, 15:04 (GMT+7)", "vi", "2024-05-07T15:04+07:00"),
    ("07/05/2024 15:04 GMT+7", "vi", "2024-05-07T15:04+07:00"),
    ("15:04 07/05/2024", "vi", "2024-05-07"),
    ("2024年5月7日（火） 15:04", "ja", "2024-05-07T15:04"),
    ("2024/05/07 15:04", "ja", "2024-05-07T15:04"),
    ("2024年05月07日15:04", "zh", "2024-05-07T15:04"),
    ("令和6年5月7日", "ja", "2024-05-07"),
    ("民國113年5月7日", "zh-TW", "2024-05-07"),
    ("113年5月7日", "zh-TW", "2024-05-07"),
    ("２０２４年５月７日", "ja", "2024-05-07"),
    ("입력 2024.05.07. 오후 3:04", "ko", "2024-05-07T15:04"),
    ("2024-05-07 오후 3:04", "ko", "2024-05-07T15:04"),
    ("2024년 5월 7일 15시 04분", "ko", "2024-05-07T15:04"),
    ("2024 m. gegužės 7 d. 15:04", "lt", "2024-05-07T15:04"),
    ("2024. gada 7. maijs", "lv", "2024-05-07"),
    ("7. mai 2024, 15:04", "et", "2024-05-07T15:04"),
    ("7. maí 2024", "is", "2024-05-07"),
    ("7 Maj 2024", "sq", "2024-05-07"),
    ("7 de maig de 2024", "ca", "2024-05-07"),
    ("2024ko maiatzaren 7a", "eu", "2024-05-07"),
    ("7 may 2024", "az", "2024-05-07"),
    ("2024 жылғы 7 мамыр", "kk", "2024-05-07"),
    ("7 მაისი, 2024", "ka", "2024-05-07"),
    ("7 Mayo 2024", "tl", "2024-05-07"),
    ("7 Mei 2024", "af", "2024-05-07"),
    ("07 మే 2024", "te", "2024-05-07"),
    ("மே 7, 2024", "ta", "2024-05-07"),
    ("ಮೇ 7, 2024", "kn", "2024-05-07"),
    ("ਮਈ 7, 2024", "pa", "2024-05-07"),
    ("7 مئی 2024", "ur", "2024-05-07"),
    ("2024-05-07T15:04:00+0530", None, "2024-05-07T15:04:00+05:30"),
    ("2024-05-07T15:04:00.000+00:00", None, "2024-05-07T15:04:00+00:00"),
    ("2024-05-07T15:04+02", None, "2024-05-07T15:04+02:00"),
    ("2024-05-07 15:04:00 +0200", None, "2024-05-07T15:04:00+02:00"),
    ("2024-05-07 15:04:00 UTC", None, "2024-05-07T15:04:00+00:00"),
    ("2024-05-07T15:04:00 Europe/Berlin", None, "2024-05-07T15:04:00"),
    ("2024-5-7T9:4:00", None, "2024-05-07"),
    ("20240507", None, "2024-05-07"),
    ("1715094240", None, "2024-05-07T15:04:00+00:00"),
    ("Tue May 07 15:04:00 EDT 2024", None, "2024-05-07T15:04:00-04:00"),
    ("Tue May  7 15:04:00 2024", None, "2024-05-07T15:04:00"),
    ("2024-05-07T15.04.00", None, "2024-05-07T15:04:00"),
    ("Tue, 7 May 2024 15:04:00 +0200", None, "2024-05-07T15:04:00+02:00"),
    ("05/07/2024 03:04 PM", "en-US", "2024-05-07T15:04"),
    ("05-07-2024", "en-US", "2024-05-07"),
    ("7/5/24", "en-GB", "2024-05-07"),
    ("2024/05/07 15:04:00 JST", None, "2024-05-07T15:04:00+09:00"),
]


@pytest.mark.parametrize(("text", "language", "iso"), WRITTEN + SHOWN)
def test_a_date_is_read_as_precisely_as_it_was_written(text, language, iso):
    stamp = date_parser.read(text, language=language)
    assert stamp is not None
    assert (stamp.iso, stamp.raw) == (iso, text)


@pytest.mark.parametrize(
    "text",
    [
        "2025",
        "(c) 2025 Harbour Courier",
        "31.02.2025",
        "2025-13-45",
        "version 4.8.12",
        "0000-00-00",
        "1234-05-06",
        "",
        None,
    ],
)
def test_what_is_no_date(text):
    assert date_parser.read(text) is None


@given(st.text(max_size=120))
def test_no_text_raises(text):
    stamp = date_parser.read(text)
    assert stamp is None or stamp.iso[:4].isdigit()


@given(st.datetimes(max_value=datetime(2300, 1, 1)))  # noqa: DTZ001 - hypothesis wants a naive bound
def test_what_python_writes_is_read(moment):
    stamp = date_parser.read(moment.isoformat(timespec="seconds"))
    if moment.year in calendars.PERSIAN:  # these years are Iran's, and ours
        return
    assert stamp is None if moment.year < date_parser.EARLIEST else stamp.iso[:10] == moment.date().isoformat()


def test_every_month_of_every_language_has_its_number():
    assert all(len(line.split()) == 12 for line in months.table().values())
    assert all(
        months.number(w.split("/")[0], lang) == i
        for lang, line in months.table().items()
        for i, w in enumerate(line.split(), 1)
    )


@pytest.mark.parametrize(
    ("rest", "hour", "minute", "hours_from_utc"),
    [
        (", 15:04 Uhr", 15, 4, None),
        (" at 3:04 p.m. EDT", 15, 4, -4),
        (" 12:04 am", 0, 4, None),
        (" 12:04 pm", 12, 4, None),
        (" 오후 3:04", 15, 4, None),
        (" kl. 15.04 (CEST)", 15, 4, 2),
        (", 5pm", 17, 0, None),
        (" 12 a.m.", 0, 0, None),
        (" 15:04 GMT+7", 15, 4, 7),
        (" 24:00", 24, 0, None),
    ],
)
def test_a_time_behind_a_date(rest, hour, minute, hours_from_utc):
    clock = clock_times.read(rest)
    assert clock[:2] == (hour, minute)
    assert (clock.zone and clock.zone.utcoffset(None)) == (
        None if hours_from_utc is None else timedelta(hours=hours_from_utc)
    )


@pytest.mark.parametrize("rest", ["", " of 2025", " 5 visitors", ", 4th floor"])
def test_what_is_no_time(rest):
    assert clock_times.read(rest) is None


@pytest.mark.parametrize(
    ("name", "hours"),
    [("Z", 0), ("GMT", 0), ("+0200", 2), ("-05:00", -5), ("+14:00", 14), ("+15:00", None), ("", None), (None, None)],
)
def test_a_zone_by_its_name_or_offset(name, hours):
    zone = clock_times.zone_of(name)
    assert (zone and zone.utcoffset(None)) == (None if hours is None else timedelta(hours=hours))


@pytest.mark.parametrize(
    ("written", "western"),
    [
        ((2568, 5, 7), (2025, 5, 7)),
        ((1403, 1, 1), (2024, 3, 20)),
        ((1403, 12, 30), (2025, 3, 20)),
        ((1404, 7, 1), (2025, 9, 23)),
        ((1403, 13, 1), (1403, 13, 1)),
        ((1403, 5, None), (1403, 5, None)),
        ((2025, 5, 7), (2025, 5, 7)),
    ],
)
def test_a_date_of_another_calendar(written, western):
    assert calendars.western(CalendarDate(*written)) == western


@pytest.mark.parametrize(
    ("era", "number", "year"),
    [("令和", "元", 2019), ("昭和", "64", 1989), (None, "113", 2024), (None, "2024", 2024), (None, "24", None)],
)
def test_a_year_of_an_era(era, number, year):
    assert calendars.of_era(era, number) == year
