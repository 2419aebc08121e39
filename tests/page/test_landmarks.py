"""What the one walk over a page notes: by element, by name, by relation; and what it passes by."""

import pytest

from scraper.page import survey
from scraper.page.class_flags import HIDDEN, LEAD, REASONS
from scraper.page.tree import parse

ENTRIES = "".join(f"<li class='title'><a href='/people/{n}'>Section {n}</a></li>" for n in range(9))


def find(markup):
    return survey.find(parse(f"<html><body>{markup}</body></html>"))


def said(markup):
    """What is said of the first element in the body."""
    tree = parse(f"<html><body>{markup}</body></html>")
    return survey.find(tree).said.get(tree.find("body")[0], 0)


def test_names_in_a_menu_say_nothing_to_a_field():
    found = find(f"<ul class='menu'><li class='byline'>By Xi</li><a rel='home' href='/'>The Courier</a>{ENTRIES}</ul>")
    assert (found.authors, found.titled, found.profiles) == ([], [], [])
    assert [element.text for element in found.homes] == ["The Courier"]


@pytest.mark.parametrize("text", ["", f"<p>Rain fell on the harbour.</p>{ENTRIES}"])
def test_names_in_the_bar_above_an_article_and_around_a_text_are_read(text):
    found = find(f"<header class='top-bar'><a class='author' href='/author/xi'>Xi</a>{text}</header>")
    assert [element.text for element in found.authors] == ["Xi"]
    assert found.profiles[0] is found.authors[0]


def test_each_element_has_its_place():
    found = find(f"<nav>{ENTRIES}</nav><time>today</time>")
    assert list(found.order.values()) == list(range(len(found.order)))
    assert found.order[found.times[0]] == len(found.order) - 1


@pytest.mark.parametrize(
    ("markup", "reasons"),
    [
        ("<div class='related-posts' id='comments'>", {"related", "comments"}),
        ("<div data-testid='newsletter-box'>", {"newsletter"}),
        ("<aside role='search'>", {"<aside>", "search"}),
        ("<div aria-hidden='true'>", {"unspoken"}),
        ("<site-footer>", {"footer"}),
        ("<div style='display: none'>", {"hidden!"}),
        ("<div hidden>", {"hidden!"}),
        ("<div hidden='until-found' style='display: block'>", set()),
        ("<script class='related'>", set()),
        ("<article class='node node--type-blog node--promoted'>", set()),
        ("<div class='promoted'>", {"promotion"}),
    ],
)
def test_what_an_element_says_of_itself(markup, reasons):
    assert REASONS[said(markup)] == reasons


def test_a_description_is_a_lead_and_no_name_for_programs_hides():
    assert said("<p itemprop='description'>") & LEAD
    assert not said("<div data-testid='hidden'>") & HIDDEN
