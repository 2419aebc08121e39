"""What the README and the help say: every command has both, and the tables agree."""

import re
import shlex
import shutil
import sqlite3
import subprocess
import tomllib
from contextlib import closing
from pathlib import Path

import click
import pytest

from archives.make import fill
from newsroom import START
from scraper.archive import Archive
from scraper.commands import COMMANDS, scraper
from scraper.present.formats import FORMATS

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
CONTEXT = click.Context(scraper)


def commands():
    for name in COMMANDS:
        command = scraper.get_command(CONTEXT, name)
        yield name, command
        if isinstance(command, click.Group):
            yield from ((f"{name} {sub}", command.commands[sub]) for sub in command.commands)


@pytest.mark.parametrize("statement", re.findall(r'^    sqlite3 archive.db "(.*)"$', README, re.MULTILINE))
def test_the_examples_for_those_who_open_the_file(tmp_path, statement):
    with Archive.open(tmp_path / "archive.db", clock=lambda: START) as archive:
        fill(archive)
    with closing(sqlite3.connect(tmp_path / "archive.db")) as db:  # as any program opens it
        assert db.execute(statement).fetchall()
    if shutil.which("sqlite3"):
        shell = ["sqlite3", "archive.db", statement]
        done = subprocess.run(shell, cwd=tmp_path, capture_output=True, check=True)
        assert done.stdout
        assert not done.stderr


@pytest.mark.parametrize(("name", "command"), list(commands()))
def test_every_command_has_help_and_a_readme_line(name, command):
    assert command.help, f"{name} has no help"
    for parameter in command.params:
        if isinstance(parameter, click.Option) and not parameter.hidden:
            assert parameter.help, f"{name} {parameter.name} has no help"
    assert f"`scraper {name}" in README, f"README says nothing of `scraper {name}`"


@pytest.mark.parametrize(("name", "command"), [("", scraper), *commands()])
def test_every_help_fits_a_terminal_of_80_columns(name, command):
    parent = CONTEXT if name else None
    shown = command.get_help(click.Context(command, info_name=name or "scraper", parent=parent, terminal_width=80))
    assert not [line for line in shown.splitlines() if len(line) > 80]


@pytest.mark.parametrize(("name", "command"), list(commands()))
def test_no_help_is_cut_or_shows_its_markup(name, command):
    shown = command.get_help(click.Context(command, info_name=name, parent=CONTEXT))
    told = shown.partition("\n\n")[2]
    assert "\\b" not in shown
    assert "\b" not in shown
    assert not re.search(r"\.\.\.$", told, re.MULTILINE), told


LISTING = {"--json", "--nl", "--csv", "--tsv", "--table", "--columns", "--no-headers", "--limit"}


@pytest.mark.parametrize(("name", "command"), list(commands()))
def test_every_listing_takes_the_same_options(name, command):
    options = {option for param in command.params for option in param.opts}
    if "--columns" in options and name != "export":  # which writes a file in one format
        visits = name in ("fetch", "refresh") or "--fetch" in options  # all that was visited is shown
        assert LISTING - options == ({"--limit"} if visits else set())


@pytest.mark.parametrize(("name", "command"), list(commands()))
def test_every_switch_can_be_taken_back(name, command):
    switches = [param for param in command.params if isinstance(param, click.Option) and param.is_bool_flag]
    alone = {param.name for param in switches if not param.secondary_opts}
    assert alone <= {"no_config", "debug", "help"}


def leaves():
    """Every command that can be run, without the groups."""
    return [(name, command) for name, command in commands() if not isinstance(command, click.Group)]


def examples(command):
    """The examples at the end of a command's help, one a line."""
    _, _, block = command.epilog.partition("Examples:\n")
    return [line.strip() for line in block.partition("\n\n")[0].splitlines()]


@pytest.mark.parametrize(("name", "command"), leaves())
def test_every_command_has_examples_that_can_be_typed(name, command, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "rules").mkdir()
    shown = examples(command)
    assert 1 <= len(shown) <= 3, shown
    for example in shown:
        calls = re.findall(r"(?<![\w.])scraper ((?:'[^']*'|\"[^\"]*\"|[^|&<>()])+)", example)
        assert calls, example
        for call in calls:
            scraper_parses(shlex.split(call))
    assert any(re.search(rf"scraper (?:-\S+ \S+ )?{name}\b", example) for example in shown)


def scraper_parses(arguments):
    """Parse a call as the program would, down to its command; click raises what it refuses."""
    command, name, rest, context = scraper, "scraper", list(arguments), None
    while isinstance(command, click.Group):
        parent = click.Context(command, info_name=name, parent=context)
        rest = command.make_parser(parent).parse_args(rest)[1] if context is None else rest
        name, command, rest = command.resolve_command(parent, rest)
        context = parent
    command.make_context(name, rest, parent=context)


@pytest.mark.parametrize("arguments", [["diff"], ["list", "--columns"], ["fetch", "--cookies", "none.txt"], ["rule"]])
def test_a_bad_example_would_be_noticed(arguments):
    with pytest.raises(click.UsageError):
        scraper_parses(arguments)


def test_examples_are_on_lines_of_their_own():
    query = scraper.get_command(CONTEXT, "query")
    assert query.get_help(CONTEXT).count("\n      scraper query ") == 3


def test_the_readme_names_the_extras_of_users():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    named = re.findall(
        r"^\| `([a-z]+)` \| .*", README.partition("| extra | for |")[2].partition("\n\n")[0], re.MULTILINE
    )
    assert set(named) == project["optional-dependencies"].keys() - {"bench", "check", "dev"}


def test_the_readme_names_no_command_that_is_not_there():
    names = {name for name, _ in commands()}
    said = re.findall(r"^\| `scraper ([a-z]+(?: [a-z]+)?)", README, re.MULTILINE)
    assert said
    assert not [name for name in said if name not in names and name.split()[0] not in names]


def test_every_format_is_offered_and_described():
    export = scraper.get_command(CONTEXT, "export")
    assert list(export.params[0].type.choices) == list(FORMATS)
    assert all(f"{name} ({form.description})" in " ".join(export.help.split()) for name, form in FORMATS.items())
    rows = [line.split("|")[1] for line in README.splitlines() if line.startswith("| `")]
    assert set(FORMATS) <= set(re.findall("`(\\w+)`", "".join(rows)))


def test_messages_name_no_command_that_is_not_there():
    names = {name for name, _ in commands()}
    for path in ROOT.glob("scraper/**/*.py"):
        for said in re.findall(r"`scraper ([a-z]+(?: [a-z]+)?)", path.read_text("utf-8")):
            command, _, rest = said.partition(" ")
            group = any(name.startswith(f"{command} ") for name in names)
            assert (said if group and rest else command) in names, f"{path.name}: `scraper {said}`"


def test_each_of_the_forty_cases_has_a_test_of_its_number():
    """What goes wrong on the wire, in bytes, in output and with state; `pytest -k "case_34"` runs one."""
    tests = "".join(path.read_text("utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
    named = {int(number) for number in re.findall(r"(?:def test_case_|id=\"case )(\d+)", tests)}
    assert named == set(range(1, 41))


def test_exit_codes_stand_in_the_readme():
    for code in (0, 1, 2, 3, 4, 5, 6, 7, 8, 74, 75, 130):
        assert re.search(rf"^\| {code} \|", README, re.MULTILINE), code


def test_nothing_committed_names_a_registry_or_a_machine():
    banned = re.compile(r"--(?:extra-)?index-url|(?<![\w.])/(?:home|root|Users|work)/\w")
    for path in [*ROOT.glob("*"), *ROOT.glob(".ci/*"), *ROOT.glob("scraper/**/*"), *ROOT.glob("bench/**/*")]:
        if (
            path.is_file()
            and path.suffix in {".py", ".md", ".toml", ".txt", ".cfg", "", ".json", ".sql"}
            and not {".venv", ".git"} & set(path.parts)
            and "fixtures" not in path.parts
        ):
            assert not banned.search(path.read_text("utf-8", "replace")), path


SECTIONS = [
    ("fetch", "-a, --batch-file", "Input"), ("fetch", "--max-age", "Input"), ("fetch", "--delay", "Network"),
    ("fetch", "--max-time", "Network"), ("fetch", "--rules", "Reading"), ("fetch", "--json", "Output"),
    ("fetch", "--strict", "Output"), ("run", "--all", "Input"), ("run", "--ping", "Messages"), ("feed poll", "--proxy", "Network"), ("feed poll", "-n, --limit", "Output"),
    ("feed discover", "--timeout", "Network"), ("feed discover", "--columns", "Output"), ("list", "--site", "Options"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "option", "section"), SECTIONS)
def test_the_options_of_commands_that_fetch_are_in_sections(name, option, section):
    command = dict(commands())[name]
    shown = command.get_help(click.Context(command, info_name=name, parent=CONTEXT))
    headings = re.findall(rf"^(\w+):$|^  (?:-h, )?({re.escape(option)})\b", shown, re.MULTILINE)
    place = headings.index(("", option))
    assert [heading for heading, _ in headings[:place] if heading][-1] == section
    shown_options = set(re.findall(r"^  (?:-\w, )?(--[a-z-]+)", shown, re.MULTILINE))
    own = [one for one in command.params if isinstance(one, click.Option) and not one.hidden]
    assert {one.opts[-1] for one in own} <= shown_options
