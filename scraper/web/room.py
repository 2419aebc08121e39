"""The room itself: a few threads that read an archive and make its pages."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from http import HTTPStatus
from importlib import import_module
from itertools import islice
from pathlib import Path
from secrets import token_urlsafe
from typing import TYPE_CHECKING

from scraper import faults
from scraper.archive import Archive
from scraper.archive.store.opening import Permission
from scraper.archive.store.times import now
from scraper.errors import InputError
from scraper.web import answers, error_pages, forms, sent_form, templates
from scraper.web.appearance import Appearance, appearance_of
from scraper.web.page_cache import PageCache
from scraper.web.pen import Pen
from scraper.web.reader import Reader
from scraper.web.room_request import (
    Answer,
    Document,
    Explain,
    PageFunction,
    ReadOnly,
    RoomRequest,
    Streamed,
    View,
)
from scraper.web.sent_form import ForeignForm, SentForm

if TYPE_CHECKING:
    from starlette.datastructures import URL
    from starlette.requests import Request
    from starlette.responses import Response

log = logging.getLogger(__name__)

READ_ONLY = "This room is read-only: `scraper serve --notes` starts one with notes and tags."
FOREIGN = (
    "This form does not come from a page of this room as it runs now. Go back, reload the page, and"
    " send it again."
)
READING = ("GET", "HEAD")
THREADS = 4  # that read: more would only wait for each other


@dataclass(frozen=True, slots=True)
class PlacedPage:
    """A page of the room: its address, and its function, which is loaded when it is asked for.

    `{id:number}` is a whole number in the address, `{name}` a part of it. A list has other forms at
    the same address with the endings `forms`.
    """

    address: str
    function: str  # module:function, in `pages/`
    forms: tuple[str, ...] = ()
    methods: tuple[str, ...] = ("GET",)
    writes: bool = False  # whether its function may write when a form is sent to it

    def load(self) -> PageFunction:
        """Return the function that answers."""
        module, _, name = self.function.partition(":")
        found: PageFunction = getattr(import_module(f"scraper.web.pages.{module}"), name)
        return found


@dataclass(frozen=True, kw_only=True, slots=True)
class RoomOptions:
    """How a room is run."""

    host: str = "127.0.0.1"
    token: str | None = None
    notes: bool = False  # whether readers may write notes
    coder: str = ""  # who writes them
    permission: Permission | None = None  # for changes to the file that another program made
    clock: Callable[[], datetime] = field(default=now)
    explain: Explain | None = None  # reads a kept page again; without it, no page shows how


class ReadingRoom:
    """The pages of one archive."""

    def __init__(self, path: Path, options: RoomOptions) -> None:
        self._reader = Reader(path, options.clock)
        self._pen = Pen(path, options.clock, options.permission)
        self._form_key = token_urlsafe()
        self._cache = PageCache(options.clock)
        self._name = path.name
        self._options = options
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="reading")

    def close(self) -> None:
        """Wait for the pages that are being read, and close the archive."""
        self._threads.shutdown(cancel_futures=True)
        self._reader.close()

    async def answer(self, page: PlacedPage, form: str, request: Request) -> Response:
        """Return the answer of a page, made by one of the threads."""
        sent: SentForm = {}
        if request.method == "POST":
            try:
                sent = await self._sent(request)
            except InputError as error:
                return self.response(error_pages.of_error(error), request)
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, self._answer, page, form, request, sent)

    async def _sent(self, request: Request) -> SentForm:
        """Return the form that a page of this room sent; raise ForeignForm for any other."""
        sent = await sent_form.read_form(request)
        if not sent_form.is_own(request.headers, sent, self._form_key):
            raise ForeignForm(FOREIGN)
        return sent

    def _answer(self, page: PlacedPage, form: str, request: Request, sent: SentForm) -> Response:
        """Return the answer of a page, or the page of what went wrong."""
        try:
            if request.method in READING and not page.writes:
                return answers.unless_known(self._made_or_kept(page, form, request), request)
            return self._made(page, form, request, sent)
        except Exception as error:  # noqa: BLE001 - each error has its page
            if error_pages.is_ours(error):
                faults.note(error, f"{request.method} {request.url.path}")
            return self.response(error_pages.of_error(error, form), request)

    def _archive_for(self, page: PlacedPage, method: str) -> AbstractContextManager[Archive]:
        if page.writes and not self._options.notes:
            raise ReadOnly(READ_ONLY)
        writes = page.writes and method == "POST"
        return self._pen.writing() if writes else self._reader.reading()

    def _made_or_kept(self, page: PlacedPage, form: str, request: Request) -> Response:
        """Return the answer of a page; one that was made a moment ago, if it is still right."""
        # read before the page is made: what is written meanwhile makes the page an old one
        version = self._reader.version()
        wanted = (_whole(request.url), appearance_of(request.cookies))
        known = self._cache.get(wanted, version)
        if known is not None:
            return known
        answer = self._made(page, form, request, {})
        if answer.status_code == HTTPStatus.OK and answers.is_whole(answer):
            self._cache.put(wanted, version, answers.tagged(answer))
        return answer

    def _made(self, page: PlacedPage, form: str, request: Request, sent: SentForm) -> Response:
        function = page.load()
        with self._archive_for(page, request.method) as archive:
            asked = self._asked(archive, form, request, sent)
            return self.response(function(asked), request)

    def _asked(self, archive: Archive, form: str, request: Request, sent: SentForm) -> RoomRequest:
        parameters = request.query_params
        return RoomRequest(
            archive=archive,
            now=self._options.clock(),
            path=request.path_params,
            query={name: parameters.getlist(name) for name in parameters},
            form=form,
            method=request.method,
            origin=str(request.base_url).rstrip("/"),
            has_notes=self._options.notes,
            explain=self._options.explain,
            sent=sent,
            coder=self._options.coder,
            appearance=appearance_of(request.cookies),
        )

    def response(self, answer: Answer, request: Request | None = None) -> Response:
        """Return the answer of a page as one of HTTP."""
        match answer:
            case View():
                return answers.page(self._rendered(answer, request), answer.status)
            case Document():
                return answers.document(answer)
            case Streamed():
                return answers.stream(answer, self._pieces(answer))
            case _:
                return answers.elsewhere(answer)

    async def _pieces(self, answer: Streamed) -> AsyncIterator[bytes]:
        """Yield the text of a long document, which the threads read piece by piece."""
        loop = asyncio.get_running_loop()
        while piece := await loop.run_in_executor(self._threads, self._next_piece, answer):
            yield piece

    def _next_piece(self, answer: Streamed) -> bytes:
        """Return the next pieces of a long document, as the archive is now; none at its end."""
        try:
            with self._reader.reading() as archive:
                answer.source.archive = archive
                return "".join(islice(answer.pieces, forms.AT_ONCE)).encode()
        except Exception:
            # the answer has begun: it ends early, which shows a reader that it is not whole
            log.exception("a list could not be read to its end")
            raise

    def _rendered(self, view: View, request: Request | None) -> str:
        shared = {
            "archive_name": self._name,
            "has_notes": self._options.notes,
            "coder": self._options.coder,
            "form_key": self._form_key,
            "look": appearance_of(request.cookies) if request else Appearance(),
            "here": request.url.path if request else "",
            "here_whole": _whole(request.url) if request else "/",
            "typed": request.query_params.get("q", "") if request else "",
        }
        return templates.render(view.template, {**shared, **view.values})


def _whole(url: URL) -> str:
    """Return the path of an address with its parameters."""
    return f"{url.path}?{url.query}" if url.query else url.path
