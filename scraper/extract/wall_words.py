"""What pages that are no articles say: traces in their source and words of their titles and texts, in many languages."""

from __future__ import annotations

# Traces of services that check for robots; on a page with little text they are the page.
CHALLENGE_SOURCE = (
    "/cdn-cgi/challenge-platform/", "_cf_chl_opt", "cf-browser-verification", "captcha-delivery.com", "px-captcha", "_incapsula_resource",
    "/_sec/cp_challenge", "sec-if-cpt-container", "ak_bmsc_challenge", "awswafintegration", "aws-waf-token", "geo.captcha", "ddos-guard",
    "perfdrive.com", "kpsdk", "g-recaptcha", "h-captcha", "hcaptcha.com", "cf-turnstile", "friendlycaptcha",
)  # fmt: skip
CHALLENGE_TITLES = (
    "just a moment", "attention required", "access denied", "access to this page has been denied", "pardon our interruption", "are you a robot",
    "robot check", "security check", "human verification", "verify you are human", "verifying you are human", "please verify", "checking your browser",
    "one moment, please", "ddos protection", "request unsuccessful", "captcha", "einen moment", "un instant", "un momento", "bot verification",
    "unusual traffic", "403 forbidden", "forbidden", "blocked", "request blocked", "client challenge", "vercel security checkpoint",
)  # fmt: skip
CHALLENGE_WORDS = (
    "verify you are human", "verifying you are human", "are you a robot", "not a robot", "checking your browser", "unusual traffic", "automated access",
    "enable javascript and cookies to continue", "needs to review the security", "ray id", "bestätigen sie, dass sie kein roboter", "ich bin kein roboter",
    "vérifier que vous n'êtes pas un robot", "je ne suis pas un robot", "no soy un robot", "non sono un robot", "não sou um robô", "я не робот", "我不是机器人",
)  # fmt: skip

CONSENT_HOSTS = ("consent.", "guce.", "privacy-mgmt.", "myprivacy.", "cmp.", "zustimmung.")
CONSENT_WORDS = (
    "cookies", "personal data", "personenbezogene daten", "datenschutz", "zustimmung", "zustimmen", "einwilligung", "werbung und tracking", "tracking",
    "unsere partner", "our partners", "partners", "vendors", "legitimate interest", "consent", "privacy policy", "privacy center", "accept all", "reject all",
    "alle akzeptieren", "akzeptieren und weiter", "werbefrei", "tout accepter", "continuer sans accepter", "accepter et continuer", "données personnelles", "traceurs",
    "nos partenaires", "consentement", "aceptar y continuar", "aceptar todo", "datos personales", "nuestros socios", "consentimiento", "accetta e continua",
    "accetta tutti", "dati personali", "partner pubblicitari", "consenso", "aceitar todos", "dados pessoais", "consentimento", "cookies accepteren", "akkoord",
    "toestemming", "persoonsgegevens", "samtycke", "personuppgifter", "samtykke", "persondata", "hyväksy", "evästeet", "zgoda", "przechodzę do serwisu",
    "danych osobowych", "plików cookie", "souhlas", "osobních údajů", "hozzájárul", "сookie", "персональных данных", "çerez", "kişisel veri", "동의", "同意",
)  # fmt: skip

LOGIN_TITLES = (
    "sign in", "log in", "login", "signin", "log on", "anmelden", "einloggen", "anmeldung", "connexion", "se connecter", "identification", "iniciar sesión",
    "acceder", "inicia sesión", "accedi", "entrar", "fazer login", "inloggen", "logga in", "logg inn", "log ind", "kirjaudu", "zaloguj", "logowanie",
    "přihlášení", "bejelentkezés", "autentificare", "prijava", "вход", "войти", "вхід", "увійти", "σύνδεση", "giriş", "تسجيل الدخول", "登录", "登入", "ログイン",
    "로그인", "masuk", "đăng nhập",
)  # fmt: skip

NOT_FOUND_TITLES = (
    "page not found", "not found", "404", "page unavailable", "page no longer", "no longer available", "page cannot be found", "couldn't find", "can't find",
    "could not find", "haven’t been able to find", "haven't been able to find", "page you asked for", "page you requested", "page does not exist", "doesn't exist",
    "article not found", "content unavailable", "oops", "410 gone", "seite nicht gefunden", "nicht gefunden", "nicht mehr verfügbar", "existiert nicht",
    "seite existiert", "page introuvable", "introuvable", "page non trouvée", "n'existe pas", "n’existe pas", "página no encontrada", "no encontrada", "no existe",
    "pagina non trovata", "non trovata", "non esiste", "página não encontrada", "não encontrada", "pagina niet gevonden", "niet gevonden", "sidan hittades inte",
    "sidan kunde inte hittas", "hittades inte", "siden ble ikke funnet", "fant ikke siden", "finnes ikke", "siden blev ikke fundet", "findes ikke", "sivua ei löyt",
    "nie znaleziono", "nie istnieje", "stránka nenalezena", "nenalezen", "neexistuje", "az oldal nem található", "nem található", "pagina nu a fost", "nu a fost găsit",
    "stranica nije pronađena", "nije pronađen", "страница не найдена", "не найдена", "не существует", "сторінку не знайдено", "не знайдено", "δεν βρέθηκε",
    "sayfa bulunamadı", "bulunamadı", "الصفحة غير موجودة", "غير موجودة", "הדף לא נמצא", "tidak ditemukan", "không tìm thấy", "页面不存在", "找不到", "頁面不存在",
    "ページが見つかりません", "見つかりません", "페이지를 찾을 수 없", "찾을 수 없습니다", "पृष्ठ नहीं मिला",
)  # fmt: skip

TEASER_WORDS = (
    "subscribe to unlock", "subscribe to continue", "subscribe to read", "subscribe now", "to continue reading", "continue reading with", "already a subscriber",
    "subscribers only", "for subscribers", "subscriber-only", "this article is for", "exclusive to subscribers", "members only", "become a member to",
    "start your free trial", "create a free account", "register to continue", "sign in to continue", "log in to continue", "to read the full",
    "jetzt weiterlesen", "weiterlesen mit", "diesen artikel weiterlesen", "mit abo", "bereits abonnent", "schon abonnent", "nur für abonnenten", "plus-artikel",
    "exklusiv für abonnenten", "jetzt abonnieren", "jetzt testen", "registrieren und weiterlesen", "réservé aux abonnés", "reservé aux abonnés", "article réservé",
    "la suite est réservée", "il vous reste", "déjà abonné", "pour lire la suite", "abonnez-vous pour", "s’abonner pour lire", "contenido exclusivo",
    "solo para suscriptores", "para suscriptores", "suscríbete para", "ya soy suscriptor", "para seguir leyendo", "riservato agli abbonati", "contenuto riservato",
    "sei già abbonato", "per continuare a leggere", "abbonati per", "exclusivo para assinantes", "conteúdo exclusivo", "já é assinante", "para continuar lendo",
    "alleen voor abonnees", "lees verder met", "al abonnee", "word abonnee", "endast för prenumeranter", "läs hela artikeln", "redan prenumerant", "bli prenumerant",
    "kun for abonnenter", "for abonnenter", "allerede abonnent", "bli abonnent", "bliv abonnent", "få adgang", "vain tilaajille", "tilaajille", "tylko dla prenumeratorów",
    "czytaj dalej z", "wykup dostęp", "dostęp dla", "pro předplatitele", "článek je pouze", "předplaťte si", "csak előfizetőknek", "előfizetőink",
    "доступно только подписчикам", "оформите подписку", "για συνδρομητές", "abonelere özel", "للمشتركين", "有料会員限定", "この記事は有料", "会員限定", "残り",
    "구독자 전용", "订阅后继续", "訂閱後", "khusus pelanggan",
)  # fmt: skip

LIVE_TITLES = ("live:", "live updates", "live blog", "liveblog", "live-blog", "liveticker", "live-ticker", "newsticker", "minuto a minuto", "en vivo:", "en directo:", "en direct", "in diretta", "diretta live", "ao vivo:", "tempo real", "in aanbouw", "relacja na żywo", "na żywo", "online:", "онлайн", "canlı anlatım", "实时更新", "速報")  # fmt: skip

ENABLE_JAVASCRIPT = ("enable javascript", "javascript is disabled", "javascript is required", "requires javascript", "turn on javascript", "javascript aktivieren",
    "javascript einschalten", "activer javascript", "habilita javascript", "habilitar javascript", "activa javascript", "abilita javascript", "javascript inschakelen",
    "aktivera javascript", "włącz javascript", "povolte javascript", "включите javascript", "увімкніть javascript", "javascriptを有効", "启用javascript", "without javascript")  # fmt: skip
SHELL_ROOTS = (
    "root",
    "app",
    "__next",
    "__nuxt",
    "main-app",
    "react-root",
    "app-root",
    "ember-app",
    "svelte",
    "gatsby-focus-wrapper",
    "q-app",
    "application",
)
