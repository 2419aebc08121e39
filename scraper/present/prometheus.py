"""Gauges as Prometheus' node exporter reads them from a text file (exposition format 0.0.4)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

PREFIX = "scraper_"


@dataclass(frozen=True, kw_only=True, slots=True)
class Gauge:
    """A value, or several that labels tell apart."""

    name: str
    meaning: str  # one line
    samples: Sequence[tuple[Mapping[str, str], float]]


def gauge(name: str, meaning: str, value: float) -> Gauge:
    """Return a gauge of one value."""
    return Gauge(name=name, meaning=meaning, samples=(({}, value),))


def text(gauges: Iterable[Gauge]) -> Iterator[str]:
    """Yield the lines of the file; a gauge without samples is left out."""
    for one in gauges:
        if not one.samples:
            continue
        name = PREFIX + one.name
        yield f"# HELP {name} {_escaped(one.meaning)}\n"
        yield f"# TYPE {name} gauge\n"
        for labels, value in one.samples:
            yield f"{name}{_labels(labels)} {_number(value)}\n"


def _labels(labels: Mapping[str, str]) -> str:
    if not labels:
        return ""
    pairs = (f'{name}="{_quoted(value)}"' for name, value in labels.items())
    return f"{{{','.join(pairs)}}}"


def _escaped(meaning: str) -> str:
    return meaning.replace("\\", "\\\\").replace("\n", "\\n")


def _quoted(value: str) -> str:
    return _escaped(value).replace('"', '\\"')


def _number(value: float) -> str:
    """Return a number without an exponent or a needless fraction."""
    return str(int(value)) if float(value).is_integer() else repr(float(value))
