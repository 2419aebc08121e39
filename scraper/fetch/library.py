"""The HTTP library: the one place that names it. `httpx2` and `httpcore2` have the same interface; swap them here."""

import httpcore
import httpx

__all__ = ["httpcore", "httpx"]
