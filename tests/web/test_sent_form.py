"""Forms: only those of the room's own pages, and only so long."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.web import sent_form
from scraper.web.sent_form import FormTooLong, is_own, parsed

KEY = "the-key-of-the-room"
HOST = {"host": "127.0.0.1:8700"}
SENT = [
    # what a browser says of where the form comes from, the fields of the form, whether it is taken
    ({"sec-fetch-site": "same-origin"}, {}, True),
    ({"sec-fetch-site": "same-origin", "origin": "null"}, {}, True),
    ({"sec-fetch-site": "cross-site"}, {"key": [KEY]}, False),
    ({"sec-fetch-site": "same-site"}, {"key": [KEY]}, False),  # another port of this machine
    ({"sec-fetch-site": "none"}, {"key": [KEY]}, False),
    ({"origin": "http://127.0.0.1:8700"}, {}, True),
    ({"origin": "http://127.0.0.1:8701"}, {"key": [KEY]}, False),
    ({"origin": "https://evil.example"}, {"key": [KEY]}, False),
    ({"origin": "null"}, {"key": [KEY]}, True),
    ({"origin": "null"}, {"key": ["guess"]}, False),
    ({"origin": "null"}, {"key": [KEY, KEY]}, False),
    ({"origin": "null"}, {"key": ["é"]}, False),
    ({}, {"key": [KEY]}, True),
    ({}, {}, False),
]


@pytest.mark.parametrize(("headers", "fields", "taken"), SENT)
def test_only_the_rooms_own_pages_send_forms(headers, fields, taken):
    assert is_own({**HOST, **headers}, fields, KEY) is taken


@given(st.binary(max_size=400))
def test_any_bytes_are_fields_of_text_or_too_many(body):
    try:
        fields = parsed(body)
    except FormTooLong:
        assert body.count(b"&") >= sent_form.MOST_FIELDS
        return
    assert all(isinstance(value, str) for values in fields.values() for value in values)


def test_a_form_of_many_fields_is_refused():
    with pytest.raises(FormTooLong, match="more than 50 fields"):
        parsed(b"&".join(b"a=%d" % number for number in range(60)))
