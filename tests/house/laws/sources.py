"""Python files as laws read them: modules by dotted name, and what each imports, wherever in the file."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path


@dataclass(frozen=True)
class Import:
    """`target` is the dotted module (or module.name) that is imported; `nested` inside a function."""

    target: str
    line: int
    nested: bool


@dataclass(frozen=True)
class Source:
    name: str  # app.hours.service
    path: Path
    root: Path

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.path.read_text(encoding="utf-8"), str(self.path))

    @property
    def parts(self) -> list[str]:
        return self.name.split(".")

    @property
    def room(self) -> str:
        """The second part of the name: a room, or a file beside the rooms."""
        return self.parts[1] if len(self.parts) > 1 else ""

    @property
    def file(self) -> str:
        """The third part: the file of the room."""
        return self.parts[2] if len(self.parts) > 2 else ""

    def at(self, line: int, message: str) -> str:
        return f"{self.path.relative_to(self.root)}:{line}: {message}"

    def imports(self) -> Iterator[Import]:
        yield from _imports(self.tree, self.package, nested=False)

    @property
    def package(self) -> list[str]:
        return self.parts if self.path.name == "__init__.py" else self.parts[:-1]


def _imports(node: ast.AST, package: list[str], *, nested: bool) -> Iterator[Import]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Import):
            yield from (Import(alias.name, child.lineno, nested) for alias in child.names)
        elif isinstance(child, ast.ImportFrom):
            base = package[: len(package) - child.level + 1] if child.level else []
            target = ".".join([*base, *([child.module] if child.module else [])])
            yield from (Import(f"{target}.{alias.name}", child.lineno, nested) for alias in child.names)
        is_function = isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda))
        yield from _imports(child, package, nested=nested or is_function)


def python_files(root: Path, folder: str = "app") -> list[Source]:
    """Every module below `folder`."""
    found = []
    for path in sorted((root / folder).rglob("*.py")):
        parts = list(path.relative_to(root).with_suffix("").parts)
        if parts[-1] == "__init__":
            parts.pop()
        found.append(Source(".".join(parts), path, root))
    return found


def own(target: str, names: set[str]) -> str | None:
    """The module of ours that an import means: `app.x.y` where `y` may be a name inside `app.x`; None for others."""
    if target.split(".")[0] != "app":
        return None
    while target and target not in names:
        target = target.rpartition(".")[0]
    return target or None
