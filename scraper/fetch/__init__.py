"""The network, and only here: a URL becomes a page, politely and within bounds (see fetcher.Fetcher)."""
