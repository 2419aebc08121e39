"""What the fetch layer costs.

`python -m bench.fetch`. Everything on the loopback; both clients in one run, in turn.

CPU of a 100 KB page at 50 connections: the whole Fetcher, without robots, against a plain
httpx.AsyncClient, one pool. And how long a crawl of many hosts takes against the least that its
delays allow.
"""

from __future__ import annotations

import argparse
import asyncio
import multiprocessing
import random
import time

import httpx

from scraper.fetch.fetch_settings import FetchSettings
from scraper.fetch.fetcher import Fetcher
from scraper.fetch.politeness import HostsInMemory
from scraper.models import Lead

CONNECTIONS = 50
LOOPBACK = ("127.0.0.0/8",)
BAR_CPU, BAR_MAKESPAN = 0.45, 1.05


def body(size: int = 100_000) -> bytes:
    """A page of words."""
    dice = random.Random(1)
    words = " ".join(
        "".join(dice.choices("etaoinshrdlu", k=dice.randint(2, 9))) for _ in range(size // 6)
    )
    return f"<!doctype html><html><body><p>{words}</p></body></html>".encode()[:size]


class _Server(asyncio.Protocol):
    """As little as a server can do, so that the machine is left to the clients."""

    answer = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport
        self.held = b""

    def data_received(self, data: bytes) -> None:
        self.held += data
        while b"\r\n\r\n" in self.held:
            _, _, self.held = self.held.partition(b"\r\n\r\n")
            self.transport.write(self.answer)  # type: ignore[attr-defined]


def serve(port: multiprocessing.SimpleQueue[int]) -> None:
    """Run the server in a process of its own."""

    async def go() -> None:
        page = body()
        head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n" % len(
            page
        )
        _Server.answer = head + page
        server = await asyncio.get_running_loop().create_server(_Server, "127.0.0.1", 0)
        port.put(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    asyncio.run(go())


async def plain(port: int, pages: int) -> float:
    """Return the CPU seconds of httpx as its manual shows it."""
    limits = httpx.Limits(max_connections=CONNECTIONS, max_keepalive_connections=CONNECTIONS)
    async with httpx.AsyncClient(limits=limits, trust_env=False) as client:
        left = iter(range(pages))

        async def worker() -> None:
            for number in left:
                page = await client.get(f"http://127.0.0.1:{port}/{number}")
                assert len(page.content) == 100_000

        return await _cpu([worker() for _ in range(CONNECTIONS)])


async def ours(port: int, pages: int) -> float:
    """CPU seconds of the fetcher, one connection on each of 50 hosts."""

    async def resolve(_: str, __: int) -> list[tuple[str, int]]:
        return [("127.0.0.1", port)]

    settings = FetchSettings(
        delay=0.0, robots=False, allow_net=LOOPBACK, concurrency=CONNECTIONS, same_body=pages + 1
    )
    async with Fetcher(settings, hosts=HostsInMemory(), resolve=resolve) as fetcher:

        async def worker(host: int) -> None:
            for number in range(pages // CONNECTIONS):
                page = await fetcher.fetch(f"http://h{host}.example/{number}")
                assert len(page.body) == 100_000

        return await _cpu([worker(host) for host in range(CONNECTIONS)])


async def _cpu(workers: list[object]) -> float:
    began = time.process_time()
    await asyncio.gather(*workers)  # type: ignore[call-overload]
    return time.process_time() - began


async def makespan(port: int, hosts: int, pages: int, delay: float) -> tuple[float, float]:
    """Seconds of a real crawl, and the least that the delays allow."""

    async def resolve(_: str, __: int) -> list[tuple[str, int]]:
        return [("127.0.0.1", port)]

    settings = FetchSettings(delay=delay, robots=False, allow_net=LOOPBACK, same_body=0)
    leads = [
        Lead(url=f"http://h{host}.example/{page}") for host in range(hosts) for page in range(pages)
    ]
    async with Fetcher(settings, hosts=HostsInMemory(), resolve=resolve) as fetcher:

        async def work(lead: Lead) -> int:
            return (await fetcher.fetch(lead.url)).status

        began = time.monotonic()
        async for _, status in fetcher.crawl(leads, work):
            assert status == 200
        return time.monotonic() - began, (pages - 1) * delay


def main() -> None:
    """Print the table; exit 1 if a bar is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    port_of: multiprocessing.SimpleQueue[int] = multiprocessing.get_context("spawn").SimpleQueue()
    server = multiprocessing.get_context("spawn").Process(
        target=serve, args=(port_of,), daemon=True
    )
    server.start()
    try:
        ok = report(port_of.get(), options.pages, options.rounds)
    finally:
        server.terminate()
        server.join()
    raise SystemExit(0 if ok else 1)


def report(port: int, pages: int, rounds: int) -> bool:
    """Measure in turn, keep each one's best, and print."""
    best = {"plain httpx": float("inf"), "scraper": float("inf")}
    for _ in range(rounds):
        for name, run in (("plain httpx", plain), ("scraper", ours)):
            best[name] = min(best[name], asyncio.run(run(port, pages)) / pages)
    ratio = best["scraper"] / best["plain httpx"]
    print(f"CPU of a 100 KB page at {CONNECTIONS} connections, ms")
    for name, seconds in best.items():
        print(f"  {name:<12} {seconds * 1000:6.2f}")
    print(f"  ratio        {ratio:6.2f}   (bar: <= {BAR_CPU})")
    lasted, least = asyncio.run(makespan(port, 40, 21, 0.5))
    print(f"crawl of 40 hosts x 21 pages, delay 0.5 s: {lasted:.2f} s, at least {least:.2f} s")
    print(f"  ratio        {lasted / least:6.3f}   (bar: <= {BAR_MAKESPAN})")
    return ratio <= BAR_CPU and lasted / least <= BAR_MAKESPAN


if __name__ == "__main__":
    main()
