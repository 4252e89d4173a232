"""Writes the table of settings in docs/operations.md from app/config.py: `python -m build.settings_table`."""

from __future__ import annotations

import sys
from pathlib import Path

from pydantic import SecretStr
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from app.config import ROOT, Settings

DOCUMENT = ROOT / "docs" / "operations.md"
BEGIN, END = "<!-- settings: written by `make docs` -->", "<!-- end of settings -->"


def table() -> str:
    rows = [f"| `KELIM_{name.upper()}` | {_default(field)} | {field.description} |" for name, field in _fields()]
    return "\n".join(["| Setting | Default | Meaning |", "|---|---|---|", *rows])


def _fields() -> list[tuple[str, FieldInfo]]:
    return list(Settings.model_fields.items())


def _default(field: FieldInfo) -> str:
    value = field.default
    if isinstance(value, SecretStr):
        value = value.get_secret_value()
    if isinstance(value, Path):
        value = value.relative_to(ROOT) if value.is_relative_to(ROOT) else value
    return "–" if value in (PydanticUndefined, None) or str(value) in ("", ".") else f"`{value}`"


def filled(document: str) -> str:
    """The document with the present table. Raises ValueError if its markers are missing."""
    before, _, rest = document.partition(BEGIN)
    _, marker, after = rest.partition(END)
    if not marker:
        raise ValueError(f"{DOCUMENT.name} has lost its markers")
    return f"{before}{BEGIN}\n{table()}\n{END}{after}"


if __name__ == "__main__":
    DOCUMENT.write_text(filled(DOCUMENT.read_text()))
    sys.exit(0)
