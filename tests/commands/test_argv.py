"""Arguments that are not UTF-8, as a shell in another encoding gives them: addresses keep their bytes, files their names."""

import os
import subprocess
import sys

import pytest

from program import ALLOW, article, scraper, serving, surroundings


def raw(folder, *args):
    command = [sys.executable, "-m", "scraper", *args]
    return subprocess.run(command, cwd=folder, env=surroundings(folder), capture_output=True, timeout=60, check=False)


@pytest.mark.slow
def test_an_address_keeps_its_bytes_and_the_others_are_fetched(tmp_path):
    with serving() as site:
        site.pages |= {"/caf%E9": (200, {}, article("Café")), "/b": (200, {}, article("Harbour"))}
        done = raw(tmp_path, "fetch", *ALLOW, f"{site.base}/caf".encode() + b"\xe9", f"  {site.base}/b\n", b"\xff\xfe")
        assert done.returncode == 3
        assert b"Traceback" not in done.stderr
        assert sorted(line.split(b"\t")[0] for line in done.stdout.splitlines()[1:]) == [b"bad_url", b"new", b"new"]
        assert "/caf%E9" in [path for path, _ in site.visits]
    assert len(scraper(tmp_path, "list", "--nl").stdout.splitlines()) == 2
    assert scraper(tmp_path, "status", "--check").returncode == 0


@pytest.mark.slow
def test_words_values_and_names_of_files(tmp_path):
    (tmp_path / os.fsdecode(b"p\xe9.html")).write_bytes(article("Harbour"))
    done = raw(tmp_path, "extract", b"p\xe9.html", b"no\xe9.html")
    assert done.returncode == 3
    assert len(done.stdout.decode().splitlines()) == 2
    with serving() as site:
        site.pages["/b"] = (200, {}, article("Harbour"))
        args = ("--db", b"a\xe9.db", "fetch", *ALLOW, f"{site.base}/b", "--report", b"r\xe9", "--log-file", b"l\xe9")
        assert raw(tmp_path, *args).returncode == 0
    for args in (
        ["search", b"\xff"],
        ["list", "--author", b"\xe9"],
        ["show", b"http://x.example/\xff"],
        ["query", b"SELECT '\xff'"],
    ):
        done = raw(tmp_path, "--db", b"a\xe9.db", *args)
        assert b"bug in scraper" not in done.stderr, args
        done.stdout.decode()
