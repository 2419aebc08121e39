"""Hold the options that all commands share, and open the archive that they name."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scraper.commands.terminal.safe_text import paragraphs, plain, wants_colour
from scraper.secrets import masked

if TYPE_CHECKING:
    from scraper.archive import Archive
    from scraper.archive.store.opening import Permission
    from scraper.progress import Progress


@dataclass
class Session:
    """The shared options of one call."""

    db: str = "archive.db"
    quiet: bool = False
    verbose: int = 0
    color: str = "auto"
    debug: bool = False
    config: str | None = None
    no_config: bool = False
    log_file: str | None = None
    log_format: str = "text"
    allow_trigger: tuple[str, ...] = ()
    loaded: dict[str, tuple[Any, Path]] = field(default_factory=dict)  # setting -> value, file
    ignored: tuple[str, ...] = ()  # settings of ./scraper.toml that count only if it is named
    is_private: bool = False  # the run has secrets, and others may be able to read the archive
    ranks: dict[str, int] = field(default_factory=dict)  # option -> strength of its source

    def setting(self, key: str) -> Any:
        """Return a value from the settings files, or None."""
        return self.loaded[key][0] if key in self.loaded else None

    def archive(
        self,
        *,
        read_only: bool = False,
        create: bool = True,
        inspects: bool = False,
        in_memory: bool = False,
    ) -> Archive:
        """Open the archive that --db names, or create it.

        Raise InputError if it does not exist and is to be read, or with `create=False`. With
        `in_memory`, return a temporary archive instead.
        """
        from scraper.archive import Archive

        if read_only or not create:
            self.must_exist()
        if in_memory:
            return Archive.open(MEMORY)
        archive = Archive.open(
            self.db,
            create=create and not read_only,
            read_only=read_only,
            permission=self.permission(inspects=inspects),
        )
        if not read_only:
            self._warn_of_place()
            self._warn_of_readers()
        return archive

    def permission(self, *, inspects: bool = False) -> Permission:
        """Return what the command may do to the file, and how its steps are shown."""
        from scraper.archive.store.opening import Permission

        return Permission(self.allow_trigger, inspects, self.warn, self.watched)

    def watched(self, progress: Progress | None = None) -> AbstractContextManager[Progress]:
        """Return a context in which the progress of a long work is shown, unless --quiet is given.

        It gives the progress in which the work is to be noted.
        """
        from scraper.progress import Progress

        noted = progress or Progress()
        if self.quiet:
            return nullcontext(noted)
        from scraper.commands.terminal.live_line import shown

        return shown(noted)

    def _warn_of_readers(self) -> None:
        """Warn once if others can read the archive to which a run with secrets writes."""
        file = Path(self.db)
        if self.is_private and os.name == "posix" and file.stat().st_mode & OTHERS:
            import shlex

            self.is_private = False
            self.warn(
                f"other users can read {self.db}, and this run uses your own cookies or headers;"
                f" make it private: chmod 600 {shlex.quote(self.db)}"
            )

    def _warn_of_place(self) -> None:
        """Warn if something is wrong with the disk that is about to be written to."""
        from scraper.archive.maintenance.file_place import bad_place

        if trouble := bad_place(Path(self.db).absolute()):
            self.say(f"warning: {trouble}")

    def must_exist(self) -> None:
        """Raise an InputError that explains how to make an archive, if there is none."""
        from scraper.errors import InputError

        if not Path(self.db).exists():
            raise InputError(
                f"there is no archive at {self.db}:"
                " create one with `scraper fetch URL`, or name another with --db"
            )

    def say(self, message: str) -> None:
        """Print a message on stderr, unless --quiet is given."""
        if not self.quiet:
            click.echo(paragraphs(masked(message)), err=True)

    def warn(self, message: str) -> None:
        """Print a warning on stderr, in one line; also with --quiet, for cron mails it."""
        click.echo(plain(masked(message)), err=True)

    def keep_private(self) -> None:
        """Make the files that are created from now on readable by the user alone."""
        self.is_private = True
        os.umask(os.umask(OTHERS) | OTHERS)

    def warn_of_ignored(self, keys: Sequence[str]) -> None:
        """Warn of settings that are ignored, and explain how to use them."""
        if keys:
            self.warn(
                f"ignored {', '.join(keys)} in ./scraper.toml, because the file was not named;"
                " if it is your own, use --config scraper.toml"
            )

    @property
    def colour(self) -> bool:
        """Return whether stdout is coloured."""
        return wants_colour(self.color, sys.stdout)


NOT_OPTIONS = ("loaded", "ignored", "ranks", "is_private")
DEFAULTS = {name: value for name, value in vars(Session()).items() if name not in NOT_OPTIONS}
MEMORY = ":memory:"  # SQLite's name for a database without a file
OTHERS = 0o077  # the permission bits of everyone but the owner


def session() -> Session:
    """Return the session of the running command."""
    return click.get_current_context().ensure_object(Session)
