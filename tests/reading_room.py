"""What the tests of the reading room share: a client of the application, without a socket."""

from contextlib import contextmanager

from starlette.testclient import TestClient

from newsroom import START
from scraper.web.app import build_app
from scraper.web.room import RoomOptions

LOCAL = "http://127.0.0.1"


@contextmanager
def visiting(path, *, clock=lambda: START, base=LOCAL, **options):
    """A client of the room of an archive; what fails inside is an answer, as for a browser."""
    app = build_app(path, RoomOptions(clock=clock, **options))
    with TestClient(app, base_url=base, follow_redirects=False, raise_server_exceptions=False) as client:
        yield client
