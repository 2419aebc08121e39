"""An archive of stories, and a client of its reading room."""

import pytest

from reading_newsroom import filled_room
from reading_room import visiting


@pytest.fixture(scope="session")
def stories(tmp_path_factory):
    """The folder of an archive that no test writes to."""
    folder = tmp_path_factory.mktemp("stories")
    filled_room(folder / "archive.db")
    return folder


@pytest.fixture(scope="module")
def client(stories):
    with visiting(stories / "archive.db") as client:
        yield client
