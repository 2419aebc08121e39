"""The network, and only here.

A URL becomes a page, politely and within bounds (see fetcher.Fetcher).
"""
