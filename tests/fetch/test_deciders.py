"""What the fetch layer decides without clock or network, as tables of (input, expected)."""

import pytest

from scraper.errors import FetchError
from scraper.fetch import failures, politeness, replies, robots
from scraper.fetch.decode import CutShort
from scraper.fetch.hops import PageRequest
from scraper.fetch.library import httpcore
from scraper.models import HostState
from scraper.outcomes import Reason
from scraper.urls import address

NOW = 1_000_000.0
HOST = "site.example"


def _request(url, asked=None):
    return PageRequest.to(url, 60.0, asked=asked)


TRUST = [  # the address asked for, where it has led, whether secrets may go there
    ("http://a.example/x", "http://a.example/y", True),
    ("http://a.example/x", "https://a.example/x", True),  # an upgrade on the standard ports
    ("https://a.example/x", "http://a.example/x", False),  # a downgrade
    ("http://a.example:8080/x", "https://a.example:8080/x", False),  # another service may listen there
    ("http://a.example/x", "https://a.example:8443/x", False),
    ("https://a.example/x", "https://www.a.example/x", False),
    ("https://a.example/x", "https://b.example/x", False),
]


@pytest.mark.parametrize(("asked", "led", "trusted"), TRUST)
def test_secrets_go_to_the_origin_asked_and_its_upgrade_only(asked, led, trusted):
    assert _request(asked).trusts(address(led)) is trusted


@pytest.mark.parametrize(
    ("url", "led", "sent"),
    [
        ("https://u:p@a.example/x", "https://a.example/y", "u:p"),
        ("https://u:p@a.example/x", "https://b.example/y", ""),
        ("https://u:p@a.example/x", "https://v:q@b.example/y", "v:q"),  # the address's own
        ("http://u:p@a.example/x", "https://a.example/x", "u:p"),
        ("https://a.example/x", "https://a.example/y", ""),
    ],
)
def test_a_login_goes_where_it_was_given_for(url, led, sent):
    assert _request(url).userinfo_for(address(led)) == sent


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("ftp://a.example/x", Reason.BAD_SCHEME),
        ("gopher://a.example/", Reason.BAD_SCHEME),
        ("http://", Reason.BAD_URL),
        ("not a URL", Reason.BAD_URL),
        ("http://[::1", Reason.BAD_URL),
    ],
)
def test_text_that_cannot_be_requested_has_a_reason(text, reason):
    with pytest.raises(FetchError) as caught:
        _request(text)
    assert caught.value.reason is reason


DELAYS = [  # least, delay learned from failures, Crawl-delay, latency, seconds between two starts
    (1.0, None, None, 0.0, 1.0),
    (1.0, None, 5.0, 0.0, 5.0),
    (1.0, None, 0.2, 0.0, 1.0),  # a site cannot wish less than the user
    (1.0, None, 9999.0, 0.0, politeness.CRAWL_DELAY_CAP),
    (1.0, 8.0, None, 0.0, 8.0),
    (1.0, 8.0, 20.0, 0.0, 20.0),
    (1.0, None, None, 3.0, 3.0),  # a slow answer is a sign of load
    (1.0, None, None, 500.0, politeness.DELAY_CAP),
    (0.0, 8.0, None, 3.0, 0.0),  # --delay 0: the user knows the host
    (0.0, 8.0, 5.0, 3.0, 5.0),  # but its robots.txt is still heeded
]


@pytest.mark.parametrize(("least", "learned", "crawl_delay", "latency", "seconds"), DELAYS)
def test_the_longest_of_all_reasons_to_wait_is_the_delay(least, learned, crawl_delay, latency, seconds):
    state = HostState(host=HOST, delay=learned)
    got = politeness.delay_between(state, least=least, crawl_delay=crawl_delay, latency=latency)
    assert got == seconds


FAILURES = [  # failures so far, Retry-After, next start after now, whether the breaker opens
    (0, None, 0.5 * politeness.BACKOFF_BASE, False),
    (1, None, 1.0 * politeness.BACKOFF_BASE, False),
    (2, None, 2.0 * politeness.BACKOFF_BASE, False),
    (0, 30.0, 30.0, False),
    (3, 30.0, 30.0, False),
    (0, 1e9, politeness.RETRY_AFTER_CAP, False),
    (0, 0.0, 0.0, False),
    (politeness.BREAKER_AFTER - 2, 1.0, 1.0, False),
    (politeness.BREAKER_AFTER - 1, 1.0, 1.0, True),
    (politeness.BREAKER_AFTER + 20, None, 0.5 * politeness.BACKOFF_CAP, True),
]


@pytest.mark.parametrize(("before", "asked", "wait", "opens"), FAILURES)
def test_a_failure_delays_the_next_start_and_enough_open_the_breaker(before, asked, wait, opens):
    state = HostState(host=HOST, failures=before)
    after = politeness.after_failure(state, NOW, asked=asked, random=lambda: 0.5)
    assert after.failures == before + 1
    assert after.next_ok_at == NOW + wait
    assert after.open_until == (NOW + politeness.BREAKER_OPEN if opens else 0.0)


@pytest.mark.parametrize(
    ("learned", "least", "kept"),
    [(None, 1.0, None), (1.05, 1.0, None), (10.0, 1.0, 9.0), (10.0, 20.0, None)],
)
def test_a_success_closes_the_breaker_and_shrinks_the_delay(learned, least, kept):
    state = HostState(host=HOST, delay=learned, failures=7, open_until=NOW + 9)
    after = politeness.after_success(state, least=least)
    assert (after.failures, after.open_until, after.delay) == (0, 0.0, kept)


@pytest.mark.parametrize(
    ("learned", "least", "doubled"),
    [(None, 1.0, 2.0), (4.0, 1.0, 8.0), (50.0, 1.0, politeness.DELAY_CAP), (None, 0.0, None)],
)
def test_a_host_that_asks_for_less_is_asked_half_as_often(learned, least, doubled):
    assert politeness.slowed_down(HostState(host=HOST, delay=learned), least=least).delay == doubled


DAY = robots.MAX_AGE
CURRENT = [  # status of the stored answer, its age in seconds, whether it is used without asking again
    (None, 0.0, False),
    (200, 0.0, True),
    (200, DAY - 1, True),
    (200, DAY, False),
    (404, DAY - 1, True),
    (503, robots.RETRY_UNREACHABLE - 1, True),
    (503, robots.RETRY_UNREACHABLE, False),
    (429, robots.RETRY_UNREACHABLE, False),
    (200, -1.0, False),  # from the future: the clock was set back
]


@pytest.mark.parametrize(("status", "age", "current"), CURRENT)
def test_a_copy_of_robots_txt_is_used_for_a_day_and_a_failure_for_minutes(status, age, current):
    state = HostState(host=HOST, robots_status=status, robots_at=NOW - age)
    assert robots.is_current(state, NOW) is current


STORED = [  # stored rules, status and body of the new answer, rules afterwards
    (None, 200, b"User-agent: *", b"User-agent: *"),
    (b"old", 200, b"new", b"new"),
    (b"old", 404, b"an error page", b""),  # no file: all is allowed
    (b"old", 503, b"", b"old"),  # an older copy outlives a failure
    (b"old", 429, b"", b"old"),
    (None, 500, b"", None),  # none was ever read: nothing is allowed
    (None, 200, b"x" * (robots.MAX_BYTES + 1), b"x" * robots.MAX_BYTES),
]


@pytest.mark.parametrize(("before", "status", "body", "after"), STORED)
def test_what_an_answer_to_robots_txt_leaves_stored(before, status, body, after):
    state = robots.stored(HostState(host=HOST, robots=before), status, body, NOW)
    assert (state.robots, state.robots_status, state.robots_at) == (after, status, NOW)


REFUSALS = [  # stored rules, status, what the line says
    (None, 503, "cannot be read (503)"),
    (None, None, "cannot be read (None)"),
    (b"Disallow: /", 200, "--no-robots"),
]


@pytest.mark.parametrize(("rules", "status", "said"), REFUSALS)
def test_a_refusal_by_robots_txt_says_whether_it_was_read(rules, status, said):
    assert said in robots.refusal(HostState(host=HOST, robots=rules, robots_status=status))


DISALLOW = b"User-agent: *\nDisallow: /private\nCrawl-delay: 7\nSitemap: http://site.example/map.xml"
RULES = [  # stored rules, the path, whether it may be fetched, Crawl-delay, sitemaps
    (None, "/", False, None, ()),  # never read: nothing is allowed
    (b"", "/private", True, None, ()),  # there is no file
    (DISALLOW, "/private/x", False, 7.0, ("http://site.example/map.xml",)),
    (b"\xef\xbb\xbf" + DISALLOW, "/public", True, 7.0, ("http://site.example/map.xml",)),
]


@pytest.mark.parametrize(("stored", "path", "allowed", "delay", "sitemaps"), RULES)
def test_what_the_stored_rules_let_us_fetch(stored, path, allowed, delay, sitemaps):
    state, rules = HostState(host=HOST, robots=stored), robots.RobotsRules()
    assert rules.allow(state, address(f"http://{HOST}{path}")) is allowed
    assert (rules.crawl_delay(state), rules.sitemaps(state)) == (delay, sitemaps)


STATUSES = [  # status, reason, whether to retry, whether the host and not the page failed
    (401, Reason.LOGIN, False, False),
    (403, Reason.BLOCKED, False, True),
    (404, Reason.NOT_FOUND, False, False),
    (408, Reason.HTTP_ERROR, True, False),
    (410, Reason.GONE, False, False),
    (418, Reason.HTTP_ERROR, False, False),
    (429, Reason.RATE_LIMITED, True, True),
    (451, Reason.BLOCKED, False, False),
    (500, Reason.SERVER_ERROR, True, False),
    (501, Reason.SERVER_ERROR, False, False),
    (503, Reason.SERVER_ERROR, True, True),
    (299, Reason.PROTOCOL, False, False),
]


@pytest.mark.parametrize(("status", "reason", "retry", "of_host"), STATUSES)
def test_a_status_has_a_reason_a_retry_policy_and_someone_at_fault(status, reason, retry, of_host):
    found, line = failures.by_status(status)
    error = FetchError("http://a.example/", found, line, status=status)
    assert found is reason
    assert str(status) in line
    assert replies.is_worth_a_retry(error) is retry
    assert failures.tells_of_host(error) is of_host


@pytest.mark.parametrize(
    ("cause", "reason"),
    [
        (CutShort("gzip"), Reason.TRUNCATED),
        (TimeoutError(), Reason.TIMEOUT),
        (httpcore.ReadTimeout(), Reason.TIMEOUT),
        (httpcore.ConnectError("refused"), Reason.REFUSED),
        (httpcore.ReadError(), Reason.RESET),
        (httpcore.RemoteProtocolError("Server disconnected without sending a response."), Reason.RESET),
        (httpcore.RemoteProtocolError("illegal header line"), Reason.PROTOCOL),
    ],
)
def test_an_exception_of_the_layers_below_has_a_reason(cause, reason):
    assert isinstance(cause, failures.KNOWN)
    assert failures.by_exception("http://a.example/", cause).reason is reason
