"""Every row of every table, before and after."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from flask import Flask
from sqlalchemy import select

from app.core import append_only
from app.core.db import Base
from app.web.database import db

Rows = dict[str, "Counter[str]"]


def take(app: Flask, without: Mapping[str, frozenset[str]] | None = None) -> Rows:
    """Rows as text by table; `without` names columns that do not count, by table."""
    hidden = without or {}
    with app.app_context(), db.engine.connect() as connection:
        return {
            table.name: Counter(
                repr(tuple(row))
                for row in connection.execute(
                    select(*(c for c in table.columns if c.name not in hidden.get(table.name, frozenset())))
                )
            )
            for table in Base.metadata.sorted_tables
        }


def changes(before: Rows, after: Rows, but: frozenset[str] = frozenset()) -> list[str]:
    """Tables that differ, except those in `but`; append-only tables may have grown."""
    grow = {table.name for table in append_only.tables(Base.metadata)} & but
    found = []
    for name, rows in before.items():
        gone, new = rows - after[name], after[name] - rows
        if gone and (name not in but or name in grow):
            found.append(f"{name} lost or changed {list(gone)[:2]}")
        if new and name not in but:
            found.append(f"{name} gained {list(new)[:2]}")
    return found
