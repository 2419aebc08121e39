"""The reading room: an archive as pages for a browser, read-only, served on this machine."""
