"""A row as a line, and back."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Boolean, Date, DateTime, Float, Integer, LargeBinary, String, Text
from sqlalchemy.types import JSON

from app.backups.errors import BackupError
from app.backups.lines import decoder, encoder, kind_of

TYPES: list[Any] = [Boolean(), Date(), DateTime(timezone=True), Integer(), JSON(), LargeBinary(), String(9), Text()]
MOMENTS = st.datetimes(datetime(1900, 1, 1), datetime(2200, 1, 1))
ROWS = st.tuples(
    st.none() | st.integers(0, 1),
    st.none() | st.dates().map(str),
    st.none() | MOMENTS.map(lambda moment: moment.isoformat(" ", "microseconds")),
    st.none() | st.integers(-(2**63), 2**63 - 1),
    st.none() | st.text(),
    st.none() | st.binary(),
    st.none() | st.text(),
    st.none() | st.sampled_from(["", "\\N", "\\.", "a\tb\nc\rd\\e\x0b\x0c\x08", "\\x41", "שלום", "\x85\u2028"]),
)


@given(ROWS)
def test_there_and_back_is_the_same(row: tuple[object, ...]):
    line = encoder(TYPES)(row)
    assert line.count("\n") == 1
    assert decoder(TYPES)(line.encode()[:-1]) == row


@pytest.mark.postgres
def test_postgresql_writes_the_same_line(postgres_server: str):
    """Both spell a row alike, so that digests can be compared across databases."""
    row = (1, "2026-11-22", "2026-11-22 08:00:00.120000", -5, '{"a": "\\u05d0"}', b"\x00\xff", "a\tb\\\n", "\x08é'\"")
    moment = datetime(2026, 11, 22, 8, 0, 0, 120000, tzinfo=UTC)
    wanted = "SELECT %s::bool, %s::date, %s::timestamptz, %s::int, %s::json, %s::bytea, %s::text, %s::text"
    values = (True, date(2026, 11, 22), moment, *row[3:])
    with psycopg.connect(postgres_server) as connection, connection.cursor() as cursor:
        cursor.execute("SET timezone TO 'UTC'")
        query = psycopg.ClientCursor(connection).mogrify(wanted, values)
        with cursor.copy(f"COPY ({query}) TO STDOUT") as copy:  # type: ignore[arg-type]
            line = b"".join(bytes(part) for part in copy)
    assert line.decode() == encoder(TYPES)(row)


def test_a_kind_that_nobody_thought_of_is_refused():
    with pytest.raises(BackupError, match="Float"):
        kind_of(Float())


def test_a_value_of_another_kind_is_refused():
    for kind, value in ((Integer(), "many"), (Boolean(), "yes"), (LargeBinary(), "text")):
        with pytest.raises((ValueError, TypeError)):
            encoder([kind])((value,))


@pytest.mark.parametrize("line", [b"", b"1\t2\t3", b"one\tt", b"1\tx", b"\xff\tt"])
def test_a_line_that_is_no_row_is_refused(line: bytes):
    with pytest.raises((ValueError, KeyError)):
        decoder([Integer(), Boolean()])(line)
