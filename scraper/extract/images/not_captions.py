"""Recognise lines beside pictures that are not captions: buttons, counters, bylines, labels."""

from __future__ import annotations

import re

from scraper.patterns import late

# Whole lines, without case.
PHRASES = """
    caption|image caption|photo caption|bildunterschrift|legende|légende|fullscreen|full screen|full size|gallery|video
    |photo|photos|picture|pictures|image|images|advertisement|anzeige|werbung|publicité|publicidad|pubblicità|reklama
    |reklam|реклама|広告|광고|vergrößern|bild vergrößern|galerie|zur galerie|bildergalerie|agrandir|ampliar|ingrandisci
    |powiększ|zvětšit|förstora|увеличить|拡大|拡大する|画像を拡大する|点击查看大图|확대|이미지 확대
    |next|previous|weiter|zurück
    |siguiente|anterior|suivant|précédent|avanti|indietro|abspielen|lecture|reproducir|autoplay|link copied|facebook
    |twitter|whatsapp|telegram|email|e-mail|liveblog|live
    |read more|read also|more|lesen sie mehr|lesen sie auch|lest auch|mehr lesen|mehr dazu|lire aussi|lire la suite
    |leer más|lea también|leia mais|leggi anche|leggi di più|lees ook|lees meer|läs mer|läs också|les også|læs også
    |lue myös|czytaj więcej|czytaj także|číst dále|читать далее|читайте также|devamını oku|あわせて読みたい|阅读更多
    |media playback is unsupported on your device|media playback is not supported on this device
    |video ad feedback|ad feedback|now playing|jetzt läuft|en cours de lecture|reproduciendo|in riproduzione
    |source link|link kopiert|lien copié|enlace copiado|link copiado|affiliate link|affiliate links|ad blocker detected
    |your browser does not support the video tag|ihr browser unterstützt das video-element nicht
"""
# Verbs with which a button begins.
VERBS = """
    open|view|show|see|toggle|hide|close|expand|enlarge|click|tap|zoom|play|watch|listen|read|download|share|save|print
    |copy|load|skip|swipe|scroll|sign|log|subscribe|purchase|buy|order|license
"""
# What announces a caption, and is no part of it.
LABELS = """
    caption|bildunterschrift|bildbeschreibung|legende|légende|leyenda|didascalia|legenda|bildtext|bijschrift
    |资料图|資料圖|资料图片|图说|圖說|onderschrift|подпись к фото|підпис до фото|तस्वीर का कैप्शन
"""
# Words before the name of a writer, beside a portrait; and what may stand in a name in lower case.
BY = "von|by|par|por|di|de|door|av|af|written by|text|texto|texte|testo|автор|текст"
PARTICLES = "de|von|van|der|den|la|le|del|di|da|du|bin|al|und|and|et|y|e"


def _any(table: str) -> str:
    return "|".join(
        re.escape(" ".join(phrase.split())) for phrase in table.split("|") if phrase.strip()
    )


INTERFACE = late(
    rf"(?:[\d\s]+(?:/|of|von|de|di|из|sur|\||-)\s*\d+"  # 2 of 12
    rf"|\d{{1,2}}:\d{{2}}(?::\d{{2}})?(?:\s*min\.?)?|\d+\s*(?:min|sec|sek|std|мин|分)\w*\.?"  # 02:13, 3 min
    rf"|(?:image|photo|bild|foto|slide|picture|imagen|фото)\s*\d+\s*(?:/|of|von|de|av|из|sur)?\s*\d*"
    rf"|\d+\s+(?:bilder|photos?|images?|fotos?|pictures?|imágenes|imagens|immagini|zdjęć|фото|slides?)\b.{{0,40}}"
    rf"|(?:{_any(VERBS)})\b.{{0,40}}|[A-Za-z]|(?:{_any(PHRASES)})[.:]?|\W*)",
    re.IGNORECASE,
)
MAX_INTERFACE = 100  # characters of what a button says
LABEL = late(
    rf"^(?:(?:image|media|photo|picture|video) ?caption[\s:]*|(?:{_any(LABELS)})\s*[:：,]\s*)",
    re.IGNORECASE,
)
_CAPITAL = r"[^\W\d_a-zà-ÿ]"  # or a letter of a script without capitals
# Two capitals at least, each name once and whole: names that share their letters would cost all ways to part them.
BYLINE = late(
    rf"\A(?i:{_any(BY)}):?\s++(?=(?:(?:{PARTICLES})\s|{_CAPITAL})[^,(|•]*?{_CAPITAL})"
    rf"(?:(?:{PARTICLES})\s++|{_CAPITAL}[\w.'’-]*+\s*+){{1,8}}+(?:[,(|•].*)?$",
)


def is_interface(text: str) -> bool:
    """Return whether a whole line is what the interface says."""
    return len(text) <= MAX_INTERFACE and INTERFACE.fullmatch(text) is not None
