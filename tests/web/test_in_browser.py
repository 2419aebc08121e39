"""The reading room in a real Chromium: every kind of page, and what hands and eyes do there."""

import re
from collections import deque
from urllib.parse import parse_qs, urlsplit

import pytest

from program import inside
from room_browser import barriers, browsing, needs_browser, visitor
from scraper.archive import Archive
from scraper.web.room import RoomOptions
from scraper.web.room_server import RoomServer

pytestmark = needs_browser
MOST = 80  # pages of one walk
BRIDGE = "/search?q=bridge"


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    folder = tmp_path_factory.mktemp("demo")
    assert inside(folder, "demo").returncode == 0
    with Archive.open(folder / "archive.db") as archive:
        archive.corpus.tags.add(1, "harbour", coder="ann")
        archive.corpus.notes.add(1, "who rings it?", coder="ann")
    return folder / "archive.db"


@pytest.fixture(scope="module")
def room(path):
    with RoomServer(path, RoomOptions(notes=True, coder="ann")) as server:
        yield server.address.rstrip("/")


@pytest.fixture(scope="module")
def browser(room):  # after the demo: Playwright keeps an event loop running in this thread
    with browsing() as browser:
        yield browser


@pytest.fixture
def reader(browser, room):
    with visitor(browser, room) as page:
        yield page


def kind(address):
    """An address without its numbers and names: of each kind, one page is looked at."""
    parts = urlsplit(address)
    path = re.sub(r"\d+|(?<=^/sites/)[^/.]+.*|(?<=^/labels/)[^/.]+.*", "0", parts.path)
    return path, tuple(sorted(parse_qs(parts.query)))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_is_without_faults(browser, room, scheme):
    """No error, no request to another host, no barrier, nothing wider than a phone; at most one look a kind."""
    waiting, kinds, faults = deque(["/", "/articles/1"]), set(), []
    with visitor(browser, room, color_scheme=scheme, viewport={"width": 390, "height": 800}) as page:
        while waiting and len(kinds) < MOST:
            address = waiting.popleft()
            if kind(address) in kinds:
                continue
            kinds.add(kind(address))
            answer = page.goto(address)
            if answer.status != 200 or "text/html" not in answer.headers["content-type"]:
                faults.append((address, answer.status))
                continue
            faults += [(address, *fault) for fault in barriers(page)]
            if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                faults.append((address, "wider than the window"))
            if page.locator("h1").count() != 1:
                faults.append((address, "needs one first heading"))
            found = page.eval_on_selector_all(
                "main a[href^='/'], nav a[href^='/']", "all => all.map(a => a.getAttribute('href'))"
            )
            waiting.extend(one.partition("#")[0] for one in found if not re.search(r"\.(json|csv|md|bib|atom)\b", one))
        assert not faults, "\n".join(map(str, faults))
    assert len(kinds) > 12


def test_search_open_and_walk_to_the_versions(reader):
    reader.goto("/")
    reader.keyboard.press("/")
    reader.keyboard.type("bridge")
    reader.keyboard.press("Enter")
    reader.wait_for_url("**/search?q=bridge*")
    assert reader.locator("mark").count() > 0
    reader.keyboard.press("j")
    reader.keyboard.press("o")
    reader.wait_for_url("**/articles/*")
    reader.keyboard.press("h")
    reader.wait_for_url("**/history")
    reader.go_back()
    reader.keyboard.press("e")
    reader.wait_for_url("**/provenance")


def test_two_versions_are_compared(reader):
    """From the time line to what changed, in one column and side by side, and on to the next edit."""
    reader.goto("/changes")
    reader.locator("main a.headline").first.click()
    reader.wait_for_url("**/articles/*")
    reader.keyboard.press("h")
    reader.wait_for_url("**/history")
    reader.get_by_role("link", name="What changed from version 1 to 2").click()
    reader.wait_for_url("**/diff/1/2")
    assert reader.locator("main del").count() > 0
    assert reader.locator("main ins").count() > 0
    reader.get_by_label("As").select_option("side")
    reader.get_by_role("button", name="Compare").click()
    reader.wait_for_url("**view=side**")
    assert barriers(reader) == []
    reader.get_by_role("link", name=re.compile("Later edit")).click()
    reader.wait_for_url("**/diff/2/3**")


def test_keys_are_listed_and_can_be_switched_off(reader):
    reader.goto("/")
    reader.keyboard.press("?")
    assert reader.locator("#keys").is_visible()
    assert barriers(reader) == []
    reader.keyboard.press("Escape")
    assert not reader.locator("#keys").is_visible()
    reader.keyboard.press("Control+j")
    assert reader.locator(".here").count() == 0
    for _ in range(3):
        reader.keyboard.press("j")
    reader.keyboard.press("k")
    assert reader.locator(".lines > li").nth(1).get_attribute("class") == "here"
    reader.keyboard.press("?")
    reader.get_by_role("button", name="Switch these keys off").click()
    reader.wait_for_selector("html[data-keys=off]")
    reader.keyboard.press("?")
    assert not reader.locator("#keys").is_visible()


def test_letters_that_are_typed_are_no_keys(reader):
    reader.goto("/articles/1")
    reader.locator("#note-text").fill("")
    reader.locator("#note-text").type("jokes / hope? n")
    assert reader.locator("#note-text").input_value() == "jokes / hope? n"
    assert urlsplit(reader.url).path == "/articles/1"


def test_colours_and_size_are_chosen_and_stay(reader):
    reader.goto("/articles/1?x=1")
    light = reader.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    reader.locator(".look summary").click()
    reader.get_by_role("button", name="dark").click()
    reader.wait_for_selector("html[data-theme=dark]")
    assert reader.url.endswith("/articles/1?x=1")
    assert reader.evaluate("getComputedStyle(document.documentElement).backgroundColor") != light
    reader.locator(".look summary").click()
    reader.get_by_role("button", name="large").click()
    reader.wait_for_selector("html[data-theme=dark][data-size=large]")
    assert barriers(reader) == []


SELECT = """([selector, from, to]) => {
  const text = document.querySelector(selector).firstChild;
  const range = document.createRange();
  range.setStart(text, from);
  range.setEnd(text, to);
  getSelection().removeAllRanges();
  getSelection().addRange(range);
}"""


def test_a_selected_passage_is_noted_and_marked(reader, path):
    reader.goto("/articles/1")
    assert not reader.locator("#note-offer").is_visible()
    reader.evaluate(SELECT, ["#body p", 6, 22])
    chosen = reader.evaluate("getSelection().toString()")
    reader.locator("#note-offer").click()
    assert reader.locator("#note-exact").input_value() == chosen
    assert reader.evaluate("getSelection().toString()") in (chosen, "")
    reader.keyboard.type("how do they know?")
    reader.get_by_role("button", name="Keep the note").click()
    reader.wait_for_url("**/articles/1#note-*")
    assert reader.locator(".body mark").first.inner_text() == chosen
    assert reader.get_by_text("how do they know?").is_visible()
    with Archive.open(path, read_only=True, create=False) as archive:
        (note,) = [each for each in archive.corpus.notes.walk(1) if each["exact"]]
    assert (note["exact"], note["text"], note["coder"]) == (chosen, "how do they know?", "ann")


def test_selecting_and_copying_are_left_alone(browser, room):
    with visitor(browser, room, permissions=["clipboard-read", "clipboard-write"]) as page:
        page.goto("/articles/1")
        page.evaluate(SELECT, ["#body p:last-of-type", 0, 20])
        chosen = page.evaluate("getSelection().toString()")
        page.keyboard.press("Control+c")
        assert page.evaluate("navigator.clipboard.readText()") == chosen
        assert page.evaluate("getSelection().toString()") == chosen
        page.locator("#body p").first.dblclick()
        assert page.evaluate("getSelection().toString()").strip()
        assert urlsplit(page.url).path == "/articles/1"


def test_without_a_script_all_but_keys_works(browser, room):
    with visitor(browser, room, java_script_enabled=False) as page:
        page.goto("/")
        page.get_by_label("Search the archive").fill("ferry")
        page.get_by_label("Search the archive").press("Enter")
        page.locator("main .lines a.headline").first.click()
        page.locator("#note-text").fill("written without a script")
        page.get_by_role("button", name="Keep the note").click()
        page.wait_for_url("**#note-*")
        page.locator("summary", has_text="Look").click()
        page.get_by_role("button", name="dark").click()
        page.wait_for_selector("html[data-theme=dark]")


def test_what_is_printed_is_the_article(reader):
    reader.goto("/articles/1")
    reader.emulate_media(media="print")
    for selector in (".top", ".bottom", ".actions", ".write", "#note-offer"):
        assert not reader.locator(selector).first.is_visible()
    assert reader.locator("#body").is_visible()


def test_a_page_of_another_site_cannot_send_forms(browser, room):
    """A page from a data: address is another origin to a browser."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(
        f"data:text/html,<form method=post action='{room}/articles/1/notes'><input name=text value=x><button>go</button></form>"
    )
    page.locator("button").click()
    page.wait_for_selector("h1")
    assert "not allowed" in page.locator("h1").inner_text()
    context.close()
