"""The HTTP library: the one place that names it.

`httpx2` and `httpcore2` have the same interface; swap them here.
"""

import importlib.util
import sys

import httpcore

# httpx imports its own command line with it, where rich and click are installed: that doubles what
# it costs to start. While its module counts as missing, httpx does without.
_CLI = "httpx._main"
is_first = "httpx" not in sys.modules
if is_first:
    sys.modules[_CLI] = None  # type: ignore[assignment]
import httpx  # noqa: E402

if is_first:
    del sys.modules[_CLI]

if importlib.util.find_spec("sniffio") is None:
    # httpcore looks for it six times a request: what is known to be missing is not searched for on
    # the disk again
    sys.modules.setdefault("sniffio", None)  # type: ignore[arg-type]

__all__ = ["httpcore", "httpx"]
