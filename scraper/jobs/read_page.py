"""Read one page, in whichever process: find the site's rule, extract. What a worker does.

What reads is imported where it is used: whoever only names the tasks does not wait for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from scraper import faults, files
from scraper.cleaning import clean, dump_json
from scraper.errors import InputError, ScraperError

if TYPE_CHECKING:
    from scraper.models import Article, Page
    from scraper.page.body_reading import BodyReading
    from scraper.page.parsed_page import ParsedPage
    from scraper.rules import Rule, Trial

FEED = "feed"  # the strategy by which a date of the feed's stands in `sources`
FIRST_FEED = "1999"  # before that there was none: such a date is that of a clock that was never set
UNSURE = frozenset(
    {"modified_for_published", "any_shown"}
)  # strategies that know less than the feed
MAX_FILE = 50 << 20  # bytes


@dataclass(frozen=True, kw_only=True, slots=True)
class ReadTask:
    """A page to read, and what is known beforehand."""

    page: Page
    rules: tuple[Path, ...] = ()  # the user's rule folders
    known: frozenset[str] = frozenset()  # fingerprints of the site's boilerplate
    feed_date: str | None = None  # when the feed that lists the page says that it was published


@dataclass(frozen=True, kw_only=True, slots=True)
class FileTask:
    """A file to read: a line of `scraper extract`."""

    path: str | None
    id: Any = None  # whatever the caller knows it by
    url: str | None = None
    rules: tuple[Path, ...] = ()
    wrong: str | None = None  # with the line that should have named the file
    pipe: str | None = None  # where a worker reads a pipe that only the parent has open


class ExplainedLine(NamedTuple):
    """A line near the text, and why it is kept or not."""

    text: str
    kept: bool
    chance: float  # that it is the article's
    reason: str
    strongest: tuple[
        tuple[str, float], ...
    ]  # features that spoke most for (+) or against (-) it, in log odds


@dataclass(frozen=True, kw_only=True, slots=True)
class Explained:
    """What `scraper explain` shows of a page."""

    article: Article
    charset: str
    found_by: str  # how the charset was found
    shares: Mapping[str, float]  # feature -> what it adds to the score of a list of pages
    lines: tuple[ExplainedLine, ...]  # the lines among which the body was chosen


def article_of(reading: ReadTask) -> Article:
    """Page -> Article, by the rule of its site if there is one."""
    from scraper import rules, urls
    from scraper.extract import extract

    page = reading.page
    article = extract(page, rules.find(urls.site(page.final_url), reading.rules), reading.known)
    return _dated_by_feed(article, reading) if reading.feed_date else article


def _dated_by_feed(article: Article, reading: ReadTask) -> Article:
    """Return the article with its feed's date, named as such, where the page has no date of publication."""
    from scraper.lexicon import date_parser
    from scraper.models import Candidate

    own = article.sources.get("date_published")
    stamp = date_parser.read(reading.feed_date)
    if (
        stamp is None
        or stamp.iso < FIRST_FEED
        or date_parser.too_late(stamp, reading.page.fetched_at)
    ):
        return article
    won = article.date_published is None or own in UNSURE
    why = None if won else f"{own or 'the page'} stands above it"
    told = Candidate(
        field="date_published",
        strategy=FEED,
        value=stamp.iso,
        raw=reading.feed_date,
        won=won,
        why=why,
        confidence=0.3,
    )
    if not won:
        return replace(article, candidates=(*article.candidates, told))
    lost = [
        replace(each, won=False, why=f"{FEED} stands above it")
        if each.field == told.field and each.won
        else each
        for each in article.candidates
    ]
    sources = {**article.sources, told.field: FEED}
    return replace(article, date_published=stamp.iso, sources=sources, candidates=(*lost, told))


def explained(reading: ReadTask) -> Explained:
    """Return an article with how its page was read."""
    from scraper.extract.body import read_body
    from scraper.page.parsed_page import ParsedPage

    parsed, article = ParsedPage(reading.page), article_of(reading)
    body = read_body.read(parsed)
    decoded = parsed.decoded
    return Explained(
        article=article,
        charset=decoded.charset,
        found_by=decoded.reason,
        shares=_shares(parsed, body, article),
        lines=_judged(body, article),
    )


def _judged(body: BodyReading, article: Article) -> tuple[ExplainedLine, ...]:
    """Return the lines among which the body was chosen; none where it was no choice of ours."""
    from scraper.extract.body import classifier

    if article.sources.get("body") not in ("blocks", "trafilatura"):
        return ()
    return tuple(
        ExplainedLine(
            each.text,
            each.kept,
            round(each.chance, 2),
            each.reason,
            tuple(classifier.strongest(each)),
        )
        for each in body.lines
    )


def _shares(parsed: ParsedPage, body: BodyReading, article: Article) -> dict[str, float]:
    """Return what each feature adds to the score of a list of pages, the strongest first; of plain text nothing."""
    from scraper.extract import plain_text
    from scraper.extract.dates import read_dates
    from scraper.page_kind import listings

    if plain_text.is_plain(parsed.page) or any(c.strategy == "fault" for c in article.candidates):
        return {}
    dated = read_dates.read(parsed, body).found
    shares = listings.listing_score(parsed, body, dated=dated).shares
    ranked = sorted(shares.items(), key=lambda share: -abs(share[1]))
    return {name: round(share, 2) for name, share in ranked if share}


def tried(task: tuple[Rule, Page]) -> tuple[Trial, ...]:
    """Return what each selector of a rule finds on a page: what `scraper rules test` shows."""
    from scraper.page.parsed_page import ParsedPage
    from scraper.rules import trials

    rule, page = task
    return trials(rule, ParsedPage(page).text, page.final_url)


def file_line(task: FileTask) -> str:
    """A file -> one line of JSON: the article's row, or what is wrong."""
    try:
        row = _row(task)
    except ScraperError as error:
        row = failure(task, str(error))
    except MemoryError:
        raise  # nothing that ran out of memory can be trusted to go on: the process ends, and the page is told
    except Exception as error:  # noqa: BLE001 - the border: see faults
        row = failure(task, faults.note(error, task.path or ""))
    return dump_json(clean(row))


def failure(task: FileTask, message: str) -> dict[str, Any]:
    """The row of a page that could not be read."""
    path = {} if task.path is None else {"path": task.path}
    return _named(task) | path | {"error": message}


def page_from_file(path: str, url: str | None, *, headers: Mapping[str, str] | None = None) -> Page:
    """The file as if a server had sent it; raises InputError with one line if it cannot be read."""
    from scraper.models import Page
    from scraper.page_kind.by_http import not_a_page

    file = Path(path)
    if not file.is_dir():
        files.refuse_special(path, "a page")
    try:
        if file.is_file() and file.stat().st_size > MAX_FILE:
            raise InputError(f"{path}: larger than {MAX_FILE >> 20} MB, not read")
        body = file.read_bytes()
        seen = datetime.fromtimestamp(file.stat().st_mtime, UTC)
    except IsADirectoryError:
        raise InputError(f"{path} is a folder; name the files in it") from None
    except (OSError, ValueError) as error:
        raise InputError(
            f"{path}: cannot be read ({getattr(error, 'strerror', None) or error})"
        ) from None
    if named := not_a_page({}, body[:512]):
        raise InputError(f"{path}: not a web page but {named}")
    address = url or file.absolute().as_uri()
    if headers is None:
        headers = {"content-type": "text/plain"} if file.suffix.lower() == ".txt" else {}
    return Page(url=address, final_url=address, headers=headers, body=body, fetched_at=seen)


def _row(task: FileTask) -> dict[str, Any]:
    from scraper.present.as_row import row

    if task.path is None:
        raise InputError(task.wrong or "no file is named")
    url = task.url or (Path(task.path).absolute().as_uri() if task.pipe else None)
    page = page_from_file(task.pipe or task.path, url)
    return _named(task) | row(article_of(ReadTask(page=page, rules=task.rules)))


def _named(task: FileTask) -> dict[str, Any]:
    return {} if task.id is None else {"id": task.id}
