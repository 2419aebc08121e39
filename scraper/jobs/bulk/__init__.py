"""Read many pages at once, from files to files, without an archive in between."""
