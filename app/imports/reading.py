"""A file becomes lines of given values. What cannot be read is said with what to do about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.core.errors import Invalid
from app.core.words import N_
from app.imports import decoding, headings, workbook
from app.imports.texts import LONGEST, plain
from app.imports.workbook import FORMULA

MOST_BYTES = 2_000_000
MOST_LINES = 5_000
SCANNED = 20_000  # rows, empty ones among them
FIELD = "file"
FORMULAS = "formulas"
"""Beside the values of a line: fields in which a formula stood."""

EMPTY = N_("This file is empty.")
OLD_EXCEL = N_("This is the old Excel format (.xls). Open it and save it as .xlsx, or as CSV.")
NO_HEADINGS = N_(
    "No row of headings was found. Write “E-mail” and “Name” (or “First name” and “Last name”) above the columns, "
    "in Hebrew, Arabic or English."
)
TOO_LARGE = N_("This file is larger than 2 MB. A list of people is far smaller: copy it into a new file.")
TOO_MANY = N_("This file has more than %(count)s lines. Divide it.")
NOBODY = N_("Below the headings there is nobody.")


@dataclass(frozen=True, slots=True)
class Line:
    """`number` is the row's as a spreadsheet shows it."""

    number: int
    given: dict[str, str]


@dataclass(frozen=True, slots=True)
class Sheet:
    """`columns`: field → its heading; `unread`: headings that were passed over."""

    columns: dict[str, str]
    unread: list[str]
    lines: list[Line]


def read(content: bytes) -> Sheet:
    """Raises Invalid."""
    if not content.strip(b"\0 \r\n\t"):
        raise Invalid(EMPTY, FIELD)
    if len(content) > MOST_BYTES:
        raise Invalid(
            N_("This file is larger than 2 MB. A list of people is far smaller: copy it into a new file."), FIELD
        )
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise Invalid(OLD_EXCEL, FIELD)
    is_workbook = content.startswith(b"PK")
    for rows in workbook.sheets_of(content, SCANNED) if is_workbook else decoding.tables_of(content):
        if (at := _headings_at(rows)) is not None:
            return _sheet(rows, at)
    raise Invalid(NO_HEADINGS, FIELD)


def _headings_at(rows: Sequence[Sequence[str]]) -> int | None:
    """Lists have titles above them: the row of headings is the best of the first twenty."""
    best = max(range(min(len(rows), decoding.HEAD)), key=lambda n: len(headings.columns_of(rows[n])), default=None)
    return best if best is not None and headings.are_headings(headings.columns_of(rows[best])) else None


def _sheet(rows: Sequence[Sequence[str]], at: int) -> Sheet:
    columns = headings.columns_of(rows[at])
    lines = []
    for number, row in enumerate(rows[at + 1 :], at + 2):
        given = _given(row, columns)
        if given and headings.columns_of(row) != columns:  # printed lists repeat their headings
            lines.append(Line(number, given))
        if len(lines) > MOST_LINES or number > SCANNED:
            raise Invalid(TOO_MANY, FIELD, count=MOST_LINES)
    if not lines:
        raise Invalid(NOBODY, FIELD)
    return Sheet({f: plain(rows[at][n]) for f, n in columns.items()}, headings.unread(rows[at]), lines)


def _given(row: Sequence[str], columns: dict[str, int]) -> dict[str, str]:
    """Values by field, without empty ones; empty for a row that holds none."""
    cells = {field: row[n] for field, n in columns.items() if n < len(row)}
    given = {field: text for field, cell in cells.items() if cell != FORMULA and (text := plain(cell)[:LONGEST])}
    formulas = [field for field, cell in cells.items() if cell == FORMULA]
    return given | ({FORMULAS: ",".join(formulas)} if formulas else {})
