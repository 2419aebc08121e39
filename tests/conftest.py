"""What every test runs with."""

import pytest
from warm import Idle

from scraper import workers


@pytest.fixture(scope="session")
def idle_workers():
    idle = Idle()
    yield idle
    idle.close()


@pytest.fixture(autouse=True)
def warm_workers(idle_workers, monkeypatch):
    """Let runs in this process share worker processes; a test of their life has a fixture of this name that does not."""
    monkeypatch.setattr(workers, "_Worker", idle_workers.take)
