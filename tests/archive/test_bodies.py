"""Bodies as somebody hostile, or one bad row, leaves them: damage in one line, and the other pages are read."""

from __future__ import annotations

import time
from hashlib import sha256
from pathlib import Path

import pytest
import zstandard

from newsroom import LONG, article, page, visit
from program import inside
from scraper.archive import Archive
from scraper.archive.pages import packing
from scraper.archive.store import checksums
from scraper.errors import Damaged, InputError
from scraper.models import LARGEST_PAGE

PIECE = bytes(1 << 20)


def _bomb(size: int) -> bytes:
    """So many zeros as zstd packs them, without their number in front."""
    packer = zstandard.ZstdCompressor(level=1).compressobj()
    return b"".join([*(packer.compress(PIECE) for _ in range(size // len(PIECE))), packer.flush()])


def _honest_bomb() -> bytes:
    """A frame that says how large it is."""
    return zstandard.ZstdCompressor(level=1).compress(bytes(40 << 20))


def _wide() -> bytes:
    """A frame that asks for a window of 2 GB: magic, a descriptor without content size, the widest window, one block."""
    return bytes.fromhex("28b52ffd") + bytes([0x00, 0xA8]) + bytes([0x09, 0x00, 0x00]) + b"a"


HUGE = LARGEST_PAGE * 8
# what is done to the rows of `bodies`, of which there are four
HARM = {
    "its own base": "UPDATE bodies SET base_id = id WHERE id = 2",
    "a ring of two": "UPDATE bodies SET base_id = 5 - id WHERE id IN (2, 3)",
    "a ring of three": "UPDATE bodies SET base_id = 1 + id % 3 WHERE id < 4",
    "no such base": "UPDATE bodies SET base_id = 77 WHERE id = 2",
    "a bomb under a small number": f"UPDATE bodies SET data = x'{_bomb(64 << 20).hex()}', raw_bytes = 100 WHERE id = 2",
    "a bomb that says so": f"UPDATE bodies SET data = x'{_honest_bomb().hex()}', raw_bytes = 100 WHERE id = 2",
    "a bomb of its true size": f"UPDATE bodies SET data = x'{_bomb(512 << 20).hex()}', raw_bytes = {512 << 20} WHERE id = 2",
    "a huge number": f"UPDATE bodies SET raw_bytes = {HUGE} WHERE id = 2",
    "a number below zero": "UPDATE bodies SET raw_bytes = -1 WHERE id = 2",
    "a number too small": "UPDATE bodies SET raw_bytes = 3 WHERE id = 2",
    "a wide window": f"UPDATE bodies SET data = x'{_wide().hex()}' WHERE id = 2",
    "no zstd": "UPDATE bodies SET data = x'00' WHERE id = 2",
    "nothing": "UPDATE bodies SET data = x'' WHERE id = 2",
    "text for bytes": "UPDATE bodies SET data = 'text' WHERE id = 2",
    "text for a number": "UPDATE bodies SET raw_bytes = 'many' WHERE id = 2",
    "bytes for a hash": "UPDATE bodies SET sha256 = x'ff' WHERE id = 2",
    "text for a base": "UPDATE bodies SET base_id = 'two' WHERE id = 2",
}  # fmt: skip


def _harm(folder: Path, harm: str) -> None:
    with Archive.open(folder / "archive.db") as archive:
        archive.db.execute("PRAGMA foreign_keys = OFF")
        archive.db.execute(HARM[harm])


@pytest.mark.parametrize("harm", HARM)
@pytest.mark.slow
def test_a_bad_body_is_damage_in_one_line(folder, harm):
    _harm(folder, harm)
    start = time.process_time()
    with Archive.open(folder / "archive.db") as archive:
        with pytest.raises(Damaged) as told:
            archive.pages.load(2)
        assert "\n" not in str(told.value)
        assert ("bodies", "2") in [(fault.table, fault.id) for fault in archive.maintenance.verify()]
        copy = folder / "copy.db"
        archive.maintenance.backup(copy)
    assert time.process_time() - start < 5


@pytest.mark.parametrize("harm", ["a ring of two", "a bomb of its true size", "text for bytes"])
def test_a_bad_body_costs_the_others_nothing(folder, harm):
    _harm(folder, harm)
    assert inside(folder, "show", "2").returncode == 0
    assert inside(folder, "export", "jsonl").stdout.count("\n") == 3
    verified = inside(folder, "verify", "--no-headers")
    assert (verified.returncode, verified.stderr.count("\n")) == (6, 1)
    again = inside(folder, "reextract", "--simulate", "--nl")
    assert (again.returncode, "body 2" in again.stderr, "bug in scraper" in again.stderr) == (3, True, False)
    assert '"pages": 4' in again.stdout


def test_a_new_page_does_not_rest_on_a_bad_base(folder):
    _harm(folder, "a ring of three")
    with Archive.open(folder / "archive.db") as archive:
        known = archive.db.execute("SELECT max(id) FROM bodies").fetchone()[0]
        new = article(f"Another one. {LONG}", url="https://harbour.example/another")
        assert visit(archive, new).article_id
        assert archive.db.execute("SELECT base_id FROM bodies WHERE id > ?", (known,)).fetchone()[0] is None
        assert archive.pages.load(5).body


def test_a_base_may_rest_on_a_dictionary(folder):
    """The longest chain that we make: a page, the base of its site, a dictionary."""
    with Archive.open(folder / "archive.db") as archive:
        texts = [f"<p>{LONG}</p>{n}".encode() * 3 for n in range(4)]
        ids: list[int] = []
        for text in texts:
            base = packing.dictionary(packing.unpack(archive.db, ids[-1])) if ids else None
            row = {
                "sha256": sha256(text).hexdigest(),
                "raw_bytes": len(text),
                "codec": "zstd",
                "base_id": ids[-1] if ids else None,
                "data": zstandard.ZstdCompressor(dict_data=base).compress(text),
            }
            if len(ids) < 3:
                ids.append(packing.add(archive.db, row))
        assert [packing.unpack(archive.db, body_id) for body_id in ids] == texts[:3]
        deeper = packing.add(archive.db, row)
        with pytest.raises(Damaged, match="too many"):
            packing.unpack(archive.db, deeper)
        assert checksums.of_body(row)


def test_the_largest_page_is_kept_and_a_larger_one_refused(tmp_path, monkeypatch):
    for place in ("packing", "captures"):
        monkeypatch.setattr(f"scraper.archive.pages.{place}.LARGEST_PAGE", 5000)
    with Archive.open(tmp_path / "a.db") as archive:
        of = article("x")
        assert archive.pages.load(archive.pages.keep(page(of, body=b"y" * 5000))).body == b"y" * 5000
        with pytest.raises(InputError, match="not kept"):
            archive.pages.keep(page(of, body=b"y" * 5001))


def test_no_larger_page_can_be_asked_for(tmp_path):
    told = inside(tmp_path, "fetch", "https://x.invalid/", "--max-bytes", str(LARGEST_PAGE + 1))
    assert (told.returncode, "--max-bytes" in told.stderr) == (2, True)
