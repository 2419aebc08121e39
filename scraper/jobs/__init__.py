"""The order of things: visit addresses, poll feeds, read pages in worker processes. No click, no printing."""
