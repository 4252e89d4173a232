"""CSV as programs really write it: in whichever encoding, parted by whichever sign."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator

from app.core.errors import Invalid
from app.core.words import N_
from app.imports import headings

SEPARATORS = (",", ";", "\t", "|")
MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
ONE_BYTE = ("cp1255", "cp1256", "cp1252")  # Hebrew, Arabic, Western Windows
HEAD = 20
FIELD = "file"


def tables_of(content: bytes) -> list[list[list[str]]]:
    """Every reading whose headings are understood, the best first; none if there is none.

    Which encoding and which separator a file has is written nowhere: the reading that has headings is right.
    """
    tried = [rows for text in _texts(content) for rows in _parted(text)]
    scored = [(max((len(headings.columns_of(row)) for row in rows[:HEAD]), default=0), rows) for rows in tried]
    return [rows for score, rows in sorted(scored, key=lambda pair: -pair[0]) if score > 1][:1]


def _texts(content: bytes) -> Iterator[str]:
    for mark, encoding in MARKS:
        if content.startswith(mark):
            yield _decoded(content, encoding)
            return
    even, odd = content[:400:2].count(0), content[1:400:2].count(0)
    if even or odd:  # no other text holds zeros: UTF-16 without its mark
        yield _decoded(content, "utf-16-le" if odd > even else "utf-16-be")
        return
    try:
        yield content.decode("utf-8")
    except UnicodeDecodeError:
        for encoding in ONE_BYTE:
            yield content.decode(encoding, errors="replace")


def _decoded(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise Invalid(N_("This file is damaged: its letters cannot be read. Save it again as .xlsx."), FIELD) from error


def _parted(text: str) -> Iterator[list[list[str]]]:
    text = text.replace("\0", "")
    first, _, rest = text.partition("\n")
    told = first.strip().strip('"').lower()
    if told.startswith("sep=") and len(told) == 5:
        yield [[], *_rows(rest, told[4])]  # the line of the separator counts as a line
        return
    for separator in SEPARATORS:
        if separator in text[:20_000]:
            yield _rows(text, separator)


def _rows(text: str, separator: str) -> list[list[str]]:
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    except csv.Error:
        return []
