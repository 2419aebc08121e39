"""`scraper serve`: read the archive in a browser."""

from __future__ import annotations

import logging
import signal
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any

import click

from scraper.commands.terminal import logs
from scraper.commands.terminal.coder_options import coder_of, coder_option
from scraper.commands.terminal.command_class import declare_command
from scraper.commands.terminal.options import rules_option
from scraper.commands.terminal.session import session
from scraper.errors import InputError
from scraper.patterns import late

if TYPE_CHECKING:
    from scraper.archive import Archive
    from scraper.present.explained import Explained
    from scraper.web.room_server import RoomServer

EXAMPLES = (
    "scraper serve --open",
    "scraper serve --port 8700 --db archive.db",
    "scraper serve --host 192.0.2.10 --port 8700 --token new",
)
LOOPBACK = "127.0.0.1"
PORTS = 65_535
NEW = "new"  # --token new: one is made
SHORTEST = 16  # characters of a token: one that is shorter can be guessed
TOKEN = late(rf"[A-Za-z0-9_.~-]{{{SHORTEST},}}")
READING = 10.0  # seconds in which a page is read again
LOOK = 0.5  # seconds between two looks at whether the server is alive
MISSING = "the reading room needs {name}: pip install 'scraper[serve]'"


@declare_command("serve", examples=EXAMPLES)
@click.option(
    "--port", type=click.IntRange(0, PORTS), default=0, help="Listen on this port.  [default: free]"
)
@click.option(
    "--host",
    default=LOOPBACK,
    metavar="ADDRESS",
    help="Listen at this address of the machine.  [default: 127.0.0.1]",
)
@click.option(
    "--token",
    metavar="TEXT|new",
    envvar="SCRAPER_TOKEN",
    help="Let in only those who have this token; `new` makes one.",
)
@click.option("--open/--no-open", "opens", help="Open the front page in a browser.")
@click.option("--notes/--no-notes", help="Let readers write notes and tags.")
@coder_option
@rules_option
def serve(
    port: int,
    host: str,
    token: str | None,
    coder: str | None,
    rules: tuple[Path, ...],
    *,
    opens: bool,
    notes: bool,
) -> None:
    """Serve the reading room: the archive as pages for a browser, until Ctrl-C.

    The address is printed. The archive is only read, so runs may write to it meanwhile; pages show
    what they add. Nothing is loaded from another site. With --notes, readers may write notes and
    tags, as `scraper note` and `scraper tag` do.

    Only this machine can reach the room, unless --host names another address of it. Then --token is
    needed: the printed address has it, and the browser keeps it in a cookie. The connection is not
    encrypted.
    """
    session().must_exist()
    chosen = _token(token, host)
    server = _server(host, port, chosen, coder_of(coder) if notes else None, rules)
    _log_faults()
    with _until_signal() as ended, server:
        session().say(f"reading room of {session().db}, until Ctrl-C:")
        click.echo(server.address)
        if opens:
            _open(server.address)
        while server.is_running and not ended.wait(LOOK):
            pass
    if not ended.is_set():
        raise click.ClickException("the reading room ended by itself: its log shows why")


def _server(
    host: str, port: int, token: str | None, coder: str | None, rules: tuple[Path, ...]
) -> RoomServer:
    """Return the server of a room in which a coder writes, or of one that is read-only."""
    try:
        from scraper.web.room import RoomOptions
        from scraper.web.room_server import RoomServer
    except ModuleNotFoundError as error:
        raise InputError(MISSING.format(name=error.name)) from None
    with session().archive(read_only=True):
        pass  # what is wrong with the file is shown now, and not by the first page
    options = RoomOptions(
        host=host,
        token=token,
        notes=coder is not None,
        coder=coder or "",
        permission=session().permission(),
        explain=partial(_explain, rules),
    )
    return RoomServer(Path(session().db), options, port)


def _log_faults() -> None:
    """Log what goes wrong to standard error, unless a log is chosen; so does the library."""
    shared = session()
    ours, library = logging.getLogger("scraper"), logging.getLogger("uvicorn")
    if not (shared.log_file or shared.verbose):
        logs.start(None, shared.log_format, verbose=1)
        ours.setLevel(logging.WARNING)
    library.handlers[:] = ours.handlers
    library.propagate = False


def _explain(rules: tuple[Path, ...], archive: Archive, row: Mapping[str, Any]) -> Explained:
    """Return how the kept page of an article is read, in a process of its own."""
    from scraper.jobs.explanation import explained, kept_reading
    from scraper.workers.pool import apart

    return apart(explained, kept_reading(archive, row, rules), READING)


def _token(token: str | None, host: str) -> str | None:
    """Return the token to ask for; raise UsageError if it is missing or weak."""
    from scraper.web.doorkeeper import is_loopback

    if not token:
        if not is_loopback(host):
            raise click.UsageError(f"--host {host} lets other machines in: add --token new")
        return None
    if token == NEW:
        from secrets import token_urlsafe

        return token_urlsafe()
    if not TOKEN.fullmatch(token):
        raise click.UsageError(
            f"--token must have {SHORTEST} or more letters, digits, '-', '_', '.' or '~';"
            " --token new makes one"
        )
    return token


@contextmanager
def _until_signal() -> Iterator[threading.Event]:
    """Give an event that Ctrl-C, or a service manager's SIGTERM, sets."""
    ended = threading.Event()

    def end(_: int, __: FrameType | None) -> None:
        if ended.is_set():  # asked a second time: do not wait for answers under way
            raise KeyboardInterrupt
        ended.set()

    kinds = (signal.SIGINT, signal.SIGTERM)
    before = [(kind, signal.signal(kind, end)) for kind in kinds]
    try:
        yield ended
    finally:
        for kind, handler in before:
            signal.signal(kind, handler)


def _open(address: str) -> None:
    import webbrowser

    if not webbrowser.open(address):
        session().say("there is no browser; open the address above")


command = serve
