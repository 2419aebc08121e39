"""A server on loopback in a process of its own.

Its CPU time is not that of the program under test.
"""

import contextlib
import multiprocessing
import threading
from collections.abc import Callable, Iterator, Sequence
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple

RARELY = 60.0  # seconds between looks whether to stop, which the end of the process decides
HOST = "127.0.0.1"


class Answer(NamedTuple):
    """What the server answers."""

    status: int
    body: bytes = b""
    media_type: str = "text/html"
    etag: str = ""


Answers = Callable[[str, Message], Answer]  # of the path and the headers of a request


def numbered(page: Callable[[int], bytes]) -> Answers:
    """Return answers that give `page(number)` at /number."""

    def answer(path: str, _: Message) -> Answer:
        number = path.strip("/")
        return Answer(200, page(int(number))) if number.isdecimal() else Answer(404)

    return answer


def _handler(answers: Answers, asked: Any) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            with asked.get_lock():
                asked.value += 1
            answer = answers(self.path, self.headers)
            self.send_response(answer.status)
            self.send_header("Content-Type", answer.media_type)
            self.send_header("Content-Length", str(len(answer.body)))
            if answer.etag:
                self.send_header("ETag", answer.etag)
            self.end_headers()
            self.wfile.write(answer.body)

        def log_message(self, *args: object) -> None:
            pass

    return Handler


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: object) -> None:
        """Do nothing: a killed client resets its connections."""


def _serve(answers: Answers, hosts: Sequence[str], asked: Any, pipe: Any) -> None:
    handler = _handler(answers, asked)
    servers: list[_Server] = []
    for host in hosts:
        # the first takes a free port, and the others the same one
        port = servers[0].server_port if servers else 0
        servers.append(_Server((host, port), handler))
    pipe.send(servers[0].server_port)
    for server in servers[1:]:
        threading.Thread(target=server.serve_forever, args=(RARELY,), daemon=True).start()
    servers[0].serve_forever(RARELY)


@contextlib.contextmanager
def serving(answers: Answers, hosts: Sequence[str] = (HOST,)) -> Iterator[tuple[int, Any]]:
    """Serve answers on each host; return the port and the shared count of requests."""
    asked = multiprocessing.Value("i", 0)
    ours, theirs = multiprocessing.Pipe()
    server = multiprocessing.get_context("fork").Process(
        target=_serve, args=(answers, hosts, asked, theirs), daemon=True
    )
    server.start()
    try:
        yield ours.recv(), asked
    finally:
        server.kill()
        server.join()
