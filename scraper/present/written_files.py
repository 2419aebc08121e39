"""Hold the files of an export, however many, in little memory."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class WrittenFile:
    """A file of an export."""

    path: str  # from the folder of the manifest, with "/" between the parts
    bytes: int
    sha256: str


class WrittenFiles:
    """Files in their order: a path, 8 bytes for the size and 32 for the hash of each."""

    DIGEST = 32  # bytes of a SHA-256

    def __init__(self, files: Iterable[WrittenFile] = ()) -> None:
        self._paths: list[str] = []
        self._sizes = array("q")
        self._digests = bytearray()
        for file in files:
            self._paths.append(file.path)
            self._sizes.append(file.bytes)
            self._digests += bytes.fromhex(file.sha256)

    def __len__(self) -> int:
        """Return how many files there are."""
        return len(self._paths)

    def __iter__(self) -> Iterator[WrittenFile]:
        """Yield the files, each made anew."""
        for number, path in enumerate(self._paths):
            start = number * self.DIGEST
            digest = self._digests[start : start + self.DIGEST].hex()
            yield WrittenFile(path=path, bytes=self._sizes[number], sha256=digest)
