"""PURE. The parsed page: its tree as a browser builds it, and what is put right in it before anyone reads it."""
