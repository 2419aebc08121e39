"""What a visit is to do next, and what it comes to: values in, values out.

collect.py asks here and acts.
"""

from __future__ import annotations

from scraper.models import ChangeKind, VerdictKind
from scraper.outcomes import Reason

# Kinds of page that are not archived as articles. The others become one, so what they come to is
# what they changed.
REASONS_OF_KINDS: dict[VerdictKind, Reason] = {
    VerdictKind.CONSENT: Reason.CONSENT,
    VerdictKind.CHALLENGE: Reason.BLOCKED,
    VerdictKind.LOGIN: Reason.LOGIN,
    VerdictKind.JS_SHELL: Reason.JS_SHELL,
    VerdictKind.SOFT_404: Reason.SOFT_404,
    VerdictKind.EMPTY: Reason.EMPTY,
    VerdictKind.LISTING: Reason.LISTING,
    VerdictKind.PRODUCT: Reason.PRODUCT,
}


def reason_of(kind: VerdictKind, change: ChangeKind) -> Reason:
    """Return what a page comes to, by its kind and by what saving it changed."""
    return REASONS_OF_KINDS.get(kind) or Reason(change)
