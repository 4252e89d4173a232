"""What no source of ours does: ask other hosts, build paths of foreign names, put text into pages as markup."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.config import ROOT

ASKING = {"aiohttp", "ftplib", "http.client", "httpx", "requests", "smtplib", "socket", "urllib.request", "urllib3"}
MAY_ASK = {
    ("app/mail/transports.py", "smtplib"),  # letters
    ("app/operations/supervisor.py", "socket"),  # whether a port is free
    ("app/operations/supervisor.py", "http.client"),  # whether its own server is ready
}
AS_MARKUP = re.compile(
    r"\.(?:inner|outer)HTML\s*=|insertAdjacentHTML|document\.write|\beval\(|new Function|srcdoc|javascript:"
)
WRITING = {"write", "write_row", "write_column", "write_rich_string", "write_formula", "write_url"}
OF_FILES = {"app/web/typed.py", "app/imports/forms.py"}  # whether there was one; its name, to be shown as text


def trees(folder: Path = ROOT / "app") -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(folder.rglob("*.py")):
        yield path.relative_to(ROOT).as_posix(), ast.parse(path.read_text(encoding="utf-8"))


def imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def called(tree: ast.Module) -> Iterator[tuple[str, ast.Call]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield node.func.attr, node


def is_plain(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "plain"


def formulas(tree: ast.Module) -> Iterator[int]:
    """Lines in which a sheet gets a text that did not go through `plain`."""
    if "xlsxwriter" not in set(imported(tree)):
        return
    for name, call in called(tree):
        if name in WRITING or (name == "write_string" and not is_plain(call.args[2])):
            yield call.lineno


def test_nothing_of_ours_asks_another_host():
    """No address that anybody types is ever fetched, since nothing fetches."""
    asking = {(path, name) for path, tree in trees() for name in ASKING & set(imported(tree))}
    assert asking == MAY_ASK


def test_no_name_of_an_uploaded_file_becomes_a_path():
    reading = {
        path
        for path, tree in trees()
        if any(name.startswith(("flask", "wtforms")) for name in imported(tree))
        and any(isinstance(node, ast.Attribute) and node.attr == "filename" for node in ast.walk(tree))
    }
    assert reading <= OF_FILES
    taking = {path: tree for path, tree in trees() if "flask_wtf.file" in set(imported(tree))}
    assert taking
    assert [path for path, tree in taking.items() for name, _ in called(tree) if name == "save"] == []


def test_scripts_put_no_text_into_a_page_as_markup():
    for path in sorted((ROOT / "app" / "static" / "js").rglob("*.js")):
        assert not AS_MARKUP.search(path.read_text(encoding="utf-8")), path


def test_every_text_of_a_sheet_is_made_plain():
    assert [f"{path}:{line}" for path, tree in trees() for line in formulas(tree)] == []


@pytest.mark.parametrize("line", ["sheet.write_string(0, 0, person.name)", "sheet.write(0, 0, plain(person.name))"])
def test_a_text_that_could_become_a_formula_is_found(line: str):
    assert list(formulas(ast.parse(f"from xlsxwriter import Workbook\n{line}"))) == [2]
