"""The map of the reading room for who looks for the place of a line."""

import re
from pathlib import Path

import scraper.web


def test_the_map_has_each_module_once():
    folder = Path(scraper.web.__file__).parent
    modules = sorted(path.stem for path in folder.glob("*.py") if path.stem != "__init__")
    assert sorted(re.findall(r"`(\w+)`", scraper.web.__doc__)) == modules
