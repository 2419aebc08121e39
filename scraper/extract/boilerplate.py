"""What is not the article: class words by reason, element names and roles by reason. Lines stand in phrases.toml.

A class or id is cut into words at "-", "_" and capitals; a word speaks for its box unless the word before it takes it
back ("no-sidebar", "hasComments"). Nothing here names a site.
"""

from __future__ import annotations

# reason -> words of class and id names
WORDS = {
    "navigation": (
        "nav navi navbar navigation navigator subnav menu menus submenu breadcrumb breadcrumbs pagination pager "
        "pagenav paging masthead topbar skip skiplink toc sitemap"
    ),
    "footer": "footer foot colophon imprint impressum bottombar",
    "sidebar": "sidebar sidebars siderail rail rightrail leftrail rightcol rightcolumn aside marginalia",
    "comments": (
        "comment comments commentlist commentbox disqus respond replies reply discussion coral livefyre kommentar "
        "kommentare commentaires comentarios commenti"
    ),
    "related": (
        "related relateds relatedposts relatedarticles relatednews recirc recirculation recommended "
        "recommendation recommendations recommend trending popular mostread mostpopular mostviewed morefrom "
        "morenews more moreon readmore readalso alsoread seealso further furtherreading also latest upnext nextup "
        "outbrain taboola zergnet teaser teasers teaserbox linkbox linklist linkbox storylink relacionadas "
        "relacionados verwandte empfehlung empfehlungen weiterlesen mehr lesen leia aussi similar suggested "
        "suggestions crosslink internallink inlinelink inlinerelated onward artikelliste "
        "breakingnews newsticker topnews hotnews latestnews"
    ),
    "newsletter": (
        "newsletter newsletters signup optin mailchimp mailinglist subscribe subscription subscriptions "
        "emailsignup emailsub emailsubscribe inbox abonnieren abo pushbox pushmeldung "
        "pushnotification pushnotifications"
    ),
    "promotion": (
        "promo promos promotion promobox promoted callout cta appdownload downloadapp app appstore banner banners "
        "teaserpromo marketing campaign upsell"
    ),
    "advertising": (
        "ad ads adv advert adverts advertisement advertising advertorial adsense adslot adbox adunit adcontainer "
        "dfp gpt sponsor sponsored sponsors werbung anzeige anzeigen publicidad publicidade publicite pubblicita "
        "reklama reklame annonce annonse mainos"
    ),
    "sharing": (
        "share sharing shares sharebar sharetools sharebuttons sharedaddy socialshare social socials sociallinks "
        "socialbar socialmedia addthis addtoany a2a follow followus compartir compartilhar partage condividi "
        "teilen bookmark bookmarks merkliste"
    ),
    "consent": "cookie cookies consent gdpr cmp ccpa privacy onetrust sourcepoint datenschutz",
    "paywall": (
        "paywall piano regwall registrationwall subscriberonly subscriptionwall premiumwall metered plusbox gate locked"
    ),
    "popup": (
        "modal popup popin popover overlay lightbox tooltip dropdown rollover hovercard flyout drawer offcanvas "
        "dialog toast notification interstitial"
    ),
    "hidden": "hidden hide invisible visuallyhidden offscreen screenreader",
    "byline": (
        "byline bylines author authors authorbox authorbio authorinfo authorcard bio writer contributor "
        "contributors autor autores auteur auteurs autore signature reporter redacteur"
    ),
    "date": (
        "dateline timestamp pubdate published publishdate posttime postdate datetime datum fecha lastupdated "
        "readingtime readtime lesezeit"
    ),
    "tags": "tags tag taglist tagcloud keywords topics topiclist topictags labels schlagworte etiquetas hashtags",
    "caption": "caption captions figcaption imagecaption wpcaption legend bildunterschrift bildtext legende",
    "credit": (
        "credit credits photocredit imagecredit copyright source sources quelle attribution bildquelle "
        "bildnachweis fotocredit"
    ),
    "media": (
        "gallery galleries slideshow carousel slider swiper player playlist jwplayer videoplayer videobox "
        "audioplayer podcast thumbnail lightgallery"
    ),
    "embed": "embed embedded iframe oembed embeds twitter tweet instagram facebook tiktok",
    "factbox": (
        "infobox factbox facts fact faktabox fakta glossary sidebox boxout infoblock keyfacts steckbrief kasten"
    ),
    "rating": "rating ratings poll polls quiz survey vote voting votes umfrage encuesta sondage",
    "donation": "donate donation donations donor support supportus membership patreon",
    "correction": "correction corrections editorsnote feedback report disclaimer legal terms",
    "print": "print printonly printfriendly",
    "login": "login signin register registration account logout",
    "search": "search searchbox searchform suche buscar recherche",
    "kicker": "kicker eyebrow overline rubric topline ticker",
    "widget": "widget widgets shortcode tool tools toolbar utility utilities actions",
    "poster": "disclosure affiliate shop shopping buy buybox product products price deal deals",
}

# A class with one of these fronts tells of a state of the whole page or post, not of a box.
STATES = (
    "tag-",
    "category-",
    "type-",
    "status-",
    "format-",
    "has-",
    "post-",
    "section-",
    "no-",
    "with-",
    "is-",
    "theme-",
    "page-template",
    "js-",
    "author-",
    "single-",
)
STATES_THAT_ARE_NONE = frozenset(
    {"post-body", "post-content", "post-footer", "post-meta", "post-tags", "post-author", "author-bio", "author-box"}
)
# A word after one of these is taken back.
NEGATIONS = frozenset(
    "with has no without hide non not contains below above after before is under pre post between".split()
)

# A class that says: this is the text, or its container.
CONTENT = """
articlebody articlecontent articletext bodytext bodycopy storybody storytext storycontent storycopy entrycontent
entrybody postcontent postbody maincontent maintext richtext paragraph paragraphs textblock textbody fliesstext
articlecopy copytext contentbody cuerpo texte testo
"""
LEAD = """
lead lede leadtext leads leadin leadparagraph intro introduction introtext standfirst subtitle subheadline subhead
subheading subline subhed dek deck deckline summary excerpt sapo chapo chapeau abstract description descripcion
entradilla bajada copete ingress manchet manchete sommario occhiello sottotitolo underrubrik strapline strap
soustitre untertitel vorspann preface anriss teasertext zusammenfassung linhafina linha perex bajadilla preamble
resumo synopsis hook antetitulo subtitulo catenaccio onderkop inleiding ingres alaotsikko zajawka lid podnadpis spot
ozet standarfirst unterzeile dachzeile articlelead
"""
HIDDEN = frozenset(
    "sr-only screen-reader-text visually-hidden visuallyhidden screenreader screen-reader offscreen hide-text is- "
    "hidden a11y-hidden u-visually-hidden sr_only assistive-text u-hidden u-hide screenreader-only vh "
    "visuallyHidden element-invisible".split()
)
POPUPS = frozenset({"popup"})  # inside a sentence these are cards that show when the mouse is over a name

# element name -> reason, for elements whose name says so
ELEMENTS = {
    "nav": "<nav>",
    "footer": "<footer>",
    "aside": "<aside>",
    "form": "<form>",
    "figure": "<figure>",
    "figcaption": "<figcaption>",
    "header": "<header>",
    "address": "<address>",
    "fieldset": "<form>",
    "details": "<details>",
    "dialog": "popup",
    "caption": "caption",
}
ROLES = {
    "navigation": "navigation",
    "banner": "<header>",
    "contentinfo": "<footer>",
    "complementary": "<aside>",
    "search": "search",
    "dialog": "popup",
    "alertdialog": "popup",
    "menu": "navigation",
    "menubar": "navigation",
    "toolbar": "widget",
    "tablist": "widget",
    "form": "<form>",
    "tooltip": "popup",
    "alert": "popup",
    "status": "popup",
}

# Boxes that are hardly ever the article, however much text they hold; of these, those that are never.
HARD = frozenset(
    {
        "comments",
        "footer",
        "sidebar",
        "related",
        "newsletter",
        "navigation",
        "consent",
        "<nav>",
        "<footer>",
        "<aside>",
        "<form>",
        "search",
        "login",
        "hidden!",
        "unspoken",
    }
)
# Of the hard ones, those that an element or role says and not only a class.
SURE = frozenset({"<nav>", "<footer>", "<aside>", "<form>", "footer", "search", "comments"})
NEVER = frozenset({"hidden!", "unspoken", "<nav>", "<footer>", "navigation", "footer", "comments", "consent"})
TALK = frozenset({"comments", "hidden!", "unspoken", "consent"})
FIGURES = frozenset({"<figure>", "<figcaption>", "caption", "credit"})
# A box of these holds no standfirst.
NO_LEAD = (
    HARD
    | FIGURES
    | {"byline", "promotion", "sharing", "advertising", "date", "correction", "paywall", "popup", "media", "tags"}
)

# Elements that show no text of their own on the page.
DROPPED = frozenset(
    "script style noscript template svg iframe object embed canvas video audio map head button select option "
    "input textarea datalist dialog link meta source track progress meter menu base param title rt rp area amp-ad "
    "amp-iframe amp-social-share amp-sidebar amp-consent amp-embed amp-img amp-video amp-analytics".split()
)
INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark q s samp small span strike "
    "strong sub sup time tt u var wbr ruby rb rtc nobr output blink picture tspan bdi applet center-x".split()
)
MEDIA = frozenset({"video", "iframe", "amp-img", "amp-video", "object", "img", "picture", "embed"})
