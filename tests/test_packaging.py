"""The wheel: it holds what the program needs and runs from any folder."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """The wheel, built from the checkout and unpacked where nothing else of it is."""
    out = tmp_path_factory.mktemp("wheel")
    build = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "--quiet",
        "--no-deps",
        "--no-build-isolation",
        "--disable-pip-version-check",
        "-w",
        str(out),
        str(ROOT),
    ]
    subprocess.run(build, check=True, capture_output=True, timeout=300)
    wheel = next(out.glob("*.whl"))
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(out / "site")
    return out / "site"


def run(installed, folder, *args):
    environment = {key: value for key, value in os.environ.items() if not key.startswith("SCRAPER_")}
    environment |= {"PYTHONPATH": str(installed), "COVERAGE_PROCESS_START": ""}
    return subprocess.run(
        [sys.executable, "-P", "-m", "scraper", *args],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.mark.slow
def test_the_wheel_holds_rules_tables_and_fixtures(installed):
    held = {path.relative_to(installed).as_posix() for path in installed.rglob("*")}
    assert "scraper/py.typed" in held
    assert "scraper/fixtures/web.toml" in held
    for ending in ("toml", "json", "sql", "html", "css", "js", "svg"):
        data = {path.relative_to(ROOT).as_posix() for path in ROOT.glob(f"scraper/**/*.{ending}")}
        assert data
        assert data <= held
    assert not [name for name in held if name.startswith(("tests/", "bench/", "cli.py"))]


@pytest.mark.slow
def test_the_wheel_runs_the_demo_from_any_folder(installed, tmp_path):
    where = run(installed, tmp_path, "path")
    assert where.stdout == f"{tmp_path}/archive.db\n"
    demo = run(installed, tmp_path, "demo")
    assert demo.returncode in (0, 3), demo.stderr
    assert (tmp_path / "archive.db").is_file()
    found = run(installed, tmp_path, "list", "--nl", "--columns", "headline")
    assert found.returncode == 0
    assert found.stdout.count("\n") > 12
