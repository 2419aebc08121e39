"""What reading costs as pages grow: twice the page costs at most about twice the time, whatever fills it."""

from __future__ import annotations

import gc
import json
import time
from collections.abc import Callable

import pytest

from page_of import page
from scraper.extract import extract
from scraper.models import Page

ATTEMPTS = 3  # a busy machine may spoil one; what grows too fast fails in all
TIMES = 4  # the larger page against the smaller one
MOST = 6.5  # times its cost: 4 ** 1.2 is 5.3, and two runs on a busy machine differ by a fifth
ENOUGH = 0.03  # seconds below which a measurement says nothing
TRIES = 3
WORDS = "ferry harbour keeper winter council ladder barrel meadow signal lantern copper orchard".split()


def sentence(seed: int, length: int = 12) -> str:
    """Return a sentence of `length` words; equal seeds give equal sentences."""
    words = [WORDS[(seed * 7 + at * (seed % 5 + 1)) % len(WORDS)] for at in range(length)]
    return f"{' '.join(words).capitalize()} number {seed}."


def page_of(body: str, head: str = "") -> Page:
    opening = "<h1>The ferry keeps its winter timetable</h1><div class=byline>By Ida Holm</div>"
    return page(f"<html lang=en><head>{head}</head><body><article>{opening}{body}</article></body></html>")


def paragraph(seed: int) -> str:
    return f"<p>{' '.join(sentence(seed * 4 + at) for at in range(4))}</p>"


def stated_elsewhere(count: int) -> Page:
    """Return a page whose JSON-LD tells another text of the same length."""
    told = " ".join(sentence(10_000_000 + at) for at in range(4 * count))
    data = json.dumps({"@type": "NewsArticle", "headline": "Ferry", "articleBody": told})
    return page_of("".join(map(paragraph, range(count))), head=f'<script type="application/ld+json">{data}</script>')


def one_paragraph_again(count: int) -> Page:
    return page_of(paragraph(1) * count)


def one_paragraph_in_boxes(count: int) -> Page:
    return page_of("".join(f"<section><div>{paragraph(at % 3)}</div></section>" for at in range(count)))


def nested_with_text(count: int) -> Page:
    """Return a page of boxes within boxes, each with a sentence of its own."""
    return page_of("".join(f"<div>{sentence(at)}" for at in range(count)) + paragraph(1) + "</div>" * count)


def nested_asides(count: int) -> Page:
    opened = "".join(f'<div class="note related">{sentence(at)}' for at in range(count))
    return page_of("".join(map(paragraph, range(9))) + opened + "</div>" * count)


def pictures_alone(count: int) -> Page:
    return page_of("".join(f'<img src="/{at}.jpg" alt="Picture {at}">' for at in range(count)) + paragraph(1))


def quoted_from_the_text(count: int) -> Page:
    """Return a page whose pull quotes repeat a part of its paragraphs."""
    quote = "<blockquote class=quote>{}</blockquote>"
    return page_of("".join(paragraph(at) + quote.format(sentence(at * 4 + 1)) for at in range(count)))


KINDS: dict[str, tuple[Callable[[int], Page], int]] = {
    "another text in JSON-LD": (stated_elsewhere, 800),
    "one paragraph again and again": (one_paragraph_again, 1_600),
    "three paragraphs in boxes": (one_paragraph_in_boxes, 800),
    "nested boxes with text": (nested_with_text, 400),
    "nested asides with text": (nested_asides, 400),
    "quoted from the text": (quoted_from_the_text, 800),
    "pictures alone": (pictures_alone, 300),
}


def cost(read: Page) -> float:
    """Return the least CPU seconds of a few readings."""
    spent = []
    for _ in range(TRIES):
        gc.collect()
        began = time.process_time()
        extract(read)
        spent.append(time.process_time() - began)
    return min(spent)


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_a_page_costs_no_more_than_its_size(kind: str) -> None:
    make, count = KINDS[kind]
    for _ in range(ATTEMPTS):
        small, large = cost(make(count)), cost(make(TIMES * count))
        if large < MOST * max(small, ENOUGH):
            return
    pytest.fail(f"{small:.2f} s, and {large:.2f} s for {TIMES} times the page")
