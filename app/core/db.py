"""The database: one declarative base, one session per unit of work, one way to write.

Reads run without a transaction. Every change happens inside `write_transaction()`, which is BEGIN IMMEDIATE behind
an in-process lock on SQLite (plain BEGIN lost most writes of eight writers) and an ordinary transaction on PostgreSQL.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from functools import lru_cache
from typing import Annotated, Any, ClassVar, cast

from sqlalchemy import CompoundSelect, DateTime, Dialect, Engine, Insert, MetaData, Row, Select, Table, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection
from sqlalchemy.orm import DeclarativeBase, ORMExecuteState, Session, mapped_column
from sqlalchemy.types import TypeDecorator

from app.core.errors import ReadOnly


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment; SQLite keeps it as naive UTC. Raises ValueError for a naive one."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without time zone")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {datetime: UtcDateTime}


Id = Annotated[int, mapped_column(primary_key=True, autoincrement=True)]
Rows = Sequence[Row[*tuple[Any, ...]]]
Reading = Select[*tuple[Any, ...]] | CompoundSelect[*tuple[Any, ...]]

_writing: ContextVar[bool] = ContextVar("writing", default=False)
_after: ContextVar[list[Callable[[], None]] | None] = ContextVar("after_commit", default=None)
_lock = threading.Lock()
_provider: Callable[[], Session] | None = None


def provide_session(provider: Callable[[], Session]) -> None:
    """Tells the domain where sessions come from; called once by the edge."""
    global _provider  # noqa: PLW0603 - set once, by the edge
    _provider = provider


def session() -> Session:
    """The session of the current unit of work."""
    if _provider is None:
        raise RuntimeError("no session provider: create the application first")
    return _provider()


def fetch(statement: Reading, parameters: Mapping[str, object]) -> Rows:
    """Rows of a select of columns, straight from the connection: the ORM's layer above it costs as much again.

    For hot pages. Build `statement` once, at import: its key in SQLAlchemy's cache is dear to work out.
    """
    current = session()
    if _writing.get():
        current.flush()
    return current.connection().execute(statement, parameters).all()


def hold(rows: Reading, parameters: Mapping[str, object] | None = None) -> None:
    """Holds the rows of a FOR UPDATE on PostgreSQL until the transaction ends; SQLite has one writer anyway."""
    if session().get_bind().dialect.name != "sqlite":
        session().execute(rows, parameters)


def insert_unless_there(model: type[Base], values: Mapping[str, object]) -> bool:
    """Inserts a row unless one with its key is there; True if it was written."""
    if not _writing.get():
        raise ReadOnly("a change outside of a write transaction")
    current = session()
    current.flush()
    connection = current.connection()
    statement = _insert_unless_there(cast("Table", model.__table__), connection.dialect.name)
    return connection.execute(statement, values).rowcount == 1


@lru_cache(maxsize=64)
def _insert_unless_there(table: Table, dialect: str) -> Insert:
    """Without its option SQLAlchemy says -1 for what an INSERT wrote on PostgreSQL, which passes for a row."""
    builder = sqlite.insert if dialect == "sqlite" else postgresql.insert
    return builder(table).on_conflict_do_nothing().execution_options(preserve_rowcount=True)


def is_writing() -> bool:
    return _writing.get()


@contextmanager
def write_transaction() -> Iterator[Session]:
    """One unit of change: committed at the end, rolled back on any error. Nested calls join the outer one."""
    current = session()
    if _writing.get():
        yield current
        return
    if current.in_transaction():
        current.rollback()
    afterwards: list[Callable[[], None]] = []
    with _one_writer(current):
        writing, after = _writing.set(True), _after.set(afterwards)
        try:
            yield current
            current.commit()
        except BaseException:
            current.rollback()
            raise
        finally:
            _writing.reset(writing)
            _after.reset(after)
    for call in afterwards:
        call()


@contextmanager
def _one_writer(current: Session) -> Iterator[None]:
    if current.get_bind().dialect.name != "sqlite":
        yield
        return
    with _lock:
        yield


def after_commit(call: Callable[[], None]) -> None:
    """Runs `call` once the current write transaction has been committed; never if it is rolled back."""
    calls = _after.get()
    if calls is None:
        raise ReadOnly("after_commit outside of a write transaction")
    calls.append(call)


def guard(session_factory: Any) -> None:
    """Makes sessions refuse to change anything outside of a write transaction."""

    def refuse_flush(current: Session, *_: object) -> None:
        if not _writing.get() and (current.new or current.dirty or current.deleted):
            raise ReadOnly("a change outside of a write transaction")

    def refuse_statement(state: ORMExecuteState) -> None:
        if not _writing.get() and (state.is_insert or state.is_update or state.is_delete):
            raise ReadOnly("a change outside of a write transaction")

    event.listen(session_factory, "before_flush", refuse_flush)
    event.listen(session_factory, "do_orm_execute", refuse_statement)


def tune_sqlite(engine: Engine) -> None:
    """WAL, durable commits, foreign keys; transactions begin only where `write_transaction` says so."""

    @event.listens_for(engine, "connect")
    def on_connect(connection: Any, _record: object) -> None:
        connection.isolation_level = None
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "busy_timeout=10000",
            "foreign_keys=ON",
            "recursive_triggers=ON",
            "cache_size=-16000",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def on_begin(connection: Connection) -> None:
        if _writing.get():
            connection.exec_driver_sql("BEGIN IMMEDIATE")
