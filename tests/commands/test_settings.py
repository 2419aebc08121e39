"""Settings: an option, a variable and a key of the file mean the same; what is wrong is blamed on where it stands."""

import json

import click
import pytest

from newsroom import article as made_up
from newsroom import visit
from program import ALLOW, article, inside, serving
from scraper.archive import Archive
from scraper.commands import scraper as program
from scraper.commands.terminal import settings

CONTEXT = click.Context(program)
NOT_SETTINGS = {
    "allow_trigger",
    *(
        "sizes",
        "batch_file",
        "table",
        "column",
        "html",
        "url",
        "force",
        "simulate",
        "retry_failed",
        "pending",
        "label_set",
        "check",
        "seal",
        "shard",
    ),  # what to do
    *(
        "form",
        "columns",
        "no_headers",
        "limit",
        "output",
        "every",
        "all_feeds",
        "due_or_not",
        *("site", "author", "since", "until", "language", "section", "label", "tag"),
        "config",
        "no_config",
        "debug",
    ),  # how to show it; of this call
}


def shown(folder, *args, env=None):
    done = inside(folder, "config", "show", "--origin", "--nl", *args, env=env)
    assert done.returncode == 0, done.stderr
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    return {row["setting"]: (row["value"], row["origin"]) for row in rows}


def test_every_option_of_a_run_is_a_setting_and_each_setting_an_option():
    commands = [program.get_command(CONTEXT, name) for name in ("fetch", "refresh", "run", "status")]
    params = [param for command in commands for param in command.params if isinstance(param, click.Option)]
    assert {param.name for param in params} - NOT_SETTINGS == set(settings.OPTIONS)


def test_each_setting_comes_from_file_and_environment(tmp_path):
    (tmp_path / "scraper.toml").write_text(
        'header = ["X-Key: secret"]\nwayback = "https://web.archive.org"\nmax_time = "2h"\nfail_limit = 5\n'
        'error_file = "errors.txt"\nstrict = true\nverbose = 1\ntimeout = "90s"\n'
    )
    of_file = shown(tmp_path)
    assert of_file["header"] == (["X-Key: ***"], "scraper.toml")
    assert of_file["wayback"] == ("https://web.archive.org", "scraper.toml")
    assert (of_file["timeout"], of_file["strict"]) == (("90s", "scraper.toml"), (True, "scraper.toml"))
    environment = {"SCRAPER_WAYBACK": "https://archive.example", "SCRAPER_HEADER": "A: 1\nB: 2", "SCRAPER_STRICT": "1"}
    told = shown(tmp_path, env=environment)
    assert told["wayback"] == ("https://archive.example", "environment, SCRAPER_WAYBACK")
    assert told["header"] == ("A: ***\nB: ***", "environment, SCRAPER_HEADER")


@pytest.mark.parametrize(
    ("args", "env", "timeout"),
    [
        ((), {}, "1s"),
        ((), {"SCRAPER_CONFIG": "two.toml"}, "2s"),
        (("--config", "three.toml"), {"SCRAPER_CONFIG": "two.toml"}, "3s"),
        (("--no-config",), {"SCRAPER_CONFIG": "two.toml"}, None),
        ((), {"SCRAPER_NO_CONFIG": "1"}, None),
    ],
)
@pytest.mark.parametrize("before", [False, True])
def test_the_settings_file_is_chosen_by_option_then_by_environment(tmp_path, args, env, timeout, before):
    for name, seconds in (("scraper", 1), ("two", 2), ("three", 3)):
        (tmp_path / f"{name}.toml").write_text(f'timeout = "{seconds}s"\n')
    command = ("config", "show", "--nl")
    done = inside(tmp_path, *(args + command if before else command + args), env=env)
    rows = {row["setting"]: row["value"] for row in map(json.loads, done.stdout.splitlines())}
    assert (rows["timeout"] == timeout) if timeout else rows["timeout"] not in ("1s", "2s", "3s")


def test_a_setting_reaches_the_run(tmp_path):
    with serving() as site:
        site.pages["/a"] = (200, {}, article("Pilot station stays shut"))
        (tmp_path / "scraper.toml").write_text('header = ["X-Key: abc"]\nstrict = true\nerror_file = "errors.txt"\n')
        done = inside(tmp_path, "fetch", *ALLOW, f"{site.base}/a", f"{site.base}/none")
        assert done.returncode == 1
        assert (tmp_path / "errors.txt").read_text() == ""  # no retry can mend it
        assert site.visits[-1][1]["X-Key"] == "abc"
        environment = {"SCRAPER_MAX_AGE": "0s", "SCRAPER_HEADER": "X-Key: abc\nX-More: d e"}
        inside(tmp_path, "fetch", *ALLOW, f"{site.base}/a", env=environment)
        assert site.visits[-1][1]["X-More"] == "d e"


BAD_FILES = [
    ('delay = "abc"', "scraper.toml: delay must be a span of time (90s, 15m, 24h, 7d or 2w; a bare number is seconds)"),
    ("per_host = 1.5", "scraper.toml: per_host must be a whole number, not 1.5"),
    ("per_host = 9", "scraper.toml: per_host: 9 is not in the range 1<=x<=2"),
    ("retries = true", "scraper.toml: retries must be a whole number, not True"),
    ("robots = 0", "scraper.toml: robots must be true or false, not 0"),
    ('color = "blue"', "scraper.toml: color: 'blue' is not one of"),
    ('allow_net = ["everywhere"]', "scraper.toml: allow_net: 'everywhere' does not appear to be"),
    ('allow_net = "127.0.0.0/8"', "scraper.toml: allow_net must be a list of text values"),
    ('header = ["no colon"]', "scraper.toml: header: write 'Name: value'"),
    ('wayback = "ftp://x"', "scraper.toml: wayback: only http and https"),
    ("max_age = -1", "scraper.toml: max_age must be a span of time"),
    ('max_age = "for ever"', "scraper.toml: max_age must be a span of time (90s, 15m, 24h, 7d or 2w; a bare number is seconds) or 'forever', not 'for ever'"),
    ('cookies = "none.txt"', "scraper.toml: cookies: File 'none.txt' does not exist"),
    ('[site."a.example"]\ndelay = "soon"', 'scraper.toml: [site."a.example"] delay must be a span of time'),
    ('[site."a.example"]\ndelay = true', 'scraper.toml: [site."a.example"] delay must be a span of time'),
    ('[site."a.example"]\ncookies = 3', 'scraper.toml: [site."a.example"] cookies must be text, not 3'),
    ('[site."a.example"]\nheaders = ["X: y"]', 'scraper.toml: [site."a.example"] headers must be a table such as'),
    ('[site."a.example"]\nheaders = {X = 1}', 'scraper.toml: [site."a.example"] headers must be a table such as'),
    ('[site."a.example"]\ndealy = 1', 'scraper.toml: [site."a.example"] unknown setting dealy; did you mean delay?'),
]  # fmt: skip
BAD_VARIABLES = [
    ("SCRAPER_DELAY", "abc", "SCRAPER_DELAY: 'abc' is not a span of time"),
    ("SCRAPER_PER_HOST", "many", "SCRAPER_PER_HOST: 'many' is not a valid integer"),
    ("SCRAPER_COLOR", "blue", "SCRAPER_COLOR: 'blue' is not one of"),
    ("SCRAPER_RULES", "nowhere", "SCRAPER_RULES: Directory 'nowhere' does not exist"),
]


@pytest.mark.parametrize("command", [["config", "show"], ["fetch", "--pending"]])
@pytest.mark.parametrize(("text", "words"), BAD_FILES)
def test_a_bad_value_in_a_file_is_blamed_on_the_file(tmp_path, command, text, words):
    (tmp_path / "scraper.toml").write_text(text)
    done = inside(tmp_path, *command)
    assert done.stderr.startswith(f"Error: {words}")
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)


@pytest.mark.parametrize("command", [["config", "show"], ["fetch", "--pending"]])
@pytest.mark.parametrize(("name", "value", "words"), BAD_VARIABLES)
def test_a_bad_value_in_the_environment_is_blamed_on_its_variable(tmp_path, command, name, value, words):
    done = inside(tmp_path, *command, env={name: value})
    assert done.stderr.startswith(f"Error: {words}")
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)


def test_the_nearest_place_wins_before_and_after_the_command(tmp_path):
    (tmp_path / "scraper.toml").write_text('db = "file.db"\n')

    def named(*args, **env):
        return inside(tmp_path, *args, env=env).stdout.strip().rpartition("/")[2]

    assert named("path") == "file.db"
    assert named("path", SCRAPER_DB="variable.db") == "variable.db"
    assert named("--db", "option.db", "path", SCRAPER_DB="variable.db") == "option.db"
    assert named("--db", "one.db", "path", "--db", "two.db") == "two.db"


def test_a_table_of_sites_is_no_filter(tmp_path):
    with Archive.open(tmp_path / "archive.db") as archive:
        visit(archive, made_up())
    (tmp_path / "scraper.toml").write_text('[site."slow.example"]\ndelay = "9s"\n')
    assert inside(tmp_path, "list", "--columns", "site", "--no-headers").stdout == "harbour.example\n"


def test_a_switch_of_the_file_can_be_taken_back(tmp_path):
    (tmp_path / "scraper.toml").write_text("quiet = true\n")
    assert inside(tmp_path, "feed", "add", "--no-check", "https://a.example/feed").stderr == ""
    assert (
        "already following"
        in inside(tmp_path, "feed", "add", "--no-check", "https://a.example/feed", "--no-quiet").stderr
    )


def test_each_setting_tells_where_it_comes_from(tmp_path):
    (tmp_path / "scraper.toml").write_text(
        'delay = 3\njobs = 4\n[site."slow.example"]\ndelay = 9\nheaders = {X-Key = "abc"}\n'
    )
    shown = inside(tmp_path, "config", "show", "--origin", "--db", "x.db", "--no-headers", env={"SCRAPER_JOBS": "7"})
    rows = {line.split("\t")[0]: line.split("\t")[1:] for line in shown.stdout.splitlines()}
    assert rows["db"] == ["x.db", "option"]
    assert rows["jobs"] == ["7", "environment, SCRAPER_JOBS"]
    assert rows["delay"] == ["3", "scraper.toml"]
    assert rows["site.slow.example.delay"] == ["9", "scraper.toml"]
    assert rows["timeout"] == ["60", "built-in"]
    assert rows["site.slow.example.headers"] == ['{"X-Key": "***"}', "scraper.toml"]
    proxied = inside(tmp_path, "config", "show", env={"SCRAPER_PROXY": "http://ada:secret@proxy.example:3128"}).stdout
    assert "proxy\thttp://***@proxy.example:3128\n" in proxied
