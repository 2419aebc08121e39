"""Offer `late` to the modules that read a page; see scraper.patterns."""

from __future__ import annotations

from scraper.patterns import late

__all__ = ["late"]
