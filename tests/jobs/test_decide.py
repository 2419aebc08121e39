"""What a visit is to do next and what it comes to, as tables of (input, expected)."""

import pytest

from scraper.jobs import decide
from scraper.models import ChangeKind, VerdictKind
from scraper.outcomes import Reason

KINDS = [  # the kind of page, what saving it changed, what the visit comes to
    (VerdictKind.ARTICLE, ChangeKind.NEW, Reason.NEW),
    (VerdictKind.ARTICLE, ChangeKind.DEGRADED, Reason.DEGRADED),
    (VerdictKind.LIVE_BLOG, ChangeKind.EDITED, Reason.EDITED),
    (VerdictKind.TEASER, ChangeKind.SAME, Reason.SAME),
    (VerdictKind.CONSENT, ChangeKind.DEGRADED, Reason.CONSENT),
    (VerdictKind.CHALLENGE, ChangeKind.DEGRADED, Reason.BLOCKED),
    (VerdictKind.LOGIN, ChangeKind.DEGRADED, Reason.LOGIN),
    (VerdictKind.JS_SHELL, ChangeKind.DEGRADED, Reason.JS_SHELL),
    (VerdictKind.SOFT_404, ChangeKind.DEGRADED, Reason.SOFT_404),
    (VerdictKind.EMPTY, ChangeKind.DEGRADED, Reason.EMPTY),
    (VerdictKind.LISTING, ChangeKind.DEGRADED, Reason.LISTING),
    (VerdictKind.PRODUCT, ChangeKind.DEGRADED, Reason.PRODUCT),
]


@pytest.mark.parametrize(("kind", "change", "reason"), KINDS)
def test_what_a_page_comes_to(kind, change, reason):
    assert decide.reason_of(kind, change) is reason


def test_each_kind_of_page_has_a_line():
    assert {kind for kind, _, _ in KINDS} == set(VerdictKind)
