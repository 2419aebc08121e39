"""Render articles, differences and explanations as text, Markdown, HTML, JSON or tables.

Everything here is pure. The formats of exports are in formats.py.
"""
