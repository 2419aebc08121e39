"""The words of bylines in many languages: between names, inside a name, beside a name, and those that no name has."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.casefold().split())


def _phrases(text: str) -> tuple[str, ...]:
    """Phrases parted by bars, the longest first."""
    return tuple(
        sorted(
            {" ".join(p.split()).casefold() for p in text.split("|")} - {""}, key=len, reverse=True
        )
    )


# Between the names of several authors.
AND = _words(
    """and und et y e i og och ja en και и та і a ve dan & + in_collaboration_with with mit avec con és și"""
)
# Names' small parts.
PARTICLES = _words(
    """von vom van vande vanden der den dem de di da do dos das del della delle dello degli dei du des d
    la le les lo los
    las el al ul ad bin ibn ben bint binti abu abd af av zu zur zum ter ten tot te 't 's y e und ap ua ní nic mac
    mc san santa st st. saint oğlu kyzy uulu zade a/l s/o d/o ould mint"""
)
# Particles that are given names too, where they are capitalised and first: "Ben Roe", not "Ibn Roe".
GIVEN_NAMES = _words("ben al van mac nic della")
TITLES = _words(
    """dr dr. prof prof. mag mag. dipl dipl. dipl.-ing. ing ing. phd ph.d ph.d. md m.d. m.a. ma ba b.sc.
    msc m.sc. mba jr jr.
    sr sr. ii iii iv rn esq sir dame lord lady rev rev. fr. msgr mr mr. mrs mrs. ms ms. herr frau pater hon. adv. pd
    univ.-prof. o.univ.-prof. di ddr. mmag. bsc llm ll.m. rabbi imam sheikh dra dra. lic. lic datuk dato
    datin tan sri"""
)
# No person has one of these in the name.
ORGANISATION = _words(
    """reporting news newspaper newspapers newsroom newsdesk desk customs police protection u.s. u.s u.k. u.k u.n. u.n
    team editorial redaktion redaktionen redaktionsteam rédaction
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
    وكالة وكالات التحرير فريق هيئة خبرگزاری גיתון מערכת डेस्क ब्यूरो टीम न्यूज़ एजेंसी समाचार
    redaksi uredništvo merkezi servisi bülteni editörlüğü redaksiyası toimituskunta ritstjórn redaktsioon
    redakcijas redakcinė tiskové zpravodajství hírszerkesztő hírügynökség știri agenția stiri secretariat
    σύνταξη συντακτική ομάδα πρακτορείο ефимерида уредништво редакцијата редакцията екипът агенция агенција агентства
    пресслужба пресс-служба прес-служба قسم شبكة موقع صحيفة قناة مراسلون الموقع گروه سرویس تحریریه روزنامه ڈیسک نیوز
    סוכנויות כתבי חדשות ডেস্ক অনলাইন নিউজ ทีมข่าว สำนักข่าว செய்திப்பிரிவு டெஸ்க்
    网易 新浪 搜狐 腾讯 凤凰 百度 头条 今日头条
    一点资讯 澎湃 界面 观察者 央视 新华 中新 光明 快手 抖音 知乎 微博 豆瓣"""
)
# Words of dates that are no names as well ("May", "August" and "Julio" are).
CALENDAR = _words(
    """january february march july september october november december monday tuesday wednesday thursday
    friday saturday sunday januar februar märz juni juli oktober dezember montag dienstag mittwoch donnerstag freitag
    samstag sonntag janvier février avril juin juillet août septembre octobre novembre décembre enero febrero marzo
    abril mayo junio agosto septiembre octubre noviembre diciembre"""
)
# Months and days cut short: some are names too ("Jan"), but nobody's pen name.
CUT_SHORT = _words(
    "jan feb mar apr jun jul aug sep sept oct okt nov dec dez mon tue tues wed thu thur thurs fri sat sun"
)
# Neither has a person's name these: words of sentences and of interfaces.
NO_NAME = CALENDAR | _words(
    """sign logout signup
    by for city united states kingdom
    copied takeaways illustration illustrations illustrated images shutterstock certified licensed über fact-checked
    the this that these those is are was were be been has have had would can could should might must your our
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
# What buttons and tables of an interface say. Each can be somebody's name: two of them together are nobody's.
INTERFACE = _words(
    """link copy copied save saved story stories share listen play audio gift key points facts quick table contents size
    small medium large font text general information translate bookmark add favorites favourites images getty stock
    report print sign follow following alerts feedback countries visited top picks written by data analysis"""
)
# Sections of East Asian newspapers, two signs each: a menu looks like a row of names.
SECTIONS = _words(
    """文化 社会 社會 财经 財經 健康 旅游 旅遊 青春 体育 體育
    娱乐 娛樂 国际 國際 国内 國內 军事 軍事 科技 教育 汽车 汽車 房产 地產 时尚
    時尚 游戏 遊戲 视频 影音 图片 圖片 评论 新闻 新聞 政治
    经济 經濟 法治 生活 历史 歷史 美食 艺术 藝術 理论 公益 股票 基金 理财 时政 要闻
    热点 推荐 滚动 专题 專題 直播 首页 地方 港澳 台湾 臺灣
    两岸 兩岸 全球 世界 亚洲 環球 环球 数码 家居 母婴 星座 情感 读书 讀書 論壇 论坛
    博客 部落 社区 社區 政務 政务 環保 环保 能源 食品
    医疗 醫療 養生 养生 運動 暮らし 経済 国際 芸能 地域 天気 科学 写真 動画"""
)
# Names that systems put where nobody signs.
NOBODY = _words(
    """admin administrator root webmaster editor user guest gast anonymous anonym unknown unbekannt
    no-author noauthor none
    null undefined default author autor redakteur superuser red red. ots pm pi cms site wpadmin wordpress test
    未知 佚名 匿名 网络 網絡 網路 网络整理
    综合整理 本站 本站原创 本网原创 互联网 管理员 管理員 無名 名無し 익명 무명"""
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
    tnn bss unb app ttxvn vov azertac azərtac kazinform казинформ uza kabar qha askanews italpress agi keystone-ats ats
    bgnes бгнес makfax sita bns elta leta бта танјуг фена unian уніан белта belta cns 中新网 央视新闻 人民日报 andina
    colprensa angop panapress aps nan gna kuna qna sana ntb-scanpix norsk_telegrambyrå ロイター 共同 時事
    وام سبوتنيك واس الأناضول رويترز أ.ف.ب فرانس_برس الفرنسية الألمانية أسوشيتد شينخوا ایرنا ایسنا فارس تسنیم مهر
    पीटीआई भाषा एएनआई আইএএনএস এএফপি রয়টার্স บีบีซี"""
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
    sport-informations-dienst|katholische nachrichten-agentur|evangelischer pressedienst|prensa latina|
    maghreb arabe presse|algérie presse service|interfax-ukraine|інтерфакс-україна|рбк-україна|nordic news|
    norsk telegrambyrå|ritzaus bureau|suomen tietotoimisto|magyar távirati iroda|polska agencja prasowa|
    česká tisková kancelář|indo-asian news service|press trust of india|united news of india|antara news|
    al jazeera|al arabiya|al ahram|al mayadeen|al monitor|al bayan|
    فرانس برس|أسوشيتد برس|وكالة الأنباء الألمانية|وكالة الأناضول|وكالات الأنباء|أ ف ب|د ب أ|سوشيتد برس
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
    "facebook.com", "twitter.com",
    "x.com", "instagram.com", "linkedin.com", "youtube.com", "tiktok.com", "threads.net",
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
