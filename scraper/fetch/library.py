"""The HTTP library: the one place that names it.

`httpx2` and `httpcore2` have the same interface; swap them here.
"""

import importlib.util
import sys

import httpcore
import httpx

if importlib.util.find_spec("sniffio") is None:
    # httpcore looks for it six times a request: what is known to be missing is not searched for on
    # the disk again
    sys.modules.setdefault("sniffio", None)  # type: ignore[arg-type]

__all__ = ["httpcore", "httpx"]
