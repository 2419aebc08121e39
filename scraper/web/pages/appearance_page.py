"""How the pages look: what a reader chooses is kept by the browser."""

from __future__ import annotations

from scraper.web import addresses
from scraper.web.appearance import CHOICES
from scraper.web.room_request import Elsewhere, RoomRequest


def choose(asked: RoomRequest) -> Elsewhere:
    """Keep a choice, and go back to the page where it was made."""
    chosen = {name: asked.filled(name) for name in CHOICES if asked.filled(name)}
    look = asked.appearance.with_choices(chosen)
    return Elsewhere(address=addresses.within(asked.filled("back")), cookies=look.cookies())
