"""The small decisions about who wrote, each as a table: names, roles, profiles, desks, lines."""

import pytest

from scraper.extract.authors import profile_links, profiles, shown_bylines, stated_authors
from scraper.extract.authors.byline_boxes import is_sentence, named
from scraper.extract.authors.desks import desks_in
from scraper.lexicon.names import NameKind

PAGE = "https://www.courier.example/news/bell"


@pytest.mark.parametrize(
    ("address", "can"),
    [
        ("https://twitter.com/janeroe", True),
        ("https://twitter.com/", False),
        ("https://twitter.com/intent/tweet?text=x", False),
        ("https://www.facebook.com/dialog.php?u=x&url=y", False),
        ("https://www.courier.example/author/jane-roe", True),
        ("https://www.courier.example/", False),
        (PAGE, False),
        (f"{PAGE}/", False),
    ],
)
def test_whether_an_address_can_show_a_person(address, can):
    assert profile_links.is_profile(address, PAGE) is can


@pytest.mark.parametrize(
    ("address", "social", "own"),
    [
        ("https://www.linkedin.com/in/jane", True, False),
        ("https://WWW.X.com/jane", True, False),
        ("https://notx.com/jane", False, False),
        ("https://blogs.courier.example/jane", False, True),
        ("https://www.courier.example/jane", False, True),
        ("", False, False),
    ],
)
def test_whose_an_address_is(address, social, own):
    assert (profile_links.is_social(address), profile_links.same_host(address, PAGE)) == (social, own)


@pytest.mark.parametrize(
    ("line", "role"),
    [
        ("Jane Roe, Harbour correspondent", "Harbour correspondent"),
        ("Harbour correspondent", "Harbour correspondent"),
        ("By the Courier's Editorial Writers", None),
        ("Become a Contributor", None),
        ("Jane Roe", None),
        ("correspondent " * 13, None),
    ],
)
def test_the_role_that_a_line_gives(line, role):
    assert profiles.role_in(line, "jane roe") == role


@pytest.mark.parametrize(
    ("line", "alone"),
    [
        ("By Jane Roe and Max Berg", True),
        ("Jane Roe, Max Berg", True),
        ("Jane Roe and Max Berg rang the old bell of the tower", False),
        ("By Jane Roe", False),
    ],
)
def test_a_line_of_names_and_hardly_more(line, alone):
    assert shown_bylines.is_line_of_names(line, ["jane roe", "max berg"]) is alone


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("By AOL Staff", ("AOL Staff",)),
        ("By AFP", ("AFP",)),
        ("gizzmo", ()),
        ("By Jane Roe, News Desk", ()),
        ("By the team of the board of the harbour of the town", ()),
    ],
)
def test_a_desk_that_signs(line, found):
    assert desks_in(line) == found


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("Von den umliegenden Höfen kaufte der Burgherr noch Speck, Hartbrot und Kartoffeln.", True),
        ("记者通过电子邮件联系了钟楼，截至发稿时，尚未收到回应。", True),
        ("作者：王小明。", False),
        ("By Jane Roe, Dr. phil.", False),
        ("By Jane Roe", False),
    ],
)
def test_a_line_that_is_a_sentence(line, sentence):
    assert is_sentence(line) is sentence


@pytest.mark.parametrize(
    ("lines", "people"),
    [
        (["Jane Roe", "Max Berg"], ["Jane Roe", "Max Berg"]),
        (["Jane Roe", "By Max Berg and Jane Roe"], ["Jane Roe", "Max Berg"]),
        (["Harbour news"], []),
    ],
)
def test_the_people_of_a_few_lines(lines, people):
    assert [author.name for author in named(lines)] == people


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Jane Roe and Max Berg", [("Jane Roe", NameKind.PERSON), ("Max Berg", NameKind.PERSON)]),
        ("AFP", [("AFP", NameKind.AGENCY)]),
        ("Harbour Courier Staff", [("Harbour Courier Staff", NameKind.ORGANISATION)]),
        ("gizzmo; frobb", [("gizzmo", NameKind.NOBODY), ("frobb", NameKind.NOBODY)]),
        ("https://x.example/jane", []),
        ("@jane", []),
        ("", []),
    ],
)
def test_whom_a_string_of_the_metadata_names(text, found):
    assert [(each.author.name, each.kind) for each in stated_authors.named(text)] == found


@pytest.mark.parametrize(
    ("text", "turned"),
    [
        ("Roe, Jane", "Jane Roe"),
        ("Roe, Jane B.", "Jane B. Roe"),
        ("Roe, Editor", "Roe, Editor"),
        ("Jane Roe, Max Berg", "Jane Roe, Max Berg"),
        ("Jane Roe", "Jane Roe"),
    ],
)
def test_a_name_as_libraries_write_it(text, turned):
    assert stated_authors._turned(text) == turned
