"""Several archives made into one, with nothing lost and nothing doubled."""
