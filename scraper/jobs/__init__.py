"""The order of things: visit addresses, poll feeds, read pages again. No click, no printing."""
