"""Print every figure that README and docs quote, and write bench/RESULTS.md.

    make bench SOURCE=crawl.warc.gz [ARCHIVE=archive.db] [PAGES=folder] [ONLY=page_cost,startup] [CORPUS=folder]

SOURCE is what `scraper bulk extract` reads; without it, the made-up pages are packed into a WARC file. The commands
are those that README and docs name: `python -m bench.NAME …`, with SOURCE, ARCHIVE, COPY, FOLDER and CORPUS replaced. Those
that need what was not given are listed as not run.
"""

import argparse
import os
import platform
import re
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from scraper.version import __version__

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "bench" / "RESULTS.md"
QUOTING = (
    "README.md",
    "docs/scale.md",
    "docs/analysis.md",
    "docs/ten-years.md",
    "docs/year-of-cron.md",
)
NAMED = re.compile(r"`python -m (bench\.[a-z_]+(?: [^`]*)?)`")
TIMEOUT = 4 * 3600  # seconds


def commands():
    """Each command that README and docs name, once, in their order."""
    texts = [(ROOT / name).read_text("utf-8") for name in QUOTING if (ROOT / name).exists()]
    return list(dict.fromkeys(command for text in texts for command in NAMED.findall(text)))


def filled(command, given):
    """A command with its inputs, None if one is missing."""
    words = []
    for word in command.replace("…", "").replace("...", "").split():
        if word.isupper():
            if not given.get(word):
                return None
            words.append(given[word])
        else:
            words.append(word)
    return words


def run(words):
    """Run a benchmark -> what it printed, or why it failed."""
    command = [sys.executable, "-m", *words]
    try:
        done = subprocess.run(
            command, cwd=ROOT, capture_output=True, text=True, timeout=TIMEOUT, check=False
        )
    except subprocess.TimeoutExpired:
        return f"stopped after {TIMEOUT} s"
    if done.returncode:
        return f"failed with {done.returncode}: {' '.join(done.stderr.splitlines()[-1:])}"
    return done.stdout.rstrip()


def machine():
    """What the figures depend on."""
    config = sysconfig.get_config_var("CONFIG_ARGS") or ""
    flags = sysconfig.get_config_var("PY_CORE_CFLAGS") or ""
    is_pgo = "--enable-optimizations" in config or "-fprofile-use" in flags
    has_lto = "--with-lto" in config or "-flto" in flags
    processor = next(
        (
            line.split(":", 1)[1].strip()
            for line in _lines("/proc/cpuinfo")
            if line.startswith("model name")
        ),
        "",
    )
    memory = next(
        (
            int(line.split()[1]) >> 20
            for line in _lines("/proc/meminfo")
            if line.startswith("MemTotal")
        ),
        0,
    )
    load = os.getloadavg()[0] / (os.cpu_count() or 1)
    yield f"- scraper {__version__}, {datetime.now(UTC):%Y-%m-%d}"
    yield f"- {processor or platform.processor()}, {os.cpu_count()} cores, {memory} GB; {platform.system()} {platform.release()}"
    yield (
        f"- Python {platform.python_version()}, {platform.python_compiler()},"
        f" {'with' if is_pgo else 'without'} profile-guided optimisation, {'with' if has_lto else 'without'} link-time optimisation"
    )
    yield f"- load at the start: {load:.1f} a core; above 1, times a page are too long, and only ratios count"


def _lines(path):
    return Path(path).read_text("utf-8").splitlines() if Path(path).exists() else []


def made_up_source(folder):
    """A WARC file of the made-up pages, as many times as make a thousand."""
    sys.path.insert(0, str(ROOT / "tests"))
    from jobs.bulk.made_warcs import made_pages, warc_record

    pages = list(made_pages(None))
    path = Path(folder) / "made-up.warc.gz"
    with path.open("wb") as file:
        for turn in range(1000 // len(pages) + 1):
            for url, body in pages:
                file.write(warc_record(f"{url}-{turn}", body))
    return str(path)


def report(given, only):
    """The parts of the results, as they come."""
    yield "# Results\n\nWritten by `make bench`. Ratios are to programs in environments of their own (`bench/peers.py`), page by page in turn.\n"
    yield "\n".join(machine()) + "\n"
    not_run = []
    for command in commands():
        words = filled(command, given)
        if words is None or (only and words[0].removeprefix("bench.") not in only):
            not_run.append(command)
            continue
        printed = run(words)
        fence = "" if printed.startswith("|") else "```"
        yield (
            "\n".join(part for part in (f"## python -m {command}\n", fence, printed, fence) if part)
            + "\n"
        )
    if not_run:
        yield "## Not run\n\n" + "\n".join(f"- `python -m {command}`" for command in not_run) + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--source", default="")
    parser.add_argument("--archive", default="")
    parser.add_argument("--pages", default=str(ROOT / "fixtures" / "pages"))
    parser.add_argument("--corpus", default="", help="folders of pages with a gold.jsonl")
    parser.add_argument("--only", default="", help="names of benchmarks, separated by commas")
    options = parser.parse_args()
    only = {name for name in options.only.split(",") if name}
    with tempfile.TemporaryDirectory() as folder:
        given = {
            "FOLDER": options.pages,
            "ARCHIVE": options.archive,
            "COPY": "",
            "CORPUS": options.corpus,
        }
        given["SOURCE"] = options.source or made_up_source(folder)
        if options.archive:
            given["COPY"] = shutil.copy(options.archive, folder)
        parts = []
        for part in report(given, only):
            print(part, flush=True)
            parts.append(part)
    RESULTS.write_text("\n".join(parts), "utf-8")


if __name__ == "__main__":
    main()
