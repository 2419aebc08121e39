"""The README's page for notebooks runs as it is printed, and inside a running event loop as Jupyter has one."""

import asyncio
import re
from pathlib import Path

import pytest

README = (Path(__file__).parent.parent / "README.md").read_text("utf-8")
PAGE = README.partition("## In a notebook\n")[2].partition("\n## ")[0]
CELLS = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)


def run_cells():
    names = {"__name__": "notebook"}
    for cell in CELLS:
        exec(compile(cell, "README.md", "exec"), names)
    return names


async def run_cells_in_loop():
    return run_cells()  # as in Jupyter: the loop of this thread is running


@pytest.mark.parametrize("run", [run_cells, lambda: asyncio.run(run_cells_in_loop())], ids=["script", "loop"])
def test_the_notebook_page_runs(tmp_path, monkeypatch, capsys, run):
    monkeypatch.chdir(tmp_path)
    names = run()
    assert len(CELLS) == 3
    assert names["article"].headline
    assert names["article"].authors
    outcomes = names["outcomes"]
    assert len(outcomes) == 10
    assert {outcome.url for outcome in outcomes} == set(names["web"].urls[:10])
    assert [(outcome.url, outcome.error) for outcome in outcomes if outcome.error] == []
    assert names["hits"]
    assert names["rows"]
    assert names["versions"]
    assert sum(count for _, count in names["by_site"]) == len(names["by_site"]) == 10
    assert capsys.readouterr() == ("", "")
