"""The tables of a database as an archive holds them, and their rows as lines."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, inspect
from sqlalchemy.types import String, TypeEngine

from app.backups.errors import BackupError
from app.backups.lines import encoder
from app.core.tables import QUEUE_TABLES

VERSION_TABLE = "alembic_version"
BLOCK = 1 << 18
ROWS = 500
COPY_AS = ("timezone TO 'UTC'", "datestyle TO 'ISO, YMD'", "bytea_output TO 'hex'", "client_encoding TO 'UTF8'")


@dataclass(frozen=True, slots=True)
class Shape:
    """A table: its columns by name, and those that rows are ordered by."""

    name: str
    columns: tuple[str, ...]
    types: tuple[TypeEngine[object], ...]
    keys: tuple[str, ...]

    def type_of(self, column: str) -> TypeEngine[object]:
        return self.types[self.columns.index(column)]


@dataclass(frozen=True, slots=True)
class Measure:
    rows: int
    digest: str


def shapes(connection: Connection) -> list[Shape]:
    """Every table of ours, in an order in which rows can be put back: what is pointed at comes first."""
    found = inspect(connection)
    ordered = found.get_sorted_table_and_fkc_names()
    if ordered[-1][1]:
        raise BackupError("circle", "Tables point at each other in a circle; they cannot be put back in any order.")
    names = [name for name, _ in ordered if name and name not in QUEUE_TABLES and name != VERSION_TABLE]
    return [_shape(found, name) for name in names]


def _shape(found: object, name: str) -> Shape:
    columns = sorted(found.get_columns(name), key=lambda column: column["name"])  # type: ignore[attr-defined]
    keys = found.get_pk_constraint(name)["constrained_columns"]  # type: ignore[attr-defined]
    return Shape(name, tuple(c["name"] for c in columns), tuple(c["type"] for c in columns), tuple(keys))


def quoted(*names: str) -> str:
    return ", ".join(f'"{name}"' for name in names)


def chunks(connection: Connection, shape: Shape) -> Iterator[bytes]:
    """All rows of a table by key, as lines. A chunk ends where a line ends."""
    return _from_sqlite(connection, shape) if connection.dialect.name == "sqlite" else _from_postgres(connection, shape)


def _from_sqlite(connection: Connection, shape: Shape) -> Iterator[bytes]:
    encode = encoder(list(shape.types))
    cursor = connection.connection.cursor()
    cursor.execute(f"SELECT {quoted(*shape.columns)} FROM {quoted(shape.name)} ORDER BY {quoted(*shape.keys)}")  # noqa: S608 - our own tables
    while rows := cursor.fetchmany(ROWS):
        try:
            yield "".join(map(encode, rows)).encode()
        except (ValueError, TypeError) as error:
            text = f"The table {shape.name} holds a value that is not of its column's kind."
            raise BackupError("odd-value", text) from error
    cursor.close()


def _from_postgres(connection: Connection, shape: Shape) -> Iterator[bytes]:
    order = ", ".join(
        quoted(key) + (' COLLATE "C"' if isinstance(shape.type_of(key), String) else "") for key in shape.keys
    )
    for setting in COPY_AS:
        connection.exec_driver_sql(f"SET LOCAL {setting}")
    wanted = f"COPY (SELECT {quoted(*shape.columns)} FROM {quoted(shape.name)} ORDER BY {order}) TO STDOUT"  # noqa: S608 - our own tables
    block = bytearray()
    with connection.connection.cursor() as cursor, cursor.copy(wanted) as copy:  # type: ignore[attr-defined]
        for row in copy:
            block += row
            if len(block) >= BLOCK:
                yield bytes(block)
                block.clear()
    if block:
        yield bytes(block)


def measure(found: Iterable[bytes], put: Callable[[bytes], object] | None = None) -> Measure:
    """Counts and digests lines, handing each chunk on."""
    rows, digest = 0, hashlib.sha256()
    for chunk in found:
        rows += chunk.count(b"\n")
        digest.update(chunk)
        if put:
            put(chunk)
    return Measure(rows, digest.hexdigest())


def next_ids(connection: Connection, shape: Shape) -> dict[str, int]:
    """Column → number that PostgreSQL gives next; SQLite counts on from the highest by itself."""
    if connection.dialect.name == "sqlite" or len(shape.keys) != 1:
        return {}
    sequence = sequence_of(connection, shape)
    if sequence is None:
        return {}
    last, is_called = connection.exec_driver_sql(f"SELECT last_value, is_called FROM {sequence}").one()  # noqa: S608 - the database's own name
    return {shape.keys[0]: last + 1 if is_called else last}


def sequence_of(connection: Connection, shape: Shape) -> str | None:
    found: str | None = connection.exec_driver_sql(
        "SELECT pg_get_serial_sequence(%s, %s)", (quoted(shape.name), shape.keys[0])
    ).scalar()
    return found
