"""Articles on their way from one archive to another."""
