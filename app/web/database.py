"""Binds the domain's session to Flask's application context."""

from typing import Any

from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session as FlaskSession
from sqlalchemy import Connection, Engine

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
    return options | {"pool_pre_ping": True, "pool_size": 10}
