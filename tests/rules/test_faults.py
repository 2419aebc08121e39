"""What is wrong with a rule file is a line with file, key and reason; the rest of the rule, and other rules, go on."""

import json
import os

import pytest

from program import ALLOW, article, inside, serving
from scraper.errors import InputError
from scraper.rules import faults, find

GOOD = 'headline = "h1"\n'
BROKEN = {
    "no selector of soupsieve's": ('byline = "a::attr=\'x"\n', "byline: bad selector"),
    "a pseudo-element": ('byline = "p::first-line"\n', "byline: bad selector"),
    "an open bracket": ('byline = "p[class"\n', "byline: bad selector"),
    "an unknown pseudo-class": ('byline = "p:sparkling"\n', "byline: bad selector"),
    "nested without end": (f'byline = "{":not(" * 3000}p{")" * 3000}"\n', "byline: bad selector"),
    "a chain without end": (f'byline = "{"a " * 3000}p"\n', "byline: bad selector"),
    "an attribute without an element": ('byline = "::attr(href)"\n', "byline: bad selector"),
    "no text": ("byline = 7\n", "byline must be a CSS selector"),
    "an empty list": ("byline = []\n", "byline must be a CSS selector"),
    "a list in a list": ('byline = [["p"]]\n', "byline must be a CSS selector"),
    "a table": ('byline = {css = "p"}\n', "byline must be a CSS selector"),
    "an unknown key": ('titel = "h1"\n', "unknown key 'titel'"),
    "like without a host": ('like = ""\n', "like must name a host"),
}
WHOLE = {
    "no TOML": (b'headline = "h1\n', "is not TOML"),
    "a key twice": (b'headline = "h1"\nheadline = "h2"\n', "is not TOML"),
    "a number without end": (b"headline = " + b"9" * 5000, "is not TOML"),
    "arrays without end": (b"headline = " + b"[" * 100_000, "nested too deeply"),
    "no UTF-8": (b'headline = "h1\xff"', "is not UTF-8"),
}


@pytest.fixture
def folder(tmp_path):
    rules = tmp_path / "rules"
    rules.mkdir()
    (rules / "sound.example.toml").write_text(GOOD)
    (tmp_path / "page.html").write_bytes(article("Pilot station stays shut"))
    return tmp_path


def one_line(text, path):
    return text.count("\n") == 1 and str(path) in text and len(text) < 600


@pytest.mark.parametrize(("text", "said"), BROKEN.values(), ids=BROKEN.keys())
def test_one_bad_key_is_told_and_the_rest_goes_on(folder, text, said):
    path = folder / "rules" / "bad.example.toml"
    path.write_text(GOOD + text)
    shown = inside(folder, "rules", "show", "bad.example", "--rules", folder / "rules", "--no-headers")
    assert (shown.returncode, shown.stdout) == (3, "headline\th1\n")
    lines = [line for line in shown.stderr.splitlines() if line.startswith("Error")]
    assert len(lines) == 1
    assert one_line(f"{lines[0]}\n", "rules/bad.example.toml")
    assert said in lines[0]
    url = "https://bad.example/1"
    tested = inside(folder, "rules", "test", "page.html", "--url", url, "--rules", folder / "rules", "--no-headers")
    assert (tested.returncode, tested.stdout.count("Pilot station")) == (3, 1)
    assert said in tested.stderr
    listed = inside(folder, "rules", "list", "--rules", folder / "rules", "--nl")
    rows = {row["host"]: row for row in map(json.loads, listed.stdout.splitlines())}
    assert said in rows["bad.example"]["error"]
    assert rows["sound.example"]["error"] is None
    assert listed.returncode == 0
    with pytest.raises(InputError, match=r"bad\.example\.toml"):  # a page is not read by half a rule
        find("bad.example", (folder / "rules",))


@pytest.mark.parametrize(("data", "said"), WHOLE.values(), ids=WHOLE.keys())
def test_a_file_that_is_no_rule_is_told_and_other_rules_go_on(folder, data, said):
    (folder / "rules" / "bad.example.toml").write_bytes(data)
    shown = inside(folder, "rules", "show", "bad.example", "--rules", folder / "rules")
    assert shown.returncode == 2
    assert one_line(shown.stderr, "rules/bad.example.toml")
    assert said in shown.stderr
    listed = inside(folder, "rules", "list", "--rules", folder / "rules", "--nl").stdout
    errors = {row["host"]: row["error"] for row in map(json.loads, listed.splitlines())}
    assert said in errors["bad.example"]
    assert errors["sound.example"] is None


def test_all_faults_of_a_file_are_told(folder):
    path = folder / "rules" / "bad.example.toml"
    path.write_text('headline = ["h1", "h1[", "::x"]\nbody = "p:"\nname = 1\n')
    told = [fault.removeprefix(f"{path}: ") for fault in faults("bad.example", path)]
    assert [fault.partition(":")[0].partition(";")[0] for fault in told] == [
        "headline",
        "headline",
        "body",
        "unknown key 'name'",
    ]


def test_a_fault_of_the_rule_that_another_takes_after_is_told(folder):
    (folder / "rules" / "model.example.toml").write_text('byline = "p["\n' + GOOD)
    (folder / "rules" / "copy.example.toml").write_text('like = "model.example"\n')
    shown = inside(folder, "rules", "show", "copy.example", "--rules", folder / "rules", "--no-headers")
    assert (shown.returncode, shown.stdout) == (3, "headline\th1\n")
    assert "model.example.toml: byline: bad selector" in shown.stderr


@pytest.mark.parametrize(
    "line", ["title: //h1[", "strip: //p[position(", "body: //x:y(", "author: " + "(" * 5000, "strip_id_or_class: \x0b"]
)
def test_a_bad_xpath_is_told_with_its_line(folder, line):
    path = folder / "rules" / "old.example.txt"
    path.write_text(f"# a site\ndate: //time\n{line}\n")
    found = faults("old.example", path)
    assert all(str(path) in fault and "\n" not in fault and len(fault) < 600 for fault in found)
    assert all(f"{path}:3: " in fault for fault in found)
    shown = inside(folder, "rules", "show", "old.example", "--rules", folder / "rules", "--no-headers")
    assert "date_published\t//time\n" in shown.stdout


def test_a_pipe_among_the_rules_is_told_and_does_not_block(folder):
    os.mkfifo(folder / "rules" / "pipe.example.toml")
    os.mkfifo(folder / "rules" / "old.example.txt")
    listed = inside(folder, "rules", "list", "--rules", folder / "rules", "--nl").stdout
    errors = {row["host"]: row["error"] for row in map(json.loads, listed.splitlines())}
    assert "named pipe" in errors["pipe.example"]
    assert "named pipe" in errors["old.example"]
    assert errors["sound.example"] is None


def test_a_rule_with_a_byte_order_mark_and_an_old_pseudo_class_is_read(folder):
    path = folder / "rules" / "marked.example.toml"
    path.write_text("\ufeffheadline = \"h1:contains('Pilot')\"\n")
    assert faults("marked.example", path) == ()


@pytest.mark.slow
def test_a_broken_rule_is_the_outcome_of_its_site_only(folder):
    with serving() as site:
        site.pages["/a"] = (200, {}, article("Pilot station stays shut"))
        (folder / "rules" / "127.0.0.1.toml").write_text('headline = "a::attr=\'x"\n')
        other = site.base.replace("127.0.0.1", "127.0.0.2")
        done = inside(folder, "fetch", *ALLOW, "--rules", folder / "rules", f"{site.base}/a", f"{other}/a", "--nl")
        rows = [json.loads(line) for line in done.stdout.splitlines()]
    bad = next(row for row in rows if row["url"].startswith(site.base))
    assert bad["outcome"] == "extract_failed"
    assert "127.0.0.1.toml: headline: bad selector" in bad["error"]
