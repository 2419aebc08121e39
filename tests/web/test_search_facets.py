"""Facets: what is chosen comes first, and is not offered a second time."""

import pytest

from scraper.archive.search.facets import Facets, FacetValue
from scraper.web.search_facets import facet_lists
from scraper.web.search_state import SearchState


@pytest.mark.parametrize("chosen", ["Sea", "sea"])
def test_a_chosen_value_is_offered_once(chosen):
    values = (FacetValue(value="Sea", count=3), FacetValue(value="Land", count=2))
    counts = Facets(values={"section": values})
    (section,) = facet_lists(counts, SearchState({"section": chosen}))
    assert [(link.text, link.is_chosen, link.address) for link in section.links] == [
        (chosen, True, "/search"),
        ("Land", False, "/search?section=Land"),
    ]
