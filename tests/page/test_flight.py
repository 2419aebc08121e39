"""Articles that a page carries only in what React's server components push to it."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from page_of import document
from scraper.page import flight

TEXTS = [
    "The lighthouse on the northern breakwater has not gone out: a gull had settled on the lamp and would not move.",
    "Der Leuchtturm am Nordkai ist nicht erloschen; eine Möwe saß auf der Lampe und wollte dort für immer bleiben.",
    "灯塔没有熄灭，只是被一只海鸥挡住了光，港口管理局今晚通过官方微博发布消息，请广大旅客放心，并请不要喂海鸥。",
]
HTML = "".join(f"<p>{text}</p>" for text in TEXTS)


def push(text, *, first="self.__next_f.push"):
    return f"<script>{first}([1,{json.dumps(text).replace('<', chr(92) + 'u003c')}])</script>"


def row(key, text):
    return f"{key}:T{len(text.encode()):x},{text}"


def pieces(stream, size):
    return "".join(push(stream[at : at + size]) for at in range(0, len(stream), size))


DATA = json.dumps(
    ["$", "$L1", None, {"state": {"data": {"articleId": "A1", "title": "Gull on the lamp", "body": "$24"}}}]
)
STREAMS = [
    ("a text named by a value", f'1:I[1,["a.js"],"X"]\n{row("24", HTML)}5:{DATA}\n'),
    ("a value before its text", f"5:{DATA}\n{row('24', HTML)}"),
    ("a text that no value names", f'0:{{"b":"x"}}\n{row("1a", HTML)}'),
    ("a text as inner HTML", f'{row("b", HTML)}5:["$","div",null,{{"dangerouslySetInnerHTML":{{"__html":"$b"}}}}]\n'),
    ("a text inside the value", f'5:{{"story":{{"bodyHtml":{json.dumps(HTML)}}}}}\n'),
    ("rows that are broken", f"x\n7:[1,\n{row('24', HTML)}8:{{\n"),
]
SHELL = '<div id="__next"></div><script src="/m.js"></script><script src="/n.js"></script>'


@pytest.mark.parametrize("stream", [stream for _, stream in STREAMS], ids=[name for name, _ in STREAMS])
@pytest.mark.parametrize("size", [10_000, 61])
def test_the_text_is_read_however_it_is_cut(stream, size):
    page = document(f"{SHELL}{pieces(stream, size)}", "<title>Gull on the lamp</title>")
    assert page.kind.kind.value == "article"
    assert [block.text for block in page.body.blocks] == TEXTS


def test_the_first_push_may_make_the_list():
    start = push(row("24", HTML), first="(self.__next_f=self.__next_f||[]).push")
    assert flight.read([start.removeprefix("<script>").removesuffix("</script>")]).texts == (HTML,)


def test_styles_and_names_are_no_article():
    css = ".a{color:red}" * 60
    page = document(
        f"{SHELL}{pieces(row('24', css) + '5:[1]' + chr(10), 500)}<noscript>You need to enable JavaScript.</noscript>"
    )
    assert page.kind.kind.value == "js_shell"
    assert not page.body.blocks


def test_a_page_with_text_of_its_own_is_read_from_its_markup():
    shown = "".join(f"<p>{text} It says so on the page.</p>" for text in TEXTS)
    body = f"<article><h1>Gull on the lamp</h1>{shown}</article>{pieces(row('24', HTML), 500)}"
    page = document(body, "<title>Gull on the lamp</title>")
    assert len(page.body.blocks) == len(TEXTS)
    assert all(block.text.endswith("on the page.") for block in page.body.blocks)


@given(st.text(alphabet='0123456789abcdefT:,[]{}"$\n\\<p>é', max_size=120))
def test_no_stream_raises(stream):
    flight.read([f"self.__next_f.push([1,{json.dumps(stream)}])", f'self.__next_f.push([1,"{stream}"])'])
