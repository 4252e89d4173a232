"""What a database holds, in a form that can be compared."""

from __future__ import annotations

import importlib
import pkgutil
from typing import Any

from sqlalchemy import Connection, MetaData, inspect, text

import app
from app.core import guards
from app.core.db import Base
from app.core.tables import QUEUE_TABLES

FOREIGN = QUEUE_TABLES | {"alembic_version"}


def declared() -> MetaData:
    """The models of every room, whether or not the application uses them yet."""
    for module in pkgutil.walk_packages(app.__path__, "app."):
        if module.name.endswith(".models"):
            importlib.import_module(module.name)
    return Base.metadata


def shape(connection: Connection) -> dict[str, dict[str, Any]]:
    """Table → columns, keys, checks, indexes with their conditions, as the database itself tells them."""
    found = inspect(connection)
    return {
        name: {
            "columns": {
                c["name"]: (str(c["type"]), c["nullable"], c.get("default"), c.get("autoincrement"))
                for c in found.get_columns(name)
            },
            "key": found.get_pk_constraint(name),
            "foreign": _sorted(found.get_foreign_keys(name)),
            "unique": _sorted(found.get_unique_constraints(name)),
            "checks": _sorted(found.get_check_constraints(name)),
            "indexes": [
                (i["name"], i["column_names"], i["unique"], _condition(i)) for i in _sorted(found.get_indexes(name))
            ],
        }
        for name in found.get_table_names()
        if name not in FOREIGN
    }


def _sorted(things: Any) -> list[Any]:
    return sorted(things, key=lambda thing: str(thing["name"]))


def _condition(index: Any) -> str:
    options = index.get("dialect_options", {})
    return "".join(str(value) for key, value in sorted(options.items()) if key.endswith("_where"))


def triggers(connection: Connection) -> dict[str, str]:
    """Name → what it does, of every trigger that is switched on."""
    if connection.dialect.name == "sqlite":
        rows = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"))
    else:
        rows = connection.execute(
            text(
                "SELECT tgname, pg_get_triggerdef(oid) || ' ' || pg_get_functiondef(tgfoid) FROM pg_trigger "
                "WHERE NOT tgisinternal AND tgenabled = 'O'"
            )
        )
    return {row[0]: row[1] for row in rows}


def names_of_declared_triggers(dialect: str) -> set[str]:
    return guards.trigger_names(declared(), dialect)


def names_of_triggers_of_tables(connection: Connection) -> set[str]:
    """Those declared for the tables that are there: a step back takes tables and their triggers along."""
    present, known = MetaData(), declared().tables
    for name in inspect(connection).get_table_names():
        if name in known:
            known[name].to_metadata(present)
    return guards.trigger_names(present, connection.dialect.name)


def rows(connection: Connection) -> dict[str, list[Any]]:
    """Everything that is stored, table by table."""
    return {
        table: sorted(connection.execute(text(f'SELECT * FROM "{table}"')).all(), key=repr)
        for table in sorted(inspect(connection).get_table_names())
        if table not in FOREIGN
    }
