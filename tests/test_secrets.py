"""Secrets: what is one, what is shown in its place, and that nothing which travels holds it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsroom import START
from scraper import secrets
from scraper.models import Lead, Outcome, Page, Redirect

SECRET = (
    "Authorization", "proxy-authorization", "Cookie", "X-Api-Key", "API-KEY", "X-Key", "apikey", "X-Auth", "X-Auth-Token",
    "Private-Token", "X-Access-Token", "Ocp-Apim-Subscription-Key", "X-Amz-Security-Token", "X_Session_Id", "X-Secret",
    "X-Password", "X-CSRF-Token", "X-Client-Signature", "XAuthToken", "X-License-Key", "sessionid",
)  # fmt: skip
OPEN = (
    "Accept",
    "Accept-Language",
    "Referer",
    "X-Archive",
    "DNT",
    "Cache-Control",
    "X-Keynote-Author",
    "From",
    "X-Author",
)


@pytest.mark.parametrize("name", SECRET)
def test_names_of_keys_and_logins_are_known(name):
    assert secrets.is_secret(name)


@pytest.mark.parametrize("name", OPEN)
def test_other_names_are_none(name):
    assert not secrets.is_secret(name)


ARGUMENTS = [
    (["--header", "Authorization: Bearer abc"], ["--header", "Authorization: ***"]),
    (["--header=X-Key: a=b"], ["--header=X-Key: ***"]),
    (["--header", "abc"], ["--header", "***"]),
    (["--header", "--proxy", "http://u:p@h:1"], ["--header", "***", "http://***@h:1"]),
    (["--proxy", "http://u:p@x@h:3128"], ["--proxy", "http://***@h:3128"]),
    (["--proxy=u:p@h:3128"], ["--proxy=***@h:3128"]),
    (["--proxy", "http://h:3128"], ["--proxy", "http://h:3128"]),
    (["https://u:p@h.example/@b?c@d"], ["https://***@h.example/@b?c@d"]),
    (["https://u@h.example/"], ["https://***@h.example/"]),
    (["https://u:p/q@h.example/"], ["https://***@h.example/"]),  # the slash should have been escaped
    (["--wayback=http://u:p@h.example"], ["--wayback=http://***@h.example"]),
    (["https://h.example/@me", "--contact", "me@h.example"], ["https://h.example/@me", "--contact", "me@h.example"]),
    (["ann:s3cret@h.example/x"], ["***@h.example/x"]),  # the scheme was forgotten
    (["//ann:s3cret@h/"], ["//***@h/"]),
    (["http:/ann:s3cret@h/"], ["http:/***@h/"]),
    (["http:\\\\ann:s3cret@h/"], ["http:\\\\***@h/"]),
    (["ftp://ann:s3cret@h/"], ["ftp://***@h/"]),
    (["--ping", "https://hc.example/0a1b"], ["--ping", "https://hc.example/***"]),
    (["--notify=http://u:p@h.example:8000/0a?b", "x"], ["--notify=http://h.example:8000/***", "x"]),
    (["mailto:me@h.example"], ["mailto:me@h.example"]),
    (["--", "http://u:p'q\"@h.example/"], ["--", "http://***@h.example/"]),
]


@pytest.mark.parametrize(("given", "kept"), ARGUMENTS)
def test_a_command_line_is_kept_without_its_secrets(given, kept):
    assert secrets.masked_arguments(given) == kept


def test_masked_texts_keep_all_but_the_secret():
    text = "redirected from http://u:p@a.example/x to 'https://me@b.example/@c', mail me@d.example"
    assert (
        secrets.masked(text)
        == "redirected from http://***@a.example/x to 'https://***@b.example/@c', mail me@d.example"
    )


_secret = st.text("abcXYZ019%$!&'()*+,;=:@-._~", min_size=4, max_size=20).map(lambda text: f"q{text}q")


@settings(deadline=None)  # the first import of a table takes its time
@given(_secret)
def test_no_value_that_travels_holds_the_secret_of_an_address(secret):
    url = f"https://user:{secret}@site.example/a?b#c"
    lead = Lead(url=url)
    assert (lead.url, lead.userinfo) == ("https://site.example/a?b#c", f"user:{secret}")
    values = [
        lead,
        Outcome(url=url, reason="new"),
        Redirect(url=url, status=302, location=url),
        Page(url=url, final_url=url, fetched_at=START),
    ]
    assert secret not in repr(values)


@settings(deadline=None)  # the first import of a table takes its time
@given(st.text(max_size=40))
def test_a_lead_takes_any_text(text):
    Lead(url=text)
    Outcome(url=text, reason="bad_url")
    secrets.masked_arguments([text])
