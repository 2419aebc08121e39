"""Words by which a change is told from noise, in many languages: corrections, dates of updates, counters."""

from __future__ import annotations

import re

# the beginning of a note by which a newsroom owns up to a change
_CORRECTIONS = (
    "correction", "corrections", "clarification", "editor's note", "editors' note", "erratum", "amended on",
    "this article was amended", "this article was corrected", "this story was corrected", "an earlier version of",
    "a previous version of", "this story has been corrected", "this article has been corrected", "for the record",
    "korrektur", "berichtigung", "klarstellung", "anmerkung der redaktion", "in einer früheren version",
    "in einer früheren fassung", "rectification", "rectificatif", "précision", "note de la rédaction",
    "une version antérieure", "corrección", "fe de errores", "fe de erratas", "nota del editor", "una versión anterior",
    "rettifica", "errata corrige", "precisazione", "una versione precedente", "correção", "nota da redação", "errata",
    "uma versão anterior", "rectificatie", "correctie", "in een eerdere versie", "rättelse", "i en tidigare version",
    "rettelse", "i en tidligere versjon", "i en tidligere version", "oikaisu", "sprostowanie", "korekta", "oprava",
    "уточнение", "исправление", "поправка",
    "уточнення", "düzeltme", "更正", "订正", "訂正", "편집자 주", "정정", "تصحيح", "תיקון",
)  # fmt: skip
# words of a line that says when the page was touched
_UPDATES = (
    "updated", "update", "last updated", "last modified", "modified", "published", "posted", "aktualisiert", "stand",
    "zuletzt", "veröffentlicht", "mis à jour", "mise à jour", "publié", "modifié", "actualizado", "actualizada",
    "publicado", "aggiornato", "pubblicato", "atualizado", "bijgewerkt", "gepubliceerd", "laatste update", "uppdaterad",
    "publicerad", "oppdatert", "publisert", "opdateret", "päivitetty", "julkaistu", "zaktualizowano",
    "aktualizacja",
    "opublikowano", "aktualizováno",
    "обновлено", "опубликовано", "оновлено", "güncelleme", "güncellendi", "更新", "发布",
    "업데이트", "تحديث", "עודכן",
)  # fmt: skip
_COUNTED = (
    "comment", "comments", "share", "shares", "view", "views", "like", "likes", "read", "min read", "minutes", "votes",
    "kommentar", "kommentare", "aufrufe", "commentaire", "commentaires", "partages", "comentario", "comentarios",
    "commenti", "comentários", "reacties", "kommentarer", "komentarzy", "комментариев", "комментарии", "просмотров",
    "评论", "コメント", "댓글",
)  # fmt: skip


def _any(words: tuple[str, ...]) -> str:
    return "|".join(
        re.escape(word).replace(r"\ ", r"\s+") for word in sorted(words, key=len, reverse=True)
    )


CORRECTION = re.compile(rf"\A[\W_]*+(?:{_any(_CORRECTIONS)})(?!\w)", re.IGNORECASE)
UPDATE = re.compile(rf"(?<!\w)(?:{_any(_UPDATES)})(?!\w)", re.IGNORECASE)
COUNTED = re.compile(
    rf"\d[\d.,\s]*+(?:{_any(_COUNTED)})(?!\w)|(?<!\w)(?:{_any(_COUNTED)})\s*[(:]?\s*\d",
    re.IGNORECASE,
)
TIME = re.compile(
    r"\d{1,2}[:.]\d\d|\d{4}|\d{1,2}[./-]\d{1,2}|\d{1,2}\.?\s+\w{3,}|\w{3,}\s+\d{1,2}|\d+\s*[年月日]"
)
SHORT_LINE = 15  # words; a longer paragraph is no date line and no counter
SHORT_TEXT = 200  # characters, the same: a script without spaces, or a word without end
