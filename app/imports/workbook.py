"""Workbooks (.xlsx): cells as text. Nothing in them is calculated, and nothing large is unpacked."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from app.core.errors import Invalid
from app.core.words import N_
from app.imports.texts import LONGEST

MOST_UNPACKED = 40_000_000
MOST_PARTS = 300
MOST_SHEETS = 10
MOST_COLUMNS = 60
FORMULA = "\x01"
"""Stands where a formula stood: what it would have come to is unknown."""

DAMAGED = N_("This workbook cannot be read. Save it again as .xlsx, or as CSV, without a password.")
TOO_BIG = N_("This workbook unpacks to far more than a list of people. Copy the list into a new one.")
FIELD = "file"


def sheets_of(content: bytes, most_rows: int) -> Iterator[list[list[str]]]:
    """Each sheet's rows, at most `most_rows` and one more. Raises Invalid."""
    _check(content)
    import openpyxl  # here: it would slow down the start of every command

    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
        for sheet in book.worksheets[:MOST_SHEETS]:
            sheet.reset_dimensions()  # what a file says of its own size may be wrong
            yield [
                [_text(cell) for cell in row] for row in sheet.iter_rows(max_row=most_rows + 1, max_col=MOST_COLUMNS)
            ]
    except Exception as error:  # the library raises whatever its parsers do
        raise Invalid(DAMAGED, FIELD) from error


def _check(content: bytes) -> None:
    """Raises Invalid for what is no workbook, a bomb, or declares entities."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = packed.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
                raise Invalid(TOO_BIG, FIELD)
            if any(part.flag_bits & 1 for part in parts):
                raise Invalid(DAMAGED, FIELD)
            for part in parts:
                with packed.open(part) as opened:
                    if b"<!DOCTYPE" in opened.read(64_000):
                        raise Invalid(DAMAGED, FIELD)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, ValueError) as error:
        raise Invalid(DAMAGED, FIELD) from error


def _text(cell: Any) -> str:
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "f":
        return FORMULA
    if isinstance(value, datetime | date):
        return value.strftime("%Y-%m-%d") if value.year >= 1000 else ""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)[:LONGEST]
