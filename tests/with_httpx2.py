"""A pytest plugin: httpx2 and httpcore2 in place of httpx and httpcore, to show that the suite passes with both.

`PYTHONPATH=tests python -m pytest -p with_httpx2 tests/fetch`; CI runs it.
"""

import importlib
import sys

for name in ("httpcore", "httpx"):
    sys.modules[name] = importlib.import_module(f"{name}2")
