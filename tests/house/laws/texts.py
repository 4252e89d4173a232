"""Laws about the text of files: nothing left to do, nothing fetched from strangers, nothing too big to be read."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.house.laws.sources import python_files

LEFT_TO_DO = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|XX" + r"X)\b")
ADDRESS = re.compile(r"""(?:https?:|(?<=["'(=\s]))//(?P<host>[a-z0-9.-]+\.[a-z]{2,})""", re.IGNORECASE)
NAMESPACES = frozenset({"www.w3.org"})
FILE_LINES, FUNCTION_LINES = 400, 40
FOLDERS = ("app", "tests", "build", "bench")  # migrations are written by a tool
WORKING = ("app", "build", "bench")  # a test's data may be long
READ = frozenset({".py", ".html", ".js", ".mjs", ".css", ".sh", ".txt", ".toml", ".md"})
# What browsers run or draw. Links that people follow live in content, not here.
SENT = frozenset({".html", ".js", ".css", ".svg"})


def files(root: Path, *folders: str, kinds: frozenset[str] = READ) -> list[Path]:
    found = [path for folder in folders for path in sorted((root / folder).rglob("*")) if path.suffix in kinds]
    return [path for path in found if "build" not in path.relative_to(root).parts[1:] and path.is_file()]


def left_to_do(root: Path) -> Iterator[str]:
    for path in files(root, "app", "tests", "build", "bench", "migrations", "docs"):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if LEFT_TO_DO.search(line):
                yield f"{path.relative_to(root)}:{number}: {line.strip()}"


def strangers(root: Path) -> Iterator[str]:
    """Templates, scripts, styles and pictures of ours that name another host."""
    for path in files(root, "app", kinds=SENT):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            for match in ADDRESS.finditer(line):
                if match["host"] not in NAMESPACES:
                    yield f"{path.relative_to(root)}:{number}: names the host {match['host']}"


def too_big(root: Path) -> Iterator[str]:
    """A file of 400 lines or a function of 40 is two things that have not been told apart yet."""
    for path in files(root, *FOLDERS, kinds=frozenset({".py", ".html", ".js"})):
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > FILE_LINES:
            yield f"{path.relative_to(root)}: {lines} lines"
    for folder in WORKING:
        for source in python_files(root, folder):
            for node in ast.walk(source.tree):
                if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                    length = (node.end_lineno or node.lineno) - node.lineno + 1
                    if length > FUNCTION_LINES:
                        yield source.at(node.lineno, f"{node.name} has {length} lines")
