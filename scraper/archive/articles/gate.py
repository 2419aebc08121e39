"""The gate: a new extraction becomes the current version only if it is no worse than that is.

What does not pass is kept with its page and reported. The functions decide by values alone; whether
a visit before found the same is for the caller to look up.
"""

from __future__ import annotations

import re

from scraper.archive.articles.record import Row
from scraper.models import PAGES_ONLY, VerdictKind

PROMOTED = frozenset((VerdictKind.ARTICLE, VerdictKind.LIVE_BLOG, VerdictKind.TEASER))
FRAGMENT = 0.5  # less than this share of the words we have is a fragment
LONG_ENOUGH = 60  # words; below, a text may shrink as it likes
MAX_ERROR = 200  # characters of a headline that is a server's
# What a second visit that reads the same text confirms as an edit; a paywall it does not.
CONFIRMED_BY_REPETITION = frozenset(("no_headline", "fragment"))

# Headlines that no newsroom writes: a server or a gatekeeper speaks. Whole headlines only, in many
# languages.
ERROR_TITLE = re.compile(
    r"""\W*+(?:(?:error\s*)?(?:40[0134]|410|429|50[0234])\b.{0,40}
    | (?:page|seite|site|article|url)\s+(?:not\s+found|nicht\s+gefunden|unavailable)
    | (?:sorry,?\s+)?(?:the\s+)?page\s+(?:you\s+.*)?
      (?:not\s+found|(?:does\s+not|doesn.t)\s+exist|cannot\s+be\s+found)
    | not\s+found | access\s+denied | forbidden | service\s+unavailable | bad\s+gateway
    | gateway\s+time-?out
    | (?:internal\s+)?server\s+error | attention\s+required!?.* | just\s+a\s+moment.*
    | are\s+you\s+(?:a\s+)?(?:human|robot)\W*
    | (?:please\s+)?(?:verify|checking)\s+(?:that\s+)?you.*
    | checking\s+your\s+browser.* | robot\s+check | too\s+many\s+requests
    | page\s+(?:introuvable|non\s+trouv[ée]e) | p[áa]gina\s+n[oã]o?\s+encontrada
    | pagina\s+non\s+trovata | pagina\s+niet\s+gevonden
    | sidan\s+(?:kunde\s+inte\s+)?hitta(?:de)?s(?:\s+inte)? | siden\s+(?:blev\s+)?ikke\s+fundet
    | nie\s+znaleziono\s+strony | страница\s+не\s+найдена
    | 页面不存在 | 找不到(?:该)?页面 | ページが見つかりません
    )\W*""",
    re.IGNORECASE | re.VERBOSE,
)


def refuse_kind(row: Row) -> str | None:
    """Return why an extraction can never be an article's current version, or None."""
    if row["verdict"] not in PROMOTED:
        return str(row["verdict"])
    if _is_error_title(row["headline"] or ""):
        return "error_title"
    if not row["headline"] and not row["body_text"]:
        return "empty"
    return None


def weakness(current: Row, row: Row) -> str | None:
    """Return in which way an extraction is less than the current version, or None.

    An article is never less than a list or a product.
    """
    if current["verdict"] in PAGES_ONLY:
        return None
    if row["verdict"] == VerdictKind.TEASER and current["verdict"] != VerdictKind.TEASER:
        return "paywalled"
    if current["headline"] and not row["headline"]:
        return "no_headline"
    is_long = current["word_count"] >= LONG_ENOUGH
    if is_long and row["word_count"] < FRAGMENT * current["word_count"]:
        return "fragment"
    return None


def _is_error_title(headline: str) -> bool:
    return len(headline) <= MAX_ERROR and ERROR_TITLE.fullmatch(headline) is not None
