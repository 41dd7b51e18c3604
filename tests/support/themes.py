"""One report in the layouts of several themes, with menus, related posts, sharing and cookie notices around it."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

SITE = "المرصد السوري لحقوق الانسان"
MENU = '<nav class="main-navigation"><ul><li><a href="/">الرئيسية</a></li><li><a href="/a/">الأخبار</a></li></ul></nav>'
COOKIES = (
    '<div class="cookie-notice"><p>يستخدم هذا الموقع ملفات تعريف الارتباط لتحسين تجربتك.</p><a href="#">قبول</a></div>'
)
SHARE = '<div class="sharedaddy sd-sharing"><h3>شارك هذا الموضوع:</h3><ul><li><a href="#">فيس بوك</a></li></ul></div>'
RELATED = (
    '<section class="related-posts"><h2>مواضيع ذات صلة</h2>'
    '<article class="post"><h2><a href="/b/1/">خبر آخر</a></h2><time datetime="2019-05-05T00:00:00+03:00">5 أيار</time>'
    '<div class="entry-content"><p>مقتطف من خبر آخر لا صلة له بهذا التقرير ولا يدخل في نصه.</p></div></article>'
    "</section>"
)
COMMENTS = '<div id="comments" class="comments-area"><p class="no-comments">التعليقات مغلقة.</p></div>'
WIDGETS = '<aside class="widget-area"><p>إحصاءات الموقع وأكثر الأخبار قراءة خلال الأسبوع الفائت كله.</p></aside>'
FOOTER = '<footer class="site-footer"><p>جميع الحقوق محفوظة للمرصد السوري لحقوق الإنسان.</p></footer>'


def _page(title: str, head: str, body_class: str, body: str) -> str:
    return (
        f'<!doctype html><html lang="ar" dir="rtl"><head><meta charset="utf-8"><title>{escape(title)} - {SITE}</title>'
        f'{head}</head><body class="{body_class}">{COOKIES}<header id="masthead"><p class="site-title">{SITE}</p>{MENU}'
        f"</header>{body}{FOOTER}<script>var x = '<p>لا</p>';</script></body></html>"
    )


def _paragraphs(paragraphs: Sequence[str]) -> str:
    return "\n".join(f"<p>{escape(text)}</p>" for text in paragraphs)


def classic(title: str, paragraphs: Sequence[str], published: str) -> str:
    """The names that WordPress's own themes use; time in meta tags."""
    head = (
        f'<meta property="article:published_time" content="{published}"><meta property="og:site_name" content="{SITE}">'
    )
    return _page(
        title,
        head,
        "rtl post-template-default single single-post postid-157363 has-sidebar",
        f'<main><article id="post-157363" class="post hentry tag-share"><header class="entry-header">'
        f'<h1 class="entry-title">{escape(title)}</h1><div class="entry-meta">بواسطة المحرر</div></header>'
        f'<div class="entry-content">{_paragraphs(paragraphs)}{SHARE}</div><footer class="entry-footer">وسوم</footer>'
        f"</article>{RELATED}{COMMENTS}</main>{WIDGETS}",
    )


def newspaper(title: str, paragraphs: Sequence[str], published: str) -> str:
    """A magazine theme: time and views beside the title, no meta tags."""
    return _page(
        title,
        '<link rel="shortlink" href="https://www.syriahr.com/?p=157363">',
        "single",
        f'<div class="td-main-content"><div class="td-post-header"><h1 class="td-title">{escape(title)}</h1>'
        f'<span class="td-post-date"><time class="entry-date published" datetime="{published}">25 شباط</time></span>'
        f'<div class="td-post-views"><i></i><span class="td-nr-views-1">73</span></div></div>'
        f'<div class="td-post-content">{_paragraphs(paragraphs)}</div>{SHARE}</div>{RELATED}',
    )


def page_builder(title: str, paragraphs: Sequence[str], published: str) -> str:
    """A page builder's nested boxes; time in JSON-LD."""
    data = f'{{"@context":"https://schema.org","@graph":[{{"@type":"WebPage"}},{{"@type":"NewsArticle","datePublished":"{published}"}}]}}'
    return _page(
        title,
        f'<script type="application/ld+json">{data}</script><link rel="canonical" href="https://www.syriahr.com/x/157363/">',
        "single elementor-page",
        f'<div class="elementor-widget-theme-post-title"><h1>{escape(title)}</h1></div>'
        f'<div class="elementor-widget elementor-widget-theme-post-content"><div class="elementor-widget-container">'
        f"{_paragraphs(paragraphs)}</div></div>{RELATED}",
    )


def unnamed(title: str, paragraphs: Sequence[str], published: str) -> str:
    """No telling names at all, paragraphs parted by line breaks."""
    text = "<br />\n<br>".join(escape(text) for text in paragraphs)
    return _page(
        title,
        f'<meta name="date" content="{published}"><meta property="og:url" content="https://www.syriahr.com/x/157363/">',
        "",
        f'<div><div class="c1"><h1>{escape(title)}</h1><div class="c2">{text}</div></div>'
        f'<div class="c3"><a href="/b/">خبر آخر طويل العنوان يملأ السطر كله في هذا العمود</a></div></div>{WIDGETS}',
    )


def accelerated(title: str, paragraphs: Sequence[str], published: str) -> str:
    """An AMP page."""
    data = f'{{"@type":["BlogPosting"],"headline":"{title}","datePublished":"{published}"}}'
    return (
        f'<!doctype html><html amp><head><link rel="canonical" href="https://www.syriahr.com/amp/x/157363/">'
        f'<script type="application/ld+json">{data}</script><style amp-boilerplate>body{{}}</style></head>'
        f'<body class="single-post"><article class="amp-wp-article"><div class="amp-wp-article-content">'
        f"{_paragraphs(paragraphs)}</div></article></body></html>"
    )


LAYOUTS = {f.__name__: f for f in (classic, newspaper, page_builder, unnamed, accelerated)}
