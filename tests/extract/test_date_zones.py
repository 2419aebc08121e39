"""No date of the text, of a card, a comment or an event is taken for the article's; its own is found all the same."""

import pytest

from page_of import document, ld

PROSE = (
    "The harbour board voted on Tuesday evening to rebuild the old quay, ending an argument that had divided the town.",
    "Engineers told the meeting that the wooden piles under the eastern half have lost a third of their thickness.",
    "Residents of the old street had asked for a smaller scheme that would leave the view of the lighthouse untouched.",
    "The work is to begin in the spring and will take some fourteen months, the board said, whatever the weather does.",
    "Fishing crews will be paid for the longer way to the ice plant, although the sum has still to be settled by law.",
    "Shopkeepers said that they feared a poor season, and asked for the timetable well before the first visitors come.",
)
TEXT = "".join(f"<p>{each}</p>" for each in PROSE)
H1 = "<h1>Harbour board votes to rebuild the old quay</h1>"


def story(inside="", behind="", top="", middle=""):
    """Return a page: what stands below the headline, in mid-text, at its end and behind the article."""
    first, second = TEXT[: len(TEXT) // 2], TEXT[len(TEXT) // 2 :]
    cut = first.rfind("<p>")
    return document(
        f"<main><article>{H1}{top}{first[:cut]}{middle}{first[cut:]}{second}{inside}</article>{behind}</main>"
    )


def published(doc):
    return doc.dates.published.value


LINK = '<a href="/news/ice-plant">Ice plant opens after two years of waiting</a>'
NONE = {
    "a sentence": story(inside="<p>The last inspection was on 4 June 2019.</p>"),
    "a sentence in a box": story(inside="<div>The last inspection of the pier was on 4 June 2019.</div>"),
    "a German sentence": story(inside="<p>Zuletzt wurde der Pier am 4. Juni 2019 geprüft.</p>"),
    "a Japanese sentence": story(inside="<p>最後の検査は2019年6月4日に行われました。</p>"),
    "a Hindi sentence": story(inside="<p>पुल की पिछली जाँच 4 जून 2019 को हुई थी।</p>"),
    "a subheading": story(middle="<h2>The storm of 4 June 2019</h2>"),
    "a subheading that is bold": story(middle="<p><strong>The storm of 4 June 2019</strong></p>"),
    "a list entry": story(inside="<ul><li>4 June 2019</li><li>The pier is closed</li><li>The pier is open</li></ul>"),
    "a table's cell": story(middle="<table><tr><td>Pier closed</td><td>4 June 2019</td></tr><tr><td>Open</td><td>5 May 2020</td></tr></table>"),
    "a time in a sentence": story(middle='<p>The storm of <time datetime="2019-06-04">4 June</time> broke the eastern pier in two and took the crane.</p>'),
    "a quotation's source": story(inside="<blockquote><p>The pier is gone.</p><cite>Port log, 4 June 2019</cite></blockquote>"),
    "a caption": story(middle="<figure><img src=/a.jpg><figcaption>The pier on 4 June 2019</figcaption></figure>"),
    "cards behind": story(behind=f'<section><h2>Keep reading</h2><div>{LINK}<time datetime="2026-03-05T09:00:00Z">5 March</time></div></section>'),
    "cards that are links": story(behind='<section class=more><a href="/n/2"><div>Ice plant opens</div><time datetime="2026-03-05T00:00">Mar 5, 2026</time></a></section>'),
    "cards as articles": story(behind=f'<article><h3>{LINK}</h3><p class="date">5 March 2026</p></article><article><h3>{LINK}</h3><p class="date">6 March 2026</p></article>'),
    "cards in a list": story(behind=f"<ul><li>{LINK} <span class=date>5 March 2026</span></li><li>{LINK} <span>4 March 2026</span></li></ul>"),
    "cards that say published": story(behind=f'<div class="post">{LINK}<span class="published">Published 5 March 2026</span></div>'),
    "cards in mid-text": story(middle=f"<div>{LINK}<div class=date>5 March 2026</div></div>"),
    "cards in microdata": story(behind=f'<div itemscope>{LINK}<meta itemprop="datePublished" content="2026-03-05"></div>'),
    "an aside": story(behind=f"<aside><h3>More</h3>{LINK}<p>5 March 2026</p></aside>"),
    "a comment": story(behind='<div class="comments"><p>Jo Ash</p><time datetime="2026-03-05T10:00:00Z">5 March 2026</time><p>Good.</p></div>'),
    "an event": story(behind='<div class="event"><time datetime="2026-03-05T19:00">5 March 2026, 7 pm</time> Town hall</div>'),
    "two events": story(behind='<div><time datetime="2026-03-05T19:00">5 March 2026</time> Hall</div><div><time datetime="2026-03-12T19:00">12 March 2026</time> Hall</div>'),
    "a reviewer's day": story(behind='<div class="review"><span class="date">5 March 2026</span> Lovely.</div>'),
    "a line behind the text": story(behind="<div>Next meeting of the board: 5 March 2026</div>"),
}  # fmt: skip


@pytest.mark.parametrize("kind", NONE)
def test_no_date_is_invented(kind):
    assert published(NONE[kind]) is None


CARD = '<section class=more><a href="/n/2"><div>Ice plant opens</div><time datetime="2026-03-05T00:00">Mar 5, 2026</time></a></section>'
OWN = {
    "a line of text": story(top='<p class="x">May 22, 2026</p>', behind=CARD),
    "in German": story(top="<div>22. Mai 2026, 14:05 Uhr</div>", behind=CARD),
    "in Russian": story(top="<div>22 мая 2026</div>", behind=CARD),
    "in Chinese": story(top="<div>2026年5月22日 10:04</div>", behind=CARD),
    "in Arabic": story(top="<div>٢٢ مايو ٢٠٢٦</div>", behind=CARD),
    "in Thai": story(top="<div>22 พ.ค. 2569</div>", behind=CARD),
    "in Hindi": story(top="<div>22 मई 2026</div>", behind=CARD),
    "in a list of details": story(top='<ul class="meta"><li>By Ida Holm</li><li>22 May 2026</li></ul>', behind=CARD),
    "at the end, with a word": story(inside="<div>Published on 22 May 2026</div>", behind=CARD),
    "at the end, with a Spanish word": story(inside="<div>Publicado el 22 de mayo de 2026</div>", behind=CARD),
    "at the end, by its label": story(inside="<div><span>Mise en ligne</span> <span>22 mai 2026</span></div>"),
    "at the end, by its name": story(inside='<div class="posted-on">22 May 2026</div>', behind=CARD),
    "at the end, as a time": story(inside='<p class="info"><time datetime="2026-05-22T11:59:00+01:00">22.05.2026</time></p>'),
    "behind the first paragraph": document(f'{H1}<p>{PROSE[0]}</p><p class="date">22 May 2026</p>{TEXT}'),
    "in an article below its headline": document(
        f'{H1}<article><p class="post-date"><time datetime="2026-05-22T15:55:39-08:00">05/22</time></p>{TEXT}'
        '<h3><a href="/quay">The whole story of the quay</a></h3></article>'
    ),
    "opens the text": document(f"{H1}<p>Port Ellery, 22 May 2026 – {PROSE[0]}</p>{TEXT}"),
}  # fmt: skip


@pytest.mark.parametrize("kind", OWN)
def test_the_article_s_own_date_is_found(kind):
    assert (published(OWN[kind]) or "")[:10] == "2026-05-22"


@pytest.mark.parametrize("stamp", ["2026-05-25T22:02:58.705Z", "May 25, 2026"])
def test_the_day_that_readers_see_is_believed_before_a_site_builder_s(stamp):
    told = {"same": f'"datePublished": "{stamp}", "dateModified": "{stamp}"', "apart": f'"datePublished": "{stamp}"'}
    node = '{"@type": "NewsArticle", "headline": "Harbour board votes to rebuild the old quay", %s}'
    seen = f'<div class="date">May 22, 2026</div>{TEXT}'
    assert published(document(H1 + seen, ld(node % told["same"]))) == "2026-05-22"
    later = f'<div class="date">May 28, 2026</div>{TEXT}'
    assert published(document(H1 + later, ld(node % told["same"])))[:10] == "2026-05-25"
    assert published(document(H1 + TEXT, ld(node % told["same"])))[:10] == "2026-05-25"
