"""What stands before a name in a byline, language by language: "by", "Text:", "von unserem Korrespondenten"."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

# Before a name, with or without a colon: "By Jane Roe", "Ein Beitrag von Jane Roe".
BEFORE = {
    "en": """by|written by|words and pictures by|words and photos by|text and photos by|text and images by|posted by
        |published by|words by|story by|report by|reported by|reporting by|article by|review by|reviewed by|text by
        |created by|submitted by|compiled by|authored by|opinion by|analysis by|interview by|photos by|a post by
        |column by|commentary by|guest post by|guest column by|exclusive by|as told to|author|authors|writer|words""",
    "de": """von|verfasst von|geschrieben von|ein beitrag von|beitrag von|ein artikel von|artikel von|text von
        |ein text von|bericht von|ein bericht von|eine analyse von|analyse von|ein kommentar von|kommentar von|kommentar
        |eine kolumne von|kolumne von|interview von|ein interview von|ein gastbeitrag von|gastbeitrag von
        |ein gastkommentar von|gastkommentar von|ein leitartikel von|leitartikel von|eine glosse von
        |aufgezeichnet von|veröffentlicht von|erstellt von|gepostet von|eingestellt von|das interview führte
        |das interview führten|das gespräch führte|das gespräch führten|die fragen stellte|die fragen stellten
        |interview|eine reportage von|reportage von|ein essay von|essay von|eine rezension von|rezension von
        |protokoll von|autor|autorin|autoren|autor/in|autor*in|verfasser|text|texte|text und fotos""",
    "fr": """par|écrit par|publié par|rédigé par|un article de|article de|propos recueillis par|recueilli par
        |recueillis par|posté par|proposé par|auteur|auteure|autrice|texte|texte de|un texte de|reportage de
        |un reportage de|enquête de|une enquête de|chronique de|tribune de|par notre correspondant
        |par notre correspondante|par notre envoyé spécial|par notre envoyée spéciale|de notre correspondant
        |de notre correspondante|de notre envoyé spécial|de notre envoyée spéciale|signé|entretien réalisé par""",
    "es": """por|escrito por|publicado por|redactado por|una entrevista de|entrevista de|texto|textos|texto de|texto por
        |autora|autores|un reportaje de|reportaje de|crónica de|análisis de|firma|elaborado por""",
    "ca": "escrit per|redactat per|text de|una entrevista de",
    "pt": "reportagem de|reportagem|texto por|escrita por|publicada por|autoria|autoria de|entrevista de",
    "it": """di|a cura di|scritto da|pubblicato da|articolo di|intervista di|testo di|testo|autore|autrice
        |testo e foto di|dal nostro inviato|dalla nostra inviata|dal nostro corrispondente
        |dalla nostra corrispondente|raccolto da""",
    "ro": "de|scris de|publicat de|autorul|autor articol|articol de|un articol de|un interviu de",
    "nl": """door|geschreven door|geplaatst door|gepubliceerd door|tekst|auteurs|van onze correspondent
        |van onze verslaggever|van onze verslaggeefster|interview door|een interview van""",
    "af": "deur|geskryf deur",
    "sv": "av|skriven av|skrivet av|text av|publicerad av|publicerat av|text och foto|text & foto|skribent|skribenter",
    "no": "av|skrevet av|tekst av|publisert av|tekst og foto|tekst og bilder|kommentar av",
    "da": "af|skrevet af|tekst af|tekst og foto|publiceret af|anmeldt af",
    "is": "eftir|höfundur",
    "fi": "kirjoittanut|kirjoittaja|kirjoittajat|teksti|teksti ja kuvat|teksti ja kuva",
    "et": "autor|kirjutas|tekst",
    "lv": "autors|autore|teksts|raksta",
    "lt": "autorius|autorė|parengė|rašo|tekstas",
    "pl": """autor tekstu|napisał|napisała|opracował|opracowała|oprac.|opr.|przez|autorka|autorzy|tekst i zdjęcia
        |tekst|rozmawiał|rozmawiała|rozmawia""",
    "cs": "napsal|napsala|připravil|připravila|autoři|zpracoval|zpracovala|text",
    "sk": "napísal|napísala|pripravil|pripravila|spracoval|spracovala",
    "hu": "írta|szerző|szerzők|készítette|írta és fényképezte",
    "hr": """piše|pišu|napisao|napisala|objavio|objavila|autori|autorica|pripremio|pripremila|priredio|priredila
        |razgovarao|razgovarala""",
    "sl": "avtor|avtorica|avtorji|piše|pripravil|pripravila",
    "sr": "пише|пишу|аутор|аутори|ауторка|написао|написала|приредио|приредила",
    "bg": "автор|автори|от|написа",
    "mk": "пишува|автор|од",
    "sq": "nga|shkruan|shkruar nga",
    "el": """συντάκτης|συντάκτρια|γράφει ο|γράφει η|γράφουν οι|γράφουν|από|από τον|από την|επιμέλεια|ρεπορτάζ|κείμενο
        |του|της|συνέντευξη στον|συνέντευξη στην""",
    "tr": "yazan|yazar|tarafından|kaleme alan|hazırlayan|derleyen",
    "az": "müəllif|hazırladı",
    "ru": """автор|автора|авторы|текст|автор текста|автор статьи|подготовил|подготовила|написал|написала|беседовал
        |беседовала|записал|записала""",
    "uk": """автор|авторка|автори|авторки|текст|від|підготував|підготувала|записав|записала|розмовляв|розмовляла
        |спілкувався|спілкувалася""",
    "be": "аўтар|аўтарка",
    "kk": "авторы|мақала авторы",
    "ka": "ავტორი|ავტორები",
    "hy": "հեղինակ",
    "ar": """بقلم|بقلم الكاتب|كتب|كتبت|كتبه|كتبها|تقرير|إعداد|أعده|أعدها|أعد التقرير|الكاتب|الكاتبة|حاوره|حاورته|حاورها
        |حوار|أجرى الحوار|المحرر""",
    "fa": "نوشته|نویسنده|گزارش از|به قلم|گزارشگر|خبرنگار|گفت‌وگو از",
    "ur": "تحریر|از قلم|رپورٹ|بقلم",
    "he": "מאת|כתב|כתבה|כותב|כותבת",
    "hi": "द्वारा|लेखक|लेखिका|रिपोर्ट|लिखित|लेखन|लेख|रिपोर्टर|संवाददाता|बाय",
    "bn": "লেখক|প্রতিবেদক|লিখেছেন|লেখা",
    "mr": "लेखक|लेखिका",
    "gu": "લેખક|દ્વારા",
    "ta": "எழுதியவர்|ஆசிரியர்",
    "te": "రచయిత|రచన",
    "ml": "എഴുതിയത്|ലേഖകൻ",
    "th": "โดย|ผู้เขียน|เขียนโดย|เรื่องโดย|รายงานโดย|เรื่อง",
    "km": "ដោយ",
    "id": "oleh|ditulis oleh|penulis",
    "vi": "bởi|tác giả|bài viết của|viết bởi",
    "tl": "isinulat ni|sinulat ni",
    "sw": "imeandikwa na|mwandishi",
    "ja": "文・構成|作者|執筆|執筆者|取材・文|文・写真|構成・文|聞き手|ライター|著者|筆者|投稿者|記者|取材",
    "zh": "作者|記者|记者|撰文|撰稿|撰稿人|責任編輯|编辑|采写|採訪|采访|特约记者|通讯员",
    "ko": "글|작성자|기자|글쓴이|취재|저자|글·사진",
}
# Before a name only with a colon behind: the word means more than "by".
BEFORE_A_COLON = {
    "en": "report|byline|text|story",
    "de": "nachricht|reportage|foto und text|fotos und text|recherche|redaktion|redaktor|journalist|reporter",
    "es": "redacción|reportero|periodista",
    "pt": "repórter|jornalista|texto",
    "it": "giornalista",
    "id": "reporter|pewarta|wartawan|jurnalis|laporan|kontributor|laporan wartawan",
    "tr": "haber|muhabir|röportaj|editör|kaleme alan",
    "vi": "bài|phóng viên|thực hiện",
    "sl": "besedilo",
    "ru": "корреспондент|журналист",
    "he": "כתבנו",
    "ja": "文",  # "文化" is no text of Mr. 化
    "zh": "文字",  # in Japanese "文字サイズ" is the size of the letters
}
# After these a single word is a name as well: "Posted by gizzmo".
SURELY_BEFORE = {
    "en": """posted by|written by|words and pictures by|words and photos by|text and photos by|text and images by
        |published by|submitted by|created by|authored by|article by|author""",
    "de": """verfasst von|geschrieben von|veröffentlicht von|gepostet von|erstellt von|eingestellt von|autor|autorin""",
    "fr": "publié par|posté par|écrit par|rédigé par|auteur",
    "es": "publicado por|escrito por",
    "it": "pubblicato da|scritto da|autore",
    "nl": "geplaatst door|geschreven door|gepubliceerd door",
    "sv": "skrevet av|skriven av|publicerad av|skrevet af",
    "pl": "opublikował",
    "cs": "napsal",
    "hu": "írta",
    "ru": "автор",
    "zh": "作者",
    "ja": "執筆者|投稿者",
}


def _phrases(tables: Iterable[str]) -> tuple[str, ...]:
    """The phrases of all languages, the longest first."""
    found = {" ".join(p.split()).casefold() for table in tables for p in table.split("|")} - {""}
    return tuple(sorted(found, key=lambda p: (-len(p), p)))


def _all(tables: Mapping[str, str]) -> tuple[str, ...]:
    return _phrases(tables.values())


BY, BY_COLON, SURELY_BY = _all(BEFORE), _all(BEFORE_A_COLON), _all(SURELY_BEFORE)
