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

LOST = 0.6  # share of the words, below which most of a page is lost, or most of it is not its own
MARKUP = (".html", ".htm")
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
    def snippets(self) -> tuple[list[str], list[str]]:
        """Texts that the body must have, and those that it must not."""
        wanted, unwanted = (self.gold.get(name) for name in ("with", "without"))
        return _texts(wanted), _texts(unwanted)

    @cached_property
    def grams(self) -> Counter[tuple[str, ...]]:
        return grams(str(self.gold.get("body", "")))


def _texts(value: object) -> list[str]:
    return [str(each) for each in value] if isinstance(value, list) else []


def load(folder: Path) -> Iterator[Answered]:
    for line in (folder / "gold.jsonl").open(encoding="utf-8"):
        row = json.loads(line)
        data = gzip.decompress((folder / row["file"]).read_bytes())
        yield Answered(folder.name, row["id"], row["url"], data, row["gold"])


def fixtures(folder: Path) -> Iterator[Answered]:
    """Yield the made-up pages whose whole text is known.

    A page is left out if blocks of it are on other pages too.
    """
    for path in sorted(folder.glob("*/*.json")):
        answer = json.loads(path.read_text("utf-8"))
        file = next(
            (file for file in path.parent.glob(f"{path.stem}.*") if file.suffix in MARKUP), None
        )
        if file is None or not answer.get("body_text") or answer.get("known"):
            continue
        url = (
            answer.get("url")
            or answer.get("canonical_url")
            or f"http://{path.parent.name}/{file.name}"
        )
        yield Answered(
            "fixtures",
            f"{path.parent.name}/{path.stem}",
            url,
            file.read_bytes(),
            {"body": answer["body_text"]},
        )


def grams(text: str) -> Counter[tuple[str, ...]]:
    words = _WORD.findall(text)
    if len(words) < GRAM:
        return Counter([tuple(words)] if words else [])
    return Counter(zip(*(words[i:] for i in range(GRAM)), strict=False))


def score(page: Answered, standfirst: str, body: str) -> dict[str, object]:
    if standfirst and page.corpus in STANDFIRST_IS_BODY and not body.startswith(standfirst):
        body = f"{standfirst}\n{body}"
    if not page.gold.get("body"):
        flat = " ".join(body.split())
        hit = sum(" ".join(str(s).split()) in flat for s in page.gold["with"])
        wrong = sum(" ".join(str(s).split()) in flat for s in page.gold["without"])
        return {"page": page, "snippets": (hit, wrong, len(page.gold["with"]) - hit)}
    own, gold = grams(body), page.grams
    both = sum((own & gold).values())
    precision, recall = both / (sum(own.values()) or 1), both / (sum(gold.values()) or 1)
    exact = _WORD.findall(body) == _WORD.findall(str(page.gold["body"]))
    words = word_f1(body, str(page.gold["body"]))
    return {
        "page": page,
        "precision": precision if own else None,
        "recall": recall,
        "exact": exact,
        "words": words,
    }


def word_f1(body: str, answer: str) -> tuple[float, float, float]:
    """Return precision, recall and F1 of two bags of words."""
    own, gold = (Counter(_WORD.findall(text.lower())) for text in (body, answer))
    both = sum((own & gold).values())
    return (
        both / (own.total() or 1),
        both / (gold.total() or 1),
        2 * both / (own.total() + gold.total() or 1),
    )


def summary(scores: list[dict[str, object]]) -> str:
    if "snippets" in scores[0]:
        hit, wrong, lost = (sum(s["snippets"][i] for s in scores) for i in range(3))
        return _figures(len(scores), hit / (hit + wrong or 1), hit / (hit + lost or 1))
    p = mean([s["precision"] for s in scores if s["precision"] is not None] or [0])
    r = mean(s["recall"] for s in scores)
    words = [s["words"] for s in scores]
    lost, flooded = sum(w[1] < LOST for w in words), sum(w[0] < LOST for w in words)
    exact, f1 = mean(s["exact"] for s in scores), mean(w[2] for w in words)
    figures = _figures(len(scores), p, r)
    return f"{figures}  exact {exact:.3f}  word F1 {f1:.4f}  lost {lost}  flooded {flooded}"


def _figures(pages: int, precision: float, recall: float) -> str:
    f1 = 2 * precision * recall / (precision + recall or 1)
    return f"{pages:4} pages  F1 {f1:.4f}  P {precision:.3f}  R {recall:.3f}"


def table(scores: Iterable[dict[str, object]]) -> str:
    by_corpus: dict[str, list[dict[str, object]]] = defaultdict(list)
    for each in scores:
        by_corpus[each["page"].corpus].append(each)
    return "\n".join(f"{name:14}{summary(rows)}" for name, rows in sorted(by_corpus.items()))
