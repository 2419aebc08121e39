"""The words of class and id names, by what they say of a box: why it is not the article, or that it is.

A name is cut into words at "-", "_" and capitals (marks.py); two words side by side are looked up as one too, so that
"read-more", "readMore" and "readmore" are one entry. Written from knowledge of content systems and of languages, in the
order: English, systems and services, other languages. Nothing here names a site.
"""

from __future__ import annotations

# reason -> words
WORDS = {
    "navigation": """
        nav navi navbar navigation navigator subnav menu menus submenu breadcrumb breadcrumbs pagination pager
        pagenav paging masthead topbar skip skiplink toc sitemap megamenu navmenu navlinks postnav
        postnavigation prevnext nextprev crumb crumbs brotkrumen ariane filariane migas migasdepan pagenation
        pagelinks paginacion paginacao jumplinks jumplist jumpto anchorlinks tableofcontents
        inhaltsverzeichnis navbox catlinks editsection mwjumplink
    """,
    "footer": """
        footer foot colophon imprint impressum bottombar footnav sitefooter globalfooter rodape fusszeile
        stopka piepagina
    """,
    "sidebar": """
        sidebar sidebars siderail rail rightrail leftrail rightcol rightcolumn aside marginalia sidecolumn
        sidecol sidecontent barralateral seitenleiste secondarycolumn
    """,
    "comments": """
        comment comments commentlist commentbox disqus respond replies reply discussion coral livefyre
        kommentar kommentare commentaires comentarios commenti comentario comentar kommentarer kommentit
        kommentointi komentarze komentarz komentare diskuze diskuse diskusia comentarii yorum yorumlar
        komentar binhluan commentaire reacties talkback talkbacks hypercomments cackle spotim openweb vuukle
        viafoura fbcomments facebookcomments wpdiscuz commentform commentsection livecomments readercomments
    """,
    "related": """
        related relateds relatedposts relatedarticles relatednews recirc recirculation recommended
        recommendation recommendations recommend trending popular mostread mostpopular mostviewed morefrom
        morenews more moreon readmore readalso alsoread seealso further furtherreading also latest upnext
        nextup outbrain taboola zergnet teaser teasers teaserbox linkbox linklist storylink relacionadas
        relacionados verwandte empfehlung empfehlungen weiterlesen mehr lesen leia aussi similar suggested
        suggestions crosslink internallink inlinelink inlinerelated onward artikelliste breakingnews
        newsticker topnews hotnews latestnews recirculating nextarticle nextpost nextstory nextread prevpost
        previouspost morestories morestory moreposts morearticles moreabout morein moreonthis alsolike
        mightlike youmaylike maylike youmightlike relacionada relacionado notasrelacionadas
        noticiasrelacionadas teinteresa tepuedeinteresar masleidas masleido lomasleido lomasvisto maislidas
        saibamais leiamais leiatambem vejamais vejatambem pluslus lesplus alireaussi lireaussi voiraussi
        articlesassocies surlememesujet correlati correlate articolicorrelati leggianche piuletti potrebbe
        leesook leesverder gerelateerd meestgelezen lasmer lasocksa relaterat relaterade mestlast lesogsa
        lesmer relatert relaterte mestlest laesogsa laesmere relateret relaterede lueymos luemyos luelisaa
        luetuimmat czytajtakze czytajwiecej zobacztez polecane powiazane najpopularniejsze nejctenejsi
        souvisejici mohlobyvas najcitanejsie suvisiace kapcsolodo ajanlo ajanlott cikkajanlo legolvasottabb
        citestesi citestemai articolecorelate similare auchinteressant zumthema themenbox artikelempfehlung
        weitereartikel weiterethemen weiterfuehrend meistgelesen mehrzumthema lesetipp lesetipps ilgili
        ilgilihaberler ilginizi benzer cokokunan tinlienquan lienquan doctiep xemthem docthem bacajuga terkait
        beritaterkait terpopuler selengkapnya kanren xiangguan yarpp jprelatedposts contextly revcontent mgid
        ligatus dianomi plista strossle engageya dable traffective linkedarticles linkedstories linkedstory
        inlinearticle inlinelinks relatedlink relatedlinks relatedcontent relatedstory relatedstories
        relatedtopics topstories topstory featuredstories editorspicks editorpicks staffpicks mostcommented
        mostshared mostrecent recentposts recentarticles recentnews popularposts storycard storycards
        articlecard articlecards newscard postcard newslist articlelist storylist postlist promolink
        readalsobox readon mustread mustreads dontmiss discovermore exploremore keepreading recommends
        recommender raccomandati recomendados recomendadas recomendacion aanbevolen anbefalt rekommenderat
        crosslinks internallinks stafflinks backlinks
    """,
    "newsletter": """
        newsletter newsletters signup optin mailchimp mailinglist subscribe subscription subscriptions
        emailsignup emailsub emailsubscribe inbox abonnieren abo pushbox pushmeldung pushnotification
        pushnotifications subscribebox subscribeform nieuwsbrief nieuwsbriefinschrijving nyhetsbrev nyhedsbrev
        uutiskirje boletin boletim infolettre iscriviti inscription abonnement abonnements abonnez suscripcion
        suscribete suscribirse assine assinatura assinar prenumerera prenumeration tilaa predplatne
        prenumerata subskrypcja elofizetes hirlevel abone abonelik berlangganan dangky subscribewidget
        captureform emailcapture emailform leadgen leadform mailform mc4wp mailpoet convertkit klaviyo
        mailerlite sendinblue hubspot hsform inlinesignup pushalert webpush onesignal newsalert newsalerts
        emailalert emailalerts nletter
    """,
    "promotion": """
        promo promos promotion promobox promoted callout cta appdownload downloadapp app appstore banner
        banners teaserpromo marketing campaign upsell houseads housead houseadvert eventpromo bookpromo
        promobanner promounit promoblock promobar promocard appbanner smartbanner getapp apppromo crosspromo
        selfpromo selbstpromotion eigenwerbung eigenanzeige autopromo autopromotion gewinnspiel channelpromo
        joinchannel followchannel googlenews addgoogle preferredsource
    """,
    "advertising": """
        ad ads adv advert adverts advertisement advertising advertorial adsense adslot adbox adunit
        adcontainer dfp gpt sponsor sponsored sponsors werbung anzeige anzeigen publicidad publicidade
        publicite pubblicita reklama reklame annonce annonse mainos advertise adlabel adtext adspace adspot
        adzone adholder adarea adwrap adwrapper adcontent admanager admarker adsbygoogle adbreak adslots
        googlead googleads bannerads bannerad nativead nativeads contentad inlinead inarticlead midarticlead
        outstream teads seedtag mpu skyscraper halfpage gads reklam reklamy reklamni annons annonser
        annonsering annoncer hirdetes pubblicitario reclame advertentie advertenties iklan quangcao oglas
        oglasi sponzor sponsoredcontent brandedcontent partnercontent advertisment werbebox werbeblock
        werbeanzeige anuncio anuncios annunci ilmoitus
    """,
    "sharing": """
        share sharing shares sharebar sharetools sharebuttons sharedaddy socialshare social socials
        sociallinks socialbar socialmedia addthis addtoany a2a follow followus compartir compartilhar partage
        condividi teilen bookmark bookmarks merkliste sharethis shareicons shareicon sharelinks shareblock
        sharebox sharebutton sharer sharepanel sharelist sharewrap shareit socialicons socialicon socialshares
        socialbuttons socialbutton socialnav socialfollow novashare essb getsocial sociable jssocials likebtn
        likebox fblike fblikebutton atatbs ssba heateor sassy jpsharing folgen suivez seguir siguenos seguici
        volg delen dela jaa udostepnij sdilet megosztas paylas bagikan chiase compartilhamento redessociales
        redes reseaux reseauxsociaux partager partages condivisione linkedin pinterest viber flipboard
        copylink copyurl emailthis emailarticle printthis printarticle fontsize textsize textresize resizer
        schriftgroesse whatsapp telegram
    """,
    "consent": """
        cookie cookies consent gdpr ccpa privacy onetrust sourcepoint datenschutz cookiebar cookielaw
        cookiebanner cookienotice cookieconsent usercentrics didomi quantcast trustarc cookiebot iubenda
        borlabs dsgvo rgpd lgpd optanon ketch twoclick embedconsent embedprivacy contentblocker
        externalcontent externalembed drittanbieter zustimmung einwilligung consentlayer datenschutzhinweis
    """,
    "paywall": """
        paywall piano regwall registrationwall subscriberonly subscriptionwall premiumwall metered plusbox
        gate locked tinypass poool leakypaywall registerwall softwall hardwall lockbox contentgate paygate
        abowall tpmodal
    """,
    "popup": """
        modal popup popin popover overlay lightbox tooltip dropdown rollover hovercard flyout drawer offcanvas
        dialog toast notification interstitial snackbar fancybox magnific mfp exitintent onboarding infobubble
        infolayer
    """,
    "hidden": "hidden hide invisible visuallyhidden offscreen screenreader",
    "byline": """
        byline bylines author authors authorbox authorbio authorinfo authorcard bio writer contributor
        contributors autor autores auteur auteurs autore signature reporter redacteur authorname
        authorbiography authorblock authordetails authordesc authormeta authorprofile aboutauthor
        abouttheauthor postauthor authorbottom biography biobox biocard columnist contributorbio journalist
        journaliste periodista redaktor skribent verfasser zurperson personenbox writerbio staffbio toimittaja
        kirjoittaja forfatter penulis tacgia reporters autorbox autorenbox autorin
    """,
    "date": """
        dateline timestamp pubdate published publishdate posttime postdate datetime datum fecha lastupdated
        readingtime readtime lesezeit dateposted datepublished datemodified dateupdated posted postedon
        updated updatedat lastmodified modifieddate publishedat publicado publie aktualisiert veroeffentlicht
        publicerad publisert julkaistu pubtime pubinfo ngaydang
    """,
    "tags": """
        tags tag taglist tagcloud keywords topics topiclist topictags labels schlagworte etiquetas hashtags
        tagged posttags entrytags articletags storytags taglinks tagbox keyword keywordlist topicslist
        topicbar emner assuntos topicos argomenti motscles themenliste schlagwort stichworte trefwoorden
        nyckelord avainsanat aiheet etiketler etiket cimkek stitky tagi etichete hashtag categorylist
        filedunder postedin postcategories
    """,
    "caption": """
        caption captions figcaption imagecaption wpcaption legend bildunterschrift bildtext legende
        captiontext imgcaption imagedescription mediacaption photocaption piefoto piedefoto legenda didascalia
        bildtexte bildbeschreibung bildinfo bildtekst billedtekst bildetekst kuvateksti bijschrift
        onderschrift podpiszdjecia popisek kepalairas fotoaltyazi photodesc photodescription imgdesc imgtext
        imgnote picdesc pictext fototext videodesc videodescription videocaption videotext
    """,
    "credit": """
        credit credits photocredit imagecredit copyright source sources quelle attribution bildquelle
        bildnachweis fotocredit photoby photosource imgsource imgcredit imagesource imagecredits bildrechte
        bildcredit fotograf fotografo copyrightinfo rightsholder fuente bron kilde lahde zrodlo zdroj forras
        sursa kaynak sumber nguon
    """,
    "media": """
        gallery galleries slideshow carousel slider swiper player playlist jwplayer videoplayer videobox
        audioplayer podcast thumbnail lightgallery galleria galeria galerie fotogalerie fotostrecke
        bildergalerie bilderstrecke diaporama fotogaleria videojs brightcove kaltura plyr flowplayer
        mediaplayer audiobar audiobox speechkit beyondwords readspeaker trinityaudio texttospeech vorlesen
        vorlesefunktion ecouter escuchar ascolta podcastplayer soundcloud spotify photogallery imagegallery
    """,
    "embed": """
        embed embedded iframe oembed embeds twitter tweet instagram facebook tiktok embedly socialembed
        bluesky mastodon telegrampost
    """,
    "factbox": """
        infobox factbox facts fact faktabox fakta glossary sidebox boxout infoblock keyfacts steckbrief kasten
        faktaruta faktarute faktaboks fakten infokasten infocard explainer ataglance keypoints takeaways
        summarybox quickfacts pullout recuadro encadre hintergrundbox factsheet
    """,
    "rating": """
        rating ratings poll polls quiz survey vote voting votes umfrage encuesta sondage reaction reactions
        emoji thumbs thumbsup helpful washelpful articlefeedback sondaggio enquete anketa ankieta
    """,
    "donation": """
        donate donation donations donor support supportus membership patreon spenden spende doacao dons donar
        contributions kofi buymeacoffee crowdfunding steady tipjar supportbox
    """,
    "correction": "correction corrections editorsnote feedback report disclaimer legal terms",
    "print": "print printonly printfriendly",
    "login": """
        login signin register registration account logout loginbox loginform signinform registerform signon
        userlogin
    """,
    "search": "search searchbox searchform suche buscar recherche",
    "kicker": """
        kicker eyebrow overline rubric topline ticker surtitre cintillo volanta overtitle pretitle suptitle
        supertitle
    """,
    "widget": "widget widgets shortcode tool tools toolbar utility utilities actions",
    "poster": """
        disclosure affiliate shop shopping buy buybox product products price deal deals affiliatelink
        affiliatebox amazonbox amazonproduct productbox productcard dealbox pricebox pricecompare buybutton
        shopbox
    """,
    "noprint": """
        noprint dontprint hideprint hiddenprint printhidden printnone printhide nonprint donotprint
    """,
    "meta": "meta metainfo metadata postmeta entrymeta articlemeta infoline postinfo articleinfo",
}

# This is the text, or its container.
CONTENT = """
articlebody articlecontent articletext bodytext bodycopy storybody storytext storycontent storycopy entrycontent
entrybody postcontent postbody maincontent maintext richtext paragraph paragraphs textblock textbody fliesstext
articlecopy copytext contentbody cuerpo texte testo cuerponoticia cuerpotexto cuerponota textonota textonoticia
notatexto notacuerpo contenidonoticia contenidonota corpo corponoticia corpotexto textomateria materiatexto
testoarticolo corpoarticolo corps corpsarticle articlecorps artikeltext artikelinhalt artikelbody artikelcontent
brodtext brodtekst leipateksti tekstartykulu trescartykulu telo clanektext textclanku cikkszoveg cikktorzs
textarticol newstext newsbody newscontent newsdetail haberdetay habermetni habericerik detailtext detailcontent
bodynews noidung chitiet contentdetail detailbody fckdetail articleview viewcontent articleviewcontent arttext
zwcontent honbun kijibody articlehonbun fulltext storyfull entrytext posttext blogcontent singlecontent contenttext
articlemain articleparagraph ckeditor wysiwyg prose rte richtexteditor fieldbody nodecontent nodebody itemfulltext
ghcontent bodymarkup textcontent bodycontent bodyarticle bodystory mainbody storyarticle storyparagraph
"""
# This is the standfirst.
LEAD = """
lead lede leadtext leads leadin leadparagraph intro introduction introtext standfirst subtitle subheadline subhead
subheading subline subhed dek deck deckline summary excerpt sapo chapo chapeau abstract description descripcion
entradilla bajada copete ingress manchet manchete sommario occhiello sottotitolo underrubrik strapline strap
soustitre untertitel vorspann preface anriss teasertext zusammenfassung linhafina linha perex bajadilla preamble
resumo synopsis hook antetitulo subtitulo catenaccio onderkop inleiding ingres alaotsikko zajawka lid podnadpis spot
ozet standarfirst unterzeile dachzeile articlelead epigrafe gravata olho articlesummary kurzfassung shortdescription
shorttext subtitulos bajadas accroche ingressi johdanto wstep uvod perexbox bevezeto alcim sapou spotmetin tomtat
ringkasan ypotitlos anons subhead2 articleintro entrysummary postexcerpt underoverskrift stikktittel manchettext
leadtxt newslead articlesubtitle storysummary
"""
