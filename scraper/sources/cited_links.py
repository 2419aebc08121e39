"""Read the references of a reference manager, such as Zotero, as addresses to visit."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from urllib.parse import quote

from scraper.models import Lead
from scraper.patterns import late
from scraper.references import Citation, CitedDate
from scraper.sources.saved_links import saved_link, tags_of
from scraper.sources.url_list import Rejected

SNIFFED = 4096  # characters in which the first reference begins
_RIS = late(r"(?m)^\ufeff?[ \t]*TY  ?- ?")
_BIBTEX = late(r"(?m)^\ufeff?[ \t]*@[A-Za-z]+[ \t]*[{(]")
RESOLVER = "https://doi.org/"
_DOI = late(r"\b10\.\d{4,9}/\S{1,500}")
_DOI_SIGNS = "/:;()._-"  # signs of a DOI that an address may have as they are
# keys that an item of CSL-JSON has; `URL` is only in those that can be visited
CSL_KEYS = frozenset({"id", "type"})


def is_ris(text: str) -> bool:
    """Return whether a text begins like RIS."""
    return _RIS.search(text[:SNIFFED]) is not None


def is_bibtex(text: str) -> bool:
    """Return whether a text begins like BibTeX or biblatex."""
    return _BIBTEX.search(text[:SNIFFED]) is not None


def cited_links(text: str, read: Callable[[str], Iterator[Citation]]) -> Iterator[Lead | Rejected]:
    """Yield the address of each reference, with its title, dates, keywords and note.

    A reference that has a DOI alone is visited where that leads.
    """
    for number, citation in enumerate(read(text), 1):
        values = citation.values
        facts = {
            "title": values.get("title", ""),
            "saved_at": _written(values.get("accessed", ())),
            "date_published": _written(values.get("issued", ())),
            "tags": tags_of(values.get("keyword")),
            "note": values.get("note", ""),
        }
        address = values.get("URL") or doi_address(values.get("DOI", ""))
        yield saved_link(number, address, facts)


def doi_address(text: str) -> str | None:
    """Return the address of a DOI, however it is written (doi:10.1000/182), or None."""
    found = _DOI.search(text)
    return f"{RESOLVER}{quote(found[0], safe=_DOI_SIGNS)}" if found else None


def _written(date: CitedDate) -> str:
    """Return a date as ISO 8601, with as many parts as it has."""
    if not date:
        return ""
    year, *rest = date
    return "-".join([f"{year:04}", *(f"{part:02}" for part in rest)])
