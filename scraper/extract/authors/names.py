"""What a short text names: a person, an organisation, an agency, a role, or nobody."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache

from scraper.lexicon.byline_words import (
    AGENCIES,
    AGENCY_NAMES,
    CUT_SHORT,
    GIVEN_NAMES,
    INTERFACE,
    NO_NAME,
    NOBODY,
    ORGANISATION,
    PARTICLES,
    SECTIONS,
    TITLES,
)
from scraper.lexicon.bylines import BY
from scraper.lexicon.folding import may_be_wide
from scraper.lexicon.roles import ROLE_ENDS, ROLES
from scraper.patterns import late

MAX_CHARS = 60
MAX_WORDS = 6
MAX_UNSPACED = 10  # signs of a pen name in a script without spaces; more are a headline
ARTICLES = frozenset("der die das the la le el il".split())

_HAN = late(r"[\u3400-\u9fff々]{2,4}(?:[\s　・]?[\u3040-\u30ff\u3400-\u9fff々]{1,6})?")
_KANA = late(r"[\u3040-\u30ff・ー＝\s]{3,20}")
_HANGUL = late(r"[\uac00-\ud7af]{2,4}")
_CASELESS = late(
    r"[\u0590-\u08ff\u0900-\u0fff\u1000-\u109f\u10a0-\u137f\u1780-\u17ff\ufb1d-\ufdff\ufe70-\ufefc\u200c\u200d\s.'’-]+"
)
# Newsrooms in scripts that set no spaces end with one of these; nobody's name does.
_EASTERN_NEWSROOM = late(
    r"(?:新聞|新闻|日報|日报|晚报|晚報|通信|通讯|通訊|編集部|编辑部|編輯部|報道部|取材班|放送|テレビ|電視|电视|网|網|社|电台|電台|频道|頻道"
    r"|综合|綜合|小编|小編|ニュース|뉴스|신문|일보|방송|편집국|편집부|통신|온라인|취재팀|데스크|미디어"
    r"|报|報|刊|文章|中心|公司|集团|集團|大学|大學|学院|學院|委员会|委員會|政府|协会|協會|研究院|出版社|工作室|客户端|公众号|平台|官方"
    # what pages say besides
    r"|整理|整合|校对|摄影|攝影|编译|編譯|供稿|报道|報道|報導|编排|編排|播报|播報|资讯|資訊|资料|資料|链接|連結|栏目|首页|首頁|分享|收藏|评论|評論|登录|登入|注册|下载|下載"
    r"|版权|版權|声明|聲明|发稿时?|转载|轉載|原创|原創|出品|必读|快讯|快訊|质量|サイズ|一覧|ランキング)$"
)
_UNSPACED = late("[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f]")
_WORD = re.compile(r"[^\W\d_]++(?:[.'’‘`´·-]++[^\W\d_]++)*+\.?|[^\W\d_]\.(?:[^\W\d_]\.)*+")
_HOST = re.compile(r"[a-z]\.[a-z]{2,}$")  # "Courier.example"
_NICK = re.compile(r"[\w.\-]{2,25}(?:[ ][\w.\-&]{1,20}){0,3}")


class Kind(StrEnum):
    """What a text can name."""

    PERSON = "person"
    ORGANISATION = "organisation"
    AGENCY = "agency"
    ROLE = "role"
    NOBODY = "nobody"


@lru_cache(maxsize=2048)
def kind(text: str) -> Kind:
    """Return what the whole of a text names."""
    words = [w.casefold().strip(".,;:()") for w in text.split()]
    bare = "".join(words)
    if not bare or len(text) > MAX_CHARS:
        return Kind.NOBODY
    if (
        bare in AGENCIES
        or " ".join(words) in AGENCY_NAMES
        or (len(words) <= 3 and any(w in AGENCIES for w in words) and not is_person(text))
    ):
        return Kind.AGENCY
    if len(words) > 1 and _role_word(words[-1]) and not is_person(text):
        return Kind.ROLE  # "News editor", "Staff writer"
    if (
        any(w in ORGANISATION for w in words)
        or (may_be_wide(text) and _EASTERN_NEWSROOM.search(text))
        or ("." in bare[:-1] and bare.rsplit(".", 1)[-1] in {"com", "de", "net", "org", "at", "ch"})
    ):
        return Kind.ORGANISATION
    if is_role(text):
        return Kind.ROLE
    return Kind.PERSON if is_person(text) else Kind.NOBODY


def is_role(text: str) -> bool:
    """Return whether a text says what somebody is, not who."""
    return (
        any(_role_word(w.strip(".,;:()").casefold()) for w in re.split(r"[\s/,-]+", text))
        or text.casefold() in ROLES
    )


def _role_word(word: str) -> bool:
    return word in ROLES or word.endswith(ROLE_ENDS)


@lru_cache(maxsize=2048)
def is_person(text: str) -> bool:
    """Return whether a text has the shape of a person's full name, in any script."""
    if not 2 <= len(text) <= MAX_CHARS or any(c.isdigit() for c in text):
        return False
    if may_be_wide(text) and (judged := _is_eastern_person(text)) is not None:
        return judged
    words = text.split()
    if not text.isascii() and _CASELESS.fullmatch(text):
        return 2 <= len(words) <= 5 and not any(
            w in NO_NAME or w in ORGANISATION or w in ROLES for w in words
        )
    return _cased(words)


def _is_eastern_person(text: str) -> bool | None:
    """Return the kind of a text in Chinese, Japanese or Korean; None if unclear."""
    if _EASTERN_NEWSROOM.search(text):
        return False
    if _HAN.fullmatch(text) and len(text) <= 8:
        return text not in NOBODY and text not in ORGANISATION and not _is_menu(text)
    return True if _HANGUL.fullmatch(text) or _KANA.fullmatch(text) else None


def _is_menu(text: str) -> bool:
    """Whether a text is made of the names of a newspaper's sections, two signs each: 文化社会."""
    return all(text[at : at + 2] in SECTIONS for at in range(0, len(text), 2))


def _cased(words: list[str]) -> bool:
    """Two to six words, each with a capital but the particles, none that belongs to sentences."""
    words = [w.strip(",") for w in words]
    core = [w for w in words if w.casefold() not in TITLES and w.casefold() not in PARTICLES]
    if words[0].casefold() in GIVEN_NAMES and words[0].istitle():
        core.insert(0, words[0])
    if (
        len(core) < 2 <= len(words)
        and words[-1] not in core
        and words[-1].isalpha()
        and words[-1].istitle()
    ):
        core.append(words[-1])  # a surname that is a title elsewhere: Karoline Herr
    if not 1 <= len(core) <= MAX_WORDS or len(words) > MAX_WORDS + 2 or len(words) < 2:
        return False
    if len(core) < 2 and words[0].casefold() not in TITLES:
        return False
    if not all(_WORD.fullmatch(w) and _capital(w) and not _HOST.search(w) for w in core):
        return False
    low = [w.casefold() for w in core]
    if all(w in INTERFACE for w in low):
        return False
    return not any(w.strip(".") in NO_NAME or w in ORGANISATION or w in ROLES for w in low)


def _capital(word: str) -> bool:
    """Return whether a capital is first or after a prefix: d'Arc, al-Sharif, deGrasse."""
    return (
        word[0].isupper()
        or any(part[:1].isupper() for part in re.split(r"['’ʼ‘`´-]", word)[1:])
        or bool(re.match(r"(?:de|la|le|van|von|mac|mc|di|da|du|el|al)[A-Z]", word))
    )


def is_nick(text: str) -> bool:
    """Whether a text could be a pen name: one to four short words without the signs of a sentence."""
    if not _NICK.fullmatch(text) or text.isdigit() or text.casefold() in BY:
        return False
    if len(text) > MAX_UNSPACED and may_be_wide(text) and _UNSPACED.search(text):
        return False
    spelt = text.split()
    if len(spelt) > 1 and spelt[0].casefold() in ARTICLES and spelt[1][0].isupper():  # "der Michel"
        spelt = spelt[1:]
    words = [w.casefold().strip(".") for w in spelt]
    return not (words[0] in CUT_SHORT or any(w in NO_NAME or w in NOBODY for w in words))


def cased(name: str) -> str:
    """Return a name in capitals as usual: JANE O'NEILL-ROE -> Jane O'Neill-Roe."""
    words = name.split()
    if len(words) < 2 or not name.isupper() or not name.isascii():
        return name
    return " ".join(
        w if "." in w or len(w) == 1 else re.sub(r"[A-Z]+", lambda m: m[0].capitalize(), w)
        for w in words
    )
