"""Panels that a control of the page opens are text; what else a control opens is not."""

import pytest

import page_of

VISIBLE = [
    "The ferry that left Saltmarket on Monday came back on Wednesday with one passenger more than it had taken.",
    "Nobody on board had noticed him until the captain counted the soup bowls, of which there were thirty-one.",
    "He said that he had been on the ferry since the spring, and that the soup was better then.",
    "The company is looking for a rule that he has broken, and has asked the county to lend it one.",
]
ANSWER = "The captain pays for the soup until the county has found a rule, and the passenger sings for his supper."
BUTTON = '<button aria-expanded="false" aria-controls="c2">Who pays for the soup?</button>'
PROSE = f"<p>{ANSWER}</p>"


def blocks(panel, outside=""):
    """Return the text of the blocks of an article with a panel after its second paragraph."""
    paragraphs = [f"<p>{text}</p>" for text in VISIBLE]
    story = "".join([*paragraphs[:2], panel, *paragraphs[2:]])
    body = f"<main><h1>A passenger too many</h1><div class=story>{story}</div></main>{outside}"
    return [block.text for block in page_of.document(body, "<title>A passenger too many</title>").body.blocks]


PANELS = {
    "button in a heading": f'<h2>{BUTTON}</h2><div id="c2" hidden>{PROSE}</div>',
    "a state of its own": f'<h2>{BUTTON}</h2><div id="c2" class="panel" aria-hidden="true">{PROSE}</div>',
    "details": f"<details><summary>Who pays for the soup?</summary>{PROSE}</details>",
    "tab": '<div role="tablist"><button role="tab">Who pays?</button></div>'
    f'<div role="tabpanel" style="display:none">{PROSE}</div>',
    "definition": f'<dl><dt aria-expanded="false">Who pays?</dt><dd style="display: none">{ANSWER}</dd></dl>',
    "heading that is closed": f'<h3 aria-expanded="false">Who pays?</h3><div style="display:none">{PROSE}</div>',
    "read more": f'<button aria-expanded="false" aria-controls="c1 c2">Read more</button>'
    f'<div id="c2" hidden>{PROSE}</div>',
    "address within the page": f'<h3><a href="#c2" role="button">Who pays?</a></h3><div id="c2" hidden>{PROSE}</div>',
    "target of a script": f'<h3 data-bs-target="#c2">Who pays?</h3><div id="c2" hidden>{PROSE}</div>',
}


@pytest.mark.parametrize("panel", PANELS.values(), ids=PANELS)
def test_a_panel_is_text(panel):
    assert [*VISIBLE[:2], ANSWER] == [text for text in blocks(panel)[:4] if text in (*VISIBLE, ANSWER)][:3]


CONSENT = "<p>We and our partners use cookies to store information on your device and to show personalised ads.</p>"
NEWSLETTER = (
    "<p>Sign up for our weekly newsletter and never miss a boat again, whatever the weather in the harbour.</p>"
)
LINKS = "".join(f'<li><a href="/{name}">News of the {name} and of the boats in it</a></li>' for name in ("bay", "port"))
OTHERS = {
    "nothing opens it": f"<div hidden>{PROSE}</div>",
    "another box is opened": f'{BUTTON}<div id="c3" hidden>{PROSE}</div>',
    "a link leads down the page": f'<h3><a href="#c2">Who pays?</a></h3><div id="c2" hidden>{PROSE}</div>',
    "a menu": f'{BUTTON}<div id="c2" hidden><ul>{LINKS}</ul></div>',
    "a consent box": f'{BUTTON}<div id="c2" hidden>{CONSENT}</div>',
    "a mailing list": f'{BUTTON}<div id="c2" hidden>{NEWSLETTER}</div>',
    "a box to share": f'{BUTTON}<div id="c2" class="share-panel" hidden>{PROSE}</div>',
    "in a hidden box": f'<div hidden>{BUTTON}<div id="c2" hidden>{PROSE}</div></div>',
    "below a box with a menu": f'<div><span>Tools</span><i aria-expanded="false"></i></div><div hidden>{PROSE}</div>',
}


@pytest.mark.parametrize("panel", OTHERS.values(), ids=OTHERS)
def test_what_else_is_hidden_is_not(panel):
    assert [text for text in blocks(panel) if not text.startswith("Who pays")] == VISIBLE


def test_a_panel_outside_the_article_is_not():
    assert blocks("", outside=f'{BUTTON}<div id="c2" hidden>{PROSE}</div>') == VISIBLE
