"""Give what is not the article by element names and roles, and which reasons weigh how much.

A class or id is cut into words at hyphens, underscores and capitals; its words and the rules for
them are in the lexicon (box_names.toml, class_rules.toml), the words of lines in phrases.toml.
"""

from __future__ import annotations

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

# Boxes that are hardly ever the article, however much text they hold.
HARD = frozenset(
    "comments footer sidebar related newsletter navigation consent <nav> <footer> <aside> <form> "
    "search login hidden! unspoken".split()
)
# Of the hard ones, those that an element or role says and not only a class.
SURE = frozenset("<nav> <footer> <aside> <form> footer search comments".split())
# Of the hard ones, those that are never the article.
NEVER = frozenset("hidden! unspoken <nav> <footer> navigation footer comments consent".split())
TALK = frozenset({"comments", "hidden!", "unspoken", "consent"})
FIGURES = frozenset({"<figure>", "<figcaption>", "caption", "credit"})
# A box of these holds no standfirst.
NO_LEAD = (
    HARD
    | FIGURES
    | frozenset(
        "byline promotion sharing advertising date correction paywall popup media tags".split()
    )
)

# Elements that show no text of their own on the page.
DROPPED = frozenset(
    "script style noscript template svg iframe object embed canvas video audio map head button "
    "select option input textarea datalist dialog link meta source track progress meter menu base "
    "param title rt rp area amp-ad amp-iframe amp-social-share amp-sidebar amp-consent amp-embed "
    "amp-img amp-video amp-analytics".split()
)
INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark q s samp "
    "small span strike strong sub sup time tt u var wbr ruby rb rtc nobr output blink picture "
    "tspan applet center-x".split()
)
MEDIA = frozenset({"video", "iframe", "amp-img", "amp-video", "object", "img", "picture", "embed"})
