"""Serve a reading room: a socket of this machine, and a thread that answers on it."""

from __future__ import annotations

import logging
import socket
import threading
from pathlib import Path
from typing import Self

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from scraper.errors import InputError
from scraper.web.app import build_app
from scraper.web.room import RoomOptions
from scraper.web.safety import HEADERS

BACKLOG = 128  # connections that wait to be accepted
GRACE = 3  # seconds that answers under way are given at the end


class StrictProtocol(H11Protocol):
    """HTTP, whose answer to what is no HTTP has the headers of all others, too."""

    def send_400_response(self, msg: str) -> None:
        """Answer that a request cannot be read, and hang up."""
        body = f"{msg}\n"
        headers = {
            **HEADERS,
            "content-type": "text/plain; charset=utf-8",
            "content-length": str(len(body)),
            "connection": "close",
        }
        lines = [f"{name}: {value}" for name, value in headers.items()]
        head = "\r\n".join(["HTTP/1.1 400 Bad Request", *lines])
        self.transport.write(f"{head}\r\n\r\n{body}".encode("ascii", "replace"))
        self.transport.close()


class RoomServer:
    """A reading room that answers from `start` to `stop`.

    The thread that starts it keeps its signals: it decides when to stop.
    """

    def __init__(self, path: Path, options: RoomOptions, port: int = 0) -> None:
        self._socket = _listen(options.host, port)
        self.host = options.host
        self.port: int = self._socket.getsockname()[1]
        self._token = options.token
        config = uvicorn.Config(
            build_app(path, options),
            loop="asyncio",
            http=StrictProtocol,
            ws="none",
            lifespan="on",
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=False,
            timeout_graceful_shutdown=GRACE,
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._serve, name="reading room", daemon=True)

    @property
    def address(self) -> str:
        """Return the address of the front page, with the token if there is one."""
        shown = f"[{self.host}]" if ":" in self.host else self.host
        token = f"?token={self._token}" if self._token else ""
        return f"http://{shown}:{self.port}/{token}"

    def start(self) -> None:
        """Begin to answer; a connection that comes before is kept waiting, not refused."""
        library = logging.getLogger("uvicorn")
        library.setLevel(logging.WARNING)
        library.addHandler(logging.NullHandler())  # silent unless the user wants a log
        self._thread.start()

    def stop(self) -> None:
        """Answer what was asked, and end."""
        self._server.should_exit = True
        self._thread.join()
        self._socket.close()

    @property
    def is_running(self) -> bool:
        """Return whether the thread that answers is alive."""
        return self._thread.is_alive()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _serve(self) -> None:
        self._server.run(sockets=[self._socket])


def _listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens at a host; raise InputError if it cannot be had."""
    try:
        family, kind, protocol, _, place = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except (OSError, UnicodeError) as error:
        raise InputError(f"--host {host} is not an address of this machine: {error}") from None
    made = socket.socket(family, kind, protocol)
    try:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind(place)
        made.listen(BACKLOG)
    except OSError as error:
        made.close()
        where = f"{host} port {port}" if port else host
        raise InputError(
            f"cannot listen on {where}: {error.strerror or error}; --port names another port,"
            " and without it a free one is chosen"
        ) from None
    return made
