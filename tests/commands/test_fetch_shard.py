"""`scraper fetch --shard`: each host is asked by one machine, and `merge` joins what they archived."""

import json
from contextlib import ExitStack

import pytest

from program import ALLOW, article, inside, serving

HOSTS = [f"127.0.0.{number}" for number in range(2, 8)]


@pytest.fixture
def sites():
    with ExitStack() as stack:
        opened = [stack.enter_context(serving(host)) for host in HOSTS]
        for site in opened:
            for path in ("/a", "/b"):
                site.pages[path] = (200, {}, article(f"A story from {site.base}{path}"))
        yield opened


def fetched(folder, *args):
    return json.loads(inside(folder, "fetch", *ALLOW, *args, "--json").stdout)


def pages_asked(site):
    return [path for path, _ in site.visits if path != "/robots.txt"]


@pytest.mark.parametrize("of", [2, 3])
def test_machines_divide_the_hosts_and_merge_joins_their_archives(sites, tmp_path, of):
    urls = [f"{site.base}{path}" for site in sites for path in ("/a", "/b")]
    (tmp_path / "cases.csv").write_text("\n".join(["url,id", *(f"{url},{n}" for n, url in enumerate(urls)), "N/A,x"]))
    found, archives = [], []
    for number in range(1, of + 1):
        asked_before = [len(site.visits) for site in sites]
        archives.append(f"{number}.db")
        found.append(fetched(tmp_path, "--csv", "cases.csv", "--shard", f"{number}/{of}", "--db", archives[-1]))
        hosts = {row["url"].split("/")[2] for row in found[-1] if row["outcome"] == "new"}
        asked = {
            f"{site.base[7:]}" for site, before in zip(sites, asked_before, strict=True) if len(site.visits) > before
        }
        assert asked == hosts
    assert sorted(row["url"] for rows in found for row in rows) == sorted([*urls, "N/A"])
    assert [row["url"] for row in found[0] if row["outcome"] == "bad_url"] == ["N/A"]
    assert all(sorted(pages_asked(site)) == ["/a", "/b"] for site in sites)
    assert inside(tmp_path, "merge", *archives, "-o", "all.db").returncode == 0
    whole = json.loads(inside(tmp_path, "list", "--json", "--limit", "0", "--db", "all.db").stdout)
    assert sorted(row["url"] for row in whole) == sorted(urls)
    labels = json.loads(inside(tmp_path, "label", "show", "cases", "--json", "--db", "all.db").stdout)
    assert sorted(row["id"] for row in labels) == sorted([*(str(n) for n in range(len(urls))), "x"])
    assert inside(tmp_path, "verify", "--db", "all.db").returncode == 0


def test_what_failed_and_what_is_left_stays_in_its_share(sites, tmp_path):
    for site in sites:
        site.pages["/500"] = (500, {}, b"")
    urls = [f"{site.base}/500" for site in sites]
    fetched(tmp_path, *urls)
    shares = [fetched(tmp_path, "--retry-failed", "--shard", f"{number}/2") for number in (1, 2)]
    assert all(shares)
    assert sorted(row["url"] for rows in shares for row in rows) == sorted(urls)


@pytest.mark.parametrize("text", ["3/2", "0/2", "two"])
def test_what_is_no_share_is_refused(tmp_path, text):
    done = inside(tmp_path, "fetch", "https://news.example/", "--shard", text)
    assert done.returncode == 2
    assert f"{text!r} is not a part: write i/n with i from 1 to n, such as 3/8" in done.stderr
