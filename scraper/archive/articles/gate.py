"""The gate: a new reading becomes the current one only if it is no worse. What does not pass is kept and reported."""

from __future__ import annotations

import re
import sqlite3

from scraper.archive.articles.record import Row
from scraper.models import PAGES_ONLY, VerdictKind

PROMOTED = frozenset((VerdictKind.ARTICLE, VerdictKind.LIVE_BLOG, VerdictKind.TEASER))
FRAGMENT = 0.5  # less than this share of the words we have is a fragment, unless a second visit finds it again
LONG_ENOUGH = 60  # words; below, a text may shrink as it likes
MAX_ERROR = 200  # characters of a headline that is a server's

# Headlines that no newsroom writes: a server or a door-keeper speaks. Whole headlines only, in many languages
ERROR_TITLE = re.compile(
    r"""\W*+(?:(?:error\s*)?(?:40[0134]|410|429|50[0234])\b.{0,40}
    | (?:page|seite|site|article|url)\s+(?:not\s+found|nicht\s+gefunden|unavailable)
    | (?:sorry,?\s+)?(?:the\s+)?page\s+(?:you\s+.*)?(?:not\s+found|(?:does\s+not|doesn.t)\s+exist|cannot\s+be\s+found)
    | not\s+found | access\s+denied | forbidden | service\s+unavailable | bad\s+gateway | gateway\s+time-?out
    | (?:internal\s+)?server\s+error | attention\s+required!?.* | just\s+a\s+moment.*
    | are\s+you\s+(?:a\s+)?(?:human|robot)\W* | (?:please\s+)?(?:verify|checking)\s+(?:that\s+)?you.*
    | checking\s+your\s+browser.* | robot\s+check | too\s+many\s+requests
    | page\s+(?:introuvable|non\s+trouv[ée]e) | p[áa]gina\s+n[oã]o?\s+encontrada | pagina\s+non\s+trovata
    | pagina\s+niet\s+gevonden
    | sidan\s+(?:kunde\s+inte\s+)?hitta(?:de)?s(?:\s+inte)? | siden\s+(?:blev\s+)?ikke\s+fundet
    | nie\s+znaleziono\s+strony | страница\s+не\s+найдена
    | 页面不存在 | 找不到(?:该)?页面 | ページが見つかりません
    )\W*""",
    re.IGNORECASE | re.VERBOSE,
)


def refuse_kind(row: Row) -> str | None:
    """Why a reading can never be an article's current version, in words for the report."""
    if row["verdict"] not in PROMOTED:
        return str(row["verdict"])
    if (
        row["headline"]
        and len(row["headline"]) <= MAX_ERROR
        and ERROR_TITLE.fullmatch(row["headline"])
    ):
        return "error_title"
    if not row["headline"] and not row["body_text"]:
        return "empty"
    return None


def refuse(db: sqlite3.Connection, current: Row, row: Row, capture_id: int | None) -> str | None:
    """Why a reading may not replace the current one."""
    worse = less(current, row)
    if worse in (None, "paywalled"):
        return worse
    return None if _found_before(db, current["id"], row["text_sha256"], capture_id) else worse


def less(current: Row, row: Row) -> str | None:
    """In which way a reading is less than another; an article is never less than a list or a product."""
    if current["verdict"] in PAGES_ONLY:
        return None
    if row["verdict"] == VerdictKind.TEASER and current["verdict"] != VerdictKind.TEASER:
        return "paywalled"
    if current["headline"] and not row["headline"]:
        return "no_headline"
    if (
        current["word_count"] >= LONG_ENOUGH
        and row["word_count"] < FRAGMENT * current["word_count"]
    ):
        return "fragment"
    return None


def _found_before(
    db: sqlite3.Connection, article_id: int, text_sha256: str, capture_id: int | None
) -> bool:
    """Whether an earlier visit read the same text and was turned away."""
    return (
        db.execute(
            "SELECT 1 FROM extractions"
            " WHERE article_id = ? AND version IS NULL AND text_sha256 = ? AND capture_id IS NOT ?",
            (article_id, text_sha256, capture_id),
        ).fetchone()
        is not None
    )
