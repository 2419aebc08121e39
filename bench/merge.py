"""How fast archives are merged: `python -m bench.merge A.db B.db`; the bar is 3,000 articles a second.

The articles of both count. Times are of the wall and of the processor, with the copy of the first archive.
"""

import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

from scraper.archive import Archive
from scraper.archive.merging.merged_file import Input, MergeRun, merge_archives


def main(names: list[str]) -> None:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        opened = [stack.enter_context(Archive.open(name, read_only=True)) for name in names]
        count = sum(
            archive.db.execute("SELECT count(*) FROM articles").fetchone()[0] for archive in opened
        )
        began, used = time.perf_counter(), time.process_time()
        inputs = [Input(archive.db, archive.file) for archive in opened]
        done = merge_archives(inputs, folder / "merged.db", MergeRun())
        took, used = time.perf_counter() - began, time.process_time() - used
    print(
        f"{count} articles into {done.articles}: {count / took:,.0f}/s, {count / used:,.0f}/s of CPU"
    )


if __name__ == "__main__":
    main(sys.argv[1:])
