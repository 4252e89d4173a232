"""Rows that stop changing: declared by `info={"frozen": …}`, kept so by triggers.

The value is a condition on a row, with `{row}` before each column: what meets it is neither changed nor deleted.
`"frozen_to_new": True` also refuses a row that would meet it: nothing is added to what is decided.
Some conditions look at a second table, which SQLite minds while that one is rebuilt: a migration runs without these
triggers (`remove`) and ends with them (`install`).
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, MetaData, Table, UniqueConstraint, text

REFUSAL = "is frozen: what was decided is corrected by new rows"


def tables(metadata: MetaData) -> list[Table]:
    return [table for table in metadata.sorted_tables if table.info.get("frozen")]


def install(connection: Connection, metadata: MetaData) -> None:
    """(Re)creates the triggers of every table with frozen rows that exists in this database."""
    present = set(connection.dialect.get_table_names(connection))
    for table in tables(metadata):
        if table.name in present:
            for statement in statements(table, connection.dialect.name):
                connection.execute(text(statement))


def remove(connection: Connection, metadata: MetaData) -> None:
    present = set(connection.dialect.get_table_names(connection))
    for table in tables(metadata):
        if table.name in present:
            for name in sorted(trigger_names(table, connection.dialect.name)):
                connection.execute(text(_drop(name, table, connection.dialect.name)))


def trigger_names(table: Table, dialect: str) -> set[str]:
    kinds = ("update", "delete", "insert") if dialect == "sqlite" else ("change", "truncate")
    return {f"frozen_{table.name}_{kind}" for kind in kinds}


def statements(table: Table, dialect: str) -> Iterator[str]:
    yield from _sqlite(table) if dialect == "sqlite" else _postgresql(table)


def _drop(name: str, table: Table, dialect: str) -> str:
    return f"DROP TRIGGER IF EXISTS {name}" + ("" if dialect == "sqlite" else f" ON {table.name}")


def _condition(table: Table, row: str) -> str:
    return f"({str(table.info['frozen']).format(row=row)})"


def _sqlite(table: Table) -> Iterator[str]:
    """A row may not be replaced either: neither by a new one nor by another that takes its key."""
    replaced = (
        f"EXISTS (SELECT 1 FROM {table.name} AS stands WHERE ({_same(table)}) "  # noqa: S608 - our own tables
        f"AND {_condition(table, 'stands')}%s)"
    )
    keys = " AND ".join(f"stands.{key.name} = OLD.{key.name}" for key in table.primary_key)
    held = _condition(table, "OLD")
    new = f" OR {_condition(table, 'NEW')}" if table.info.get("frozen_to_new") else ""
    conditions = {
        "update": f"{held}{new} OR {replaced % f' AND NOT ({keys})'}",
        "delete": held,
        "insert": f"{replaced % ''}{new}",
    }
    for kind, condition in conditions.items():
        name = f"frozen_{table.name}_{kind}"
        yield _drop(name, table, "sqlite")
        yield (
            f"CREATE TRIGGER {name} BEFORE {kind.upper()} ON {table.name} WHEN {condition} "
            f"BEGIN SELECT RAISE(ABORT, '{table.name} {REFUSAL}'); END"
        )


def _same(table: Table) -> str:
    keys = [tuple(table.primary_key)]
    unique = (c for c in table.constraints if isinstance(c, UniqueConstraint))
    keys += [tuple(c.columns) for c in sorted(unique, key=lambda c: str(c.name))]
    return " OR ".join(
        "(" + " AND ".join(f"stands.{column.name} = NEW.{column.name}" for column in key) + ")" for key in keys
    )


def _postgresql(table: Table) -> Iterator[str]:
    function = f"kelim_frozen_{table.name}"
    refuse = f"RAISE EXCEPTION '{table.name} {REFUSAL}' USING ERRCODE = 'integrity_constraint_violation';"
    new = f"IF TG_OP <> 'DELETE' AND {_condition(table, 'NEW')} THEN {refuse} END IF; "
    yield (
        f"CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF TG_OP = 'TRUNCATE' THEN {refuse} END IF; "
        f"IF TG_OP <> 'INSERT' AND {_condition(table, 'OLD')} THEN {refuse} END IF; "
        f"{new if table.info.get('frozen_to_new') else ''}"
        "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$"
    )
    change, truncate = f"frozen_{table.name}_change", f"frozen_{table.name}_truncate"
    yield _drop(change, table, "postgresql")
    yield (
        f"CREATE TRIGGER {change} BEFORE INSERT OR UPDATE OR DELETE ON {table.name} "
        f"FOR EACH ROW EXECUTE FUNCTION {function}()"
    )
    yield _drop(truncate, table, "postgresql")
    yield (
        f"CREATE TRIGGER {truncate} BEFORE TRUNCATE ON {table.name} FOR EACH STATEMENT EXECUTE FUNCTION {function}()"
    )
