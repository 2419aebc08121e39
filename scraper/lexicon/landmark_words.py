"""Class and id names by which content systems mark what a field may be read from: author, date, title, the site."""

from __future__ import annotations

# Words of class and id names, as content systems write them (a name is parted at hyphens, underscores and humps).
AUTHOR_WORDS = frozenset(
    """author authors byline bylines autor autores autora autoren autorin auteur auteurs autore autori writer writers
    reporter reporters journalist journalists journaliste contributor contributors redakteur verfasser columnist
    forfatter forfattere yazar muharrir penulis skribent signature firma vcard fn postedby creator creators authorname
    articleauthor postauthor authorship bylinename byl kirjoittaja autorius username poster itemposter nickname
    bio biography writtenby submittedby publishedby createdby screenname correspondent correspondents
    auteure auteures signataire signataires journalistes autrice autrici giornalista giornalisti redattore
    periodista periodistas firmante autoria assinatura jornalista jornalistas redator redaktor redaktorin autorzy
    dziennikarz novinar novinari szerzo szerzok toimittaja toimittajat journalister skribenter kirjoittajat schrijver
    redacteur muhabir yazari wartawan tacgia kolumnist kolumnistin columnists zuozhe jizhe kisha""".split()
)
DATE_WORDS = frozenset(
    """date dates datetime time timestamp published publish pubdate publication publicationdate publishdate posted
    datum fecha dateline updated modified lastmod lastupdate stamp created zeit uhrzeit postdate entrydate articledate
    dato tarih tarihi tanggal dt datepublished publisheddate pub pubtime publishtime regdate submitted parution
    publicacion publicado publicada publie publication pubblicato julkaistu paivays pvm ngay riqi shijian
    waktu heure horario""".split()
)
TITLE_WORDS = frozenset("title headline heading titulo titre titel titolo posttitle".split())
SITE_NAMES = frozenset(
    "site-title site-name blog-title blogtitle sitename site_title blog-name header-title".split()
)

AUTHOR, DATE, TITLE, SITE = 1, 2, 4, 8
KINDS = (
    dict.fromkeys(TITLE_WORDS, TITLE)
    | dict.fromkeys(DATE_WORDS, DATE)
    | dict.fromkeys(AUTHOR_WORDS, AUTHOR)
)
