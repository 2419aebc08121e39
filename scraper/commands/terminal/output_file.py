"""Write what a command produces to standard output or to a file that appears when it is whole."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

import click

from scraper.commands.terminal.safe_text import is_terminal, shown
from scraper.errors import InputError

STANDARD_OUTPUT = "-"
UNFINISHED = ".part"  # what the name of a file ends with until it is whole


def write_text(name: str, pieces: Iterable[str], *, force: bool) -> None:
    """Write text to a file, or to standard output, where nothing of it acts on a terminal."""
    if name == STANDARD_OUTPUT:
        for piece in pieces:
            sys.stdout.write(shown(piece))
        return
    # a row may hold half a character, which a page wrote as an escape; JSON keeps it as one
    encoded = (piece.encode("utf-8", "surrogatepass") for piece in pieces)
    _write_file(Path(name), encoded, force=force)


def write_bytes(name: str, pieces: Iterable[bytes], *, force: bool) -> None:
    """Write bytes to a file, or to standard output if it is not a terminal."""
    if name != STANDARD_OUTPUT:
        _write_file(Path(name), pieces, force=force)
        return
    if is_terminal(sys.stdout):
        raise click.UsageError("this format is not text: name a file with -o FILE")
    for piece in pieces:
        sys.stdout.buffer.write(piece)


def _write_file(path: Path, pieces: Iterable[bytes], *, force: bool) -> None:
    """Write a file under another name and rename it; write to a device or a pipe directly."""
    refuse_existing(path, force=force)
    is_stream = path.exists() and not path.is_file()
    unfinished = path if is_stream else path.with_name(path.name + UNFINISHED)
    try:
        with unfinished.open("wb") as file:
            file.writelines(pieces)
        if not is_stream:
            unfinished.replace(path)
    except OSError as error:
        # under the name that the user gave; the exit code follows from the number
        raise OSError(error.errno, error.strerror, str(path)) from None
    finally:
        if not is_stream:
            unfinished.unlink(missing_ok=True)


def refuse_existing(path: Path, *, force: bool) -> None:
    """Raise InputError if a file or folder exists and may not be replaced."""
    if path.is_dir():
        raise InputError(f"{path} is a folder: name a file")
    if path.is_file() and not force:
        raise InputError(f"{path} exists: name another file, or replace it with --force")


def write_folder(name: str, files: Iterable[tuple[str, bytes]], *, force: bool) -> None:
    """Write files into a new or empty folder; with `force`, replace those of the same name.

    Bytes that follow under the same name are added to the file.
    """
    if name == STANDARD_OUTPUT:
        raise click.UsageError("this format is a folder of files: name it with -o DIR")
    folder = Path(name)
    try:
        if folder.exists() and not force and any(folder.iterdir()):
            raise InputError(
                f"{folder} is not empty: name another folder, or write into it with --force"
            )
        folder.mkdir(parents=True, exist_ok=True)
        replaced: set[str] = set()
        for file_name, data in files:
            # what has to be empty holds nothing to replace
            is_first = force and file_name not in replaced
            if is_first:
                replaced.add(file_name)
            _add_to(folder / file_name, data, is_new=is_first)
    except (FileExistsError, NotADirectoryError):
        raise InputError(f"{folder} is a file: name a folder") from None
    except OSError as error:
        raise InputError(f"cannot write to {folder}: {error.strerror}") from None


def _add_to(path: Path, data: bytes, *, is_new: bool) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb" if is_new else "ab") as file:
        file.write(data)
