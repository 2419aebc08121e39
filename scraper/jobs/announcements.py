"""Messages about a round to the user's own services: that it lives (ping), and what changed.

A ping follows the words of healthchecks.io: the address with `/start` when a round begins, the
address itself when it went well, and with `/fail` when it did not. What a service answers, or that
it does not, never changes the exit code: a service that cannot be reached is a trouble like any
other, reported once and then daily.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from scraper.fetch import messages
from scraper.fetch.fetch_settings import FetchSettings
from scraper.jobs.round_result import ALL_WELL, SOME_LOST
from scraper.jobs.troubles import Sighting
from scraper.secrets import masked
from scraper.urls import address

START, FAIL = "/start", "/fail"
SUCCESSES = (ALL_WELL, SOME_LOST)  # exit codes of rounds that did their work

Send = Callable[[str, bytes, FetchSettings], str | None]


def send_now(url: str, body: bytes, settings: FetchSettings) -> str | None:
    """Send a message; return why it was not taken, or None."""
    return asyncio.run(messages.send(url, body, settings))


def ping_address(base: str, addition: str) -> str:
    """Return the address of a ping with an addition to its path; a query stays behind it."""
    at = address(base)
    query = f"?{at.query}" if at.query else ""
    userinfo = f"{at.userinfo}@" if at.userinfo else ""
    return f"{at.scheme}://{userinfo}{at.authority}{at.path.rstrip('/')}{addition}{query}"


@dataclass(kw_only=True)
class Announcer:
    """Sends the messages of one round."""

    settings: FetchSettings
    ping: str | None = None
    notify: str | None = None
    send: Send = send_now
    _has_ended: bool = False
    _failures: dict[str, str | None] = field(default_factory=dict)  # service -> why, None: taken

    def begin(self) -> None:
        """Send that a round begins."""
        if self.ping is not None:
            self._send("ping", self.ping, START, b"")

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Send also of a round that an error ends that it failed, and why."""
        try:
            yield
        except Exception as error:
            if self.ping is not None and not self._has_ended:
                body = json.dumps({"error": masked(str(error))}).encode()
                self._send("ping", self.ping, FAIL, body)
            raise

    def end(self, report: dict[str, Any], *, code: int, has_news: bool) -> None:
        """Send how a round ended; `has_news`: a state changed, or a reminder is due."""
        self._has_ended = True
        body = json.dumps(report).encode()
        if self.ping is not None:
            addition = "" if code in SUCCESSES else FAIL
            self._send("ping", self.ping, addition, body)
        if self.notify is not None and has_news:
            self._send("notify", self.notify, "", body)

    def subjects(self) -> list[str]:
        """Return what the troubles of the services would be called."""
        named = (("ping", self.ping), ("notify", self.notify))
        return [_subject(option, url) for option, url in named if url is not None]

    def sightings(self) -> Iterator[Sighting]:
        """Yield how the services were; one that got no message stays what it was."""
        for service, why in self._failures.items():
            yield Sighting(subject=service, kind="service", detail=why)

    def _send(self, option: str, base: str, addition: str, body: bytes) -> None:
        url = ping_address(base, addition) if addition else base
        service = _subject(option, base)
        failure = self.send(url, body, self.settings)
        self._failures[service] = self._failures.get(service) or failure


def _subject(option: str, url: str) -> str:
    """Return what a service is called: by its host, for the path of such an address is a secret."""
    return f"--{option} to {address(url).authority}"
