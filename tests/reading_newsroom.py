"""An archive of stories for the tests of the reading room: hostile texts, several scripts, labels, notes, versions."""

from dataclasses import replace

from newsroom import LONG, START, article, visit
from scraper.archive import Archive
from scraper.archive.corpus.label_sets import LabelRow, LabelTable
from scraper.models import Author, HostState

HOSTILE = """<script>alert(1)</script>"'><img src=x onerror=alert(2)>{{7*7}}"""
FORMULA = "=HYPERLINK(1)"
LABELS = """a/b <i> "x" ?&#50% é.json"""  # a name that no address should be taken apart at
SITES = ("north.example", "south.example", "point.md")
AUTHORS = ("Anna Holm", "דנה כהן", HOSTILE)
HEADLINES = {0: HOSTILE, 1: "月面着陆成功", 2: "השיבה של המעבורת", 3: FORMULA}


def story(number):
    site = SITES[number % len(SITES)]
    return article(
        f"Number {number}. {LONG}",
        f"The {HOSTILE} ferry, 月面 and מעבורת.",
        url=f"https://{site}/{number}",
        site=site,
        headline=HEADLINES.get(number, f"Story {number}"),
        authors=tuple(Author(name=name) for name in AUTHORS[: number % 4]),
        section=("Sea", HOSTILE, None)[number % 3],
        language=("en", "zh", "he", None)[number % 4],
        date_published=f"{2024 + number % 2}-05-{number % 28 + 1:02}",
        tags=("sea", HOSTILE) if number % 2 else (),
    )


def filled_room(path, count=45):
    """Make the archive; its first story was edited, its second has a note."""
    with Archive.open(path, clock=lambda: START) as archive:
        run = archive.crawl.runs.start(["scraper", "fetch", "x"], name="fetch")
        for number in range(count):
            visit(archive, story(number))
        edited = article(f"The tunnel. {LONG}")
        visit(archive, replace(story(4), body=edited.body), hours=24)
        for number in range(3):
            archive.crawl.log.write(
                f"https://south.example/gone{number}", "timeout", error=f"slow {HOSTILE}", ms=900, run_id=run
            )
        archive.crawl.log.write("https://north.example/0", "new", status=200, ms=120, run_id=run)
        archive.crawl.runs.end(run, {"new": count, "timeout": 3})
        archive.crawl.hosts.save(HostState(host="south.example", delay=8.0, failures=3))
        for name in ("cases", LABELS):
            rows = [
                LabelRow(
                    url=f"https://{SITES[n % len(SITES)]}/{n}",
                    cells={"URL": f"u{n}", "outlet": ("BBC", HOSTILE)[n % 2], "status": FORMULA},
                )
                for n in range(count + 2)
            ]
            table = LabelTable(name=name, columns=("URL", "outlet", "status"), url_column="URL", source=HOSTILE)
            archive.corpus.labels.keep(table, rows)
        for coder, article_id in (("ann", 1), ("ben", 1), ("ann", 2), ("ben", 3), ("ann", 3)):
            archive.corpus.tags.add(article_id, "wire", coder=coder)
        archive.corpus.notes.add(2, f"Which pier? {HOSTILE}", coder="ann")
        archive.crawl.feeds.add("https://north.example/feed.xml", title=HOSTILE, folder=("News", HOSTILE))
        archive.crawl.feeds.add("https://point.md/feed.xml")
    return path
