"""The reading room as an application: each address, and the page that answers it.

A new page is a line in PAGES, a function in `pages/` and a template.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.convertors import Convertor, register_url_convertor
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Route

from scraper.web import answers, error_pages, forms, static_files
from scraper.web.doorkeeper import Doorkeeper
from scraper.web.room import PlacedPage, ReadingRoom, RoomOptions
from scraper.web.room_request import View
from scraper.web.safety import Safety

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.types import ASGIApp

PAGES = (
    PlacedPage("/", "front_page:front"),
    PlacedPage("/stats", "stats_pages:stats", forms.TABLES),
    PlacedPage("/stats/fields", "fields_page:months", forms.TABLES),
    PlacedPage("/stats/gaps", "gaps_page:gaps", forms.TABLES),
    PlacedPage("/trends", "trends_page:trends", forms.TABLES),
    PlacedPage("/queries", "query_pages:queries", forms.TABLES),
    PlacedPage("/queries/{name}", "query_pages:query", forms.TABLES),
    PlacedPage("/changes", "changes_page:changes", ("json", "csv", "md", "atom", "feed.json")),
    PlacedPage("/articles/{id:number}/history", "history_page:history", forms.TABLES),
    PlacedPage("/articles/{id:number}/diff", "diff_page:choose"),
    PlacedPage("/articles/{id:number}/diff/{before:number}/{after:number}", "diff_page:diff"),
    PlacedPage("/status", "status_page:status", forms.TABLES),
    PlacedPage("/search", "search_page:search", forms.ARTICLES),
    PlacedPage("/sites", "site_pages:sites", forms.TABLES),
    PlacedPage("/sites/{name:name}", "site_pages:site", forms.ARTICLES),
    PlacedPage("/health", "site_pages:health", forms.TABLES),
    PlacedPage("/authors", "author_pages:authors", forms.TABLES),
    PlacedPage("/authors/{id:number}", "author_pages:author", forms.ARTICLES),
    PlacedPage("/feeds", "feed_pages:feeds", forms.TABLES),
    PlacedPage("/feeds/{id:number}", "feed_pages:feed", forms.TABLES),
    PlacedPage("/clusters", "cluster_pages:clusters", forms.ARTICLES),
    PlacedPage("/clusters/{id:number}", "cluster_pages:cluster", forms.ARTICLES),
    PlacedPage("/labels", "label_pages:label_sets", forms.TABLES),
    PlacedPage("/labels/{name:name}", "label_pages:label_set", forms.TABLES),
    PlacedPage("/agreement", "label_pages:agreement", forms.TABLES),
    PlacedPage("/runs", "run_pages:runs", forms.TABLES),
    PlacedPage("/runs/{id:number}", "run_pages:run", forms.TABLES),
    PlacedPage("/a", "article_pages:by_url"),
    PlacedPage("/articles/{id:number}", "article_pages:article", ("json", "md", "bib")),
    PlacedPage(
        "/articles/{id:number}/v/{version:number}", "article_pages:article", ("json", "md", "bib")
    ),
    PlacedPage("/articles/{id:number}/provenance", "article_pages:provenance"),
    PlacedPage("/articles/{id:number}/v/{version:number}/provenance", "article_pages:provenance"),
    PlacedPage("/look", "appearance_page:choose", methods=("POST",)),
    PlacedPage("/notes", "notes_list:notes", forms.TABLES),
    PlacedPage("/articles/{id:number}/notes", "note_pages:write", methods=("POST",), writes=True),
    PlacedPage("/articles/{id:number}/tags", "note_pages:tag", methods=("POST",), writes=True),
    PlacedPage(
        "/notes/{id:number}/remove", "note_pages:remove", methods=("GET", "POST"), writes=True
    ),
)
FOR_EVER = "public, max-age=31536000, immutable"


class Number(Convertor[int]):
    """A whole number in an address, of as many digits as SQLite can hold."""

    regex = "[0-9]{1,18}"

    def convert(self, value: str) -> int:
        """Return the digits as a number."""
        return int(value)

    def to_string(self, value: int) -> str:
        """Return the number as digits."""
        return str(value)


class AnyName(Convertor[str]):
    """A name in an address, with slashes, line breaks and whatever else people put into one."""

    regex = "(?s:.+)"

    def convert(self, value: str) -> str:
        """Return the name."""
        return value

    def to_string(self, value: str) -> str:
        """Return the name."""
        return value


def build_app(path: str | Path, options: RoomOptions | None = None) -> ASGIApp:
    """Return the application for the archive at a path; its lifespan closes the archive."""
    chosen = options or RoomOptions()
    room = ReadingRoom(Path(path), chosen)

    @asynccontextmanager
    async def until_the_end(_: Starlette) -> AsyncIterator[None]:
        yield
        room.close()

    register_url_convertor("number", Number())
    register_url_convertor("name", AnyName())
    app = Starlette(
        routes=list(_routes(room)),
        exception_handlers={HTTPException: partial(_refused_address, room)},
        lifespan=until_the_end,
    )
    app.router.redirect_slashes = False
    return Safety(
        app,
        Doorkeeper.of(chosen.host, chosen.token),
        refused=lambda status, text: room.response(error_pages.of_status(status, text)),
        welcome=lambda: room.response(View(template="welcome.html")),
    )


def _routes(room: ReadingRoom) -> Iterator[Route]:
    for page in PAGES:
        methods = list(page.methods)
        # a form comes first: its ending could be a part of the page's own address
        for form in page.forms:
            yield Route(f"{page.address}.{form}", partial(room.answer, page, form), methods=methods)
        if page.forms:
            yield from _other_forms(room, page)
        yield Route(page.address, partial(room.answer, page, ""), methods=methods)
    yield Route(f"{static_files.PREFIX}{{name}}", partial(_static, room))


def _other_forms(room: ReadingRoom, page: PlacedPage) -> Iterator[Route]:
    """Yield routes for the forms that a list does not have, which name those it has."""

    async def refused(request: Request) -> Response:
        text = f"This list has no such form: it has {', '.join(f'.{name}' for name in page.forms)}."
        return room.response(error_pages.of_status(answers.NOT_FOUND, text), request)

    for form in forms.FORMS:
        if form not in page.forms:
            yield Route(f"{page.address}.{form}", refused)


async def _static(room: ReadingRoom, request: Request) -> Response:
    """Return a file that the pages use."""
    file = static_files.served().get(request.path_params["name"])
    if file is None:
        return room.response(error_pages.of_status(answers.NOT_FOUND))
    headers = {"cache-control": FOR_EVER}
    answer = answers.tagged(Response(file.body, media_type=file.media_type, headers=headers))
    return answers.unless_known(answer, request)


async def _refused_address(room: ReadingRoom, request: Request, error: Exception) -> Response:
    """Return the page for an address that no page has, or a method that it does not know."""
    assert isinstance(error, HTTPException)
    answer = room.response(error_pages.of_status(error.status_code), request)
    answer.headers.update(error.headers or {})
    return answer
