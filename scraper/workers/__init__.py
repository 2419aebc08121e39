"""Processes of our own: each applies one function to what it is sent, and can be killed."""
