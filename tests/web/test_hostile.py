"""Nothing of an archive becomes markup of the room: every text column of every table tries, on every page.

The pages are found by following links and filling in forms, so that a new page is tried as soon as it is linked.
"""

import json
import re
import sqlite3
from collections import Counter, deque
from contextlib import closing
from dataclasses import replace
from urllib.parse import urlencode, urljoin, urlsplit

import pytest

from newsroom import LONG, START, article, page
from reading_room import visiting
from scraper.archive import Archive
from scraper.archive.corpus.label_sets import LabelRow, LabelTable
from scraper.jobs.explanation import explained, kept_reading
from scraper.models import Author, Block, BlockKind, Image, Span
from scraper.page.parsed_page import ParsedPage
from scraper.web.app import PAGES
from scraper.web.outside_links import REL
from scraper.web.safety import HEADERS

MARK = "zqx"  # in the name of each element, attribute and host that tries to come in
PAYLOADS = {
    "tag": f"\"><{MARK}-a on{MARK}=1 onclick=1>'><script>{MARK}()</script></title></textarea></style><!--{{{{7*7}}}}&lt;{MARK}&gt;",
    "attribute": f"' on{MARK}=1 \" on{MARK}=2 ` style=x autofocus onfocus={MARK}() x='",
    "javascript": f'javascript:{MARK}()//"><img src=x onerror={MARK}()>',
    "web": f'http://{MARK}.example/"on{MARK}=1 <{MARK}>',
    "other host": f"//{MARK}.example/x",
    "data": f"data:text/html,<script>{MARK}()</script>",
    "control": f"\x00\x1b[2J\u2028\u202e\ud7ff\ue000\ue001{MARK}\r\nset-cookie: {MARK}=1\r\n\r\n<{MARK}>",
}  # fmt: skip
# columns whose words are a choice of ours: another one is damage, and reported as such
CHOICES = {
    ("articles", "verdict"), ("extractions", "verdict"), ("coder_notes", "field"), ("bodies", "codec"), ("bodies", "sha256"), ("queue", "state"),
    ("articles", "body_form"), ("past_texts", "body_form"), ("articles", "date_precision"),
}  # fmt: skip
# times of our own clock: a page may find them damaged
OURS = re.compile(
    r".*(_at|_since|_until|_seen|_changed|_to|_from)|at|since|until|last_seen|first_seen|last_changed|asked_first"
)
OF_SQLITE = re.compile(r"sqlite_|_sqlite|.*_fts|articles_index|past_index")
ALLOWED = {
    "html", "head", "meta", "title", "link", "script", "body", "a", "header", "p", "form", "label", "input", "button", "nav",
    "ul", "ol", "li", "main", "h1", "h2", "h3", "h4", "h5", "h6", "section", "div", "span", "time", "footer", "strong", "em",
    "code", "pre", "blockquote", "table", "caption", "thead", "tbody", "tr", "th", "td", "figure", "figcaption", "mark",
    "fieldset", "legend", "details", "summary", "dl", "dt", "dd", "bdi", "article", "aside", "select", "option", "ins", "del",
    "small", "b", "i", "svg", "g", "path", "rect", "line", "text", "polyline", "circle", "desc", "tspan", "textarea", "hr", "br",
    "kbd", "dialog", "abbr", "output", "colgroup", "col", "noscript", "defs", "use", "sup", "search", "img",
}  # fmt: skip
ADDRESSES = ("href", "src", "action", "formaction", "cite", "xlink:href", "data", "poster")
OF_A_KIND, OF_A_PATH = 3, 12  # pages that are tried, of one path with the same parameters, and of one path


def block(kind, text, **more):
    return Block(kind=kind, spans=(Span(text=text), Span(text=text, href=text, strong=True)), **more)


def story(payload, number):
    kinds = (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.PREFORMATTED)
    body = (
        *(block(kind, payload) for kind in kinds), block(BlockKind.HEADING, payload, level=1),
        block(BlockKind.QUOTE, payload, href=payload), block(BlockKind.EMBED, payload, href=payload),
        Block(kind=BlockKind.TABLE, rows=((payload, payload),)), block(BlockKind.PARAGRAPH, LONG * 2),
    )  # fmt: skip
    made = article(
        url=f"https://harbour.example/{number}", headline=f"Ferry {number}", section="sea", publisher="Gazette",
        authors=(Author(name=f"Anna {number}", role="reporter", links=("https://h.example/a", payload)),),
        images=(Image(url=payload, caption=payload, credit=payload, alt=payload, lead=number == 0), Image(caption="c", url="u")),
        subheadline="ferry", byline=f"By Anna {number}", date_modified="2026-05-02",
    )  # fmt: skip
    return replace(made, body=body)


def filled(path, payload):
    """An archive that has a row in each table that pages show."""
    with Archive.open(path, clock=lambda: START) as archive:
        run = archive.crawl.runs.start(["scraper", "fetch", "x"], name="fetch")
        markup = f"<html><body><article><h1>{payload}</h1><p>{payload} {LONG}</p><div class=ad>{payload}</div></article>".encode()
        for number in range(3):
            one = story(payload, number)
            archive.articles.save(one, archive.pages.keep(page(one, hours=number, body=markup)))
        for hour in (4, 5):
            was = story(payload, 0)
            last = Block(kind=BlockKind.PARAGRAPH, spans=(Span(text=f"Added at {hour}: the old pier is closed."),))
            edited = replace(was, headline=f"Ferry, edited at {hour}", body=(*was.body, last))
            archive.articles.save(edited, archive.pages.keep(page(edited, hours=hour)))
        archive.crawl.log.write("https://harbour.example/0", "fault", error="x")
        feed, _ = archive.crawl.feeds.add("https://harbour.example/feed", title="Feed")
        archive.crawl.feeds.note_poll(feed, failed=True, error="x")
        table = LabelTable(name="cases", columns=("url", "topic"), url_column="url", source="cases.csv")
        cells = {"url": "https://harbour.example/0", "topic": "sea"}
        archive.corpus.labels.keep(table, [LabelRow(url="https://harbour.example/0", cells=cells)])
        archive.corpus.tags.add(1, "sea", coder="ann")
        archive.corpus.notes.add(1, "a note", coder="ann")
        archive.corpus.notes.add(1, "", coder="ann", quotation="The ferry sails")
        archive.corpus.exclusions.add(2, "twice", coder="ann")
        archive.crawl.runs.end(run, {"fault": 1}, error="x")
        for kind in ("vanished", "moved", "retitled"):
            values = (START.isoformat(), kind)
            archive.db.execute(
                "INSERT INTO events(article_id, at, kind, detail, checksum) VALUES (1, ?, ?, 'x', 0)", values
            )
        archive.db.execute(
            "INSERT INTO troubles(subject, kind, since, detail, checksum) VALUES ('x', 'site', '2026-05-01T09:00:00Z', 'x', 0)"
        )


def poisoned(path, payload, *, times):
    """Put the payload into every column that holds text, as one who made the file could."""
    with closing(sqlite3.connect(path)) as db:
        names = [
            name
            for (name,) in db.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE '%VIRTUAL%'"
            )
        ]
        for table in names:
            if OF_SQLITE.match(table) or table == "captures":
                continue
            for _, column, kind, *_ in db.execute(f"PRAGMA table_info({table})").fetchall():
                is_time = bool(OURS.fullmatch(column))
                if "TEXT" not in kind or (table, column) in CHOICES or is_time != times:
                    continue
                poison(db, table, column, payload)
        db.commit()


def poison(db, table, column, payload):
    values = db.execute(f"SELECT DISTINCT {column} FROM {table} WHERE {column} IS NOT NULL").fetchall()
    for number, (old,) in enumerate(values):
        try:
            found = json.loads(old)
            new = json.dumps(infected(found, payload)) if isinstance(found, list | dict) else f"{payload} {number}"
        except ValueError:
            new = f"{payload} {number}"
        try:
            db.execute(f"UPDATE {table} SET {column} = ? WHERE {column} = ?", (new, old))
        except sqlite3.IntegrityError:
            continue  # a rule of the schema keeps it out


def infected(value, payload):
    if isinstance(value, dict):
        return {f"{payload} {key}": infected(each, payload) for key, each in value.items()}
    if isinstance(value, list):
        return [infected(each, payload) for each in value]
    return f"{payload} {value}" if isinstance(value, str) else value


def faults_of(markup):
    """What is in a page that no template of ours has."""
    for element in elements(markup):
        if element.tag not in ALLOWED:
            yield f"element {element.tag}"
        for name, value in element.attrib.items():
            if MARK in name or name.startswith("on") or name in ("style", "srcdoc", "autofocus"):
                yield f"attribute {element.tag} {name}"
            if name in ADDRESSES and not is_safe(value, element):
                yield f"address {element.tag} {name}={value!r}"
        if element.tag == "script" and (element.text or "").strip():
            yield "a script inside the page"


def elements(markup):
    tree = ParsedPage(page(article(), body=markup.encode())).tree
    return [element for element in tree.iter() if isinstance(element.tag, str)]


def is_safe(address, element):
    if address.startswith("#") or (address.startswith("/") and not address.startswith("//")):
        return "\\" not in address[:2]
    return element.tag == "a" and address.startswith(("http://", "https://")) and element.get("rel") == REL


def links(here, markup, payload):
    """The addresses that a page leads to: its links, and its forms, filled in with the payload."""
    for element in elements(markup):
        if element.tag == "a" and element.get("href", "#").startswith("/"):
            yield urljoin(here, element.get("href")).partition("#")[0]
        if element.tag == "form" and element.get("method", "get") == "get":
            fields = [one.get("name") for one in element.iter("input", "select", "textarea") if one.get("name")]
            yield f"{element.get('action')}?{urlencode([(name, payload) for name in fields])}"


def shape(address):
    """An address without its numbers and names, so that one page of each kind is enough of many."""
    parts = urlsplit(address)
    return re.sub(r"\d+", "0", parts.path), tuple(sorted(re.findall(r"(?:^|&)(\w+)=", parts.query)))


def walk(client, payload):
    """Yield address and answer of every page that links and forms lead to, a few of each kind."""
    waiting = deque(["/", *(each.address for each in PAGES if "{" not in each.address and "GET" in each.methods)])
    known, kinds = set(), Counter()
    while waiting:
        address = waiting.popleft()
        path, query = shape(address)
        if address in known or kinds[path, query] >= OF_A_KIND or kinds[path] >= OF_A_PATH:
            continue
        known.add(address)
        kinds.update([(path, query), path])
        answer = client.get(address)
        yield address, answer
        if "location" in answer.headers:
            assert answer.headers["location"].startswith("/"), address
            waiting.append(answer.headers["location"])
        elif answer.headers["content-type"].startswith("text/html"):
            waiting.extend(links(address, answer.text, payload))


QUICK = ("tag",)


def attempts():
    for name, payload in PAYLOADS.items():
        for times in (False, True):
            marks = [] if name in QUICK and not times else [pytest.mark.slow]
            yield pytest.param(payload, times, id=f"{name} in {'times' if times else 'texts'}", marks=marks)


@pytest.mark.parametrize(("payload", "times"), list(attempts()))
def test_no_text_comes_in_as_markup(tmp_path, payload, times):
    path = tmp_path / "a.db"
    filled(path, payload)
    poisoned(path, payload, times=times)
    visited = set()
    with visiting(path, notes=True, coder=f"{payload} 0", explain=explain) as client:
        for address, answer in walk(client, payload):
            visited.add(re.sub(r"\d+", "0", urlsplit(address).path))
            assert {name: answer.headers[name] for name in HEADERS} == HEADERS, address
            assert "set-cookie" not in answer.headers
            assert times or is_expected(address, answer.status_code), (address, answer.text)
            kind = answer.headers.get("content-type", "")
            if kind.startswith("text/html"):
                assert list(faults_of(answer.text)) == [], address
            else:
                assert kind.split(";")[0] != "image/svg+xml" or MARK not in answer.text
    if not times:
        patterns = {
            page.address: re.sub(r"\{\w+:number\}", "0", page.address) for page in PAGES if "GET" in page.methods
        }
        unseen = {name for name, pattern in patterns.items() if not any(covers(pattern, one) for one in visited)}
        assert not unseen, "no page links to these, so that they are not tried"


def explain(archive, row):
    return explained(kept_reading(archive, row))


def is_expected(address, status):
    """A page of the table is there, unless the question in its address makes no sense."""
    path, _, query = address.partition("?")
    has_page = any(covers(re.sub(r"\{\w+:number\}", "0", page.address), re.sub(r"\d+", "0", path)) for page in PAGES)
    return (
        status in (200, 303) or (status == 400 and query) or (status == 404 and (query or not has_page)) or path == "/a"
    )


def covers(pattern, path):
    return re.fullmatch(re.sub(r"\\\{\w+(:\w+)?\\\}", ".+", re.escape(pattern)), path) is not None


def test_the_walk_finds_what_should_not_be_there():
    bad = [
        f"<p><{MARK}-a>", f"<p on{MARK}=1>", "<a href='javascript:x'>x</a>", "<a href='//x.example'>x</a>",
        "<a href='https://x.example'>x</a>", "<p style='x'>", "<script>x()</script>", "<iframe src='/'></iframe>",
        "<img src='https://x.example/x.png'>", "<a href='/\\x.example'>x</a>", "<form action='https://x.example'></form>",
    ]  # fmt: skip
    assert [one for one in bad if not list(faults_of(f"<!DOCTYPE html><html><body>{one}"))] == []
    assert list(faults_of(f"<!DOCTYPE html><html><body><a href='https://x.example' rel='{REL}'>x</a>")) == []
