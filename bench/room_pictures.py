"""Make the pictures of docs/reading-room.md: `python -m bench.room_pictures` archives the demo and visits its room."""

import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from room_browser import browsing

from program import inside
from scraper.archive import Archive
from scraper.jobs.explanation import explained, kept_reading
from scraper.web.room import RoomOptions
from scraper.web.room_server import RoomServer

FOLDER = Path(__file__).parent.parent / "docs" / "pictures"
WIDE, NARROW = {"width": 1100, "height": 760}, {"width": 390, "height": 760}
STORY = "http://riverside-gazette.example/council/mill-bridge-closure"


@dataclass(frozen=True)
class Picture:
    name: str
    address: str
    scheme: str = "light"
    viewport: dict | None = None
    keys: str = ""  # that are pressed first


def pictures(story: int):
    article = f"/articles/{story}"
    return [
        Picture("front", "/"),
        Picture("search", "/search?q=bridge"),
        Picture("article", article),
        Picture("article-phone-dark", article, "dark", NARROW),
        Picture("history", f"{article}/history"),
        Picture("diff", f"{article}/diff/1/2?view=side"),
        Picture("provenance", f"{article}/provenance", "dark"),
        Picture("notes", "/notes"),
        Picture("stats", "/stats?by=month"),
        Picture("keys", "/", keys="?"),
    ]


def explain(archive, row):
    return explained(kept_reading(archive, row))


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "archive.db"
        done = inside(Path(folder), "demo")
        if done.returncode:
            sys.exit(done.stderr)
        with Archive.open(path) as archive:
            story = archive.articles.find(STORY)
            archive.corpus.tags.add(story, "bridges", coder="ann")
            archive.corpus.notes.add(
                story,
                "Ask the council who counted.",
                coder="ann",
                quotation="expected to take ten weeks",
            )
            archive.corpus.notes.add(story, "The second version names no sum.", coder="ben")
        with (
            RoomServer(path, RoomOptions(notes=True, coder="ann", explain=explain)) as server,
            browsing() as browser,
        ):
            for picture in pictures(story):
                options = {"color_scheme": picture.scheme, "viewport": picture.viewport or WIDE}
                page = browser.new_context(base_url=server.address, **options).new_page()
                page.goto(picture.address)
                if picture.keys:
                    page.keyboard.press(picture.keys)
                page.screenshot(path=FOLDER / f"{picture.name}.png")
                page.context.close()
                print(FOLDER / f"{picture.name}.png")


if __name__ == "__main__":
    main()
