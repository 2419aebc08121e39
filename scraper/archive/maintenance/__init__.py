"""Care for the file: checks, copies, steps to today's schema, and how the archive is doing."""
