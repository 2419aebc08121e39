"""Pages with answers, read from a folder, and how well a body fits the answer."""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from statistics import mean
from urllib.parse import urlsplit

from scraper.models import Page

GRAM = 4  # words; the shingles of the public benchmarks of article extraction
STANDFIRST_IS_BODY = ("fundus", "trafeval")  # corpora whose answers begin with the standfirst

_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Answered:
    """One page of a corpus."""

    corpus: str
    id: str
    url: str
    data: bytes
    gold: dict[str, object]

    def page(self) -> Page:
        return Page(url=self.url, final_url=self.url, body=self.data, fetched_at=datetime.now(UTC))

    @property
    def site(self) -> str:
        """Pages of one site share what is learnt from them, so they are never split."""
        if self.corpus == "fundus":
            return self.id.split("_")[0]
        host = urlsplit(self.url.replace("::", ".")).hostname or ""
        return (
            self.id.split(".")[0]
            if self.corpus == "trafeval"
            else ".".join(host.split(".")[-2:])
            if "." in host and "example" not in host
            else self.id
        )

    @property
    def weight(self) -> float:
        return 0.5 if "with" in self.gold else 1.0

    @cached_property
    def grams(self) -> Counter[tuple[str, ...]]:
        return grams(str(self.gold.get("body", "")))

    @cached_property
    def gold_lines(self) -> frozenset[str]:
        return frozenset(" ".join(_WORD.findall(line)) for line in str(self.gold.get("body", "")).split("\n"))

    @cached_property
    def gold_words(self) -> str:
        return f" {' '.join(_WORD.findall(str(self.gold.get('body', ''))))} "


def load(folder: Path) -> Iterator[Answered]:
    for line in (folder / "gold.jsonl").open(encoding="utf-8"):
        row = json.loads(line)
        data = gzip.decompress((folder / row["file"]).read_bytes())
        yield Answered(folder.name, row["id"], row["url"], data, row["gold"])


def grams(text: str) -> Counter[tuple[str, ...]]:
    words = _WORD.findall(text)
    if len(words) < GRAM:
        return Counter([tuple(words)] if words else [])
    return Counter(zip(*(words[i:] for i in range(GRAM)), strict=False))


def label(text: str, page: Answered) -> float | None:
    """1: the line stands in the answer, 0: it does not, None: the answer does not tell."""
    if "with" in page.gold:
        line = " ".join(text.split())
        if any(" ".join(str(s).split()) in line for s in page.gold["with"]):
            return 1.0
        return 0.0 if any(" ".join(str(s).split()) in line for s in page.gold["without"]) else None
    words = _WORD.findall(text)
    if not words:
        return None
    if len(words) >= GRAM:
        own = grams(text)
        return float(sum(gram in page.grams for gram in own) >= 0.5 * len(own))
    joined = " ".join(words)
    return float(joined in page.gold_lines or (len(words) > 2 and f" {joined} " in page.gold_words))


def score(page: Answered, standfirst: str, body: str) -> dict[str, object]:
    if standfirst and page.corpus in STANDFIRST_IS_BODY and not body.startswith(standfirst):
        body = f"{standfirst}\n{body}"
    if "with" in page.gold:
        flat = " ".join(body.split())
        hit = sum(" ".join(str(s).split()) in flat for s in page.gold["with"])
        wrong = sum(" ".join(str(s).split()) in flat for s in page.gold["without"])
        return {"page": page, "snippets": (hit, wrong, len(page.gold["with"]) - hit)}
    own, gold = grams(body), page.grams
    both = sum((own & gold).values())
    precision, recall = both / (sum(own.values()) or 1), both / (sum(gold.values()) or 1)
    exact = _WORD.findall(body) == _WORD.findall(str(page.gold["body"]))
    return {"page": page, "precision": precision if own else None, "recall": recall, "exact": exact}


def summary(scores: list[dict[str, object]]) -> str:
    if "snippets" in scores[0]:
        hit, wrong, lost = (sum(s["snippets"][i] for s in scores) for i in range(3))
        return _figures(len(scores), hit / (hit + wrong or 1), hit / (hit + lost or 1))
    p = mean([s["precision"] for s in scores if s["precision"] is not None] or [0])
    r = mean(s["recall"] for s in scores)
    return f"{_figures(len(scores), p, r)}  exact {mean(s['exact'] for s in scores):.3f}"


def _figures(pages: int, precision: float, recall: float) -> str:
    f1 = 2 * precision * recall / (precision + recall or 1)
    return f"{pages:4} pages  F1 {f1:.4f}  P {precision:.3f}  R {recall:.3f}"


def table(scores: Iterable[dict[str, object]]) -> str:
    by_corpus: dict[str, list[dict[str, object]]] = defaultdict(list)
    for each in scores:
        by_corpus[each["page"].corpus].append(each)
    return "\n".join(f"{name:14}{summary(rows)}" for name, rows in sorted(by_corpus.items()))
