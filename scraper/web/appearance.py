"""How a reader wants pages to look: kept in cookies, without an account and without a script."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace

PREFIX = "room_"  # of the cookies' names
YEAR = 365 * 86_400  # seconds that a browser keeps them
# what can be chosen; the first is there until one chooses
CHOICES = {
    "theme": ("system", "light", "dark"),
    "size": ("medium", "small", "large"),
    "keys": ("on", "off"),
}


@dataclass(frozen=True, slots=True)
class Appearance:
    """The choices of a reader."""

    theme: str = CHOICES["theme"][0]
    size: str = CHOICES["size"][0]
    keys: str = CHOICES["keys"][0]

    def with_choices(self, chosen: Mapping[str, str]) -> Appearance:
        """Return the look with other choices; what cannot be chosen changes nothing."""
        known = {name: value for name, value in chosen.items() if value in CHOICES.get(name, ())}
        return replace(self, **known)

    def cookies(self) -> dict[str, str]:
        """Return the cookies that keep these choices."""
        return {PREFIX + name: value for name, value in asdict(self).items()}


def appearance_of(cookies: Mapping[str, str]) -> Appearance:
    """Return the choices that a browser kept."""
    kept = {each.name: cookies.get(PREFIX + each.name, "") for each in fields(Appearance)}
    return Appearance().with_choices(kept)
