"""contrib/ and the pages about running for years: what they print can be typed, and does what they say."""

import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from program import inside
from test_docs import scraper_parses

ROOT = Path(__file__).parent.parent
CONTRIB = ROOT / "contrib"
PROGRAM, STATE, BACKUPS = "/opt/scraper/bin/scraper", "/var/lib/scraper", "/srv/backup"
PAGES = ("docs/year-of-cron.md", "docs/ten-years.md")
FIELD = r"[\d*][\d*/,-]*"
JOB = re.compile(rf"^((?:{FIELD}\s+){{4}}{FIELD})\s+(\S.*)$")
UNITS = ("scraper.service", "scraper.timer")


def jobs(text):
    """The entries of a crontab as cron reads them: the time, the command, and what the command gets as its input."""
    for line in text.splitlines():
        if not line.strip() or line.startswith("#") or re.match(r"[A-Z]+=", line):
            continue
        matched = JOB.match(line)
        assert matched, line
        command, *stdin = re.split(r"(?<!\\)%", matched[2])
        yield matched[1], command.replace("\\%", "%"), "\n".join(stdin)


CRONTAB = list(jobs((CONTRIB / "crontab").read_text("utf-8")))


def test_cron_ends_a_command_at_a_percent_sign():
    assert list(jobs("0 5 * * 0  date +%F\n")) == [("0 5 * * 0", "date +", "F")]
    assert list(jobs("0 5 * * 0  date +\\%F\n")) == [("0 5 * * 0", "date +%F", "")]


@pytest.fixture
def machine(tmp_path):
    """The folders of the crontab below a folder of the test, with an archive and a program that is run by its full path."""
    program = tmp_path / "opt/scraper/bin/scraper"
    for folder in (program.parent, tmp_path / "var/lib/scraper", tmp_path / "srv/backup", tmp_path / "home"):
        folder.mkdir(parents=True)
    program.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m scraper "$@"\n')
    program.chmod(0o755)
    added = inside(
        tmp_path / "home",
        "--db",
        tmp_path / "var/lib/scraper/archive.db",
        "feed",
        "add",
        "--no-check",
        "http://a.invalid/",
    )
    assert added.returncode == 0, added.stderr
    paused = inside(tmp_path / "home", "--db", tmp_path / "var/lib/scraper/archive.db", "feed", "pause", "1")
    assert paused.returncode == 0, paused.stderr
    return tmp_path


@pytest.mark.parametrize(("when", "command", "stdin"), CRONTAB, ids=[when for when, _, _ in CRONTAB])
def test_each_line_of_the_crontab_works_in_the_bare_environment_of_cron(machine, when, command, stdin):
    for path in (PROGRAM, STATE, BACKUPS):
        command = command.replace(path, f"{machine}{path}")
    bare = {"HOME": str(machine / "home"), "LOGNAME": "scraper", "SHELL": "/bin/sh", "PATH": "/usr/bin:/bin"}
    done = subprocess.run(
        ["/bin/sh", "-c", command],
        cwd=machine / "home",
        env=bare,
        input=stdin,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", ""), when
    written = {re.sub(r"\d", "9", file.name) for file in (machine / "srv/backup").iterdir()}
    if "backup --keep" in command:
        assert "archive-99999999T999999Z.db" in written
    if "export jsonl" in command:
        assert "articles-9999-99.jsonl" in written


def directives(name):
    """The directives of a unit: (section, key) -> values, in their order."""
    found, section = {}, ""
    for line in (CONTRIB / name).read_text("utf-8").splitlines():
        if line.startswith("["):
            section = line.strip("[]")
        elif line and not line.startswith("#"):
            key, _, value = line.partition("=")
            found.setdefault((section, key), []).append(value)
    return found


UNIT_TABLE = [
    ("scraper.service", "Service", "Type", ["oneshot"]),
    ("scraper.service", "Service", "User", ["scraper"]),
    ("scraper.service", "Service", "SuccessExitStatus", ["3 75"]),
    ("scraper.service", "Service", "StateDirectory", ["scraper"]),
    ("scraper.service", "Service", "NoNewPrivileges", ["yes"]),
    ("scraper.service", "Service", "ProtectSystem", ["strict"]),
    ("scraper.service", "Service", "ProtectHome", ["yes"]),
    ("scraper.service", "Service", "PrivateTmp", ["yes"]),
    ("scraper.service", "Service", "CapabilityBoundingSet", [""]),
    ("scraper.service", "Service", "RestrictAddressFamilies", ["AF_INET AF_INET6 AF_UNIX"]),
    ("scraper.timer", "Timer", "Persistent", ["true"]),
    ("scraper.timer", "Timer", "OnCalendar", ["*:0/15"]),
    ("scraper.timer", "Install", "WantedBy", ["timers.target"]),
]


@pytest.mark.parametrize(("unit", "section", "key", "values"), UNIT_TABLE, ids=[row[2] for row in UNIT_TABLE])
def test_the_units_have_what_hardens_them(unit, section, key, values):
    assert directives(unit).get((section, key)) == values


def test_the_service_runs_a_command_that_exists_and_fits_into_its_times():
    service = directives("scraper.service")
    program, *arguments = shlex.split(service["Service", "ExecStart"][0])
    assert program == PROGRAM
    scraper_parses(arguments)
    assert arguments[arguments.index("--max-time") + 1] == "14m"
    assert service["Service", "TimeoutStartSec"] == ["20min"]


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not installed")
def test_systemd_finds_nothing_wrong_with_the_units(tmp_path):
    for name in UNITS:
        unit = (CONTRIB / name).read_text("utf-8")
        (tmp_path / name).write_text(unit.replace(PROGRAM, sys.executable))
    done = subprocess.run(
        ["systemd-analyze", "verify", *(tmp_path / name for name in UNITS)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_the_image_has_what_the_wheel_is_made_of_and_no_root():
    lines = [
        shlex.split(line)
        for line in (CONTRIB / "Containerfile").read_text("utf-8").replace("\\\n", "").splitlines()
        if line
    ]
    copied = {
        name for line in lines if line and line[0] == "COPY" and "--from=build" not in line for name in line[1:-1]
    }
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    wheel = project["tool"]["hatch"]["build"]["targets"]["wheel"]
    needed = {
        project["project"]["readme"],
        *project["project"]["license-files"],
        *wheel["packages"],
        *wheel["force-include"],
    }
    assert needed <= copied
    assert all((ROOT / name).exists() for name in copied)
    assert ["USER", "scraper"] in lines
    assert ["ENTRYPOINT", f"[{PROGRAM}]"] in lines


def calls(text):
    """The calls of scraper in a text: in indented lines, in tables and between backticks."""
    blocks = re.findall(r"^    (scraper .*)$", text, re.MULTILINE)
    spans = re.findall(r"`(scraper [a-z-][^`]*)`", text)
    return [call.strip() for line in [*blocks, *spans] for call in line.split("&&")]


@pytest.mark.parametrize("page", PAGES)
def test_every_command_on_the_pages_can_be_typed(page):
    found = calls((ROOT / page).read_text("utf-8"))
    assert len(found) > 10
    for call in found:
        scraper_parses(shlex.split(call)[1:])


@pytest.mark.parametrize("page", PAGES)
def test_the_readme_leads_to_the_pages_and_they_to_files_that_exist(page):
    assert f"({page})" in (ROOT / "README.md").read_text("utf-8")
    text = (ROOT / page).read_text("utf-8")
    for target in re.findall(r"\]\(([^)#]+)", text):
        assert ((ROOT / page).parent / target).exists(), target
