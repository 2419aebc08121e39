"""How fast the reading room is, and how much memory it takes.

    python -m bench.room COPY        exit 1 if a figure is over its bar

COPY is an archive of many articles that the bench may write to: the first time, it edits some of them, so that
there are changes to show. `python -m bench.archive 100000 --keep FOLDER` makes one. The server is a process of its
own. CPU is the user and system time of that process for one page, in steps of 10 ms over many pages; the first answer
and the 95th percentile are wall time, which other programs lengthen: the last line shows by how much. Each page has an
address of its own, so that the room has to make it.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from scraper.archive import Archive
from scraper.archive.search import suggestion

EDITS, GONE = 5_000, 300  # articles that are edited, and that are noted as vanished
PAGES = 1_000  # after which the memory is looked at
OF_A_KIND = 150  # pages of one kind whose CPU is taken
CLIENTS, EACH = 50, 10  # at once, and how many pages each asks for
START_BAR, MEMORY_BAR, WAIT_BAR = 0.5, 80.0, 300.0  # seconds, MB, milliseconds
TICKS = os.sysconf("SC_CLK_TCK")
MB = 1 << 20


@dataclass(frozen=True)
class Kind:
    """A kind of page: its addresses, the milliseconds of CPU that one may take, and whether many ask for it at once."""

    name: str
    addresses: list[str]
    bar: float
    at_once: bool = False


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("copy", type=Path)
    path = options.parse_args().copy
    kinds = prepared(path)
    late = []
    starts = [first_answer(path) for _ in range(3)]
    late += show("first answer after start, seconds", min(wall for wall, _ in starts), START_BAR)
    show("  of CPU", min(used for _, used in starts), None)
    with server(path) as (process, address):
        for kind in kinds:
            asyncio.run(asked(address, kind.addresses[:5], 1))
            spent = cpu(process)
            asyncio.run(asked(address, kind.addresses[:OF_A_KIND], 1))
            used = (cpu(process) - spent) * 1000 / len(kind.addresses[:OF_A_KIND])
            late += show(f"{kind.name}: ms of CPU a page", used, kind.bar)
        mixed = [random.Random(4).choices(kind.addresses, k=PAGES // len(kinds)) for kind in kinds]
        asyncio.run(
            asked(address, [path for paths in zip(*mixed, strict=True) for path in paths], 1)
        )
        late += show(f"MB of memory after {PAGES} pages", memory(process), MEMORY_BAR)
        for kind in kinds:
            if kind.at_once:
                times = sorted(asyncio.run(asked(address, kind.addresses, CLIENTS)))
                late += show(
                    f"{kind.name}, {CLIENTS} clients: p95 in ms",
                    times[len(times) * 95 // 100] * 1000,
                    WAIT_BAR,
                )
        show("MB of memory at the end", memory(process), None)
    show("wall time of a second of CPU, two at once", slowness(), None)
    sys.exit(bool(late))


def show(what: str, figure: float, bar: float | None) -> list[str]:
    """Print a figure; return its name if it is over its bar."""
    print(f"{what:<46}{figure:>10.2f}{'' if bar is None else bar:>10}", flush=True)
    return [what] if bar is not None and figure > bar else []


def prepared(path: Path) -> list[Kind]:
    """Return the kinds of pages, with addresses of an archive that has edits."""
    with Archive.open(path) as archive:
        if not archive.db.execute("SELECT 1 FROM changes LIMIT 1").fetchone():
            edit(archive)
        count = archive.articles.count()
        words = {
            name: terms(archive, *share)
            for name, share in (("rare", (5, 50)), ("common", (count * 0.15, count * 0.6)))
        }
        sites = [
            row[0]
            for row in archive.db.execute(
                "SELECT site FROM articles GROUP BY site ORDER BY count(*) DESC LIMIT 5"
            )
        ]
    rng = random.Random(2)
    articles = [f"/articles/{rng.randint(1, count)}" for _ in range(CLIENTS * EACH)]
    rare = [f"/search?{urlencode({'q': rng.choice(words['rare'])})}" for _ in range(CLIENTS * EACH)]
    common = [f"/search?{urlencode({'q': word})}" for word in words["common"]]
    some = [
        {
            "q": rng.choice(words["common"]),
            "site": rng.choice(sites),
            "since": "2019-01-01",
            "until": "2019-12-31",
        }
        for _ in range(100)
    ]
    return [
        Kind("front", [f"/?once={number}" for number in range(CLIENTS * EACH)], 20, at_once=True),
        Kind("article", articles, 5, at_once=True),
        Kind("search, rare word", rare, 10, at_once=True),
        Kind("search, filtered", [f"/search?{urlencode(each)}" for each in some], 20),
        Kind("search, common word", common, 100),
    ]


def edit(archive: Archive) -> None:
    """Edit some articles and let some vanish, as newsrooms do."""
    rng = random.Random(1)
    count = archive.articles.count()
    for article_id in rng.sample(range(1, count + 1), EDITS):
        article = archive.articles.load(article_id)
        headline = f"{article.headline}, updated"
        archive.articles.save(type(article)(**{**fields(article), "headline": headline}))
    for article_id in rng.sample(range(1, count + 1), GONE):
        archive.db.execute(
            "INSERT INTO events(article_id, at, kind, detail, checksum) VALUES (?, '2026-01-02T00:00:00Z', 'vanished', '', 0)",
            (article_id,),
        )


def fields(article: object) -> dict:
    return {name: getattr(article, name) for name in type(article).__slots__}


def terms(archive: Archive, low: float, high: float) -> list[str]:
    """Return words that so many articles have."""
    archive.db.execute(suggestion.TERMS)
    found = archive.db.execute("SELECT term FROM temp.terms WHERE doc BETWEEN ? AND ?", (low, high))
    plain = sorted(row[0] for row in found if re.fullmatch(r"[a-z]{4,}", row[0]))
    archive.db.execute("DROP TABLE temp.terms")
    return random.Random(3).sample(plain, min(200, len(plain)))


@contextmanager
def server(path: Path) -> Iterator[tuple[subprocess.Popen, str]]:
    """Give a server of the archive, and its address."""
    command = [sys.executable, "-m", "scraper", "-q", "serve", "--db", str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield process, process.stdout.readline().strip()
        finally:
            process.send_signal(signal.SIGINT)


def first_answer(path: Path) -> tuple[float, float]:
    """Return the seconds from the start of a server to its first page, and those of CPU."""
    begun = time.perf_counter()
    with server(path) as (process, address):
        asyncio.run(asked(address, ["/"], 1))
        return time.perf_counter() - begun, cpu(process)


async def asked(address: str, paths: list[str], clients: int) -> list[float]:
    """Ask for all paths, by so many clients at once; return the seconds of each answer."""
    left, times = iter(paths), []
    await asyncio.gather(
        *(client(urlsplit(address).port or 80, left, times) for _ in range(clients))
    )
    return times


async def client(port: int, left: Iterator[str], times: list[float]) -> None:
    """Ask for one page after another over one connection."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for path in left:
        begun = time.perf_counter()
        writer.write(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
        head = await reader.readuntil(b"\r\n\r\n")
        if not head.startswith(b"HTTP/1.1 200"):
            sys.exit(f"{path}: {head.decode().splitlines()[0]}")
        length = re.search(rb"content-length: (\d+)", head)
        assert length is not None
        await reader.readexactly(int(length[1]))
        times.append(time.perf_counter() - begun)
    writer.close()
    await writer.wait_closed()


def slowness() -> float:
    """Return how many seconds a second of CPU takes while both of two processes want one."""
    spin = "import time; wall, cpu = time.perf_counter(), time.process_time()\nwhile time.process_time() < cpu + 1: pass\nprint(time.perf_counter() - wall)"
    both = [
        subprocess.Popen([sys.executable, "-c", spin], stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    return sum(float(each.communicate()[0]) for each in both) / len(both)


def cpu(process: subprocess.Popen) -> float:
    """Return the seconds of CPU that a process has used."""
    values = Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(values[11]) + int(values[12])) / TICKS


def memory(process: subprocess.Popen) -> float:
    """Return the memory of a process in MB."""
    found = re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{process.pid}/status").read_text())
    assert found is not None
    return int(found[1]) * 1024 / MB


if __name__ == "__main__":
    main()
