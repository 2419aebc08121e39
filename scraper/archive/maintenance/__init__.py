"""Whether the file holds what was written to it: what is summed, and what compares."""
