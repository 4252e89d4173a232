"""Law 1: rooms form a stairway. Imports go down only, wherever they stand; no cycles; none inside functions."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

from tests.house.laws.sources import own, python_files


def stairs(pyproject: Path) -> list[str]:
    """Rooms and files beside them, the highest first, as the import contract names them."""
    contracts = tomllib.loads(pyproject.read_text())["tool"]["importlinter"]["contracts"]
    layers = next(c["layers"] for c in contracts if c["name"].startswith("Rooms form a stairway"))
    return [re.sub(r"[()\s]", "", layer).removeprefix("app.") for layer in layers]


def faults(root: Path, order: list[str]) -> Iterator[str]:
    files = python_files(root)
    names = {file.name for file in files}
    graph: dict[str, set[str]] = {}
    for file in files:
        for one in file.imports():
            target = own(one.target, names)
            if target is None:
                continue
            if one.nested:
                yield file.at(one.line, f"imports {target} inside a function")
            if target not in (file.name, "app"):
                graph.setdefault(file.name, set()).add(target)
                yield from (file.at(one.line, text) for text in _step(file.room, target, order))
    yield from _cycles(graph)


def _step(room: str, target: str, order: list[str]) -> Iterator[str]:
    below = target.split(".")[1]
    if not room or room == below:
        return
    for name in (room, below):
        if name not in order:
            yield f"{name} has no step on the stairway"
            return
    if order.index(room) > order.index(below):
        yield f"{room} imports {target}, which is above it"


def _cycles(graph: Mapping[str, set[str]]) -> Iterator[str]:
    """A package's own file is no member of a cycle: importing a sibling runs it anyway."""
    plain = {name: {t for t in targets if not name.startswith(f"{t}.")} for name, targets in graph.items()}
    try:
        TopologicalSorter(plain).prepare()
    except CycleError as error:
        yield "a cycle: " + " → ".join(error.args[1])
