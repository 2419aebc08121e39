"""`scraper fetch --render`: a page that is empty until its JavaScript runs gives its article."""

import json
import shutil

import pytest

from program import ALLOW, WORDS, scraper, serving

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on the PATH")
def test_a_shell_is_rendered_and_archived(tmp_path):
    pytest.importorskip("playwright")
    paragraphs = json.dumps([f"{WORDS} {n}" for n in range(6)])
    script = (
        "document.title = 'Pilot station stays shut';"
        "document.getElementById('root').innerHTML = '<article><h1>Pilot station stays shut</h1>' + "
        f"{paragraphs}.map(t => '<p>' + t + '</p>').join('') + '</article>';"
    )
    shell = f"<!DOCTYPE html><html><head><title>…</title></head><body><div id=root></div><noscript>Please enable JavaScript.</noscript><script>{script}</script></body></html>"
    with serving() as site:
        site.pages["/shell"] = (200, {}, shell.encode())
        plain = scraper(tmp_path, "fetch", *ALLOW, f"{site.base}/shell")
        assert plain.stdout.splitlines()[1].startswith("js_shell\t")
        done = scraper(tmp_path, "fetch", *ALLOW, "--render", "--force", f"{site.base}/shell", timeout=120)
    assert done.stdout.splitlines()[1].startswith("new\t"), done.stdout + done.stderr
    assert "harbour board" in scraper(tmp_path, "show", "1").stdout
