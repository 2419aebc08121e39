"""Content codings: cases 13-17 of the fetch layer's list. No cut is taken for a whole, no split changes a byte."""

import contextlib
import gzip
import itertools
import random
import subprocess
import sys
import zlib

import brotli
import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from faults import PAGE, http, visit
from scraper.fetch.decode import MAX_LAYERS, STEP, BadCoding, CutShort, decoder
from scraper.outcomes import Reason

ZSTD = zstandard.ZstdCompressor(write_checksum=True)


def _raw_deflate(data):
    stream = zlib.compressobj(wbits=-15)
    return stream.compress(data) + stream.flush()


ENCODE = {
    "gzip": gzip.compress,
    "x-gzip": gzip.compress,
    "deflate": zlib.compress,
    "deflate, bare": _raw_deflate,
    "br": brotli.compress,
    "zstd": ZSTD.compress,
    "gzip, br": lambda data: brotli.compress(gzip.compress(data)),
}
TEXT = "".join(random.Random(5).choices("abcdefgh \n", k=3000)).encode()


def undo(name, pieces):
    coding = decoder(name.replace(", bare", ""))
    out = b"".join(piece for data in pieces for piece in coding.feed(data))
    coding.finish()
    return out


@pytest.mark.parametrize("name", ENCODE)
def test_case_13_cut_at_every_byte_is_never_a_whole(name):
    wire = ENCODE[name](TEXT)
    assert undo(name, [wire]) == TEXT
    for end in range(1, len(wire)):
        with pytest.raises((CutShort, BadCoding)):
            undo(name, [wire[:end]])


def test_case_14_gzip_without_its_trailer_is_cut():
    with pytest.raises(CutShort):
        undo("gzip", [gzip.compress(TEXT)[:-8]])


def test_case_14_gzip_with_a_wrong_checksum_is_bad():
    wire = bytearray(gzip.compress(TEXT))
    wire[-5] ^= 1
    with pytest.raises(BadCoding):
        undo("gzip", [bytes(wire)])


@pytest.mark.parametrize("size", [1, 2, 7, 10**6])
@pytest.mark.parametrize("name", ["gzip", "zstd"])
def test_case_14_members_follow_each_other(name, size):
    wire = ENCODE[name](TEXT) + ENCODE[name](b"") + ENCODE[name](PAGE)
    assert undo(name, [wire[at : at + size] for at in range(0, len(wire), size)]) == TEXT + PAGE


@pytest.mark.parametrize("junk", [b"\0" * 20, b"\x1f", b"\n", b"\x1fjunk"])
def test_case_14_junk_after_the_last_member_is_ignored(junk):
    assert undo("gzip", [gzip.compress(TEXT) + junk]) == TEXT
    assert undo("gzip", [gzip.compress(TEXT), junk[:1], junk[1:]]) == TEXT


BOMB = """
import resource, sys, zlib, brotli, zstandard
from scraper.fetch.decode import decoder
name, mib = sys.argv[1], 200
def wire():
    zeros = bytes(1 << 20)
    stream = {"gzip": lambda: zlib.compressobj(1, wbits=31), "deflate": lambda: zlib.compressobj(1),
              "br": lambda: brotli.Compressor(quality=3), "zstd": lambda: zstandard.ZstdCompressor().compressobj()}[name]()
    for _ in range(mib):
        yield stream.process(zeros) if name == "br" else stream.compress(zeros)
    yield stream.finish() if name == "br" else stream.flush()
sent = b"".join(wire())
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
size = largest = 0
coding = decoder(name)
for start in range(0, len(sent), 65536):
    for piece in coding.feed(sent[start:start + 65536]):
        size += len(piece); largest = max(largest, len(piece))
coding.finish()
print(size >> 20, largest, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) >> 10)
"""


@pytest.mark.parametrize("name", ["gzip", "deflate", "br", "zstd"])
@pytest.mark.slow
def test_case_15_bomb_of_200_mib_costs_less_than_64_mib(name):
    out = subprocess.run([sys.executable, "-c", BOMB, name], capture_output=True, text=True, check=True).stdout
    size, largest, risen = map(int, out.split())
    assert size == 200
    assert largest <= 16 << 20
    assert risen < 64


@pytest.mark.parametrize("name", ["gzip", "deflate", "br", "zstd"])
def test_case_15_bomb_on_the_wire_stops_at_the_bound(name):
    bomb = ENCODE[name](b" " * (3 << 20))
    error, _ = visit({"*": http(bomb, f"Content-Encoding: {name}")}, max_bytes=1 << 20)
    assert error.reason is Reason.TOO_LARGE


def test_case_15_stream_of_nothing_stops_at_the_bound():
    error, _ = visit({"*": http(gzip.compress(b"") * 5000, "Content-Encoding: gzip")}, max_bytes=50_000)
    assert error.reason is Reason.TOO_LARGE


@pytest.mark.parametrize("name", ["gzip, gzip, gzip", "snappy", "gzip, snappy"])
def test_case_16_too_many_layers_or_an_unknown_coding_is_said(name):
    with pytest.raises(BadCoding):
        decoder(name)
    assert MAX_LAYERS == 2


@pytest.mark.parametrize("name", ["gzip", "br", "zstd", "deflate"])
def test_case_16_lying_coding_is_an_error_not_a_page(name):
    error, _ = visit({"*": http(PAGE, f"Content-Encoding: {name}")})
    assert error.reason in (Reason.BAD_ENCODING, Reason.TRUNCATED)


@pytest.mark.parametrize("name", ["identity", "", "none", "UTF-8"])
def test_case_16_words_that_name_no_coding_change_nothing(name):
    page, _ = visit({"*": http(PAGE, f"Content-Encoding: {name}")})
    assert page.body == PAGE


@pytest.mark.parametrize("name", [name for name in ENCODE if "bare" not in name])
def test_page_in_each_coding_arrives_undressed_and_whole(name):
    page, _ = visit({"*": http(ENCODE[name](PAGE), f"Content-Encoding: {name}", "Connection: close", length=False)})
    assert (page.body, page.complete) == (PAGE, True)


@settings(max_examples=40, deadline=None)
@given(
    name=st.sampled_from(list(ENCODE)),
    data=st.one_of(st.binary(max_size=2000), st.integers(0, 300_000).map(bytes)),
    cuts=st.lists(st.integers(0, 3000), max_size=12),
)
def test_case_17_any_split_gives_the_same_bytes(name, data, cuts):
    wire = ENCODE[name](data)
    edges = [0, *sorted(min(cut, len(wire)) for cut in cuts), len(wire)]
    assert undo(name, [wire[a:b] for a, b in itertools.pairwise(edges)]) == data


@pytest.mark.parametrize("name", list(ENCODE))
def test_case_17_a_body_a_little_longer_than_a_step_comes_whole(name):
    data = bytes(2 * STEP + 1)  # so well packed that all input is taken before the last byte comes out
    assert undo(name, [ENCODE[name](data)]) == data


@settings(max_examples=60, deadline=None)
@given(name=st.sampled_from(["gzip", "deflate", "br", "zstd", "gzip, br"]), data=st.binary(max_size=300))
def test_any_bytes_are_a_body_or_a_named_error(name, data):
    with contextlib.suppress(BadCoding, CutShort):
        undo(name, [data])
