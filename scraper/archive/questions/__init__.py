"""Canned questions: SQL with a description, for `query`, for Datasette and for readers."""
