"""Hashes and checksums of texts: the quick ways give what the plain ones give."""

from array import array
from hashlib import sha256
from zlib import crc32

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.archive.articles import record, text_fingerprint
from scraper.archive.articles.text_fingerprint import SHORT, SKETCH, sketch
from scraper.archive.store import checksums

SPACES = st.text(st.sampled_from("a\xe4\u6708 \n\t\xa0\u2003\u200b\u3000\x1f\x85"), max_size=20)


def row(body, words=0):
    empty = dict.fromkeys(record.TEXTS)
    return empty | {"body_text": body, "body_form": None, "word_count": words}


@given(SPACES)
def test_a_hash_is_of_the_words_alone(text):
    alone = "\x1f" * (len(record.TEXTS) - 1) + " ".join(text.split())
    assert record.text_hash(row(text)) == sha256(alone.encode()).hexdigest()


@given(SPACES)
def test_words_are_counted_where_the_number_is_not_known(text):
    assert record.derive(row(text))["word_count"] == len(text.split())
    assert record.derive(row(text, 7))["word_count"] == 7


TEXTS = (
    "The harbour committee decided yesterday that repairing the western breakwater cannot wait any longer. ",
    "港湾委员会昨天决定。西防波堤，不能再等；费用还未知：工程明年开始！居民们表示欢迎、渔民们有些担心？",
)


@pytest.mark.parametrize("about", [1, text_fingerprint.ABOUT])  # of 1, too few hashes are low
@pytest.mark.parametrize("text", TEXTS)
def test_a_sketch_has_the_lowest_hashes_of_the_triples(text, about, monkeypatch):
    monkeypatch.setattr(text_fingerprint, "ABOUT", about)
    divided = "".join(" " if sign in "。、，！？；：" else sign for sign in text)
    words = divided.lower().encode().split()
    triples = [words[at : at + 3] for at in range(len(words) - 2) if len(words[at]) > SHORT]
    hashes = {crc32(b"".join(triple)) for triple in triples}
    assert sketch(text) == array("I", sorted(hashes)[:SKETCH]).tobytes()


@pytest.mark.parametrize("text", ["", "It\u2019s the pier.", 'It\'s "the" pier\n\nand\xa0a \\ boat'])
def test_both_checksums_are_those_of_each(text):
    whole = record.derive(row(text)) | dict.fromkeys((*record.FACTS, *record.OWN, "url", "site"))
    attached = record.Attachments(authors=[("Ada Berg", None, "[]", None)], images=[])
    alone = (record.checksum(whole, attached), record.words_checksum(whole))
    assert record.both_checksums(whole, attached) == alone


@given(st.text(st.sampled_from("a\xe4\u6708'\"\\\n {}%\t\xa0\ud800"), max_size=12))
def test_a_text_is_shown_as_python_shows_it(text):
    assert repr(checksums.ShownOnce(text)) == repr(text)
