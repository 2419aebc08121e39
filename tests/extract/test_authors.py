"""Who wrote it: from what is stated and shown, nobody invented; roles and profiles from beside the name."""

import pytest

from page_of import document, ld
from scraper.extract.authors import read_authors
from scraper.models import Author

H1 = "<h1>Bell rings for nobody</h1>"
TEXT = "<p>The bell of the old tower rang on Monday, though nobody had pulled the rope, and the town woke up.</p>" * 5
NEWS = '{{"@type": "NewsArticle", "headline": "Bell rings for nobody", "author": {}}}'
PAGES = {
    "stated, a list": (ld(NEWS.format('[{"@type": "Person", "name": "Jane Roe"}, {"name": "Ann Poe"}]')), H1, ["Jane Roe", "Ann Poe"], "json_ld"),
    "stated, joined": (ld(NEWS.format('"Jane Roe and Ann Poe"')), H1, ["Jane Roe", "Ann Poe"], "json_ld"),
    "a person beside the publisher": (
        ld(NEWS.format('[{"@type": "Organization", "name": "Harbour Courier"}, {"@type": "Person", "name": "Jane Roe"}]')), H1, ["Jane Roe"], "json_ld"),
    "a publisher in front of a shown name": (
        ld(NEWS.format('{"@type": "Organization", "name": "Harbour Courier"}')), H1 + '<p class="byline">By Jane Roe</p>', ["Jane Roe"], "byline_class"),
    "nobody but the newsroom": (ld(NEWS.format('{"@type": "Organization", "name": "Harbour Courier"}')), H1, ["Harbour Courier"], "json_ld_organisation"),
    "a link to somebody whom the newsroom writes about": (
        ld(NEWS.format('{"@type": "Organization", "name": "Harbour Courier"}')), H1 + '<p><a href="/people/jane-roe">Jane Roe</a></p>',
        ["Harbour Courier"], "json_ld_organisation"),
    "a social address is no name": ('<meta property="article:author" content="https://www.facebook.com/harbour">', H1, [], None),
    "a template's author who stands nowhere": ('<meta name="author" content="Frank Webmann">', H1, [], None),
    "a rel=author link": ("", H1 + '<a rel="author" href="/author/gizzmo">gizzmo</a>', ["gizzmo"], "rel_author"),
    "microdata": ("", H1 + '<span itemprop="author">Jane Roe</span>', ["Jane Roe"], "microdata"),
    "a comment's author": ("", H1 + '<div class="comments"><span class="author">Troll McTroll</span></div>', [], None),
    "another story's author": ("", H1 + '<ul><li><h3><a href="/b">B</a></h3><span class="author">Ann Poe</span></li></ul>', [], None),
    "a profile link": ("", H1 + '<p><a href="/people/jane-roe">Jane Roe</a></p>', ["Jane Roe"], "profile_link"),
    "a licence is no author": ("", H1 + '<a href="https://creativecommons.org/licenses/by/4.0/">Creative Commons</a>', [], None),
    "a line": ("", H1 + "<p>Von Jane Roe</p><p>Text.</p>", ["Jane Roe"], "introduced"),
    "a pen name after sure words": ("", H1 + "<p>Posted by gizzmo on May 3, 2020</p>", ["gizzmo"], "introduced"),
    "a date and a name": ("", H1 + "<p>11.12.2019 - Jane Roe</p>", ["Jane Roe"], "dated_line"),
    "a share button": ("", H1 + '<div class="author-box"><a href="https://twitter.com/intent/tweet?url=x">Tweet</a></div>', [], None),
    "a label with the name beside it": ("", H1 + "<div><h5>Autor</h5> Jane Roe/HC</div>", ["Jane Roe"], "introduced"),
    "a label with the name below it": ("", H1 + "<dl><dt>Written by:</dt><dd>Jane Roe</dd></dl>", ["Jane Roe"], "introduced"),
    "a line above the headline": ("", "<p>- Redaktion: Jane Roe (Pressesprecherin der Harbour AG)</p>" + H1, ["Jane Roe"], "introduced"),
    "a pen name before a date": ("", H1 + "<p>Posted in Towers by gizzmo7 on May 3, 2020</p>", ["gizzmo7"], "introduced"),
    "a sentence": ("", H1 + "<p>Von den umliegenden Höfen kaufte der Burgherr noch Speck, Hartbrot und Kartoffeln.</p>", [], None),
    "somebody whom the text names": (
        "", H1 + '<p><span itemscope itemtype="https://schema.org/Person"><meta itemprop="name" content="Jane Roe">Jane Roe</span> rang.</p>', [], None),
    "an author whom microdata nests": (
        "", H1 + '<p itemprop="author" itemscope itemtype="https://schema.org/Person"><span itemprop="name">Jane Roe</span></p>', ["Jane Roe"], "microdata"),
    "a category beside the date": (
        "", H1 + '<div class="entry-meta">11.12.2019 <span class="entry-meta-categories"><a href="/category/old-towers">Old Towers</a></span></div>', [], None),
    "a blog's account that the page does not show": (
        ld('{"@type": "BlogPosting", "headline": "Bell rings for nobody", "author": {"@type": "Person", "name": "Jane Roe"}}'), H1, [], None),
    "a newsroom's reporter whom the page does not show": (ld(NEWS.format('{"name": "Jane Roe"}')), H1, ["Jane Roe"], "json_ld"),
    "a publisher that is called a person": (
        ld('{"@type": "Article", "headline": "Bell rings for nobody", "author": {"@type": "Person", "name": "Harbour Kitchen"}, '
           '"publisher": {"@type": "Organization", "name": "Harbour Kitchen"}}'),
        H1 + '<p class="byline">By Jane Roe</p><p>Harbour Kitchen</p>', ["Jane Roe"], "byline_class"),
    "a part of the house beside a person": (
        '<meta property="og:site_name" content="Harbour">', H1 + '<p class="author">By Jane Roe, Harbour Tower</p>', ["Jane Roe"], "author_name_class"),
    "a name among the details": ("", H1 + '<ul class="post-info"><li>7 May</li><li class="post-info__item">Jane B. Roe</li></ul>', ["Jane B. Roe"], "dated_line"),
    "a place beside the name": (
        "", H1 + '<div class="c-byline"><strong>Beatriz Lume</strong><div class="c-byline__location">Porto Velho</div></div>', ["Beatriz Lume"], "byline_class"),
    "class names that are hashes": (
        ld(NEWS.format('{"@type": "Organization", "name": "Harbour Courier"}')),
        H1 + '<div data-testid="byline-contributors"><span class="x1">Jane Roe</span><span class="x2">Harbour correspondent</span></div>',
        ["Jane Roe"], "byline_class"),
    "a name for the newsroom's own tests": ("", H1 + '<a data-test="writerLink" class="x2" href="/ty-WRITER/1">Jane Roe</a>', ["Jane Roe"], "byline_class"),
    "a class in two words": ("", H1 + '<div class="by-line">Jane Roe</div>', ["Jane Roe"], "byline_class"),
    "a script that no mending saves": (
        ld('{"@type": "NewsArticle", "headline": "Bell rings for nobody", "description": "they call it "the bell" here", '
           '"author": [{"@type": "Person", "name": "Jane Roe"}, {"@type": "Person", "name": "Ann Poe"}]}'),
        H1, ["Jane Roe", "Ann Poe"], "json_ld"),
    "for whom it was written": ("", H1 + '<p class="byline">By <a class="author">JANE ROE FOR COURIER.EXAMPLE</a></p>', ["Jane Roe"], "author_name_class"),
    "an association in the metadata": ('<meta name="author" content="Union der Anstalt für Religion e.V.">', H1, [], None),
    "a pen name with an article": ("", H1 + '<span class="fn">der Michel</span>', ["der Michel"], "author_name_class"),
    "a headline under a path of reporters": (
        "", H1 + '<p><a href="/reporters/1.html">来自十米竹竿上的中国功夫</a></p>', [], None),
    "details that tell the date first": ("", H1 + '<p class="postmetadata">7. Mai 2024 von Jane Roe | Keine Kommentare</p>', ["Jane Roe"], "introduced"),
    "details that tell when it was published, and by whom": (
        "", H1 + '<p class="infos">Publié le 7 mai 2024 par Jane Roe</p>', ["Jane Roe"], "introduced"),
    "details with a time element": ("", H1 + '<p class="info"><time datetime="2024-05-07">07.05.2024 10:00</time> von Jane Roe</p>', ["Jane Roe"], "introduced"),
    "a date led to by a word": ("", H1 + '<div class="post-info">Publicado por Ana Puig el 7 de mayo de 2024</div>', ["Ana Puig"], "introduced"),
    "a date that is no telephone": ("", H1 + '<div class="meta">07.05.2024 | Jane Roe</div>', ["Jane Roe"], "dated_line"),
    "a name in front of the date": ("", H1 + '<div class="meta-info"><i class="fa fa-user"></i> Jane Roe <i></i> 07.05.2024</div>', ["Jane Roe"], "dated_line"),
    "a sentence with a date": ("", H1 + "<p>On 7 May 2024 the town, led by Harbour Works, rang its bell again.</p>", [], None),
    "a sentence about reporters": ("", H1 + "<p>记者通过电子邮件联系了钟楼，截至发稿时，尚未收到回应。</p>", [], None),
    "nobody, in Chinese": ("", H1 + "<p>作者：未知</p><p>作者：网络整理</p>", [], None),
    "links to the reader's own account": (
        "", H1 + '<p><a href="/users/logout/">Sign Out</a></p><p><a href="/profile/login/">SIGN IN</a></p>', [], None),
    "a date in a box called author": ("", H1 + '<div class="author">Apr. 8: The bell hangs in its tower</div>', [], None),
    "a desk beside who is stated": (
        '<meta name="author" content="Jane Roe">', H1 + '<p class="byline">| Courier Reporting</p><p>Jane Roe rang.</p>', ["Jane Roe"], "meta"),
    "a signature with a handle": ("", f"{H1}<article>{TEXT}<p>-- By Jane Roe Follow @janeroe</p></article>", ["Jane Roe"], "introduced"),
    "a reporter's address below the text": (
        "", f"{H1}<article>{TEXT}<p>배윤경 기자 bell@courier.example</p></article>", ["배윤경"], "introduced"),
    "two spans that touch": ("", H1 + "<address><span>Jane Roe</span><span>Editor</span></address>", ["Jane Roe"], "byline_class"),
}  # fmt: skip


@pytest.mark.parametrize(("head", "body", "people", "strategy"), PAGES.values(), ids=PAGES)
def test_the_authors_of_a_page(head, body, people, strategy):
    authors, _ = read_authors.choose(document(body, head))
    assert ([a.name for a in authors.value or ()], authors.strategy) == (people, strategy)


def test_role_and_profiles_come_from_beside_the_name():
    body = H1 + (
        '<div class="author"><span>Jane Roe</span><p>Harbour correspondent</p><a href="https://x.com/janeroe">x</a>'
        '<a href="https://www.facebook.com/sharer?u=1">share</a></div>'
    )
    authors, line = read_authors.choose(document(body))
    assert authors.value == (
        Author(name="Jane Roe", role="Harbour correspondent", links=("https://x.com/janeroe",), raw="Jane Roe"),
    )
    assert line.value == "Jane Roe"


def test_the_byline_is_as_shown_without_its_date():
    _, line = read_authors.choose(
        document(H1 + '<p class="byline">By <a href="/authors/jr">Jane Roe</a> · May 3, 2025</p>')
    )
    assert line.value == "By Jane Roe"


BESIDE = [
    # what stands below the name, the role
    ("Harbour correspondent", "Harbour correspondent"),
    ("is a harbour reporter @janeroe", "harbour reporter"),
    ("Become a Contributor", None),
    ("View author page", None),
    ("Über die Autorin", None),
    ("By the Courier's Editorial Writers", None),
]


@pytest.mark.parametrize(("line", "role"), BESIDE)
def test_no_button_is_a_role(line, role):
    authors, _ = read_authors.choose(document(f'{H1}<div class="author"><span>Jane Roe</span><p>{line}</p></div>'))
    assert [(a.name, a.role) for a in authors.value] == [("Jane Roe", role)]


def test_the_pages_of_others_are_no_profiles_of_the_author():
    pages = "".join(f'<a href="/author/{slug}">{slug}</a>' for slug in ("kapitaen", "harbourmaster", "jane-roe"))
    authors, _ = read_authors.choose(document(f'{H1}<div class="author-box"><b class="fn">Jane Roe</b>{pages}</div>'))
    assert authors.value[0].links == ("https://www.harbour-courier.example/author/jane-roe",)
