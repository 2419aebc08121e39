"""Let a library write to what it takes for a file, and take the bytes as they come."""

from __future__ import annotations


class ByteSink:
    """A file that only grows; what was written is taken from it."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []
        self._position = 0
        self.closed = False

    def write(self, data: bytes) -> int:
        """Take bytes; return how many."""
        piece = bytes(data)
        self._pieces.append(piece)
        self._position += len(piece)
        return len(piece)

    def tell(self) -> int:
        """Return how many bytes were written so far."""
        return self._position

    def flush(self) -> None:
        """Nothing waits here."""

    def close(self) -> None:
        """Note that the library wrote all."""
        self.closed = True

    def taken(self) -> bytes:
        """Return the bytes since the last call."""
        data = b"".join(self._pieces)
        self._pieces = []
        return data
