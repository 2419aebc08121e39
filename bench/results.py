"""Print every figure that README and docs quote, and write bench/RESULTS.md.

    make bench SOURCE=crawl.warc.gz [ARCHIVE=archive.db] [PAGES=folder] [ONLY=page_cost,startup] [CORPUS=folder]

SOURCE is what `scraper bulk extract` reads; without it, the made-up pages are packed into a WARC file. The commands
are those that README and docs name: `python -m bench.NAME …`, with SOURCE, ARCHIVE, COPY, FOLDER, CORPUS and DECADE replaced.
A result stays in bench/RESULTS.md, with its day and commit, until its command has run again on the same machine; the file is
written after each command, so that hours of them may be ended and gone on with. Those that never ran are listed.
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
HEADING = "## python -m "


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
    """Return what a benchmark printed, with its exit code and last error if it has some."""
    command = [sys.executable, "-m", *words]
    try:
        done = subprocess.run(
            command, cwd=ROOT, capture_output=True, text=True, timeout=TIMEOUT, check=False
        )
    except subprocess.TimeoutExpired:
        return f"stopped after {TIMEOUT} s"
    printed = [done.stdout.rstrip()]
    if done.returncode:  # a figure is over its bar, or the command failed
        printed += [": ".join([f"exit code {done.returncode}", *done.stderr.splitlines()[-1:]])]
    return "\n\n".join(filter(None, printed))


def hardware():
    """Yield the lines on the machine and its Python; results of another are not kept."""
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
    yield f"- {processor or platform.processor()}, {os.cpu_count()} cores, {memory} GB; {platform.system()} {platform.release()}"
    yield (
        f"- Python {platform.python_version()}, {platform.python_compiler()},"
        f" {'with' if is_pgo else 'without'} profile-guided optimisation, {'with' if has_lto else 'without'} link-time optimisation"
    )


def conditions():
    """Return the line on what else a result depends on: the day, the code, how busy the machine was."""
    load = os.getloadavg()[0] / (os.cpu_count() or 1)
    git = ["git", "-C", str(ROOT), "rev-parse", "--short", "HEAD"]
    commit = subprocess.run(git, capture_output=True, text=True, check=False).stdout.strip()
    code = f"{__version__} at {commit}" if commit else __version__
    busy = "; above 1, times are too long, and only ratios count" if load > 1 else ""
    return (
        f"{datetime.now(UTC):%Y-%m-%d}, scraper {code}, load at the start {load:.1f} a core{busy}"
    )


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


def kept(text):
    """Return command -> its part of an earlier RESULTS.md of this machine."""
    if not all(line in text for line in hardware()):
        return {}
    parts = [f"## {part.rstrip()}\n" for part in text.split("\n## ")[1:]]
    return {
        part.split("\n", 1)[0].removeprefix(HEADING): part
        for part in parts
        if part.startswith(HEADING)
    }


def measured(command, words):
    """Return the part of a command: when it was run, on which code, and what it printed."""
    when = conditions()
    printed = run(words)
    fence = "" if printed.startswith("|") else "```"
    lines = (f"{HEADING}{command}\n", f"{when}\n", fence, printed, fence)
    return "\n".join(line for line in lines if line) + "\n"


def page(parts):
    """Return the text of RESULTS.md, of command -> its part, in the order of the documents."""
    asked = commands()
    not_run = [f"- `python -m {command}`" for command in asked if command not in parts]
    yield "# Results\n"
    yield "Written by `make bench`. Ratios are to programs in environments of their own (`bench/peers.py`), page by page in turn.\n"
    yield "\n".join(hardware()) + "\n"
    yield from (parts[command] for command in asked if command in parts)
    if not_run:
        yield "## Never run\n"
        yield "\n".join(not_run) + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--source", default="")
    parser.add_argument("--archive", default="")
    parser.add_argument("--pages", default=str(ROOT / "fixtures" / "pages"))
    parser.add_argument("--corpus", default="", help="folders of pages with a gold.jsonl")
    parser.add_argument("--only", default="", help="names of benchmarks, separated by commas")
    parser.add_argument("--decade", default="", help="an archive of ten years")
    options = parser.parse_args()
    only = {name for name in options.only.split(",") if name}
    parts = kept(RESULTS.read_text("utf-8")) if RESULTS.exists() else {}
    with tempfile.TemporaryDirectory() as folder:
        given = {
            "FOLDER": options.pages,
            "ARCHIVE": options.archive,
            "COPY": "",
            "CORPUS": options.corpus,
            "DECADE": options.decade,
        }
        given["SOURCE"] = options.source or made_up_source(folder)
        if options.archive:
            given["COPY"] = shutil.copy(options.archive, folder)
        for command in commands():
            words = filled(command, given)
            if words is None or (only and words[0].removeprefix("bench.") not in only):
                continue
            parts[command] = measured(command, words)
            print(parts[command], flush=True)
            RESULTS.write_text("\n".join(page(parts)), "utf-8")


if __name__ == "__main__":
    main()
