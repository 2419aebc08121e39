"""Text from outside: what is removed from it, and JSON that fails in one way only."""

import json
import unicodedata
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.cleaning import (
    BadJson,
    clean,
    clean_argument,
    clean_text,
    dump_json,
    dump_text,
    load_first_json,
    load_json,
)

TEXTS = (
    ("plain", "Der Fährmann\n\tsagte: „ja“", "Der Fährmann\n\tsagte: „ja“"),
    ("a lone high half", "half \ud83d emoji", "half \ufffd emoji"),
    ("a lone half at the end", "half\ud83d", "half\ufffd"),
    ("a lone low half", "\ude00half", "\ufffdhalf"),
    ("two low halves", "\ude00\ude00x", "\ufffd\ufffdx"),
    ("a pair", "\ud83d\ude00", "😀"),
    ("a pair and a half", "\ud83d\ud83d\ude00", "\ufffd😀"),
    ("ESC, BEL, NUL, DEL", "a\x1b[31mb\x07c\0d\x7f", "a[31mbcd"),
    ("C1: CSI, OSC", "a\x9b31mb\x9d0;title\x9c", "a31mb0;title"),
    ("line ends", "one\r\ntwo\rthree\x85four\x0cfive", "one\ntwo\nthree\nfour\nfive"),
    ("separators of data", "one\x1ftwo\x1ethree", "one two three"),
    ("noncharacters", "a\uffffb\ufffe", "ab"),
    ("joiners of scripts stay", "می\u200cخواهم", "می\u200cخواهم"),
)  # fmt: skip


@pytest.mark.parametrize(("text", "right"), [(t, r) for _, t, r in TEXTS], ids=[n for n, _, _ in TEXTS])
def test_text(text, right):
    assert clean_text(text) == right


@given(st.text(st.characters(codec=None), max_size=60))
def test_what_is_clean_can_be_written_and_stays(text):
    cleaned = clean_text(text)
    assert cleaned.encode() and clean_text(cleaned) is cleaned if cleaned else True
    assert not any((ord(c) < 0x20 and c not in "\t\n") or 0x7F <= ord(c) < 0xA0 for c in cleaned)


def test_words_are_not_glued():
    assert clean_text("one\x1ctwo\x0bthree").split() == ["one", "two", "three"]


@dataclass(frozen=True)
class Thing:
    name: str
    tags: tuple[str, ...] = ()
    more: object = None


def test_values_of_any_shape():
    inside = {"a\x1b": ["x\ud83d", 3, None, {"b": ("\x9bc",)}]}
    assert clean(inside) == {"a": ["x\ufffd", 3, None, {"b": ("c",)}]}
    assert clean(Thing("a\x07", ("b", "c\x9b"), Thing("d\0"))) == Thing("a", ("b", "c"), Thing("d"))


def test_what_is_clean_is_the_same_object():
    value = {"a": ["x", {"b": ("c",)}], "thing": Thing("a", ("b",))}
    assert clean(value) is value


def test_an_argument_keeps_its_bytes():
    argument = b"http://press.example/caf\xe9?q=\xff".decode("utf-8", "surrogateescape")
    assert clean_argument(argument) == "http://press.example/caf%E9?q=%FF"
    assert clean_argument("http://press.example/\ud83d") == "http://press.example/\ufffd"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('{"a\\u001b": "\\ud83d"}', {"a": "\ufffd"}),
        ('["\\ud83d\\ude00"]', ["😀"]),
        (b'["\xed\xa0\xbd"]', ["\ufffd"]),  # a half, encoded as if it were a character
        ("\ufeff[1]", [1]),
        (b"\xef\xbb\xbf[1]", [1]),
        (json.dumps(["x"]).encode("utf-16"), ["x"]),
        ("[NaN, Infinity, -Infinity, 1e999, -1e999, 1e3]", [None, None, None, None, None, 1000.0]),
        (f"[{'9' * 5000}, {'9' * 30}]", [None, int("9" * 30)]),
        ('{"a": 1, "a": 2}', {"a": 2}),
        ("[" * 100 + "]" * 100, None),
        ("[" + "[],{}," * 5000 + "1]", None),  # wide, not deep
    ],
)
def test_json(text, value):
    found = load_json(text)
    assert value is None or found == value


BAD = (
    "", "{", "nul", '{"a": 1} x', b"\xff\xfe\xff", b'["\xff"]',
    "[" * 100_000, "[" * 100_000 + "]" * 100_000, '{"a":' * 300 + "1" + "}" * 300, "[" * 250 + "]" * 250,
    '["a\nb"]', '{"a": 1', "[1,]",
)  # fmt: skip


@pytest.mark.parametrize("text", BAD, ids=range(len(BAD)))
def test_json_fails_in_one_way(text):
    with pytest.raises(BadJson) as caught:
        load_json(text)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[NaN]", "NaN"),
        ("[1e999]", "1e999"),
        (f"[{'1' * 5000}]", "5000 digits"),
        ('{"a": 1, "b": {"c": 1, "c": 2}}', "'c'"),
        ("[-Infinity]", "Infinity"),
    ],
)
def test_exact_json_refuses_what_it_cannot_hold(text, said):
    with pytest.raises(BadJson, match=said):
        load_json(text, exact=True)


def test_exact_json_takes_the_rest():
    assert load_json('{"a": [1, 2.5, "x\\u0007"]}', exact=True) == {"a": [1, 2.5, "x"]}


def test_the_first_value_of_a_script():
    assert load_first_json('x = {"a": "b\n\\ud83d"}; y()', 4) == ({"a": "b\n\ufffd"}, 21)
    with pytest.raises(BadJson):
        load_first_json("x = " + "[" * 100_000, 4)


def test_raw_line_breaks_where_they_are_allowed():
    assert load_json('["a\nb"]', strict=False) == ["a\nb"]


@given(st.text(max_size=40) | st.binary(max_size=40))
def test_whatever_it_is_json_is_a_value_or_bad_json(text):
    try:
        value = load_json(text)
    except BadJson:
        return
    json.dumps(value, ensure_ascii=False).encode()


def test_json_for_people_has_nothing_that_acts_on_a_terminal():
    hostile = {
        "a\x1b": ["\x9b", "\x7f", "\u202e", "\u2028", "\u200b", "\ue000", "\ufeff", "\U000e0041", "\ud83d", "\xad"]
    }
    text = dump_json(hostile)
    assert text.isprintable()
    assert json.loads(text) == hostile
    assert dump_json(["žluťoučký", "日本\u3000語", "é 😀"]) == '["žluťoučký", "日本\u3000語", "é 😀"]'
    assert dump_json([1.5, float("inf"), {"a": float("nan")}]) == '[1.5, null, {"a": null}]'
    assert dump_json({"a": 1}, indent=2) == '{\n  "a": 1\n}'


@given(st.text(st.characters(codec=None), max_size=60))
def test_json_for_people_says_the_same(text):
    shown = dump_json([text], indent=1)
    assert json.loads(shown) == [text] or any(0xD800 <= ord(c) < 0xE000 for c in text)
    unseen = [c for c in shown if unicodedata.category(c) in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"} and c != "\n"]
    assert unseen == []


def test_raw_texts_are_the_callers_to_clean():
    assert load_json('["a\\u001b"]', raw=True) == ["a\x1b"]


MARKS = st.sampled_from('\\"\n\r\t\x00\x7f\x9b\xa0\xad\u200b\u200f\u2028\u3000\ud83d\ufeff\U000e0001é日😀 ')


@given(st.text(MARKS | st.characters(codec=None), max_size=40))
def test_a_text_is_written_as_json_writes_it(text):
    assert dump_text(text) == dump_json(text)
    assert json.loads(dump_text(text)) == json.loads(json.dumps(text))
    assert not any(unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl") for c in dump_text(text))
