"""What every test runs with."""

import signal

import pytest
from hypothesis import HealthCheck, settings

from new_archives import use_copies
from scraper.workers import pool
from warm import Idle

# The gate tries the same examples each time, so that a red run can be repeated.
# `pytest --hypothesis-profile=hunt` looks for new ones.
settings.register_profile(
    "gate",
    derandomize=True,
    deadline=None,  # a busy machine is no fault of the code
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("hunt", print_blob=True)
settings.load_profile("gate")

LIMIT = 600  # seconds of one test; a test that hangs must fail, not hold the gate for hours


def _too_long(_signal, _frame):
    signal.alarm(LIMIT)  # again, for code that swallows what is raised here
    pytest.fail(f"the test ran for {LIMIT} seconds")


@pytest.fixture(autouse=True, scope="session")
def alarm():
    signal.signal(signal.SIGALRM, _too_long)


@pytest.fixture(autouse=True)
def limited(alarm):
    """Fail a test that hangs, with the stack of where it hangs."""
    signal.alarm(LIMIT)
    yield
    signal.alarm(0)


@pytest.fixture(scope="session")
def idle_workers():
    idle = Idle()
    yield idle
    idle.close()


@pytest.fixture(autouse=True)
def warm_workers(idle_workers, monkeypatch):
    """Let runs in this process share worker processes; a test of their life has a fixture of this name that does not."""
    monkeypatch.setattr(pool, "_Worker", idle_workers.take)


@pytest.fixture(autouse=True)
def new_archives(request, monkeypatch):
    """Make new archives by a copy, but for a test that asks for `each_step`."""
    if "each_step" not in request.fixturenames:
        use_copies(monkeypatch)


@pytest.fixture
def each_step():
    """Have every step of the schema taken in each new archive."""
