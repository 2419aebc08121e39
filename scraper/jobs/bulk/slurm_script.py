"""Write the script of a Slurm job array whose tasks each do a part of the shards. Pure."""

from __future__ import annotations

import shlex
from collections.abc import Sequence

# A reading process takes less than 200 MB, but for the seconds of a hostile page; the process that
# writes takes as much again.
MEMORY = "600M"
DEFAULT_CORES = 4
SCRIPT = """\
#!/bin/bash
#SBATCH --job-name=scraper-bulk
#SBATCH --array=1-{tasks}
#SBATCH --ntasks=1
#SBATCH --cpus-per-task={cores}
#SBATCH --mem-per-cpu={memory}
#SBATCH --time=1-00:00:00
#SBATCH --requeue
# Submit this file with sbatch. A task that was stopped is submitted again, by its number:
#     sbatch --array=3 FILE
# It goes on where it was: what is done is not done again. `scraper bulk status` names the rest.
set -euo pipefail
cd -- {folder}
exec {command} --shard "$SLURM_ARRAY_TASK_ID/{tasks}"{jobs}
"""


def script(command: Sequence[str], *, folder: str, tasks: int, jobs: int | None) -> str:
    """Return the script; `command` is run in a folder, without --shard and --slurm-script."""
    return SCRIPT.format(
        tasks=tasks,
        cores=jobs or DEFAULT_CORES,
        memory=MEMORY,
        folder=shlex.quote(folder),
        command=shlex.join(command),
        jobs="" if jobs else ' --jobs "$SLURM_CPUS_PER_TASK"',
    )
