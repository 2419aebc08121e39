"""A real browser in the reading room, for the tests: what it complains of, and whom it asks."""

import os
import shutil
from contextlib import contextmanager

import pytest

from scraper.fetch import chromium

CHROMIUM = next(filter(None, map(shutil.which, chromium.PROGRAMS)), None)
FLAGS = (*chromium.FLAGS, "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1")
needs_browser = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on the PATH"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),  # Playwright's own pipes
]


@contextmanager
def browsing():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS, chromium_sandbox=os.geteuid() != 0)
        yield browser
        browser.close()


@contextmanager
def visitor(browser, base, **options):
    """A page of a browser in which nothing may go wrong: no error of a script, and no other host."""
    context = browser.new_context(base_url=base, **options)
    page = context.new_page()
    complaints = []
    page.on(
        "console", lambda message: complaints.append(message.text) if message.type in ("error", "warning") else None
    )
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda request: None if request.url.startswith(base) else complaints.append(request.url))
    yield page
    context.close()
    assert not complaints, "\n".join(complaints)


def barriers(page):
    """The serious and critical faults that axe finds in a page for people who see or move less well."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    return [(one["id"], one["nodes"][0]["html"][:200]) for one in found if one["impact"] in ("serious", "critical")]
