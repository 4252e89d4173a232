"""Whether this process can serve: named checks that answer None, or say what is wrong."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

import structlog
from alembic.script import ScriptDirectory
from flask import Flask, current_app
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from app.core.db import session

Check = Callable[[], str | None]
Detail = Callable[[], object]
EXTENSION, DETAILS = "kelim_readiness", "kelim_details"
MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations"
log = structlog.get_logger("readiness")


def database() -> str | None:
    session().execute(text("SELECT 1"))
    return None


@lru_cache(maxsize=1)
def newest_migrations() -> frozenset[str]:
    return frozenset(ScriptDirectory(str(MIGRATIONS)).get_heads())


def migrations() -> str | None:
    applied = frozenset(session().scalars(text("SELECT version_num FROM alembic_version")))
    return None if applied == newest_migrations() else "the database is not at the newest migration"


def add_check(app: Flask, name: str, check: Check) -> None:
    """Lets a higher room add what it needs to be ready."""
    checks: dict[str, Check] = app.extensions.setdefault(EXTENSION, {"database": database, "migrations": migrations})
    checks[name] = check


def add_detail(app: Flask, name: str, tell: Detail) -> None:
    """Lets a higher room say more to whoever may read the metrics: things that JSON can hold."""
    app.extensions.setdefault(DETAILS, {})[name] = tell


def details() -> dict[str, object]:
    """What rooms say of themselves; a room whose tables are out of reach says nothing."""
    found: dict[str, object] = {}
    tellers: dict[str, Detail] = current_app.extensions.get(DETAILS, {})
    for name, tell in tellers.items():
        try:
            found[name] = tell()
        except SQLAlchemyError as error:
            log.warning("no detail", detail=name, error=type(error).__name__)
            found[name] = None
    return found


def failures() -> dict[str, str]:
    """What keeps this process from serving, by check; empty when ready. Details go to the log only."""
    checks: dict[str, Check] = current_app.extensions[EXTENSION]
    found: dict[str, str] = {}
    for name, check in checks.items():
        try:
            problem = check()
        except (SQLAlchemyError, OSError) as error:
            log.warning("not ready", check=name, error=type(error).__name__)
            problem = "out of reach"
        if problem:
            found[name] = problem
    return found


def init_app(app: Flask) -> None:
    add_check(app, "database", database)
