"""What class names say of a picture's surroundings: caption, credit, other story, portrait, button."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from scraper.lexicon.matcher import Anywhere
from scraper.patterns import late

# Stems that stand in no other word, so they are looked for inside a class name written as one word ("imgcaption").
CAPTION_STEMS = tuple(
    """
    caption bildunterschrift bildtext bildetekst billedtekst didascalia onderschrift bijschrift kuvateksti
    popisek legenda legende piedefoto piefoto pie-foto pie_foto epigrafe photodesc imagedesc subtitletext
    cutline imgdesc imgtxt phototext imagetext altyazi fototext
    """.split()
)
CREDIT_STEMS = tuple(
    """
    credit copyright bildnachweis bildquelle fotograf photograph urheber photoby bildrechte creditline
    photocred fotoautor imagesource photosource rightsholder attribution picsource
    """.split()
)
CAPTION_WORDS = frozenset(
    """
    legend description desc subtitle summary text txt cap pie caption leyenda
    """.split()
)
CREDIT_WORDS = frozenset(
    """
    credit credits copyright rights quelle fonte fuente bron kilde cred courtesy fotografo photographer
    """.split()
)
ALONE = frozenset("cap caption captions legend cutline".split())  # as a whole class name
# In a figure or a caption these name who made the picture; elsewhere they name who wrote the article.
SIGNING_WORDS = frozenset(
    """
    source sources author agency owner byline autor firma provider signature creator artist writer
    """.split()
)
MEDIA_WORDS = frozenset(
    """
    image images img pic pict photo photos picture pictures media figure foto fotos bild bilder thumb gallery visual
    illustration slide hero
    """.split()
)

# Above a picture, these words say that it belongs to something else than the article.
OTHER_WORDS = frozenset(
    """
    related relacionadas relacionados recommended recommend recommendation recommendations recommender recirc
    recirculation outbrain taboola sidebar rail rightrail navigation navbar nav menu footer breadcrumb
    breadcrumbs comments comment commentlist disqus newsletter subscribe subscription popular trending
    mostread mostviewed ad ads advert adverts advertisement advertising sponsored sponsor readmore morefrom
    upnext onward onwards cookie consent crosslink crosspromo similar suggested suggestions linklist
    teaserlist teasers playlist playlists filed
    """.split()
)
PORTRAIT_WORDS = frozenset(
    """
    author authors avatar bio contributor contributors writer columnist byline bylines profile autor autoren
    autore gravatar auteur redakteur journalist userpic reporter logo logos icon icons emoji badge flag sprite
    """.split()
)
QUOTE_WORDS = frozenset(
    """
    quote quotes blockquote pullquote zitat cita citation citat citazione citaat
    """.split()
)
HIDDEN_PAIRS = (
    frozenset({"sr", "only"}),
    frozenset({"visually", "hidden"}),
    frozenset({"screen", "reader"}),
)
BUTTON_WORDS = frozenset(
    """
    button btn toggle icon icons counter count zoom expand enlarge lightbox close tooltip duration time date
    timestamp datetime published pagination
    """.split()
)

_CAPTION = re.compile("|".join(CAPTION_STEMS))
_CREDIT = late("|".join(CREDIT_STEMS))
_CAPTIONS = {*CAPTION_STEMS, *CAPTION_WORDS, *ALONE}
_MAYBE_CAPTION = Anywhere(sorted(w for w in _CAPTIONS if not any(o in w for o in _CAPTIONS - {w})))
_WORD_OF_MEDIA = re.compile("|".join(MEDIA_WORDS))
_PARTS = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+")


@lru_cache(16_384)
def class_words(names: str) -> frozenset[str]:
    """The words of a class attribute: "articleImage_caption--big" gives article, image, caption, big."""
    return frozenset(part.lower() for part in _PARTS.findall(names))


def is_caption(names: str) -> bool:
    """Whether a class names a caption."""
    low = names.lower()
    if not _MAYBE_CAPTION.find(low):  # most names
        return False
    if _CAPTION.search(low):
        return not _CREDIT.search(low) or "caption-text" in low
    if not ALONE.isdisjoint(low.split()):
        return True
    if not _WORD_OF_MEDIA.search(low):
        return False
    return any(
        (w := class_words(name)) & CAPTION_WORDS and w & MEDIA_WORDS for name in names.split()
    )


caption_class = lru_cache(16_384)(is_caption)


class Said(NamedTuple):
    """What the class of an element inside a picture's box says of its text."""

    caption: bool = False
    credit: bool = False
    maker: bool = False  # who made something: the picture, where it stands in a figure
    unseen: bool = False  # hidden, or a button


NOTHING = Said()


@lru_cache(16_384)
def said(names: str) -> Said:
    """All that a class says of a piece of text."""
    caption, words = caption_class(names), class_words(names)
    return Said(
        caption=caption,
        credit=credit_class(names),
        maker=not words.isdisjoint(SIGNING_WORDS),
        unseen=_hides(words) or (not caption and not words.isdisjoint(BUTTON_WORDS)),
    )


@lru_cache(16_384)
def credit_class(names: str) -> bool:
    """Whether a class names a credit."""
    low = names.lower()
    if _CREDIT.search(low) is not None or class_words(names) & CREDIT_WORDS:
        return True
    return _WORD_OF_MEDIA.search(low) is not None and any(map(_picture_source, names.split()))


def _picture_source(name: str) -> bool:
    """Whether one class name says both picture and, behind it, maker: "image-source", "photo__author"."""
    words = [part.lower() for part in _PARTS.findall(name)]
    pictures = [at for at, word in enumerate(words) if word in MEDIA_WORDS]
    return bool(pictures) and any(word in SIGNING_WORDS for word in words[pictures[0] + 1 :])


def _hides(words: frozenset[str]) -> bool:
    """Whether the words of a class hide its element from sighted readers."""
    return (
        any(pair <= words for pair in HIDDEN_PAIRS)
        or "visuallyhidden" in words
        or "sronly" in words
    )
