"""The table of outcomes: each reason has a line, and each policy holds for the reasons that it should."""

import ast

import pytest

from scraper.models import PAGES_ONLY, ChangeKind
from scraper.outcomes import FAILED, LOGGED_FAILURES, POLICIES, Reason, Retry, policy
from source_tree import source_files

R = Reason
DONE = {R.NEW, R.EDITED, R.SAME, R.DEGRADED, R.LISTING, R.PRODUCT, R.NOT_MODIFIED}
LEFT_ALONE = {R.SKIPPED_FRESH, R.TAKEN, R.NOT_ASKED}
SETS = {
    "dead": {R.NOT_FOUND, R.GONE, R.DNS, R.SOFT_404},
    "vanished": {R.NOT_FOUND, R.GONE, R.SOFT_404},
    "retry_now": {R.REFUSED, R.RESET, R.TIMEOUT, R.TRUNCATED, R.RATE_LIMITED},
    "blames_host": {R.REFUSED, R.RESET, R.TIMEOUT, R.DNS, R.BLOCKED},
    "answered": {*DONE, R.NOT_FOUND, R.GONE, R.NOT_HTML},
    "failed": set(Reason) - DONE - LEFT_ALONE,
    "logged": set(Reason) - LEFT_ALONE - {R.NOT_A_FEED},
}
CODES = {R.LOGIN: 4, R.BLOCKED: 5, R.RATE_LIMITED: 5, R.ROBOTS: 5, R.HOST_PARKED: 5}


def test_each_reason_has_a_line():
    assert list(POLICIES) == list(Reason)


def test_a_change_and_a_page_that_is_kept_are_reasons():
    assert {*ChangeKind, *PAGES_ONLY} <= set(Reason)


@pytest.mark.parametrize("reason", Reason)
def test_each_reason_has_a_sentence_of_its_own(reason):
    label = policy(reason).label
    assert label == label.strip(" .\n")
    assert [each for each in Reason if policy(each).label == label] == [reason]


def test_a_retry_can_be_asked_for_by_each_failure_that_the_log_can_hold():
    assert set(LOGGED_FAILURES) == FAILED - {R.NOT_A_FEED}


@pytest.mark.parametrize("name", SETS)
def test_a_policy_holds_for_its_reasons_and_no_others(name):
    assert {reason for reason in POLICIES if getattr(policy(reason), name)} == SETS[name]


@pytest.mark.parametrize("reason", sorted(FAILED))
def test_exit_codes(reason):
    assert policy(reason).exit_code == CODES.get(reason, 1)


def test_what_is_retried_when():
    assert {reason for reason in FAILED if policy(reason).retry is Retry.QUEUED} == {R.HOST_PARKED}
    assert {reason for reason in FAILED if policy(reason).retry is Retry.NEVER} == {R.NOT_FOUND, R.GONE, R.NOT_HTML}


def test_an_unknown_reason_is_a_failure():
    assert policy("from_a_newer_program").failed


def test_no_other_module_keeps_a_table_of_reasons():
    """A set or a dict keyed by reasons belongs into outcomes.py."""
    found = []
    for file in source_files():
        for node in file.nodes:
            members = node.keys if isinstance(node, ast.Dict) else node.elts if isinstance(node, ast.Set) else ()
            if sum(map(_is_reason, members)) > 1 and file.name != "outcomes.py":
                found.append(f"{file.name}:{node.lineno}")
    assert not found


def _is_reason(node):
    return isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "Reason"
