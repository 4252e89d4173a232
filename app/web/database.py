"""Binds the domain's session to Flask's application context."""

from time import monotonic
from typing import Any

from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session as FlaskSession
from sqlalchemy import Connection, Engine, event
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.pool import ConnectionPoolEntry

from app.core import db as core


class Session(FlaskSession):
    """Reads on PostgreSQL go without a transaction; SQLite's begin hook decides for itself."""

    def get_bind(self, *args: Any, **kwargs: Any) -> Engine | Connection:
        bind = super().get_bind(*args, **kwargs)
        if core.is_writing() or bind.dialect.name == "sqlite" or not isinstance(bind, Engine):
            return bind
        return reader(bind)


_readers: dict[Engine, Engine] = {}


def reader(engine: Engine) -> Engine:
    if engine not in _readers:
        _readers[engine] = engine.execution_options(isolation_level="AUTOCOMMIT")
    return _readers[engine]


db = SQLAlchemy(metadata=core.Base.metadata, session_options={"class_": Session, "expire_on_commit": False})
core.guard(Session)
core.provide_session(db.session)


def engine_options(url: str) -> dict[str, Any]:
    """Errors never show the values of a statement: they are people's words, addresses, links."""
    options: dict[str, Any] = {"hide_parameters": True, "max_overflow": 20}
    if url.startswith("sqlite"):
        return options | {"connect_args": {"check_same_thread": False, "timeout": 10}, "pool_size": 20}
    return options | {"pool_size": 10}


IDLE_S = 5.0


def ping_after_idling(engine: Engine) -> None:
    """Tries a connection before its use if it was idle: a server that was restarted is noticed, and a busy one spared.

    SQLAlchemy's own `pool_pre_ping` asks before every use: one more round trip for a page, two for a form.
    """

    @event.listens_for(engine, "checkin")
    def put_back(_connection: Any, record: ConnectionPoolEntry) -> None:
        record.info["idle_since"] = monotonic()

    @event.listens_for(engine, "checkout")
    def take(connection: Any, record: ConnectionPoolEntry, _proxy: Any) -> None:
        if monotonic() - record.info.get("idle_since", monotonic()) < IDLE_S:
            return
        try:
            engine.dialect.do_ping(connection)
        except engine.dialect.loaded_dbapi.Error as error:
            raise DisconnectionError from error
