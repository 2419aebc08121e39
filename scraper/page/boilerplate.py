"""What is not the article: element names, roles and classes by reason. Words of classes stand in class_words.py.

A class or id is cut into words at "-", "_" and capitals; a word speaks for its box unless the word before it takes it
back ("no-sidebar", "hasComments"). Lines that tell by their words stand in phrases.toml. Nothing here names a site.
"""

from __future__ import annotations

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
    {"post-body", "post-content", "post-footer", "post-meta", "post-tags", "post-author"}
    | {  # "author-jane-roe" is a state of the whole post, these are boxes
        f"author-{part}"
        for part in """about area avatar bio block box byline card container content desc description detail details
        dropdown footer header image info inner line links list meta name names note photo picture profile role section
        social text thumb title wrap wrapper""".split()
    }
)
# A word after one of these is taken back.
NEGATIONS = frozenset(
    "with has no without hide non not contains below above after before is under pre post between".split()
)

HIDDEN = frozenset(
    "sr-only screen-reader-text visually-hidden visuallyhidden screenreader screen-reader offscreen hide-text is- "
    "hidden a11y-hidden u-visually-hidden sr_only assistive-text u-hidden u-hide screenreader-only vh "
    "visuallyHidden element-invisible".split()
)
# The arrows that lead back from a footnote.
BACK_LINKS = frozenset(
    "mw-cite-backlink footnote-backref footnote-back footnote-backlink footnote_backlink reversefootnote backrefs "
    "data-footnote-backref easy-footnote-to-top".split()
)
POPUPS = frozenset(
    {"popup"}
)  # inside a sentence these are cards that show when the mouse is over a name

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
NEVER = frozenset(
    {"hidden!", "unspoken", "<nav>", "<footer>", "navigation", "footer", "comments", "consent"}
)
TALK = frozenset({"comments", "hidden!", "unspoken", "consent"})
FIGURES = frozenset({"<figure>", "<figcaption>", "caption", "credit"})
# A box of these holds no standfirst.
NO_LEAD = (
    HARD
    | FIGURES
    | {
        "byline",
        "promotion",
        "sharing",
        "advertising",
        "date",
        "correction",
        "paywall",
        "popup",
        "media",
        "tags",
    }
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
# Class words of posts of other people that the page shows.
EMBEDS = (
    "twitter-tweet",
    "twitter-video",
    "instagram-media",
    "tiktok-embed",
    "fb-post",
    "bluesky-embed",
    "mastodon-embed",
    "reddit-embed",
    "threads-post",
    "telegram-post",
)
