"""Articles and their versions: saved, identified, compared and listed."""
