"""The words and names by which pages mark when an article was published and when it was changed."""

from __future__ import annotations

import re

from scraper.patterns import late

PUBLISHED_METAS = (
    "article:published_time", "og:article:published_time", "article:published", "og:published_time", "og:pubdate",
    "datepublished", "date.published", "parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime",
    "cxense:publishtime", "rnews:datepublished", "bt:pubdate", "article_date_original", "originalpublicationdate",
    "publication_date", "publicationdate", "publish-date", "publish_date", "publishdate", "published-date",
    "published_date", "published_time", "pubdate", "dc.date.issued", "dcterms.issued", "dcterms.date", "dc.date",
    "dcterms.created", "dc.date.created", "dc.created", "citation_publication_date", "citation_online_date",
    "prism.publicationdate", "last-published", "datecreated", "article:created", "created",
    "shareaholic:article_published_time",
    "apub:time", "pub_date", "displaydate", "firstpublished", "article:post_modified", "search_date",
    "timestamp", "doc_date",
)  # fmt: skip
# What the letters of other systems' names say: "cXenseParse:xyz-published_time", "sw-pubdate", "srf.date".
PUBLISHED_NAME = late(
    r"publi\w*(?:date|time|day|at|ed$)|pub(?:date|time|day)|(?:date|time)publi|creat\w*(?:date|time|on|at)$"
    r"|date(?:issued|created)|(?:dc|article|post|news|content|story|page)(?:date|time)$|firstcreate|display(?:date|time)"
    r"|uploaddate|releasedate|localtimestamp|regdate|gentime|inputdate|dateposted|postedon"
)
# The same in the data of programs: "publishedDate": "2025-05-07T15:04:00Z".
DATA = late(
    r"""["'](?=[adfpc_])(?:date_?published|(?:article|page|post|content|first)?_?(?:publish(?:ed)?|publication|pub)_?(?:date|time|at)
    |firstpublished(?:date|at|time)?|datepublication|date_publication|published)["']\s*[:,]\s*["']([^"'<>]{8,40})["']""",
    re.IGNORECASE | re.VERBOSE,
)
# What each of these has, in lower case: most scripts are told by it to have none.
DATA_AT_ALL = re.compile(r"""pub\w{0,14}["']\s*[:,]\s*["']""")
# A variable of the page's program: var publish_time = "2024-05-07 10:04", or the seconds since 1970.
VARIABLE = late(
    r"""\bvar\s+(?:ct|publish_?time|pub_?time)\s*=\s*["'](\d{10}(?=["'])|\d{4}-\d\d-\d\d[^"'<>]{0,20})["']""",
    re.IGNORECASE,
)
NEVER_NAME = late(r"modif|updat|change|expir|unpubl|until|valid|build|visit|access|event|cache")
WEAK_METAS = (
    "date",
    "dc.date.x-metadatalastmodified",
    "citation_date",
    "og:release_date",
    "release_date",
    "datum",
)
MODIFIED_METAS = (
    "article:modified_time", "og:article:modified_time", "og:updated_time", "article:modified",
    "article:updated_time",
    "datemodified", "date.modified", "dcterms.modified", "dc.date.modified", "dc.modified", "lastmod",
    "last-modified",
    "lastmodified", "last_modified", "modified", "updated_time", "revised", "utime",
)  # fmt: skip
# Class names of a date of change.
MODIFIED_CLASS = late(r"updat|modif|aktualis|chang|geändert|lastmod", re.IGNORECASE)
# Words in front of a date of change, and of a date that is something else.
MODIFIED_LABEL = late(
    r"""updated|modified|last\ change|revised|edited|aktualisiert|stand:|geändert|bearbeitet|mis\ à\ jour|modifié
    |actualis[ée]    |actualizad|modificad|atualizad|aggiornat|modificat|bijgewerkt
    |gewijzigd|uppdaterad|ändrad|oppdatert|opdateret
    |päivitetty|muokattu|aktualizováno|aktualizácia|upraveno|aktualizac|zaktualizowan|frissítve|módosítva
    |güncelle|ažurirano    |izmenjeno|обновлен|изменен|оновлен|змінено|актуализиран
    |ενημέρωση|ενημερώθηκε|diperbarui|dikemas|cập\ nhật
    |آخر\ تحديث|تحديث|به‌روز|עודכן|עדכון|अपडेट|হালনাগাদ|更新|最終更新|수정|업데이트|ปรับปรุง""",
    re.IGNORECASE | re.VERBOSE,
)
PUBLISHED_LABEL = late(
    r"""publish|posted|mise?\ en\ ligne|submitted|created|first\ seen
    |veröffentlicht|erschienen|erstellt|publié|paru|créé|publicad
    |publicat|pubblicat    |gepubliceerd|geplaatst|publicerad|publisert|publiceret|julkaistu
    |publikováno|vydáno|zverejnen|opublikowan|dodano
    |megjelen|közzé|yayın|objavljen|опубликован|опубліковано|публикуван|δημοσιεύ|diterbitkan|đăng|نشر|منتشر|פורסם|प्रकाशित
    |প্রকাশ|发布|發布|公開|掲載|投稿|입력|등록|게시|เผยแพร่""",
    re.IGNORECASE | re.VERBOSE,
)
OTHER_LABEL = late(
    r"""copyright|©|\(c\)|aktuelle\ zeit|current\ time|registr|joined|member\ since|mitglied|version|wordpress|abbildung
    |born|geboren|event|termin|veranstaltung|expires?|gültig|valid|deadline|archiv|seit\ |since|until|bis\ zum
    |accessed|abgerufen|\bbirth|gestorben|founded|gegründet|nacid[oa]|nacimiento|naci[ae]
    |née?\ le|né[ée]?\ en|出生|生年|생년|родил""",
    re.IGNORECASE | re.VERBOSE,
)
# Class names of dates that are no article's: today's in the page's head, those of comments and events.
OTHER_CLASS = late(
    r"current|today|heute|clock|weather|wetter|countdown|comment|event|review|top-?bar|site-?header|expir",
    re.IGNORECASE,
)
