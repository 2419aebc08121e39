"""Programs to compare with, each installed in an environment of its own below .bench/.

Nothing of them is imported by scraper, and none of them sees the packages of another.
"""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / ".bench"  # git-ignored
REQUIREMENTS = {
    "trafilatura": ["trafilatura==2.3.1", "lxml_html_clean"],
    "readability-lxml": ["readability-lxml==0.8.4.1", "lxml_html_clean"],
    "newspaper4k": ["newspaper4k==0.9.3.1", "lxml_html_clean"],
}


def interpreter(name):
    """The Python of a peer; its environment is made at first. None if it cannot be installed."""
    if name == "scraper":
        return sys.executable
    folder = FOLDER / name
    python = folder / "bin" / "python"
    wanted = "\n".join(REQUIREMENTS[name])
    installed = folder / "installed"
    if not installed.exists() or installed.read_text() != wanted:
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        command = [python, "-m", "pip", "install", "-q", "--disable-pip-version-check"]
        done = subprocess.run([*command, *REQUIREMENTS[name]], check=False)
        if done.returncode:
            return None
        installed.write_text(wanted)
    return str(python)
