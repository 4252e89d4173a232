"""Laws about tables: their ties go down the stairway, and append-only ones are known by their names."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import MetaData

from app.core import append_only
from tests.house.laws.sources import Source, python_files

WORDS = ("credit", "audit")


def faults(root: Path, order: list[str]) -> Iterator[str]:
    """Strings in ForeignKey, relationship and joins name tables and classes of the same room or of a lower one."""
    files = python_files(root)
    rooms = {name: file.room for file in files for name in _declared(file)}
    for file in files:
        for line, name in _named(file):
            there = rooms.get(name.split(".")[0])
            if there is None:
                yield file.at(line, f"names {name!r}, which no room declares")
            elif there != file.room and order.index(there) < order.index(file.room):
                yield file.at(line, f"ties {file.room} to {name!r} of {there}, which is above it")


def _declared(file: Source) -> Iterator[str]:
    """Names of tables and of their classes."""
    for node in ast.walk(file.tree):
        if isinstance(node, ast.ClassDef):
            for line in node.body:
                if isinstance(line, ast.Assign) and getattr(line.targets[0], "id", "") == "__tablename__":
                    yield node.name
                    yield str(ast.literal_eval(line.value))


def _named(file: Source) -> Iterator[tuple[int, str]]:
    for node in ast.walk(file.tree):
        if isinstance(node, ast.Call):
            called = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if called in ("ForeignKey", "relationship") and node.args and isinstance(node.args[0], ast.Constant):
                yield node.lineno, str(node.args[0].value)


def name_faults(metadata: MetaData) -> Iterator[str]:
    """Exactly the append-only tables have `credit` or `audit` in their names."""
    grow = {table.name for table in append_only.tables(metadata)}
    for table in metadata.sorted_tables:
        said = any(word in table.name for word in WORDS)
        if said and table.name not in grow:
            yield f"{table.name} sounds append-only and is not"
        if not said and table.name in grow:
            yield f"{table.name} is append-only and does not say so"
