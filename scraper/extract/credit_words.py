"""How the world signs its pictures: the words before a name, the signs, the agencies."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    """The phrases of a table, parted by bars, in lower case."""
    return frozenset(" ".join(phrase.split()).casefold() for phrase in text.split("|")) - {""}


# A word that announces who made a picture, before a colon: "Foto: A. Name", "図：…", "صورة: …"
LABELS = _words(
    """
    photo|photos|foto|fotos|photograph|photographs|photography|photographer|photographie|photographies
    |photographe|picture|pictures|picture credit|pic|pics|image|images|image credit|image credits|image source
    |image courtesy|photo credit|photo credits|photo source|photo courtesy|credit|credits|credit line|source
    |sources|copyright|courtesy|illustration|illustrations|illustrator|graphic|graphics|graphic by|grafik
    |graphik|grafika|grafiek|grafica|gráfica|screenshot|screengrab|artwork|handout|collage|montage
    |photo illustration|visual|bild|bilder|bildquelle|bildquellen|bildnachweis|bildrechte|bildcredit|quelle
    |quellen|fotograf|fotografin|fotoquelle|fotocredit|fotocredits|fotos und text|fotomontage|symbolfoto
    |symbolbild|archivbild|archivfoto|titelbild|urheber|crédit|crédits|crédit photo|crédits photo|crédit photos
    |crédit image|crédit photographique|visuel|crédito|créditos|crédito da foto|fotografía|fotografías
    |fotografia|fotografie|fotografo|fotógrafo|fotógrafa|fuente|fonte|imagen|imágenes|imagem|imagens|imagine
    |imagini|immagine|immagini|sursa|sursă|sursa foto|foto credit|ilustración|ilustração|ilustracja|ilustrace
    |ilustrácia|ilustratie|illustratie|illustrazione|ilustracija|beeld|bron|beeldbron|fotobron|kredit|bildkälla
    |källa|kilde|lähde|kuva|kuvat|valokuva|kuvaaja|kuvituskuva|arkivbild|arkivfoto|bilde|billede|illustrasjon
    |fotó|kép|képek|forrás|fotók|zdroj|zdroj foto|autor|autorka|autor fotografie|fot|zdj|zdjęcie|zdjęcia|źródło
    |żródło|izvor|vir|snimio|snimila|kaynak|fotoğraf|görsel|allikas|pildid|avots|attēls|nuotrauka|nuotr
    |nuotraukos|šaltinis|ljósmynd|mynd|myndir|argazkia|imatge|font|fotó forrása|burimi|poza|фото|фотография
    |фотографія|фотографии|снимка|снимки|снимок|источник|источник фото|джерело|світлина|иллюстрация|автор
    |автор фото|фотограф|слика|извор|скриншот|сурет|сүрөт|изображение|ілюстрація|кадр|φωτο|φωτογραφία
    |φωτογραφίες|φωτό|φωτ|πηγή|εικόνα|ảnh|nguồn|nguồn ảnh|hình|hình ảnh|gambar|sumber|sumber foto|larawan
    |litrato|picha|صورة|صور|الصورة|تصوير|المصدر|مصدر الصورة|مصدر|عکس|عکاس|تصویر|فوٹو|منبع|صورة من|עכס|צילום
    |תמונה|קרדיט|באדיבות|फोटो|तस्वीर|फोटो क्रेडिट|छवि|स्रोत|ছবি|সূত্র|ছবিঃ|ફોટો|ਤਸਵੀਰ|புகைப்படம்|படம்|ఫోటో
    |ചിത്രം|ภาพ|ขอบคุณภาพ|ที่มา|เครดิตภาพ|写真|撮影|提供|出典|画像|写真提供|資料|図
    |図表|イラスト|摄影|攝影|摄|图|圖|图片|圖片|图源|圖源|来源|來源|图片来源
    |圖片來源|资料图|資料圖|照片|翻攝自|사진|사진제공
    |사진 제공|출처|자료|그래픽|이미지|일러스트|제공|사진출처|사진 출처
    """
)

# Before a name without a colon, at the start of a part: "Photo by A. Name", "Foto de A. Name", "Courtesy of B".
BY_LABELS = (
    r"(?:photo(?:graph)?s?|photography|pictures?|pics?|images?|illustrations?|graphics?|videos?|art(?:work)?)\s+by",
    r"(?:photo(?:graph)?s?|pictures?|pics?|images?|graphics?|videos?)\s+(?:from|courtesy(?:\s+of)?|via|credits?)",
    r"fotos?\s+(?:von|de|di|af|av|door|by|par|por|do|da|cortes[ií]a(?:\s+de)?|van|tomada\s+de)",
    r"photos?\s+(?:de|par|d['’])",
    r"(?:bild|foto)\s+(?:av|von|af|tatt\s+av)",
    r"(?:fotografía|fotografia|imagen|imagem|imágenes|captura|ilustración)\s+(?:de|por|cedida\s+por)",
    r"fot(?:o)?\.",
    r"zdj\.",
    r"nuotr\.",
    r"(?:réd|phot)\.",
)

# The same, but they say how the picture came here, and stay with the name.
FROM_LABELS = (
    r"(?:(?:photo|image|picture)\s+)?courtesy(?:\s+(?:of|photo|image|the))?",
    r"(?:provided|supplied|submitted|released)\s+by",
    r"(?:cedidas?|cortes[ií]a|cortesia)\s+(?:por|de)",
    r"mit\s+freundlicher\s+genehmigung(?:\s+von)?",
)

EAST_VERBS = (
    "撮影",
    "提供",
    "摄影",
    "攝影",
    "摄",
    "攝",
    "供图",
    "供圖",
    "제공",
    "촬영",
)  # after a name: who took or gave it

SIGNS = ("©", "ⓒ", "℗", "(c)", "image copyright", "copyright")  # the name follows, with or without a year

# Agencies, picture libraries and services that sign pictures all over the world; compared without case, word by word.
AGENCIES = _words(
    """
    ap|ap photo|associated press|the associated press|afp|agence france-presse|reuters|thomson reuters|getty
    |getty images|gettyimages|epa|epa-efe|efe|dpa|dpa-zentralbild|apa|ansa|tass|тасс|риа новости|ria novosti
    |sputnik|xinhua|新华社|新華社|kyodo|kyodo news|共同|時事
    |jiji|yonhap|연합뉴스|뉴시스|뉴스1|newsis|pa|pa wire|pa images|pa media
    |press association|alamy|shutterstock|istock|istockphoto|imago|imago images|picture alliance
    |picture-alliance|keystone|keystone-sda|ritzau|ritzau scanpix|scanpix|tt|ntb|lehtikuva|anp|belga|mti|čtk|ctk
    |tasr|pap|anadolu|anadolu agency|anadolu ajansı|aa|dha|iha|i̇ha|nurphoto|zuma|zuma press|sipa|sipa usa|abaca
    |abacapress|bloomberg|upi|usa today sports|imagn|pixabay|unsplash|pexels|wikimedia|wikimedia commons
    |wikipedia|flickr|adobe stock|adobestock|fotolia|depositphotos|dreamstime|123rf|corbis|magnum photos
    |panos pictures|wireimage|filmmagic|icon sportswire|motorsport images|lat images|action images|backgrid
    |splash news|rex|rex features|swns|nasa|esa|noaa|europa press|lapresse|fotogramma|agência brasil
    |agencia brasil|lusa|notimex|cuartoscuro|the canadian press|canadian press|cp|aap|bernama|antara|antara foto
    |pti|ani|ians|sopa images|hans lucas|maxppp|bestimage|vcg|visual china group|unian|уніан|ukrinform|укрінформ
    |irna|isna|wafa|flash90|bns|leta|elta|bta|бта|fena|hina|tanjug|танјуг|agerpres|mediafax|inquam|inquam photos
    |eurokinissi|intime|απε-μπε|ape-mpe|abc|bbc|cnn|nbc|cbs|fox news|afp via getty images|via reuters|pool
    |handout|stringer|facebook|instagram|twitter|tiktok|youtube|telegram|screenshot|google maps|google|maxar
    |maxar technologies|planet labs|creative commons|cc by|cc by-sa
    |public domain|ロイター|中新社|中央社|美联社|路透社|法新社
    |رويترز|أ ف ب|أ.ف.ب|فرانس برس|الأناضول|وكالات|интерфакс|рейтер|reuters connect|dpa picture-alliance|epd|kna
    |nordphoto|witters|hollandse hoogte|anp photo|novum|tt nyhetsbyrån|bildbyrån|npa|apn|afrikimages
    |news corp australia|fairfax media|postmedia|toronto star|tribune news service|tns|redux|contour
    |everett collection|polaris|eyevine|camera press|mirrorpix|the times|new york times|the new york times
    |washington post|gallo images|the guardian
    """
)


# Words that may stand inside a credit in lower case.
CONNECTORS = frozenset(
    """
    via for from of the and und et y e i og och en de la le les du des von van der den di da do dos del al el
    bin ibn ben zu zur im in for by par por special to photo photos foto pool archive archiv archivo handout
    stringer file images special d' l' für pour per a/d c/o dpa ap afp apa efe epa imago fotografie
    """.split()
)
