"""Parse a page, without any input or output: its text, its tree, what it states and shows."""
