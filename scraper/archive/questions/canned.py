"""Read the canned questions: one file each, its description and parameters in a comment on top."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).with_name("sql")
COMMENT = "--"
PARAMETER = ":"


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    """One SELECT under a name."""

    name: str
    description: str
    parameters: dict[str, str]  # name -> meaning; one that is NULL or '' does not matter
    sql: str


@cache
def questions() -> dict[str, Question]:
    """Return all questions by name."""
    found = [_read(path) for path in sorted(FOLDER.glob("*.sql"))]
    return {question.name: question for question in found}


def _read(path: Path) -> Question:
    lines = path.read_text("utf-8").splitlines()
    head = [line for line in lines if line.startswith(COMMENT)]
    told = [line.removeprefix(COMMENT).strip() for line in head]
    parameters = {}
    for line in told:
        if line.startswith(PARAMETER):
            name, _, meaning = line.removeprefix(PARAMETER).partition(" ")
            parameters[name] = meaning.strip()
    return Question(
        name=path.stem,
        description=" ".join(line for line in told if line and not line.startswith(PARAMETER)),
        parameters=parameters,
        sql="\n".join(line for line in lines if not line.startswith(COMMENT)),
    )
