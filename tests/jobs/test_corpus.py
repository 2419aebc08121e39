"""Real pages, fetched over real HTTP from the loopback into one archive: no crash, every URL accounted for, all found.

The pages stand beside the project and are no part of it; without them this is skipped.
"""

import gzip
import json
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from program import ALLOW, scraper, serving

CORPUS = Path(__file__).parent.parent.parent.parent / "shared" / "corpus"
pytestmark = [pytest.mark.slow, pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not at hand")]


def pages():
    """Path on the server -> (gold row, bytes); two pages with one path are told apart by a parameter."""
    found = {}
    for name in ("aeb", "fundus", "readability"):
        folder = CORPUS / name
        for line in (folder / "gold.jsonl").read_text("utf-8").splitlines():
            row = json.loads(line)
            parts = urlsplit(row["url"])
            path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
            path = path if path not in found else f"{path}{'&' if parts.query else '?'}page={len(found)}"
            found[path] = (row, gzip.decompress((folder / row["file"]).read_bytes()))
    return found


def test_266_real_pages_in_one_archive(tmp_path):
    found = pages()
    with serving() as site:
        for path, (_, body) in found.items():
            site.pages[path.split("#")[0]] = (200, {"Content-Type": "text/html"}, body)
        urls = [f"{site.base}{path}" for path in found]
        (tmp_path / "urls.txt").write_text("\n".join(urls) + "\n")
        done = scraper(tmp_path, "fetch", *ALLOW, "-a", "urls.txt", "--nl", "--report", "report.json", timeout=500)
    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert "Traceback" not in done.stderr
    assert done.returncode in (0, 3)
    report = json.loads((tmp_path / "report.json").read_text())
    assert sum(report["counts"].values()) == len(told) == len(urls)
    assert {row["url"] for row in told} == set(urls)
    assert not [row for row in told if row["outcome"] in ("extract_failed", "extract_timeout")]
    archived = sum(row["outcome"] in ("new", "edited", "same") for row in told)
    assert archived >= 0.95 * len(urls), report["counts"]
    hits = scraper(
        tmp_path, "search", "government", "--nl", "-n", "0", "--columns", "headline,snippet"
    ).stdout.splitlines()
    assert len(hits) > 10
