"""What tests of the archive begin with: an empty one, or a folder with one of a few articles."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from newsroom import START, filled
from scraper.archive import Archive


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(tmp_path / "a.db", clock=lambda: START) as opened:
        yield opened


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return filled(tmp_path_factory.mktemp("made") / "a.db").read_bytes()


@pytest.fixture
def folder(tmp_path: Path, made: bytes) -> Path:
    """A folder whose `archive.db` a test may harm: the next test gets another one."""
    (tmp_path / "archive.db").write_bytes(made)
    return tmp_path
