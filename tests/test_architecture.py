"""Who may import whom: the table of CONTRIBUTING.md, held by a test that answers with a sentence."""

import ast
from statistics import median

import pytest

from source_tree import PACKAGE, ROOT, source_files

# room -> rank; a room may import rooms of lower rank, rank 0 among each other, and what ALSO says
RANKS = {
    "version": 0, "models": 0, "outcomes": 0, "errors": 0, "urls": 0, "hostnames": 0, "secrets": 0, "cleaning": 0, "faults": 0, "files": 0, "patterns": 0, "progress": 0, "references": 0, "durations": 0,
    "lexicon": 0, "workers": 0,
    "page": 1, "page_kind": 1, "extract": 1, "rules": 1, "sources": 1, "changes": 1, "present": 1,
    "fetch": 2, "archive": 2,
    "jobs": 3, "demo": 3, "web": 3,
    "commands": 4,
}  # fmt: skip
ALSO = {
    ("extract", "rules"),
    ("present", "changes"),
    ("extract", "page"),
    ("extract", "page_kind"),
    ("page_kind", "page"),
}

# third-party package -> the rooms that may import it
HOMES = {
    "courlan": {"urls"},
    "idna": {"hostnames"},
    "lxml": {"page", "page_kind", "extract", "sources", "rules"},
    "turbohtml": {"page/tree.py"},
    "cchardet": {"page/charset.py"},
    "bs4": {"rules"},
    "soupsieve": {"rules"},
    "trafilatura": {"extract/body/second_opinion.py"},
    "httpx": {"fetch/library.py"},
    "httpcore": {"fetch/library.py"},
    "playwright": {"fetch/chromium.py"},
    "protego": {"fetch/robots.py"},
    "brotli": {"fetch/decode.py"},
    "zstandard": {"fetch/decode.py", "archive"},
    "warcio": {"present/warc.py", "sources/warc_file.py"},
    "pyarrow": {"present/parquet.py", "sources/bulk_parquet.py", "sources/article_tables.py"},
    "fastwarc": {
        "sources/bulk_warc.py",
        "sources/bulk_codings.py",
        "sources/bulk_unpacking.py",
        "sources/warc_damage.py",
    },
    "fsspec": {"sources/bulk_paths.py"},
    "datatrove": {"jobs/bulk/datatrove.py"},
    "sqlite3": {"archive"},
    "sqlite_utils": {"archive"},
    "click": {"commands"},
    "rich": {"commands"},
    "starlette": {"web"},
    "jinja2": {"web/templates.py"},
    "markupsafe": {"web"},
    "uvicorn": {"web/room_server.py"},
}
STANDARD = {"scraper", "__future__"}
PURE = {"time", "random", "socket", "urllib.request", "http.client", "subprocess", "asyncio"}


def room(file):
    return file.path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(file):
    """The modules that a file imports, at its top or inside a function."""
    for node in file.nodes:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            if node.module == "scraper":
                yield from (f"scraper.{alias.name}" for alias in node.names)
            else:
                yield node.module


def faults():
    for file in source_files():
        name, mine = file.name, room(file)
        for module in imports(file):
            package, _, rest = module.partition(".")
            if package == "scraper":
                theirs = rest.split(".")[0]
                if theirs and not _may(mine, theirs):
                    yield f"{name}: {mine} may not import {theirs}"
            elif package in HOMES and not HOMES[package] & {mine, name}:
                yield f"{name}: {package} lives in {' and '.join(sorted(HOMES[package]))}"
            elif RANKS.get(mine) == 1 and ({module, package} & PURE):
                yield f"{name}: {mine} is pure and may not import {module}"


def _may(mine, theirs):
    if theirs.startswith("__") or mine in ("__init__", "__main__", theirs) or (mine, theirs) in ALSO:
        return True
    return theirs in RANKS and (RANKS[theirs] < RANKS[mine] or RANKS[theirs] == RANKS[mine] == 0)


def test_every_room_has_a_rank():
    assert {room(file) for file in source_files()} - {"__init__", "__main__"} <= set(RANKS)


def test_imports_point_down():
    assert not list(faults())


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [("extract", "jobs"), ("fetch", "archive"), ("archive", "fetch"), ("models", "extract"), ("present", "rules")],
)
def test_the_table_refuses_what_it_should(mine, theirs):
    assert not _may(mine, theirs)


def test_no_file_is_crowded():
    everywhere = [*PACKAGE.rglob("*.py"), *(ROOT / "tests").rglob("*.py"), *(ROOT / "bench").glob("*.py")]
    lines = {path.relative_to(ROOT).as_posix(): path.read_text("utf-8").count("\n") for path in everywhere}
    assert not {name: count for name, count in lines.items() if count > 400}
    assert median(count for name, count in lines.items() if name.startswith("scraper/")) < 150


def docstring_lines(node):
    first = node.body[0]
    is_text = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    return first.end_lineno - first.lineno + 1 if is_text else 0


def test_no_function_is_long():
    """Under 30 lines; up to 45 where its signature is a command's options, or it is one pass over a table of signs."""
    long = {}
    for file in source_files():
        for node in file.functions:
            length = node.end_lineno - node.lineno + 1 - docstring_lines(node)
            if length > 30:
                long[f"{file.name} {node.name}"] = length
    assert not {name: count for name, count in long.items() if count > 45}
    assert len(long) <= 20, long


def test_every_file_says_its_idea():
    assert not [file.name for file in source_files() if file.text.strip() and not ast.get_docstring(file.tree)]


# Signals, arguments and the standard streams belong to whoever starts a run, so that a notebook can start one, too.
# A process of our own (a worker) has its own signals and its own standard input.
PROCESSES = {"workers/child.py"}
OF_COMMANDS = {("os", "environ"), ("os", "getenv"), ("sys", "argv"), ("sys", "exit"), ("sys", "stdin")}


def test_only_commands_print_exit_or_read_the_environment():
    said = []
    for file in source_files():
        if room(file) == "commands" or file.name in PROCESSES:
            continue
        for node in file.nodes:
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id in ("print", "exit", "input")
            ):
                said.append(f"{file.name}:{node.lineno} {node.func.id}")
            if (
                isinstance(node, ast.Attribute)
                and isinstance(node.value, ast.Name)
                and (node.value.id, node.attr) in OF_COMMANDS
            ):
                said.append(f"{file.name}:{node.lineno} {node.value.id}.{node.attr}")
            if isinstance(node, ast.Attribute) and node.attr == "add_signal_handler":
                said.append(f"{file.name}:{node.lineno} a signal handler")
        said += [f"{file.name}: imports {name}" for name in {"click", "rich", "signal"} & set(imports(file))]
    assert not said
