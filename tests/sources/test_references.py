"""References: what an export wrote is read back as it was, and so are the files of other programs."""

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scraper.cleaning import clean_text
from scraper.errors import InputError
from scraper.present.bibtex import IN_ADDRESS, bibtex
from scraper.present.citation_fields import citation
from scraper.present.csl import csl
from scraper.present.ris import ris
from scraper.references import FIELDS, PersonName, without_commas
from scraper.sources.bibtex_file import read_bibtex
from scraper.sources.csl_file import read_csl
from scraper.sources.ris_file import read_ris
from scraper.sources.tex_text import text_of

texts = st.one_of(st.text(max_size=30), st.text("{}\\$&#%_~^,\"'@ aA-.=", max_size=20)).map(clean_text)
names = st.one_of(
    texts, st.sampled_from(["Anna van der Holm", "M. L. King Jr.", "Anna and Ben Holm", "Sea, Ltd", "王小明"])
)
authors = st.fixed_dictionaries({"name": names, "kind": st.sampled_from(["person", "organisation"])})
dates = st.sampled_from(["2026", "2026-02", "2026-02-03T00:00:00Z", "0985-12-31", "May", None])
rows = st.fixed_dictionaries(
    {
        "id": st.integers(1, 99),
        "url": st.sampled_from(["https://a.example/x", "https://a.example/a_b?c={1}&d=%20~#e\\f"]),
        "site": st.just("a.example"),
        "publisher": texts,
        "headline": texts,
        "subheadline": texts,
        "section": texts,
        "language": st.sampled_from(["en", "pt-BR", ""]),
        "authors": st.lists(authors, max_size=3),
        "date_published": dates,
        "last_seen": dates,
        "tags": st.lists(texts, max_size=3),
    }
)


def as_it_is(values):
    return values


def in_ris(values):
    """Names that stay whole have no commas."""
    names = [PersonName(without_commas(family), *rest) for family, *rest in values.get("author", [])]
    return values | {"author": [name for name in names if name.family]}


def in_one_text(values):
    """Keywords are between commas, so that they have none themselves."""
    return values | {"keyword": list(filter(None, map(without_commas, values.get("keyword", []))))}


def in_bibtex(values):
    """What TeX would take for something else is percent-encoded in an address."""
    return in_one_text(values) | {"URL": values["URL"].translate(str.maketrans(IN_ADDRESS))}


FORMATS = {
    "csl": (csl, read_csl, in_one_text),
    "bibtex": (bibtex, read_bibtex, in_bibtex),
    "ris": (ris, read_ris, in_ris),
}


@pytest.mark.parametrize("name", FORMATS)
@settings(max_examples=120, deadline=None)
@given(st.lists(rows, min_size=1, max_size=3))
def test_law_a_reference_is_read_as_it_was_written(name, of):
    write, read, kept = FORMATS[name]
    found = list(read("".join(write(of))))
    wanted = [
        (key, {field: value for field, value in kept(values).items() if value}) for key, values in map(citation, of)
    ]
    assert [tuple(each) for each in found] == wanted


ANNA = PersonName("Müller-Łoś", "Anna")
EXPECTED = {
    "title": "Élan & Größe: the 5 % rule",
    "author": [ANNA, PersonName("van der Berg", "Jan", "Jr."), PersonName("Reuters, Ltd")],
    "container-title": "The Harbour",
    "issued": (2026, 5, 1),
    "URL": "https://harbour.example/a_b?c=1&d=2",
    "accessed": (2026, 6, 2),
    "language": "en",
    "abstract": "A standfirst over two lines",
    "keyword": ["sea", "fish"],
}
BIBTEX = r"""
% as Zotero and JabRef write it
@comment{jabref-meta: databaseType:biblatex;}
@preamble{ "\newcommand{\x}{}" }
@string{harbour = "The Harbour"}
@Article(muller_elan_2026,
  title = {{\'E}lan \& Gr\"o{\ss}e: the 5~\% rule},
  Author = "M{\"u}ller-{\L}o{\'s}, Anna and van der Berg, Jr., Jan and {Reuters, Ltd}",
  journal = harbour,
  year = 2026, month = may # "~1", day = 1,
  date = {2026-05-01},
  url = {https://harbour.example/a\_b?c=1\&d=2},
  urldate = {2026-06-02},
  langid = {en},
  abstract = {A standfirst
     over \emph{two} lines},
  keywords = {sea, fish,},
)
@misc{other, title = {An \"{a}}, howpublished = {\url{https://b.example/~x}}, author = {Anna Holm}, year = 2025, month = oct}
"""
RIS = """\ufeffsome words before it\r
TY  - NEWS\r
T1  - Élan & Größe: the 5 % rule\r
AU  - Müller-Łoś, Anna\r
A1  - left alone, there is AU\r
AU  - van der Berg, Jan, Jr.\r
JO  - The Harbour\r
PY  - 2026/05/01\r
UR  - https://harbour.example/a_b?c=1&d=2\r
Y2  - 2026/06/02/10:00:00\r
LA  - en\r
N2  - A standfirst\r
over two lines\r
KW  - sea\r
KW  - fish\r
TY  - NEWS\r
TI  - No end
"""
CSL = """{"items": [{
 "id": 7, "type": "article", "title": "Élan & Größe: the 5 % rule", "container-title": "The Harbour",
 "author": [{"family": "Müller-Łoś", "given": "Anna"},
   {"family": "Berg", "non-dropping-particle": "van der", "given": "Jan", "suffix": "Jr."}, {"literal": "Reuters, Ltd"}, {}, 7],
 "issued": {"date-parts": [["2026", 5, "1"]]}, "accessed": {"raw": "2026-06-02"}, "URL": "https://harbour.example/a_b?c=1&d=2",
 "language": "en", "abstract": "A standfirst\\nover two lines", "keyword": ["sea", "fish"], "section": null, "note": {"x": 1}
}, {"id": "b", "title": "Two", "issued": {"literal": "spring"}, "accessed": {"date-parts": []}, "author": {"family": "x"}}]}
"""


def test_bibtex_of_other_programs():
    first, second = read_bibtex(BIBTEX)
    assert (first.key, first.values) == ("muller_elan_2026", EXPECTED)
    assert second == (
        "other",
        {"title": "An ä", "author": [PersonName("Holm", "Anna")], "URL": "https://b.example/~x", "issued": (2025, 10)},
    )


def test_ris_of_other_programs():
    first, second = read_ris(RIS)
    assert first.values == EXPECTED | {"author": EXPECTED["author"][:2]}
    assert second.values == {"title": "No end"}


def test_csl_of_other_programs():
    first, second = read_csl(CSL)
    assert first == ("7", EXPECTED)
    assert second == ("b", {"title": "Two"})


@pytest.mark.parametrize(
    ("read", "text", "told"),
    [
        (read_bibtex, "\n@online{a, title = {never closed", "in the entry of line 2, the value of 'title' has no end"),
        (read_bibtex, '@online{a, title = "x{"y}', "the value of 'title' has no end"),
        (read_bibtex, "@online{a, title = , url = {x}}", "the value of 'title' has no end"),
        (read_bibtex, "@online{a, title {x}}", "a field was expected in place of 'title {x}}'"),
        (read_bibtex, f"@online{{a, {'n' * 999} {{x}}}}", f"a field was expected in place of '{'n' * 20}'"),
        (read_bibtex, f"@online{{a, {'n' * 999} = }}", f"the value of '{'n' * 20}' has no end"),
        (read_ris, "", "RIS: no record"),
        (read_ris, "<html>", "RIS: no record"),
        (read_csl, "[", "CSL-JSON: "),
        (read_csl, "[1]", "CSL-JSON: a list of objects was expected"),
        (read_csl, "7", "CSL-JSON: a list of objects was expected"),
    ],
)
def test_what_cannot_be_read_is_said(read, text, told):
    with pytest.raises(InputError) as error:
        list(read(text))
    assert told in str(error.value)


@settings(max_examples=150, deadline=None)
@given(st.text('@{}()"=#,\\ aur-TYER\n', max_size=60))
def test_law_no_text_breaks_a_reader(text):
    for read in (read_bibtex, read_ris, read_csl):
        with suppress(InputError):
            list(read(text))


BLANKS, NAME = " " * 200_000, "n" * 200_000
LONG_RUNS = [
    (read_bibtex, f"@misc{{a,{BLANKS}title{BLANKS}={BLANKS}{{x}}{BLANKS},{BLANKS}}}", {"title": "x"}),
    (read_bibtex, f"@misc{{a, {NAME} = {{y}}, title = {{x}}}}", {"title": "x"}),
    (read_bibtex, f'@misc{{a, title = "x"{BLANKS}#{BLANKS}"y"}}', {"title": "xy"}),
    (read_bibtex, f"@misc{{a, title = {{x{BLANKS}y}}}}", {"title": "x y"}),
    (
        read_bibtex,
        f"@misc{{a, author = {{A B{BLANKS}and{BLANKS}C D}}}}",
        {"author": [PersonName("B", "A"), PersonName("D", "C")]},
    ),
    (read_ris, f"TY  - NEWS\n{BLANKS}TI  - {BLANKS}x{BLANKS}\n{BLANKS}y", {"title": "x y"}),
    (read_ris, "TY  - NEWS\nAB  - x" + 50_000 * "\n and so on", {"abstract": "x" + 50_000 * " and so on"}),
]


@pytest.mark.parametrize(("read", "text", "expected"), LONG_RUNS)
def test_runs_of_any_length_are_read(read, text, expected):
    assert [found.values for found in read(text)] == [expected]


TEX = [
    (r"\c{c}a \v Skoda \u{g} \r{a} \H{o} \={a} \.z \d{s} \k{a}", "ça Škoda ğ å ő ā ż ṣ ą"),
    (r"{\aa}rhus \o re \OE uvre stra\ss e na\"{\i}ve", "århus øre Œuvre straße naïve"),
    (r"\textbackslash{}x \textasciitilde y \ldots", r"\x ~y …"),
    (r"\emph{A}~B {\it C} \unknown D", "A B C D"),
    ("\\", "\\"),
]


@pytest.mark.parametrize(("tex", "expected"), TEX)
def test_tex(tex, expected):
    assert text_of(tex) == expected


def test_every_field_has_one_name_in_each_format():
    for names in zip(*[(field.csl, field.bibtex, field.ris) for field in FIELDS], strict=True):
        assert len(set(names)) == len(FIELDS)
    for also in ("also_bibtex", "also_ris"):
        others = [name for field in FIELDS for name in getattr(field, also)]
        assert len(set(others)) == len(others)
