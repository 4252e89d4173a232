"""Rows of a person, in whatever table."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Column, ColumnElement, Select, Table, select

from app.core.db import Base, session
from app.privacy.records import KEPT

ACTS = ("by_id", "_by", "actor_id", "approver_id", "marker_id", "rater_id", "assessor_id", "to_person_id", "gone_id")
"""How columns end that say who did something to a row of somebody else."""


def table(name: str) -> Table:
    return Base.metadata.tables[name]


def above(name: str) -> Column[Any] | None:
    """The column of another table that `whose` points at; None if it holds the person's number."""
    whose = table(name).c[KEPT[name].whose]
    for key in whose.foreign_keys:
        if key.column.table.name != "person":
            return key.column
    return None


def is_of(name: str, person_id: int) -> ColumnElement[bool]:
    """Over the table: its rows are about that person."""
    whose, parent = table(name).c[KEPT[name].whose], above(name)
    if parent is None:
        return whose == person_id
    return whose.in_(select(parent).where(is_of(parent.table.name, person_id)))


def rows(name: str, person_id: int) -> Select[Any]:
    found = table(name)
    return select(found).where(is_of(name, person_id)).order_by(*found.primary_key)


def with_above(name: str, row: dict[str, Any]) -> dict[str, Any]:
    """A row with the values of the one that it hangs on, where it has none of that name."""
    parent = above(name)
    if parent is None or parent.table.name == "enrolment":
        return row
    wanted = select(parent.table).where(parent == row[KEPT[name].whose])
    found = session().execute(wanted).mappings().one()
    return {**found, **row}


def acts(person_id: int) -> Iterator[tuple[str, str, list[Any]]]:
    """Table, column, keys: where somebody stands as the one who did something to what is not theirs."""
    for found in Base.metadata.sorted_tables:
        for column in _of_acts(found):
            keys = tuple(found.primary_key)
            wanted = select(*keys).where(column == person_id).order_by(*keys)
            if numbers := [row[0] if len(keys) == 1 else list(row) for row in session().execute(wanted)]:
                yield found.name, column.name, numbers


def _of_acts(found: Table) -> list[Column[Any]]:
    whose = KEPT[found.name].whose if found.name in KEPT else ""
    return [column for column in found.columns if names_a_person(column) and column.name != whose]


def names_a_person(column: Column[Any]) -> bool:
    """Whether it holds the number of a person, with a foreign key or without."""
    if any(key.column.table.name == "person" for key in column.foreign_keys):
        return True
    return not column.foreign_keys and (column.name in ("person_id", "author_id") or column.name.endswith(ACTS))
