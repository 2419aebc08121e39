"""Commands that are killed at a chosen line of some modules, so that no kill comes too early or too late.

As a program, `python killed.py N MODULE,MODULE ARGS` runs `scraper ARGS`. With N = 0 it ends by itself, and the last
line of standard error is how many lines of the modules it came to.
"""

import importlib.util
import os
import signal
import subprocess
import sys

KILLS = 20


def start_killed(folder, number, modules, *args):
    """Start `scraper ARGS`, which is killed at the nth line of the modules -> the running process."""
    return subprocess.Popen(_command(number, modules, args), cwd=folder, stderr=subprocess.DEVNULL)


def _command(number, modules, args):
    return [sys.executable, __file__, str(number), ",".join(modules), *map(str, args)]


def lines_of(folder, modules, *args):
    """Return the numbers of 20 lines of the modules, from the first to the last that the command comes to."""
    done = subprocess.run(_command(0, modules, args), cwd=folder, capture_output=True, text=True, check=True)
    last = int(done.stderr.splitlines()[-1])
    assert last >= KILLS
    return [1 + (last - 1) * place // (KILLS - 1) for place in range(KILLS)]


def main():
    number, files = int(sys.argv[1]), {importlib.util.find_spec(name).origin for name in sys.argv[2].split(",")}
    passed = 0

    def on_line(_, event, __):
        nonlocal passed
        passed += event == "line"
        if passed == number:
            os.kill(os.getpid(), signal.SIGKILL)
        return on_line

    def on_call(frame, *_):
        code = frame.f_code
        return on_line if code.co_filename in files and code.co_name != "<module>" else None

    from scraper.commands import scraper as program

    sys.argv = ["scraper", *sys.argv[3:]]
    sys.settrace(on_call)
    try:
        program()
    finally:
        sys.settrace(None)
        sys.stderr.write(f"{passed}\n")


if __name__ == "__main__":
    main()
