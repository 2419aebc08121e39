"""What people who sign are, in many languages: a part of a line with one of these words tells a role, not a name."""

from __future__ import annotations

# Language -> words, parted by spaces; phrases of languages that write a word in several parts stand in PHRASES.
WORDS = {
    "en": """editor editors editor-in-chief reporter reporters correspondent correspondents columnist writer writers
        journalist journalists producer producers director analyst contributor contributing photographer host presenter
        critic fellow professor lecturer freelance freelancer chief deputy associate assistant managing senior junior
        executive intern anchor blogger researcher strategist commentator broadcaster broadcaster's founder co-founder
        ceo president spokesman spokesperson spokeswoman manager consultant coordinator specialist expert trainee head
        coach physician psychologist economist videographer illustrator staffer copywriter author novelist head-of copy
        moderator sub-editor subeditor newsreader newscaster meteorologist photojournalist co-host
        co-author co-editor historian lawyer attorney reviewer engineer dietitian
        nutritionist nurse therapist scientist instructor trainer pharmacist pediatrician dermatologist dentist
        veterinarian advisor adviser counselor""",
    "de": """redakteur redakteurin redaktor redaktorin redaktionsleiter redaktionsleiterin korrespondent korrespondentin
        reporterin volontär volontärin autor autorin chefredakteur chefredakteurin chefredaktor ressortleiter
        ressortleiterin kolumnist kolumnistin journalistin journalist gastautor gastautorin herausgeber herausgeberin
        leiter leiterin mitarbeiter mitarbeiterin praktikant praktikantin fotograf fotografin experte expertin
        geschäftsführer textchef textchefin politikredakteur sportredakteur wirtschaftsredakteur nachrichtenredakteur
        freier freie leitende leitender stellvertretender stellvertretende pressesprecher pressesprecherin
        pressereferent pressereferentin ministerin präsident präsidentin sprecher publizist publizistin volontariat
        werkstudent werkstudentin moderatorin professorin historiker historikerin politologe politologin ökonom ökonomin
        soziologe soziologin schriftsteller schriftstellerin rechtsanwalt rechtsanwältin chefreporter chefreporterin
        bloggerin gerichtsreporterin""",
    "fr": """journaliste correspondant correspondante rédacteur rédactrice chroniqueur chroniqueuse envoyé envoyée
        éditorialiste pigiste rédacteur-en-chef directeur directrice chef cheffe auteur auteure autrice ministre
        professeur professeure historien historienne philosophe économiste sociologue politologue avocat avocate
        écrivain écrivaine essayiste chercheur chercheuse enseignant enseignante doctorant doctorante politiste
        stagiaire alternant alternante reportrice adjoint adjointe""",
    "es": """redactor redactora redactor/a corresponsal periodista columnista jefe jefa directora director/a enviado
        enviada colaborador colaboradora reportero reportera especialista ministra presidente presidenta articulista
        analista profesor profesora catedrático catedrática escritor escritora economista politólogo politóloga
        historiador historiadora subdirector subdirectora becario becaria cronista locutor locutora fotoperiodista
        ensayista responsable""",
    "ca": "periodista redactora corresponsal col·laborador col·laboradora subdirectora articulista escriptora",
    "it": """giornalista corrispondente inviato inviata caporedattore caporedattrice direttore direttrice redattore
        redattrice vicedirettore vicedirettrice collaboratore collaboratrice editorialista opinionista praticante
        professore professoressa scrittore scrittrice economista politologo sociologo capocronista capodesk""",
    "pt": """repórter jornalista editora editor(a) colunista redator redatora correspondente chefe ministro
        diretor diretora subdiretor subdiretora estagiário estagiária enviado enviada comentador comentadora cronista
        articulista analista professora escritora economista advogado advogada redactor jornalista-estagiário
        diretor-adjunto repórteres""",
    "ro": "jurnalist jurnalistă redactor-șef corespondent corespondentă reporteră redactori editorialist editorialistă",
    "nl": """redacteur redactrice verslaggever verslaggeefster hoofdredacteur columniste correspondente
        freelancejournalist journaliste stagiair stagiaire medewerker eindredacteur hoogleraar politicoloog
        adjunct-hoofdredacteur chef""",
    "af": "joernalis verslaggewer redakteur rubriekskrywer",
    "sv": """redaktör chefredaktör skribent krönikör frilans frilansjournalist kommentator ledarskribent
        kulturredaktör utrikeskorrespondent kolumnist programledare medarbetare debattör kulturskribent
        nyhetschef nyhetsreporter""",
    "no": "redaktør sjefredaktør ansvarig frilansjournalist kommentator debattleder nyhetsleder fotojournalist",
    "da": """ansvarshavende chefredaktør korrespondent udlandsredaktør debatredaktør medarbejder erhvervsredaktør
        klummeskribent anmelder debattør reporter""",
    "is": "blaðamaður fréttamaður ritstjóri fréttastjóri",
    "fi": """toimittaja päätoimittaja kirjeenvaihtaja avustaja kolumnisti uutispäällikkö kuvaaja uutistuottaja
        ulkomaantoimittaja""",
    "et": "ajakirjanik toimetaja peatoimetaja kolumnist korrespondent",
    "lv": "žurnālists žurnāliste redaktors redaktore korespondents korespondente",
    "lt": "žurnalistas žurnalistė redaktorius redaktorė korespondentas korespondentė apžvalgininkas apžvalgininkė",
    "pl": """dziennikarz dziennikarka redaktor naczelny naczelna publicysta publicystka komentator redaktorka
        korespondent korespondentka reporterka felietonista felietonistka wydawca fotoreporter fotoreporterka
        współpracownik""",
    "cs": """redaktorka reportér reportérka novinář novinářka komentátor komentátorka šéfredaktor šéfredaktorka
        zpravodaj zpravodajka editorka vedoucí""",
    "sk": "novinár novinárka reportérka komentátorka spravodajca spravodajkyňa šéfredaktor",
    "hu": """újságíró szerkesztő főszerkesztő munkatárs főmunkatárs rovatvezető tudósító riporter publicista
        főszerkesztő-helyettes vezetőszerkesztő""",
    "hr": """novinar novinarka urednik urednica dopisnik dopisnica kolumnist kolumnistica komentatorica reporterka
        kolumnista glavni glavna""",
    "sl": "novinarka urednica dopisnica odgovorni odgovorna kolumnistka komentatorka",
    "sr": "новинар новинарка уредник уредница дописник дописница колумниста главни",
    "bg": "журналист журналистка кореспондент кореспондентка главен редактор репортер репортерка коментатор",
    "mk": "новинар новинарка уредник дописник колумнист",
    "sq": "gazetar gazetare redaktor redaktore korrespondent korrespondente",
    "el": """δημοσιογράφος αρχισυντάκτης αρχισυντάκτρια ανταποκριτής ανταποκρίτρια αρθρογράφος ρεπόρτερ διευθυντής
        διευθύντρια αναλυτής αναλύτρια συντάκτρια απεσταλμένος απεσταλμένη καθηγητής καθηγήτρια""",
    "tr": """muhabir editör muhabiri yazarı editörü gazeteci temsilcisi müdürü yönetmeni köşe sunucu
        röportajcı gazetecisi""",
    "az": "müxbir redaktor jurnalist",
    "ru": """корреспондент корреспондентка редактор обозреватель журналист журналистка колумнист репортёр репортер
        спецкор автор обозревательница колумнистка спецкорреспондент фотокорреспондент корр. шеф-редактор выпускающий
        публицист политолог экономист историк писатель главный ведущий ведущая заместитель замглавреда собкор
        редакторка""",
    "uk": """кореспондент журналіст журналістка оглядач обозревательница редакторка кореспондентка репортерка
        оглядачка публіцист письменник випусковий випускова головний головна ведуча політолог економіст авторка
        журналіст-розслідувач фотокореспондент""",
    "be": "карэспандэнт карэспандэнтка журналіст рэдактар",
    "kk": "тілші журналист редактор",
    "ka": "ჟურნალისტი რედაქტორი რეპორტიორი კორესპონდენტი",
    "hy": "լրագրող խմբագիր թղթակից",
    "ar": """محرر محررة مراسل مراسلة صحفي صحفية صحافي صحافية كاتب كاتبة رئيس باحث باحثة أستاذ أستاذة مدير مديرة
        محلل محللة إعلامي إعلامية موفد مراسلنا المحرر المراسل مراسلو""",
    "fa": "خبرنگار روزنامه‌نگار سردبیر نویسنده تحلیلگر کارشناس دبیر گزارشگر پژوهشگر روزنامه‌نگار",
    "ur": "رپورٹر نمائندہ صحافی نامہ‌نگار مدیر تجزیہ‌کار",
    "he": "סופר כתב כתבת פרשן פרשנית עורך עורכת עיתונאי עיתונאית כתבנו",
    "hi": "संवाददाता संपादक पत्रकार रिपोर्टर लेखक लेखिका वरिष्ठ उप-संपादक",
    "bn": "প্রতিবেদক প্রতিনিধি সংবাদদাতা সম্পাদক সাংবাদিক",
    "ta": "செய்தியாளர் ஆசிரியர் நிருபர்",
    "te": "విలేకరి సంపాదకుడు",
    "ml": "ലേഖകൻ ലേഖിക",
    "th": "ผู้สื่อข่าว บรรณาธิการ นักข่าว คอลัมนิสต์ กองบรรณาธิการ",
    "id": """wartawan jurnalis penulis redaktur kontributor koresponden pewarta penyunting editorial reporter
        mahasiswa pengamat""",
    "ms": "pemberita pengarang wartawati",
    "tl": "mamamahayag manunulat",
    "sw": "mwandishi mhariri",
    "ja": """記者 編集委員 論説委員 特派員 編集長 ライター 編集者 支局長 デスク 客員編集委員 専門記者
        ジャーナリスト 編集部""",
    "zh": """记者 記者 編輯 编辑 主编 主編 主笔 主筆 評論員 评论员 通讯员 通訊員 特派员 特派員 專欄作家 专栏作家 撰稿人
        特约撰稿人 特约记者 责任编辑 實習記者 实习记者 首席记者 高级记者""",
    "ko": "기자 특파원 논설위원 편집국장 에디터 앵커 인턴기자 선임기자 칼럼니스트 교수 평론가 편집위원 객원기자 리포터",
}
PHRASES = {
    "vi": "phóng viên|biên tập viên|nhà báo|tổng biên tập|cộng tác viên|bình luận viên",
    "tr": "köşe yazarı|haber müdürü|genel yayın yönetmeni|yazı işleri müdürü|dış haberler",
    "fr": "grand reporter|envoyé spécial|envoyée spéciale|notre correspondant|notre correspondante",
    "es": "enviado especial|enviada especial",
    "ar": "كاتب صحفي|كاتب وباحث|كاتبة وباحثة|رئيس التحرير|مدير التحرير",
    "bn": "নিজস্ব প্রতিবেদক|নিজস্ব সংবাদদাতা|স্টাফ রিপোর্টার|জ্যেষ্ঠ প্রতিবেদক",
    "hi": "विशेष संवाददाता|वरिष्ठ संवाददाता|मुख्य संपादक",
}
# What compounds that say a role end with.
ROLE_ENDS = (
    "leiter", "leiterin", "redakteur", "redakteurin", "redaktor", "redaktorin", "korrespondent", "korrespondentin",
    "reporter", "reporterin", "journalist", "journalistin", "direktor", "direktorin", "experte", "expertin", "referent",
    "referentin", "autorin", "sprecherin", "präsidentin", "ministerin", "assistent", "assistentin", "redaktør",
    "redaktör", "redacteur", "korrespondenten", "journalisten", "toimittaja", "forsker", "wissenschaftler",
    "wissenschaftlerin", "verslaggever", "verslaggeefster", "correspondent", "kommentator", "reportern", "skribent",
    "redaktorka", "medarbejder", "medarbetare", "kirjeenvaihtaja",
)  # fmt: skip

# What buttons and links beside a name say: "Become a contributor", "View author page" are no roles.
ON_BUTTONS = frozenset(
    """become search follow following view see get read more all about contact email e-mail mail subscribe subscribed
    sign log login join click alerts page pages profile profiles posts articles stories archive archives by from twitter
    facebook folgen über mehr alle abonnieren anmelden profil seite artikel suivre voir lire propos tous plus contacter
    contactez seguir ver sobre leer más mais todos todas segui leggi tutti altri volg lees meer alle följ läs mer om
    подписаться все читать об obserwuj czytaj więcej takip tüm hakkında""".casefold().split()
)

ROLES = frozenset(
    {word for words in WORDS.values() for word in words.casefold().split()}
    | {phrase for phrases in PHRASES.values() for phrase in phrases.casefold().split("|")}
    | {"minister", "ministro", "ministra"}
)
