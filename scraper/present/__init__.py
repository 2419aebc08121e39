"""Articles as rows -> files that other programs read; the formats are in formats.py."""
