"""Authors and dates that only the page shows, in the shapes in which content systems and newspapers all over the world
set them: no metadata, invented names, the text in any language.
"""

import pytest

from page_of import document
from scraper.extract.authors import read_authors

TEXT = (
    "The bell of the old tower rang on Monday, though nobody had pulled the rope, and the whole town woke up from it."
)
# Language, what stands above the headline, below it, below the text; the authors, and the beginning of the date.
SYSTEMS = [
    ("de", "", '<div class="entry-meta"><span class="meta-prep meta-prep-author">Veröffentlicht am</span> <a href="/2024/glocke" title="10:00" rel="bookmark"><span class="entry-date">7. Mai 2024</span></a> <span class="meta-sep">von</span> <span class="author vcard"><a class="url fn n" href="/author/jane" title="Alle">jane</a></span></div>', "", ["jane"], "2024-05-07"),
    ("de", "", "", '<footer class="entry-footer"><span class="posted-on"><span class="screen-reader-text">Veröffentlicht am </span><a href="#"><time class="entry-date published" datetime="2024-05-07T10:00:00+02:00">7. Mai 2024</time><time class="updated" datetime="2024-05-08T10:00:00+02:00">8. Mai 2024</time></a></span><span class="byline"><span class="author vcard"><span class="screen-reader-text">Autor </span><a class="url fn n" href="/author/jane/">Jane Roe</a></span></span></footer>', ["Jane Roe"], "2024-05-07T10:00:00+02:00"),
    ("de", "", '<p class="postmetadata">7. Mai 2024 von Jane Roe | Keine Kommentare</p>', "", ["Jane Roe"], "2024-05-07"),
    ("de", "", '<p class="post-meta">von <span class="author vcard"><a href="/author/jane/" title="Posts by Jane Roe" rel="author">Jane Roe</a></span> | <span class="published">Mai 7, 2024</span> | <a href="/category/turm/" rel="category tag">Turm</a></p>', "", ["Jane Roe"], "2024-05-07"),
    ("de", "", '<ul class="elementor-post-info"><li itemprop="author"><a href="/author/jane"><span class="elementor-icon-list-text elementor-post-info__item--type-author">Jane Roe</span></a></li><li itemprop="datePublished"><span class="elementor-post-info__item--type-date">7. Mai 2024</span></li></ul>', "", ["Jane Roe"], "2024-05-07"),
    ("de", "", '<div class="meta submitted"><span property="dc:date dc:created" content="2024-05-07T10:00:00+02:00" datatype="xsd:dateTime">Eingereicht von <span class="username" property="foaf:name">jane</span> am Di., 07.05.2024 - 10:00</span></div>', "", ["jane"], "2024-05-07T10:00"),
    ("de", "", '<div class="node__meta"><span>Von <span class="field field--name-uid"><span typeof="schema:Person" property="schema:name">Jane Roe</span></span>, 7 Mai, 2024</span></div>', "", ["Jane Roe"], "2024-05-07"),
    ("de", "", '<dl class="article-info muted"><dt class="article-info-term">Details</dt><dd class="createdby" itemprop="author" itemscope itemtype="https://schema.org/Person">Geschrieben von: <span itemprop="name">Jane Roe</span></dd><dd class="published"><time datetime="2024-05-07T10:00:00+02:00" itemprop="datePublished">Veröffentlicht: 07. Mai 2024</time></dd><dd class="hits">Zugriffe: 12</dd></dl>', "", ["Jane Roe"], "2024-05-07T10:00:00+02:00"),
    ("de", "", '<div class="news-single-item"><span class="news-list-date"><time datetime="2024-05-07">07.05.2024</time></span> <span class="news-list-author">Von Jane Roe</span></div>', "", ["Jane Roe"], "2024-05-07"),
    ("de", "", '<p class="info"><time datetime="2024-05-07T10:00:00+02:00">07.05.2024 10:00</time> von Jane Roe</p>', "", ["Jane Roe"], "2024-05-07T10:00:00+02:00"),
    ("de", "", "", '<div class="serendipity_entryFooter">Geschrieben von <a href="/authors/1-Jane">Jane</a> in <a href="/categories/1">Turm</a> um <a href="#">10:00</a></div>', ["Jane"], None),
    ("de", "", '<section class="post-full-byline-meta"><h4 class="author-name"><a href="/author/jane/">Jane Roe</a></h4><div class="byline-meta-content"><time class="byline-meta-date" datetime="2024-05-07">7 May 2024</time></div></section>', "", ["Jane Roe"], "2024-05-07"),
    ("en", "", '<div><a rel="noopener follow" data-testid="authorName" href="/@jane">Jane Roe</a><span data-testid="storyReadTime">4 min read</span>·<span data-testid="storyPublishDate">May 7, 2024</span></div>', "", ["Jane Roe"], "2024-05-07"),
    ("en", "", '<div class="byline-wrapper"><a class="pencraft" href="https://substack.com/@janeroe">Jane Roe</a><div class="pencraft">May 07, 2024</div></div>', "", ["Jane Roe"], "2024-05-07"),
    ("de", "", '<h2 class="date-header"><span>Dienstag, 7. Mai 2024</span></h2>', '<div class="post-footer"><span class="post-author vcard">Eingestellt von <span class="fn" itemprop="author" itemscope itemtype="http://schema.org/Person"><a class="g-profile" href="https://www.blogger.com/profile/1" rel="author"><span itemprop="name">Jane</span></a></span></span> <span class="post-timestamp">um <abbr class="published" itemprop="datePublished" title="2024-05-07T10:00:00+02:00">10:00</abbr></span></div>', ["Jane"], "2024-05-07T10:00:00+02:00"),
    ("en", "", "", '<div class="entry-footer"><p class="entry-footer-info"><span class="post-footers">Posted by Jane on May 07, 2024 at 10:00 AM</span></p></div>', ["Jane"], "2024-05-07T10:00"),
    ("en", "", "<p>By Jane Roe • 7 May 2024 • 4 min read</p>", "", ["Jane Roe"], "2024-05-07"),
    ("de", "", '<div class="meta">07.05.2024 | Jane Roe</div>', "", ["Jane Roe"], "2024-05-07"),
    ("de", "", '<p class="date">07.05.2024 - 10:00 Uhr</p>', "<p>(jr/dpa)</p>", [], "2024-05-07T10:00"),
    ("de", "", "<p>Harrowby, 7. Mai 2024</p>", "<p><strong>Pressekontakt:</strong> Jane Roe, Tel. +49 30 123456, jane@x.example</p>", [], "2024-05-07"),
    ("de", "", "", '<div class="about-author"><h3>Über den Autor</h3><p><strong>Jane Roe</strong> ist Redakteurin beim Hafenblog.</p></div>', ["Jane Roe"], None),
    ("de", "", "<p><strong>Text:</strong> Jane Roe <strong>Fotos:</strong> Ned Farrow</p>", "", ["Jane Roe"], None),
    ("de", "", "", "<p>Text und Fotos: Jane Roe</p>", ["Jane Roe"], None),
    ("de", "", "<p>Interview: Jane Roe</p>", "", ["Jane Roe"], None),
    ("de", "", '<div class="author"><img alt="Jane Roe" src="/j.jpg"><a href="/autor/jane-roe">Jane Roe</a><span>Chefredakteurin</span></div>', "", ["Jane Roe"], None),
    ("de", "", '<div class="meta-info"><i class="fa fa-user"></i> Jane Roe <i class="fa fa-clock-o"></i> 07.05.2024</div>', "", ["Jane Roe"], "2024-05-07"),
    ("es", "", '<div class="post-info">Publicado por Ana Puig el 7 de mayo de 2024</div>', "", ["Ana Puig"], "2024-05-07"),
    ("fr", "", '<p class="infos">Publié le 7 mai 2024 par Odile Marchemer</p>', "", ["Odile Marchemer"], "2024-05-07"),
    ("fr", "", '<p class="infos">Par Odile Marchemer, le 7 mai 2024</p>', "", ["Odile Marchemer"], "2024-05-07"),
    ("nl", "", '<p class="info">Geplaatst op 7 mei 2024 door Pim de Wit</p>', "", ["Pim de Wit"], "2024-05-07"),
    ("pl", "", "<p>Autor: Zofia Wrzos, 7 maja 2024</p>", "", ["Zofia Wrzos"], "2024-05-07"),
    ("it", "", '<p class="meta">di Livia Pruno - 7 Maggio 2024</p>', "", ["Livia Pruno"], "2024-05-07"),
    ("cs", "", '<div class="info">7. 5. 2024 | Autor: Jana Malá</div>', "", ["Jana Malá"], "2024-05-07"),
    ("ru", "", '<div class="info">7 мая 2024, Автор: Вера Ключ</div>', "", ["Вера Ключ"], "2024-05-07"),
    ("tr", "", '<div class="info">Yazar: Defne Ormanlı | 7 Mayıs 2024</div>', "", ["Defne Ormanlı"], "2024-05-07"),
]  # fmt: skip
NEWSPAPERS = [
    ("ja", "", '<p class="content--date"><time datetime="2024-05-07T19:00">5月7日 19時00分</time></p>', "", None, "2024-05-07T19:00"),
    ("ja", "", '<div class="p-header-date"><time datetime="2024-05-07T19:00:00+09:00">2024/05/07 19:00</time></div>', "", None, "2024-05-07T19:00:00+09:00"),
    ("ko", "", '<div class="media_end_head_info_datestamp"><span class="media_end_head_info_datestamp_time" data-date-time="2024-05-07 10:00:00">2024.05.07. 오전 10:00</span></div><em class="media_end_head_journalist_name">한보름 기자</em>', "", ["한보름"], "2024-05-07T10:00"),
    ("th", "", '<div class="item_article-date">7 พ.ค. 2567 10:00 น.</div>', "", None, "2024-05-07T10:00"),
    ("th", "", '<span class="td-post-date"><time class="entry-date" datetime="2024-05-07T10:00:00+07:00">วันที่ 7 พฤษภาคม 2567 - 10:00 น.</time></span>', "", None, "2024-05-07T10:00:00+07:00"),
    ("en", "", '<div class="pst-by"><ul><li class="pst-by_li"><span itemprop="author">Reported by: <a href="/x">Meera Vathsal</a></span></li><li><span>Edited by: <a href="/y">Ravi Sen</a></span></li><li>Updated: May 07, 2024 10:00 am IST</li></ul></div>', "", ["Meera Vathsal"], None),
    ("en", "", '<div class="author-name"><a class="person-name lnk" href="/profile/author/x/">Meera Vathsal</a></div><div class="publish-time"><div class="update-publish-time">Published - <span>May 07, 2024 10:00 am IST - CHENNAI</span></div></div>', "", ["Meera Vathsal"], "2024-05-07T10:00"),
    ("en", "", '<span class="story__byline"><a class="story__byline__link" href="/authors/1">Sana Noor</a></span> <span class="story__time">Published <span class="timestamp--date">May 7, 2024</span></span>', "", ["Sana Noor"], "2024-05-07"),
    ("en", "", '<div class="post-meta"><span class="post-date">7th May 2024</span><span class="post-author">By Ade Okoro</span></div>', "", ["Ade Okoro"], "2024-05-07"),
    ("en", "", '<div class="article-page_author"><p class="byline">By <a href="/x">Wanjiru Kamau</a></p><p class="role">Reporter</p><p class="company">Nation Media Group</p></div><time class="date">Tuesday, May 07, 2024</time>', "", ["Wanjiru Kamau"], "2024-05-07"),
    ("en", "", '<div class="article__author"><a href="/x">Thandi Nkosi</a></div><p class="article__date">07 May 2024</p>', "", ["Thandi Nkosi"], "2024-05-07"),
    ("ar", "", '<div class="bbnewsdate">الثلاثاء 28 من شوال 1445 هــ 7 مايو 2024 السنة 148 العدد 50190</div>', "", None, "2024-05-07"),
    ("ar", "", '<span class="newsStoryDate">الثلاثاء، 07 مايو 2024 10:00 ص</span><span class="writeBy">كتب سليم نخلة</span>', "", ["سليم نخلة"], "2024-05-07T10:00"),
    ("ar", "", '<div class="author-name">سليم نخلة - الرياض</div><time>7 مايو 2024</time>', "", ["سليم نخلة"], None),
    ("tr", "", '<div class="author">AA</div><span>Giriş: 07.05.2024 - 10:00 Güncelleme: 08.05.2024 - 11:00</span>', "", None, "2024-05-07T10:00"),
    ("he", "", '<div class="ArticleHeaderMobileComponentCategory"><div class="authors"><span>נועה ארזים</span></div><div class="DateDisplay"><time datetime="2024-05-07T07:00:00Z">07.05.24 | 10:00</time></div></div>', "", ["נועה ארזים"], "2024-05-07"),
    ("ru", "", '<div class="article__info-date"><a href="/20240507/">10:00 07.05.2024</a> <span class="article__info-date-modified">(обновлено: 11:00 08.05.2024)</span></div>', "", None, "2024-05-07"),
    ("ru", "", '<a class="topic-header__time">10:00, 7 мая 2024</a><div class="topic-authors"><div class="topic-authors__author"><span class="topic-authors__name">Вера Ключ</span><span class="topic-authors__job">Редактор отдела</span></div></div>', "", ["Вера Ключ"], "2024-05-07"),
    ("lt", "", '<div class="article-info__authors"><div class="article-info__author-name">Rasa Upė</div><div class="article-info__author-position">žurnalistė</div></div><div class="article-info__publish-date">2024 m. gegužės 7 d. 10:00</div>', "", ["Rasa Upė"], "2024-05-07T10:00"),
    ("et", "", '<p class="author"><span>Toimetaja:</span> Mari Oja</p><span class="pubdate">07.05.2024 10:00</span>', "", ["Mari Oja"], "2024-05-07T10:00"),
    ("hu", "", '<div class="szerzok_container"><div class="szerzo-name">Vogt Ina</div></div><div class="datum"><span>2024.05.07. 10:00</span><span>Módosítva: 2024.05.07. 11:00</span></div>', "", ["Vogt Ina"], "2024-05-07T10:00"),
    ("ro", "", '<p class="author-meta"><span class="author-meta-label">Autor:</span> <a href="/x">Ioana Mare</a></p><span class="entry-date">Data publicării: 07.05.2024 10:00</span>', "", ["Ioana Mare"], "2024-05-07T10:00"),
    ("hr", "", '<div class="article__authors">Piše <a href="/a">Ana Luka</a>, <time datetime="2024-05-07T10:00:00+02:00">07.05.2024. u 10:00h</time></div>', "", ["Ana Luka"], "2024-05-07T10:00:00+02:00"),
    ("sl", "", '<div class="author-name">Maja Val</div><div class="publish-meta">7. maj 2024 ob 10.00<br>Ljubljana - MMC RTV SLO, STA</div>', "", ["Maja Val"], "2024-05-07T10:00"),
    ("is", "", '<div class="frett-dags">Innlent | mbl | 7.5.2024 | 10:00</div>', "", None, "2024-05-07"),
    ("el", "", '<div class="author"><a href="/editor/1">Νίκος Παππάς</a></div><div class="time"><time datetime="2024-05-07T10:00:00+03:00">07/05/2024, 10:00</time></div>', "", ["Νίκος Παππάς"], "2024-05-07T10:00:00+03:00"),
    ("es", "", '<div class="by_line"><span>Nuria Fontal</span><a href="mailto:n@x.example">n@x.example</a></div><span class="createDate">07/05/2024 10:00</span><span class="modificatedDate">Actualizado al 08/05/2024 11:00</span>', "", ["Nuria Fontal"], "2024-05-07T10:00"),
    ("en", "", '<div id="art_plat"><a href="/byline/x" rel="author">Maria Luz</a> - <a href="/source/x">@inquirer</a> / 10:00 AM May 07, 2024</div>', "", ["Maria Luz"], "2024-05-07"),
    ("en", "", '<div class="post-single__authors"><a href="/author/x/">Maria Luz</a></div><time class="entry-date" datetime="2024-05-07T10:00:00+08:00">May 7, 2024 10:00 AM PHT</time>', "", ["Maria Luz"], "2024-05-07T10:00:00+08:00"),
    ("en", "", '<div class="article-byline"><span class="article-author">By <a href="/x">Siti Aminah</a></span></div><div class="article-date">Tuesday, 07 May 2024 10:00 AM MYT</div>', "", ["Siti Aminah"], "2024-05-07T10:00"),
    ("id", "", '<p class="title">Reporter</p><p class="name"><a href="/penulis/x">Sekar Laut</a></p><p class="title">Editor</p><p class="name"><a href="/editor/y">Bayu Samudra</a></p><p class="date">Selasa, 7 Mei 2024 10:00 WIB</p>', "", ["Sekar Laut"], "2024-05-07T10:00+07:00"),
    ("vi", "", '<div class="author-info"><a class="name" href="/tac-gia/x.htm">TRẦN THU SƯƠNG</a></div><div data-role="publishdate">07/05/2024 10:00 GMT+7</div>', "", ["TRẦN THU SƯƠNG"], "2024-05-07T10:00+07:00"),
]  # fmt: skip


@pytest.mark.parametrize(("lang", "above", "below", "end", "people", "published"), [*SYSTEMS, *NEWSPAPERS])
def test_what_a_page_shows_is_read(*, lang, above, below, end, people, published):
    heading = '<h1 class="entry-title">Bell rings for nobody</h1>'
    text = '<div class="entry-content">' + f"<p>{TEXT}</p>" * 5 + "</div>"
    doc = document(
        f'<main><article class="post">{above}{heading}{below}{text}{end}</article></main>',
        "<title>Bell rings for nobody</title>",
        lang=lang,
    )
    authors, _ = read_authors.choose(doc)
    if people is not None:
        assert [author.name for author in authors.value or ()] == people
    if published is not None:
        assert (doc.dates.published.value or "")[: len(published)] == published
