"""What the tests of the reading room share: a client of the application, without a socket, and what they ask."""

from contextlib import contextmanager

from starlette.testclient import TestClient

from newsroom import START
from program import inside
from scraper.web.app import build_app
from scraper.web.room import RoomOptions
from scraper.web.safety import HEADERS

LOCAL = "http://127.0.0.1"


@contextmanager
def visiting(path, *, clock=lambda: START, base=LOCAL, **options):
    """A client of the room of an archive; what fails inside is an answer, as for a browser."""
    app = build_app(path, RoomOptions(clock=clock, **options))
    with TestClient(app, base_url=base, follow_redirects=False, raise_server_exceptions=False) as client:
        yield client


def get(path, address, status=200, **options):
    """The answer of the room of an archive, which must have a status."""
    with visiting(path, **options) as client:
        answer = client.get(address)
    assert answer.status_code == status, answer.text
    return answer


def assert_is_what_the_command_prints(answer, folder, *command):
    """An answer has the rows of a command in the folder of its archive, and the headers of all answers."""
    printed = inside(folder, *command)
    assert printed.returncode == 0, printed.stderr
    assert (answer.status_code, answer.text) == (200, printed.stdout)
    assert {name: answer.headers[name] for name in HEADERS} == HEADERS
