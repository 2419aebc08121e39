"""The room of what people bring along and add."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from scraper.archive.store.connection import Room

if TYPE_CHECKING:
    from scraper.archive.corpus.additions import Additions
    from scraper.archive.corpus.exclusions import Exclusions
    from scraper.archive.corpus.label_sets import LabelSets
    from scraper.archive.corpus.notes import Notes
    from scraper.archive.corpus.selections import Selections
    from scraper.archive.corpus.tags import Tags


class CorpusStore(Room):
    """What people keep in an archive; each part is imported when it is first used."""

    @cached_property
    def labels(self) -> LabelSets:
        """Return the tables that articles came with."""
        from scraper.archive.corpus.label_sets import LabelSets

        return LabelSets(self.db, self.path, self.clock)

    @cached_property
    def tags(self) -> Tags:
        """Return the tags that coders gave."""
        from scraper.archive.corpus.tags import Tags

        return Tags(self.db, self.path, self.clock)

    @cached_property
    def notes(self) -> Notes:
        """Return the notes that coders wrote."""
        from scraper.archive.corpus.notes import Notes

        return Notes(self.db, self.path, self.clock)

    @cached_property
    def exclusions(self) -> Exclusions:
        """Return the articles that coders left out."""
        from scraper.archive.corpus.exclusions import Exclusions

        return Exclusions(self.db, self.path, self.clock)

    @cached_property
    def additions(self) -> Additions:
        """Return labels, tags, notes and exclusions as members of exported rows."""
        from scraper.archive.corpus.additions import Additions

        return Additions(self.db, self.path, self.clock)

    @cached_property
    def selections(self) -> Selections:
        """Return what was asked for, by label set or run, and what became of it."""
        from scraper.archive.corpus.selections import Selections

        return Selections(self.db, self.path, self.clock)
