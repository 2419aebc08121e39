"""The other documents that a feed names: older entries, an archive, a hub."""

import pytest

from scraper import sources

AT = "http://a.example/feed"
FIELDS = {"next": "older", "prev-archive": "archive", "hub": "hub"}
LINKS = [
    ("<link rel='REL' href='/x'/>", "http://a.example/x"),
    ("<link rel='REL' href='feed'/>", None),  # itself
    ("<link rel='REL'/>", None),
    ("<link rel='REL' href='mailto:x'/><link rel='REL' href='/y'/><link rel='REL' href='/z'/>", "http://a.example/y"),
    ("<link rel='other REL' href='/x'/>", "http://a.example/x"),
    ("<link rel='not-REL' href='/x'/>", None),
    ("<link href='/x'/>", None),
]


@pytest.mark.parametrize("relation", FIELDS)
@pytest.mark.parametrize("frame", ["<rss><channel>{}</channel></rss>", "<feed>{}</feed>"])
@pytest.mark.parametrize(("links", "expected"), LINKS)
def test_the_first_other_address_of_a_relation_counts(relation, frame, links, expected):
    feed = sources.read(frame.format(links.replace("REL", relation)).encode(), AT)
    assert {name: getattr(feed, name) for name in FIELDS.values()} == dict.fromkeys(FIELDS.values()) | {
        FIELDS[relation]: expected
    }
