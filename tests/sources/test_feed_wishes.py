"""What a feed asks of those who read it, as a table of (elements, wishes)."""

import pytest

from scraper import sources
from scraper.sources.feed_wishes import FeedWishes

SY = "xmlns:sy='http://purl.org/rss/1.0/modules/syndication/'"
WISHES = [
    ("", FeedWishes()),
    ("<ttl>60</ttl>", FeedWishes(least=3600)),
    ("<ttl> 0 </ttl>", FeedWishes()),
    ("<ttl>-5</ttl>", FeedWishes()),
    ("<ttl>1.5</ttl>", FeedWishes()),
    ("<ttl>99999999999999999999</ttl>", FeedWishes()),
    ("<ttl>٣</ttl>", FeedWishes()),
    (f"<sy:updatePeriod {SY}>hourly</sy:updatePeriod>", FeedWishes(least=3600)),
    (f"<sy:updatePeriod {SY}>\n Daily</sy:updatePeriod><sy:updateFrequency {SY}>2</sy:updateFrequency>", FeedWishes(least=43_200)),
    (f"<sy:updatePeriod {SY}>sometimes</sy:updatePeriod>", FeedWishes()),
    (f"<sy:updateFrequency {SY}>2</sy:updateFrequency>", FeedWishes()),
    (f"<ttl>30</ttl><sy:updatePeriod {SY}>weekly</sy:updatePeriod>", FeedWishes(least=604_800)),
    ("<skipHours><hour>0</hour><hour>24</hour><hour>23</hour><hour>25</hour><hour>x</hour></skipHours>", FeedWishes(hours=(0, 23))),
    ("<skipDays><day>Sunday</day><day>SATURDAY</day><day>Sun</day></skipDays>", FeedWishes(days=(5, 6))),
    ("<skipHours/><skipDays/>", FeedWishes()),
]  # fmt: skip


@pytest.mark.parametrize(("elements", "wishes"), WISHES)
def test_what_a_feed_asks_for(elements, wishes):
    rss = f"<rss><channel><title>News</title>{elements}</channel></rss>"
    assert sources.read(rss.encode(), "http://river.example/feed").wishes == wishes
    atom = f"<feed xmlns='http://www.w3.org/2005/Atom'>{elements}</feed>"
    assert sources.read(atom.encode(), "http://river.example/feed").wishes == wishes
