"""Nothing from a page reaches a terminal raw: every command, in every form, with one article that tries everything.

The archive is filled past the cleaning, as one of an older scraper may be, so that the forms alone have to hold.
"""

import importlib
import json
import pkgutil
import re
import subprocess
import sys
import unicodedata

import pytest

from newsroom import LONG, START
from newsroom import page as page_of
from program import ALLOW, inside, on_a_terminal, serving, surroundings
from scraper import cleaning
from scraper.archive import Archive
from scraper.archive.corpus.label_sets import LabelRow, LabelTable
from scraper.commands import COMMANDS
from scraper.jobs.bulk import plan_file
from scraper.jobs.bulk.shard_plan import Shard
from scraper.models import Article, Author, Block, BlockKind, Image, Span, Verdict, VerdictKind

# ESC, BEL, an OSC that sets the clipboard, C1's CSI and OSC, bidi, zero width, separators of lines, a tag, private use
ACTS = (
    "\x1b[2J\x1b]52;c;QQ==\x07\x9b31m\x9d0;t\x9c\u202eabc\u2066def\u200b\u2028\u2029\x85\x7f\xad\U000e0041\ue123\ufeff"
)
EVIL = f"=cmd|' /C'!A0 {ACTS} end"
URL = "https://press.example/story"
UNSAFE = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
JSON_FORMS = ("--json", "--nl")
FORMS = (*JSON_FORMS, "--csv", "--tsv", "-t", None)
# commands that show nothing of a page
SILENT = {
    "backup",
    "merge",
    "prune",
    "migrate",
    "optimize",
    "completion",
    "demo",
    "path",
    "config",
    "import",
    "open",
    "serve",
}


def story(number):
    """An article with everything in every field; a link with a name that acts, too."""
    text = f"{EVIL} {LONG} {number}"
    return Article(
        url=URL, site="press.example", canonical_url=URL, publisher=EVIL, headline=f"{EVIL} {number}",
        subheadline=EVIL, byline=EVIL, section=EVIL, tags=(EVIL, "sea"), language="en", direction="ltr",
        date_published="2026-03-01T08:00:00+01:00", date_modified="2026-03-01", verdict=Verdict(kind=VerdictKind.ARTICLE),
        authors=(Author(name=EVIL, role=EVIL, links=(f"https://press.example/{ACTS}",), raw=EVIL),),
        images=(Image(url=f"https://press.example/{ACTS}.jpg", caption=EVIL, credit=EVIL, alt=EVIL, lead=True),),
        body=(
            Block(kind=BlockKind.PARAGRAPH, spans=(Span(text=text), Span(text=EVIL, href=f"https://x.example/{ACTS}"))),
            Block(kind=BlockKind.HEADING, level=2, spans=(Span(text=EVIL),)),
            Block(kind=BlockKind.LIST_ITEM, level=1, spans=(Span(text=EVIL, strong=True),)),
            Block(kind=BlockKind.QUOTE, spans=(Span(text=f"{EVIL} {LONG}"),)),
            Block(kind=BlockKind.PREFORMATTED, spans=(Span(text=f"  {EVIL}\n\t{EVIL}", code=True),)),
            Block(kind=BlockKind.TABLE, rows=((EVIL, "a"), ("b", EVIL))),
            Block(kind=BlockKind.EMBED, href=f"https://x.example/{ACTS}", spans=(Span(text=EVIL),)),
        ),
    )  # fmt: skip


MARKUP = (
    f"<html lang=en><head><title>{EVIL}</title><meta name=author content='{EVIL} Berg'></head><body><article>"
    f"<h1>{EVIL}</h1><p class=byline>By {EVIL} Berg</p><p>{EVIL} {LONG}</p><p>{LONG} &#155;31m</p>"
    f"<div class=newsletter>{EVIL}</div></article></body></html>"
).encode()


def coded_by_strangers(archive):
    """Labels, tags, notes and exclusions that try everything, in the names of columns too."""
    corpus, column = archive.corpus, f"name{ACTS}"
    table = LabelTable(name="cases", columns=("url", column), url_column="url", source=f"{ACTS}.csv")
    corpus.labels.keep(table, [LabelRow(url=URL, cells={"url": URL, column: EVIL})])
    for coder in ("ann", "ben", f"ben{ACTS}"):
        corpus.tags.add(1, EVIL, coder=coder)
    corpus.notes.add(1, EVIL, coder=f"ann{ACTS}")
    corpus.exclusions.add(1, EVIL, coder=f"ann{ACTS}")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """An archive as one that cleaned nothing would have left it."""
    folder = tmp_path_factory.mktemp("hostile")
    raw = pytest.MonkeyPatch()
    raw.setattr("scraper.archive.articles.record.fit", lambda article: article)
    for name in ("crawl.feeds", "articles.body_shape", "crawl.runs", "pages.captures"):
        raw.setattr(f"scraper.archive.{name}.clean", lambda value: value)
    raw.setattr("scraper.archive.articles.record.clean_text", lambda text: text)
    raw.setattr("scraper.archive.corpus.label_sets.clean", lambda value: value)
    for name in ("tags", "notes", "exclusions"):
        raw.setattr(f"scraper.archive.corpus.{name}.clean_text", lambda text: text)
    with Archive.open(folder / "archive.db", clock=lambda: START) as archive:
        run = archive.crawl.runs.start(["scraper", "fetch", EVIL], name=f"fetch{ACTS}")
        for number in range(2):
            article = story(number)
            archive.articles.save(article, archive.pages.keep(page_of(article, hours=number, body=MARKUP)))
        archive.crawl.log.write(f"{URL}{ACTS}", "fault", error=EVIL)
        feed, _ = archive.crawl.feeds.add("https://press.example/feed", title=EVIL)
        archive.crawl.feeds.note_poll(feed, failed=True, error=EVIL)
        archive.crawl.runs.end(run, {"fault": 1, f"x{ACTS}": 1}, error=EVIL)
        coded_by_strangers(archive)
        assert ACTS in archive.articles.get(1)["headline"]
    raw.undo()
    rules = folder / "config" / "scraper" / "rules"
    rules.mkdir(parents=True)
    (rules / "press.example.toml").write_text(f"headline = {cleaning.dump_json(f'h1, .x{chr(92)}{chr(0x202E)}')}\n")
    (folder / "page.html").write_bytes(MARKUP)
    (folder / "pages").mkdir()
    (folder / "done").mkdir()
    plan_file.add(folder / "done", [Shard(EVIL, f"/{EVIL}")])
    (folder / "bad.jsonl").write_text(f'{{"url": {cleaning.dump_json(EVIL)}}}\n{{"url": 3}}\nx\x1b[2J\n')
    return folder


def commands():
    """Every command that shows something of a page, with every form that it has."""
    listings = [
        ["list"], ["list", "--columns", "id,headline,byline,subheadline,section,publisher,url"], ["search", "ferry"],
        ["history", URL], ["history", "1", "--columns", "event,headline,byline,caption,credit,body_text,changed,detail"],
        ["changes"], ["query", "SELECT * FROM v_articles"], ["query", "SELECT * FROM images"], ["status"], ["doctor"],
        ["rules", "list"], ["rules", "show", "press.example"], ["rules", "test", URL], ["feed", "list"], ["feed", "show", "1"],
        ["reextract", "--simulate"], ["refresh", "--simulate", "--all"], ["label", "list"], ["label", "show", "cases"], ["tag", "--list"],
        ["tag", "--compare", "ann", "ben"], ["note", "--list"], ["exclude", "--list"], ["stats", "--attrition", "cases"], ["stats"],
        ["trends", "ferry"],
        *(["stats", "--by", field] for field in ("site", "author", "section", "month")),
    ]  # fmt: skip
    for listing in listings:
        for form in FORMS:
            yield [*listing, *([form] if form else [])]
    yield from (["show", "1", "--format", form] for form in ("text", "markdown", "html", "json"))
    yield from (["show", "1", "--version", "1", "--format", form] for form in ("text", "markdown", "html", "json"))
    yield from (["diff", "1", *more] for more in ([], ["--all"], ["--unified"], ["--html"], ["--side-by-side"]))
    yield from (["export", form] for form in ("csv", "jsonl"))
    yield from (["explain", what, *more] for what in (URL, "page.html") for more in ([], ["--json"]))
    yield from (["extract", "page.html", "--format", form] for form in ("json", "jsonl"))
    yield from (["feed", "export"], ["status", "--check"], ["verify"])
    yield from (["changes", "--atom", "-"], ["changes", "--json-feed", "-"])
    yield from (
        ["show", f"https://press.example/{ACTS}"],
        ["search", ACTS],
        ["list", "--columns", ACTS],
        [ACTS],
        ["-" + ACTS],
    )
    yield from (["query", f"SELECT {ACTS}"], ["fetch", "-a", f"no{ACTS}"], ["import", "jsonl", "bad.jsonl"])
    yield from (["diff", "1", "7"], ["rules", "show", f"x{ACTS}"], ["export", ACTS], ["show", "1", "--format", ACTS])
    yield from (
        ["fetch", f"ftp://{ACTS}/", "--no-robots"],
        ["--config", f"no{ACTS}", "list"],
        ["list", "--since", ACTS],
    )
    yield from (["extract", f"no{ACTS}"], ["explain", f"no{ACTS}"], ["feed", "add", f"x{ACTS}"], ["doctor", f"x{ACTS}"])
    yield from (
        ["bulk", "extract", f"no{ACTS}", "-o", "rows"],
        ["bulk", "extract", "pages", "-o", "rows", "--shard", ACTS],
    )
    yield from (["bulk", "extract", "pages", "-o", "rows", "--slurm-script", "2"], ["bulk", "status", f"no{ACTS}"])
    yield from (["bulk", "status", "done", *([form] if form else [])] for form in FORMS)
    yield from (["run", "--wait", ACTS], ["run", "--error-file", f"no{ACTS}/x"])


ALL = [[*args] for args in commands()]
NAMES = [re.sub(r"[^\w. -]+", "*", " ".join(args))[:60] for args in ALL]
EACH = 10  # of so many one is tried by default, each command among them; the slow tests try all
DEFAULT = {i for i in range(len(ALL)) if i % EACH == 0 or ALL[i][0] not in {args[0] for args in ALL[:i]}}
PARAMS = [
    pytest.param(args, id=name, marks=() if i in DEFAULT else pytest.mark.slow)
    for i, (args, name) in enumerate(zip(ALL, NAMES, strict=True))
]


def raw_in(text, *, coloured=False):
    """What of a text would act on a terminal."""
    if coloured:
        text = re.sub(r"\x1b\[[\d;]*m", "", text)
    text = re.sub(r"\r(\x1b\[K)?", "", text)  # progress, which is ours; click takes its sequence out of a pipe
    return sorted({hex(ord(c)) for c in text if unicodedata.category(c) in UNSAFE and c not in "\n\t"})


@pytest.mark.parametrize("args", PARAMS)
def test_on_a_terminal(folder, monkeypatch, args):
    for module in pkgutil.walk_packages(sys.modules["scraper.commands"].__path__, "scraper.commands."):
        importlib.import_module(module.name)  # one first imported below would keep the answer for all later tests
    for name, module in list(sys.modules.items()):
        if name.startswith("scraper.commands") and hasattr(module, "is_terminal"):
            monkeypatch.setattr(module, "is_terminal", lambda _: True)
    monkeypatch.setattr("scraper.commands.terminal.safe_text.is_terminal", lambda _: True)
    done = inside(folder, *args, env={"COLUMNS": "120", "TERM": "xterm"})
    assert raw_in(done.stdout, coloured=True) == []
    assert raw_in(done.stderr, coloured=True) == []
    assert "bug in scraper" not in done.stderr
    assert done.stdout or done.stderr or done.returncode == 0


@pytest.mark.parametrize("args", PARAMS)
def test_in_a_pipe(folder, args):
    """Forms for people and JSON are as on a terminal; CSV, Markdown, HTML and Atom are what the archive has."""
    done = inside(folder, *args)
    faithful = {"--csv", "csv", "markdown", "html", "--html", "--atom"} & {*args} or args[:2] == ["feed", "export"]
    assert raw_in(done.stderr) == []
    assert faithful or raw_in(done.stdout) == []
    if "--json" in args or ("json" in args and args[0] in ("show", "extract")):
        json.loads(done.stdout)
    if "--nl" in args or "jsonl" in args[:4]:
        assert all(json.loads(line) is not None for line in done.stdout.splitlines())


def test_every_command_is_tried():
    tried = {args[0] for args in ALL}
    assert set(COMMANDS) - SILENT <= tried


def test_json_says_what_the_archive_has(folder):
    (row,) = json.loads(inside(folder, "list", "--json", "--columns", "headline").stdout)
    assert row["headline"] == f"{EVIL} 1"
    told = json.loads(inside(folder, "export", "jsonl").stdout)
    assert told["headline"] == f"{EVIL} 1"
    assert told["tags"] == [EVIL, "sea"]


@pytest.mark.parametrize(
    "args", [["show", "1", "--format", form] for form in ("markdown", "html", "json", "text")], ids=str
)
def test_a_true_terminal(folder, args):
    lines = on_a_terminal(folder, 100, *args)
    assert raw_in("\n".join(line.rstrip("\r") for line in lines), coloured=True) == []


def test_the_run_of_a_hostile_site(tmp_path, monkeypatch):
    """fetch, feed discover, add, poll: rows, report, error file, log, on a terminal and in a pipe."""
    with serving() as site:
        feed = f"<rss><channel><title>{EVIL}</title><item><title>{EVIL}</title><link>{site.base}/a</link></item>"
        site.pages |= {
            "/a": (200, {}, MARKUP),
            "/b": (302, {"Location": f"/{'%1b%5b2J'}"}, b""),
            "/feed": (200, {"Content-Type": "application/rss+xml"}, f"{feed}</channel></rss>".encode()),
            "/": (200, {}, f'<link rel="alternate" type="application/rss+xml" title="{EVIL}" href="/feed">'.encode()),
        }
        args = [
            ["fetch", f"{site.base}/a", f"{site.base}/b", f"{site.base}/{ACTS}", "--log-file", "log", "--report", "-"],
            ["fetch", "--force", f"{site.base}/a", "-vv", "--json", "--log-format", "json"],
            ["feed", "discover", f"{site.base}/"], ["feed", "add", f"{site.base}/feed"],
            ["feed", "poll", "--error-file", "-"], ["feed", "list"], ["list", "--nl"],
        ]  # fmt: skip
        for more in args:
            allow = ALLOW if more[0] == "fetch" or more[1] in ("discover", "poll") else ()
            done = inside(tmp_path, *more, *allow)
            assert raw_in(done.stdout + done.stderr) == [], more
            assert "bug in scraper" not in done.stderr
        assert raw_in((tmp_path / "log").read_text()) == []


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_what_an_encoding_lacks_is_written_as_its_number(folder, encoding):
    environment = surroundings(folder) | {"PYTHONIOENCODING": encoding}
    command = [sys.executable, "-m", "scraper", "show", "1"]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False)
    assert done.returncode == 0
    assert done.stderr == b""  # click writes UTF-8 where a locale says ASCII
    assert encoding == "ascii" or b"\\ufffd" in done.stdout


def test_tables_for_spreadsheets_hold_no_formulas(folder):
    for form in ("--csv", "--tsv"):
        told = inside(folder, "list", form, "--columns", "headline,word_count").stdout
        assert "'=cmd" in told
        assert not [line for line in told.splitlines() if re.search(r"(^|\t|,\"?)=cmd", line)]


def test_infinity_is_null_in_json(folder):
    done = inside(folder, "query", "--json", "SELECT 9e999 AS a, -9e999 AS b, 1.5 AS c")
    assert json.loads(done.stdout) == [{"a": None, "b": None, "c": 1.5}]
