"""The frame of every web page that scraper writes: one style, no script, nothing loaded.

The page works from a file, without network: its style is inside, and its policy forbids the browser
to load anything, whatever a text of the archive tries.
"""

from __future__ import annotations

from html import escape

POLICY = "default-src 'none'; style-src 'unsafe-inline'"
STYLE = """
:root{color-scheme:light dark;--ink:#1b1b1b;--paper:#fdfdfb;--soft:#595959;--line:#d0d0cc;
--link:#0b4f9e;--removed:#8c1010;--removed-paper:#fde3e3;--added:#0a5412;--added-paper:#dff5e0}
@media (prefers-color-scheme:dark){:root{--ink:#e4e2dd;--paper:#191a1b;--soft:#a5a39e;
--line:#45474a;--link:#8fbdf5;--removed:#ffb4b0;--removed-paper:#4a1d1d;--added:#a9e6ae;
--added-paper:#173c1b}}
body{font:1.125rem/1.6 Georgia,"Times New Roman",serif;color:var(--ink);background:var(--paper);
max-width:38rem;margin:0 auto;padding:2rem 1.25rem;overflow-wrap:break-word}
a{color:var(--link)}
h1{font-size:2rem;line-height:1.2;margin:0 0 .75rem}
h2,h3,h4,h5,h6{line-height:1.3;margin:2rem 0 .5rem}
article+article{margin-top:4rem;border-top:1px solid var(--line);padding-top:3rem}
.standfirst{font-size:1.25rem;line-height:1.45;color:var(--soft);margin:0 0 1rem}
.meta,figure,footer,.marks,.field{font:.875rem/1.5 system-ui,sans-serif;color:var(--soft)}
.meta p{margin:0}
figure{margin:1.5rem 0;padding:.5rem 0;border-block:1px solid var(--line)}
figcaption p{margin:0}
blockquote{margin:1.5rem 0;padding-inline-start:1rem;border-inline-start:.2rem solid var(--line)}
pre,table{font-size:.875rem;overflow-x:auto;display:block}
td{border:1px solid var(--line);padding:.2rem .5rem;vertical-align:top}
table{border-collapse:collapse}
footer,.marks{margin-top:2rem;border-top:1px solid var(--line);padding-top:.75rem}
.marks h2{font-size:1rem;margin:0}
.field{font-weight:bold;margin:2rem 0 .5rem}
del{color:var(--removed);background:var(--removed-paper)}
ins{color:var(--added);background:var(--added-paper);text-decoration:underline}
.moved{color:var(--soft);border-inline-start:.2rem solid var(--line);padding-inline-start:.6rem}
@media print{:root{color-scheme:light;--ink:#000;--paper:#fff;--soft:#333;--link:#000;
--removed:#000;--added:#000;--removed-paper:#fff;--added-paper:#fff}
body{font-size:11pt;max-width:none;padding:0}
article+article{break-before:page;border:0;padding:0;margin:0}
h1,h2,h3,figure,blockquote{break-inside:avoid;break-after:avoid}
footer a::after{content:" (" attr(href) ")"}}
"""


def page_start(title: str, *, language: str = "", direction: str = "auto") -> str:
    """Return a page up to the beginning of its content; the title is escaped here."""
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(language)}"><head><meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{escape(POLICY)}">\n'
        '<meta name="viewport" content="width=device-width,initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f"<title>{escape(title)}</title>\n<style>{STYLE}</style></head>\n"
        f'<body dir="{escape(direction)}">'
    )


PAGE_END = "</body></html>"
