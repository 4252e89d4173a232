"""A row as a line: the text form of PostgreSQL's COPY, written and read here for SQLite.

Both databases give the same line for the same row, so that digests can be compared across them: moments in UTC without
trailing zeros, truths as t and f, bytes as hex, columns by name.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from sqlalchemy import Boolean, Date, DateTime, Integer, LargeBinary, String
from sqlalchemy.types import JSON, TypeEngine

from app.backups.errors import BackupError

NOTHING = "\\N"
SECONDS, ZONE = 19, "+00"
_LETTERS = {"\b": "b", "\t": "t", "\n": "n", "\v": "v", "\f": "f", "\r": "r", "\\": "\\"}
_AWAY = str.maketrans({letter: f"\\{name}" for letter, name in _LETTERS.items()})
_BACK = {name: letter for letter, name in _LETTERS.items()}
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)

Writer = Callable[[object], str]
Reader = Callable[[str], object]


def _escape(value: object) -> str:
    return str(value).translate(_AWAY)


def _unescape(text: str) -> str:
    return _ESCAPED.sub(lambda found: _BACK.get(found[1], found[1]), text) if "\\" in text else text


def _write_truth(value: object) -> str:
    return "t" if int(str(value)) else "f"


def _read_truth(text: str) -> int:
    return {"t": 1, "f": 0}[text]


def _write_moment(value: object) -> str:
    """SQLite keeps 2026-11-22 08:00:00.120000, PostgreSQL says 2026-11-22 08:00:00.12+00."""
    text = str(value)
    fraction = text[SECONDS:].rstrip("0")
    return text[:SECONDS] + ("" if fraction == "." else fraction) + ZONE


def _read_moment(text: str) -> str:
    if not text.endswith(ZONE):
        raise ValueError("a moment that is not in UTC")
    moment = text.removesuffix(ZONE)
    return moment[:SECONDS] + "." + moment[SECONDS + 1 :].ljust(6, "0")


def _write_bytes(value: object) -> str:
    if not isinstance(value, bytes):
        raise TypeError("bytes wanted")
    return f"\\\\x{value.hex()}"


def _read_bytes(text: str) -> bytes:
    return bytes.fromhex(text.removeprefix("\\\\x"))


KINDS: tuple[tuple[type[TypeEngine[object]], Writer, Reader], ...] = (
    (Boolean, _write_truth, _read_truth),
    (Integer, lambda value: str(int(str(value))), int),
    (DateTime, _write_moment, _read_moment),
    (Date, str, str),
    (LargeBinary, _write_bytes, _read_bytes),
    (JSON, _escape, _unescape),
    (String, _escape, _unescape),
)  # type: ignore[assignment]


def kind_of(column: TypeEngine[object]) -> tuple[Writer, Reader]:
    """Raises BackupError for a kind of column that nobody has thought of."""
    for kind, write, read in KINDS:
        if isinstance(column, kind):
            return write, read
    raise BackupError("unknown-type", f"Backups do not know columns of the type {type(column).__name__}.")


def encoder(columns: list[TypeEngine[object]]) -> Callable[[tuple[object, ...]], str]:
    """Makes the line of a row, with its end."""
    writers = [kind_of(column)[0] for column in columns]

    def encode(row: tuple[object, ...]) -> str:
        cells = (NOTHING if value is None else write(value) for write, value in zip(writers, row, strict=True))
        return "\t".join(cells) + "\n"

    return encode


def decoder(columns: list[TypeEngine[object]]) -> Callable[[bytes], tuple[object, ...]]:
    """Makes a row of a line without its end."""
    readers = [kind_of(column)[1] for column in columns]

    def decode(line: bytes) -> tuple[object, ...]:
        cells = line.decode().split("\t")
        return tuple(None if cell == NOTHING else read(cell) for read, cell in zip(readers, cells, strict=True))

    return decode
