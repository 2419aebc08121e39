"""A small parser of Prometheus' text format, which takes nothing that Prometheus would refuse."""

import re

NAME = r"[a-zA-Z_:][a-zA-Z0-9_:]*"
SAMPLE = re.compile(rf"({NAME})(?:\{{(.*)\}})? (-?[0-9.e+-]+|NaN)")
LABEL = re.compile(r'([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\[\\"n])*)"(?:,|$)')


def parsed(lines):
    """Text -> {name: (help, {labels: value})}; raises ValueError for what Prometheus would refuse."""
    found, name = {}, None
    whole = "".join(lines)
    if whole and not whole.endswith("\n"):
        raise ValueError("the last line does not end")
    for line in whole.splitlines():
        if line.startswith("# HELP "):
            _, _, name, meaning = line.split(" ", 3)
            if name in found:
                raise ValueError(f"{name} comes twice")
            found[name] = [meaning, None, {}]
        elif line.startswith("# TYPE "):
            if line != f"# TYPE {name} gauge":
                raise ValueError(line)
            found[name][1] = "gauge"
        else:
            match = SAMPLE.fullmatch(line)
            if match is None or match[1] != name or found[name][1] is None:
                raise ValueError(line)
            found[name][2][labels(match[2] or "")] = float(match[3])
    return {name: (meaning, samples) for name, (meaning, _, samples) in found.items()}


def labels(inside):
    pairs = LABEL.findall(inside)
    if ",".join(f'{name}="{value}"' for name, value in pairs) != inside:
        raise ValueError(inside)
    return tuple((name, re.sub(r"\\(.)", lambda m: "\n" if m[1] == "n" else m[1], value)) for name, value in pairs)
