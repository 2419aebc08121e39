"""The words of bylines in many languages: before a name, inside a name, beside a name, and those that no name has."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.casefold().split())


def _phrases(text: str) -> tuple[str, ...]:
    """Phrases parted by bars, the longest first."""
    return tuple(sorted({" ".join(p.split()).casefold() for p in text.split("|")} - {""}, key=len, reverse=True))


# Before a name, without a colon: "By Jane Roe", "Ein Beitrag von Jane Roe".
BY = _phrases(
    """
    by|written by|words and pictures by|words and photos by|text and photos by|text and images by|posted
    by|published by|words by|story by|report by|reported by|article by|review by|reviewed by|
    text by|created by|submitted by|compiled by|authored by|opinion by|analysis by|interview by|photos by|a post by|
    author|authors|writer|words|
    von|verfasst von|geschrieben von|ein beitrag von|beitrag von|ein artikel von|artikel von|text von|ein text von|
    bericht von|ein bericht von|eine analyse von|analyse von|ein kommentar von|kommentar
    von|kommentar|eine kolumne von|
    kolumne von|interview von|ein interview von|ein gastbeitrag von|gastbeitrag von|aufgezeichnet
    von|veröffentlicht von|
    erstellt von|gepostet von|eingestellt von|das interview führte|das interview führten|das gespräch führte|
    die fragen stellte|interview|eine reportage von|reportage von|ein essay von|essay von|eine rezension
    von|rezension von|
    autor|autorin|autoren|autor/in|verfasser|text|texte|text und fotos|
    par|écrit par|publié par|rédigé par|un article de|article de|propos recueillis par|posté par|proposé par|auteur|
    auteure|autrice|texte|par notre correspondant|par notre envoyé spécial|signé|entretien réalisé par|
    por|escrito por|publicado por|redactado por|una entrevista de|texto|texto de|autora|autores|reportagem de|firma|
    di|a cura di|scritto da|pubblicato da|articolo di|intervista di|testo di|testo|autore|
    door|geschreven door|geplaatst door|gepubliceerd door|tekst|auteurs|
    av|skrevet av|skriven av|skrivet av|text av|tekst av|publisert av|publicerad av|af|skrevet af|tekst af|skribent|
    kirjoittanut|kirjoittaja|teksti|teksti ja kuvat|
    autor tekstu|napisał|napisała|opracował|opracowała|oprac.|przez|autorka|tekst i zdjęcia|
    napsal|napsala|připravil|připravila|autoři|zpracoval|zpracovala|napísal|napísala|
    írta|szerző|szerzők|készítette|de|scris de|publicat de|autorul|articol de|
    yazan|yazar|tarafından|piše|pišu|napisao|napisala|objavio|autori|pripremio|pripremila|
    oleh|ditulis oleh|penulis|bởi|tác giả|isinulat ni|
    автор|автори|авторы|текст|подготовил|подготовила|автор текста|автора|написал|написала|от|аўтар|
    συντάκτης|γράφει ο|γράφει η|από|επιμέλεια|
    بقلم|كتب|كتبت|كتبه|تقرير|إعداد|الكاتب|حاوره|حاورته|نوشته|نویسنده|گزارش از|تحریر|
    מאת|כתב|כתבה|
    द्वारा|लेखक|लेखिका|रिपोर्ट|लिखित|लेखन|लेख|
    文|文／|作者|記者|记者|撰文|撰稿|責任編輯|编辑|執筆|執筆者|取材・文|聞き手|ライター|著者|筆者|投稿者|
    글|작성자|기자|글쓴이|취재|저자|โดย|ผู้เขียน|ដោយ|
    """
)
# Before a name only with a colon behind: the word means more than "by".
BY_COLON = _phrases(
    "haber|nachricht|reportage|foto und text|fotos und text|report|recherche|redaktion|redaktor|journalist|reporter"
)
# After these a single word is a name as well: "Posted by gizzmo".
SURELY_BY = _phrases(
    """
    posted by|written by|words and pictures by|words and photos by|text and photos by|text and images
    by|published by|submitted by|created by|authored by|article by|verfasst von|geschrieben von|
    veröffentlicht von|gepostet von|erstellt von|eingestellt von|publié par|posté par|écrit par|rédigé
    par|publicado por|
    escrito por|pubblicato da|scritto da|geplaatst door|geschreven door|gepubliceerd door|skrevet av|skriven av|
    publicerad av|skrevet af|autor|autorin|author|auteur|autore|opublikował|napsal|írta|автор|作者|執筆者|投稿者
    """
)
# Between the names of several authors.
AND = _words("""and und et y e i og och ja en και и та і a ve dan & + in_collaboration_with with mit avec con és și""")
# Names' small parts.
PARTICLES = _words(
    """von vom van vande vanden der den dem de di da do dos das del della delle dello degli dei du des d
    la le les lo los
    las el al ul ad bin ibn ben bint binti abu abd af av zu zur zum ter ten tot te 't 's y e und ap ua ní nic mac
    mc san santa st st. saint oğlu kyzy uulu zade a/l s/o d/o ould mint"""
)
TITLES = _words(
    """dr dr. prof prof. mag mag. dipl dipl. dipl.-ing. ing ing. phd ph.d ph.d. md m.d. m.a. ma ba b.sc.
    msc m.sc. mba jr jr.
    sr sr. ii iii iv rn esq sir dame lord lady rev rev. fr. msgr mr mr. mrs mrs. ms ms. herr frau pater hon. adv. pd
    univ.-prof. o.univ.-prof. di ddr. mmag. bsc llm ll.m. rabbi imam sheikh dra dra. lic. lic datuk dato
    datin tan sri"""
)
# A part of a line with one of these says what somebody is.
ROLES = _words(
    """editor editors editor-in-chief reporter reporters correspondent correspondents columnist writer
    writers journalist
    journalists producer producers director analyst contributor contributing photographer host presenter critic fellow
    professor lecturer freelance freelancer chief deputy associate assistant managing senior junior executive intern
    anchor blogger researcher strategist commentator broadcaster broadcaster's founder co-founder ceo
    president spokesman
    spokesperson manager consultant coordinator specialist expert trainee head coach physician psychologist economist
    videographer illustrator staffer copywriter author novelist head-of copy moderator
    redakteur redakteurin redaktor redaktorin redaktionsleiter redaktionsleiterin korrespondent korrespondentin
    reporterin volontär volontärin autor autorin chefredakteur chefredakteurin chefredaktor ressortleiter
    ressortleiterin
    kolumnist kolumnistin journalistin journalist gastautor gastautorin herausgeber herausgeberin leiter leiterin
    mitarbeiter mitarbeiterin praktikant praktikantin fotograf fotografin experte expertin geschäftsführer textchef
    politikredakteur sportredakteur wirtschaftsredakteur nachrichtenredakteur freier freie leitende leitender
    journaliste correspondant correspondante rédacteur rédactrice chroniqueur chroniqueuse envoyé envoyée
    éditorialiste
    pigiste rédacteur-en-chef directeur directrice chef cheffe auteur auteure
    redactor redactora redactor/a corresponsal periodista columnista jefe jefa directora director/a enviado enviada
    colaborador colaboradora reportero reportera especialista
    giornalista corrispondente inviato inviata caporedattore caporedattrice direttore direttrice redattore redattrice
    vicedirettore collaboratore repórter jornalista editora editor(a) colunista redator redatora correspondente chefe
    redacteur redactrice verslaggever verslaggeefster hoofdredacteur columniste correspondente freelancejournalist
    redaktör chefredaktör skribent krönikör redaktør chefredaktør ansvarig journalist frilans
    frilansjournalist kommentator
    toimittaja päätoimittaja dziennikarz dziennikarka redaktor naczelny publicysta publicystka komentator redaktorka
    redaktorka reportér reportérka novinář novinářka komentátor šéfredaktor újságíró szerkesztő főszerkesztő jurnalist
    jurnalistă redactor-șef muhabir editör muhabiri yazarı novinar novinarka urednik urednica wartawan jurnalis
    корреспондент корреспондентка редактор обозреватель журналист журналистка колумнист репортёр репортер спецкор
    кореспондент журналіст журналістка оглядач обозревательница автор δημοσιογράφος αρχισυντάκτης
    pressesprecher pressesprecherin pressereferent pressereferentin
    ministre minister ministro ministra ministerin präsident präsidentin président presidente presidenta sprecher
    محرر مراسل صحفي كاتب صحافي رئيس خبرنگار סופר כתב עיתונאי संवाददाता संपादक पत्रकार"""
)
# What compounds that say a role end with.
ROLE_ENDS = (
    "leiter", "leiterin", "redakteur", "redakteurin", "redaktor", "redaktorin", "korrespondent",
    "korrespondentin", "reporter",
    "reporterin", "journalist", "journalistin", "direktor", "direktorin", "experte", "expertin",
    "referent", "referentin",
    "autorin", "sprecherin", "präsidentin", "ministerin", "assistent", "assistentin", "redaktør",
    "redaktör", "redacteur",
    "korrespondenten", "journalisten", "toimittaja", "forsker", "wissenschaftler", "wissenschaftlerin",
)  # fmt: skip
# No person has one of these in the name.
ORGANISATION = _words(
    """news newspaper newspapers newsroom newsdesk desk team editorial redaktion redaktionen redaktionsteam rédaction
    redaction redacción redaccion redação redacao redazione redactie redakce redakcja redakcija redakcia szerkesztőség
    redaksjonen redaktionen toimitus staff online digital press presse prensa media medien médias tv radio
    gmbh inc inc.
    ltd ltd. llc ag kg verlag zeitung journal magazin magazine times post daily herald tribune gazette
    observer courier
    chronicle telegraph bulletin newswire agency agentur agence agencia agências agências agenzia agentschap agencies
    agenturen university universität université universidad institut institute foundation stiftung verein e.v. ev
    association ministry ministerium bureau board group network service services blog weblog admin administrator
    webmaster webredaktion editors contributors reporters correspondents writers authors association society council
    committee club company corp corporation department office center centre zentrum pressestelle pressemitteilung
    presseportal pressedienst bureaux channel channels club e.g. ajansı ajans gazetesi diario periódico noticias
    notícias nachrichten nachrichtenagentur dienst rundfunk sender community forum support shop store
    official party partei
    министерство редакция редакції редакція агентство новости новини газета информационное служба отдел
    وكالة وكالات التحرير فريق هيئة خبرگزاری גיתון מערכת डेस्क ब्यूरो टीम न्यूज़ एजेंसी समाचार"""
)
# Words of dates that are no names as well ("May", "August" and "Julio" are).
CALENDAR = _words(
    """january february march july september october november december monday tuesday wednesday thursday
    friday saturday sunday januar februar märz juni juli oktober dezember montag dienstag mittwoch donnerstag freitag
    samstag sonntag janvier février avril juin juillet août septembre octobre novembre décembre enero febrero marzo
    abril mayo junio agosto septiembre octubre noviembre diciembre"""
)
# Neither has a person's name these: words of sentences and of interfaces.
NO_NAME = CALENDAR | _words(
    """the this that these those is are was were be been has have had would can could should might must your our
    my his her their its we you they he she it who what when where why how all any more most read share
    follow click here
    comments comment about contact home menu search login subscribe newsletter email e-mail mail print
    updated published publiziert publisert publicerad publiceret gepubliceerd
    posted last first new latest minutes minute min hours hour ago today yesterday photo photos image
    video advertisement
    sponsored tags tag category filed under view profile bio posts articles article archive archives next previous
    share shares tweet facebook twitter instagram linkedin youtube whatsapp pinterest reddit telegram tiktok snapchat
    privacy policy terms cookie cookies copyright rights reserved free premium exclusive breaking live no not unknown
    anonymous anonym guest gast unbekannt user benutzer nutzer member subscriber name website url read time reading
    der die das ein eine einen einem einer des im am zum beim auf für mit nicht ist sind war wird werden
    wurde auch oder
    wir uns unser unsere ihre mehr alle alles hier jetzt neu uhr lesezeit minuten kommentare kommentar teilen
    drucken artikel beitrag beiträge startseite suche datenschutz anmelden abonnieren profil aktualisiert
    veröffentlicht
    est sont une dans pour sur avec cette nous vous plus lire lecture partager publié mis jour
    commentaires le_monde_avec
    para con este esta más compartir publicado actualizado comentarios minutos lectura
    giriş güncelleme yayınlanma tarihi eklenme stand datum aggiornato publicación publicação publicatie
    sono questo leggi condividi pubblicato aggiornato commenti minuti
    am pm gmt utc cet cest est edt pst"""
)
# Names that systems put where nobody signs.
NOBODY = _words(
    """admin administrator root webmaster editor user guest gast anonymous anonym unknown unbekannt
    no-author noauthor none
    null undefined default author autor redakteur superuser red red. ots pm pi cms site wpadmin wordpress test"""
)
AGENCIES = _words(
    """afp ap reuters dpa apa ansa efe lusa ntb tt ritzau stt pap čtk ctk tasr mti agerpres bta srna hina
    tanjug beta fena
    tass тасс ria риа interfax интерфакс ukrinform укринформ унн anadolu aa dha iha
    ihlas xinhua 新华社 新華社 kyodo 共同通信
    jiji 時事通信 yonhap 연합뉴스 뉴시스 뉴스1 pti ani ians uni bernama antara vna cna 中央社 中新社 sid
    epd kna kathpress sda
    keystone-sda awp anp belga bloomberg upi aap pa saba wam spa kuna mena petra irna isna fars tasnim dpa-afx afx ots
    adnkronos agi lapresse europapress colpisa télam telam notimex xinhuanet cp spiegel_online rnd infa pressenza
    وام سبوتنيك واس الأناضول رويترز أ.ف.ب فرانس_برس"""
)
AGENCY_NAMES = frozenset(
    _phrases(
        """
    associated press|the associated press|agence france-presse|agence france presse|anadolu ajansı|anadolu agency|
    deutsche presse-agentur|austria presse agentur|press association|pa media|europa press|press trust of india|
    the canadian press|canadian press|australian associated press|dow jones|demirören haber ajansı|i̇hlas
    haber ajansı|
    asian news international|thomson reuters|agencia efe|agência lusa|agência brasil|xinhua news agency|kyodo news|
    yonhap news agency|uk press association|united press international|риа новости|agencja pap|tt nyhetsbyrån|
    sport-informations-dienst|katholische nachrichten-agentur|evangelischer pressedienst
    """
    )
)
# Hosts of personal blogs: there the writer may go by the blog's own name.
BLOG_HOSTS = ("wordpress.com", "blogspot.", "tumblr.com", "typepad.com", "livejournal.com", "over-blog.com",
"substack.com",
              "medium.com", "blogger.com", "jimdo.com", "blog.de", "canalblog.com", "hatenablog.com", "blog.fc2.com",
              "ameblo.jp", "naver.com", "skyrock.com", "twoday.net", "blogg.no", "blogg.se",
              "bearblog.dev", "github.io")  # fmt: skip
SOCIAL_HOSTS = (
    "facebook.com", "twitter.com", "x.com", "instagram.com", "linkedin.com", "youtube.com", "tiktok.com", "threads.net",
    "threads.com", "bsky.app", "mastodon.social", "t.me", "telegram.me", "pinterest.com", "xing.com",
    "vk.com", "ok.ru",
    "medium.com", "github.com", "muckrack.com", "flipboard.com", "weibo.com", "substack.com",
    "tumblr.com", "flickr.com",
    "vimeo.com", "soundcloud.com", "truthsocial.com", "gab.com", "researchgate.net", "orcid.org", "fb.com", "wa.me",
)  # fmt: skip
# Paths on social hosts that share a page instead of showing somebody.
SHARE_PATHS = (
    "/share",
    "/sharer",
    "/intent/",
    "/dialog/",
    "/submit",
    "/pin/create",
    "/sharearticle",
    "/cws/share",
    "/home",
)
