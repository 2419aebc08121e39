"""Where numbers and labels are on a chart, in pixels."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Frame:
    """The rectangle in which numbers are drawn, and its two scales."""

    left: float
    top: float
    right: float
    bottom: float
    labels: int  # how many share the width
    scale: tuple[float, ...]  # the numbers of the left axis, from 0 at the bottom

    @property
    def width(self) -> float:
        """Return the width in pixels."""
        return self.right - self.left

    @property
    def step(self) -> float:
        """Return the pixels that each label has."""
        return self.width / max(1, self.labels)

    def middle(self, place: int) -> float:
        """Return the x of the middle of a label's room."""
        return self.left + (place + 0.5) * self.step

    def y(self, value: float) -> float:
        """Return the y of a number."""
        return self.bottom - (self.bottom - self.top) * value / self.scale[-1]


def dot(value: float) -> str:
    """Return a coordinate with at most one digit, as every machine writes it."""
    return f"{value:.1f}".removesuffix(".0")
