"""Every table says whose it is and what becomes of it: a new one without an answer fails here."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import Table

from app.core import append_only
from app.core.db import Base
from app.privacy import copy_presenters as wording
from app.privacy import finding
from app.privacy.nobodys import NOBODYS
from app.privacy.records import GONE, GROUPS, KEPT, STAYS


@pytest.fixture(scope="module")
def tables(prepared) -> dict[str, Table]:  # type: ignore[no-untyped-def]
    """Those of the whole house: `prepared` has created an application."""
    return dict(Base.metadata.tables)


def test_every_table_has_one_answer(tables: dict[str, Table]):
    assert sorted([*KEPT, *NOBODYS]) == sorted(tables)


def test_what_speaks_of_nobody_leads_to_no_person(tables: dict[str, Table]):
    """But for who did something."""
    for name in NOBODYS:
        for column in tables[name].columns:
            led = {key.column.table.name for key in column.foreign_keys}
            assert not led & {"enrolment", *KEPT} - {"person", *_shared(led)}, f"{name}.{column.name}"
            assert column.name != "person_id", name


def _shared(led: set[str]) -> set[str]:
    """Releases and supervisors are pointed at by what is nobody's."""
    return led & {"content_release", "supervisor"}


def test_every_way_leads_to_a_person(tables: dict[str, Table]):
    for name, kept in KEPT.items():
        column = tables[name].c[kept.whose]
        parent = finding.above(name)
        assert parent is None or parent.table.name in KEPT, name
        assert parent is not None or finding.names_a_person(column) or (name, column.name) == ("person", "id"), name


def test_columns_that_are_named_are_there_and_what_grows_only_is_not_changed(tables: dict[str, Table]):
    fixed = {table.name for table in append_only.tables(Base.metadata)}
    frozen = {name for name, table in tables.items() if table.info.get("frozen")}
    for name, kept in KEPT.items():
        columns = set(tables[name].columns.keys())
        assert {*kept.secret, *kept.sealed} <= columns, name
        if kept.erased not in (GONE, STAYS):
            assert set(kept.erased) <= columns, name
        assert kept.erased == STAYS or name not in fixed | frozen, name


def test_every_sealed_column_is_opened_or_kept_back(tables: dict[str, Table]):
    for name, kept in KEPT.items():
        for column in tables[name].columns:
            if column.type.python_type is bytes and name != "signing_record":
                assert column.name in {*kept.sealed, *kept.secret}, f"{name}.{column.name}"


def test_words_are_of_tables_and_groups_that_there_are(tables: dict[str, Table], app: Flask):
    columns = {column.name for table in tables.values() for column in table.columns}
    assert set(wording.TITLES) <= {*tables, "audit_event_about", "own_practice"}
    assert set(wording.COLUMNS) <= columns
    assert set(wording.GROUPS) == set(GROUPS)
