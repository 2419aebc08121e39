"""A short message to a service of the user's: one request, within seconds, past the same guard.

It is not a visit to a site: there is no robots.txt, no pace and no second try, and no redirect is
followed.
"""

from __future__ import annotations

import asyncio
from http import HTTPStatus

from scraper.fetch import failures
from scraper.fetch.client import BodyLimit, Client
from scraper.fetch.fetch_settings import FetchSettings
from scraper.fetch.guard import Guard
from scraper.fetch.headers import request_headers
from scraper.fetch.sockets import Backend, Resolve, resolve_by_system
from scraper.urls import address

SECONDS = 10.0  # for all of it
ANSWER = BodyLimit(most=4 << 10, cut=True)  # it is not read, but may be long
JSON = b"application/json"


async def send(
    url: str,
    body: bytes,
    settings: FetchSettings,
    *,
    resolve: Resolve = resolve_by_system,
    seconds: float = SECONDS,
) -> str | None:
    """Send a message; return why it was not taken, in one line, or None if it was."""
    try:
        at = address(url)
    except ValueError as error:
        return str(error)
    # no header of the run goes along that may be a secret of its sites
    chosen = settings.at(at.authority, trusted=False)
    fields = [*request_headers(chosen, userinfo=at.userinfo), (b"content-type", JSON)]
    client = Client(settings, Backend(Guard.allowing(settings.allow_net), resolve))
    try:
        async with asyncio.timeout(seconds):
            reply = await client.post(at, fields, ANSWER, body)
    except TimeoutError:
        return f"no answer within {seconds:g} s"
    except failures.KNOWN as error:
        return str(failures.by_exception(url, error))
    finally:
        await client.close()
    is_taken = HTTPStatus.OK <= reply.status < HTTPStatus.MULTIPLE_CHOICES
    return None if is_taken else f"the answer was {reply.status}"
