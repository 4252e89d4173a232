"""Tables that only grow: declared by `info={"append_only": True}`, kept so by triggers.

Alembic's batch mode drops triggers in silence and INSERT OR REPLACE goes round them, so every migration run
ends with `install()`, and an insert over an existing key is refused as well.
A test compares what is installed with what is declared.
"""

from collections.abc import Iterator

from sqlalchemy import Connection, MetaData, Table, UniqueConstraint, text

REFUSAL = "is append-only: rows are corrected by new rows"


def tables(metadata: MetaData) -> list[Table]:
    return [table for table in metadata.sorted_tables if table.info.get("append_only")]


def install(connection: Connection, metadata: MetaData) -> None:
    """(Re)creates the triggers of every append-only table that exists in this database."""
    present = set(connection.dialect.get_table_names(connection))
    for table in tables(metadata):
        if table.name in present:
            for statement in statements(table, connection.dialect.name):
                connection.execute(text(statement))


def statements(table: Table, dialect: str) -> Iterator[str]:
    yield from _sqlite(table) if dialect == "sqlite" else _postgresql(table)


def trigger_names(table: Table, dialect: str) -> set[str]:
    kinds = ("update", "delete", "insert") if dialect == "sqlite" else ("change", "truncate")
    return {f"append_only_{table.name}_{kind}" for kind in kinds}


def _sqlite(table: Table) -> Iterator[str]:
    refuse = f"BEGIN SELECT RAISE(ABORT, '{table.name} {REFUSAL}'); END"
    for kind in ("update", "delete"):
        name = f"append_only_{table.name}_{kind}"
        yield f"DROP TRIGGER IF EXISTS {name}"
        yield f"CREATE TRIGGER {name} BEFORE {kind.upper()} ON {table.name} {refuse}"
    name = f"append_only_{table.name}_insert"
    same = " OR ".join(f"({keys})" for keys in _keys(table))
    yield f"DROP TRIGGER IF EXISTS {name}"
    yield (
        f"CREATE TRIGGER {name} BEFORE INSERT ON {table.name} "  # noqa: S608 - names of our own tables
        f"WHEN EXISTS (SELECT 1 FROM {table.name} AS old WHERE {same}) {refuse}"
    )


def _keys(table: Table) -> Iterator[str]:
    yield " AND ".join(f"old.{column.name} = NEW.{column.name}" for column in table.primary_key)
    unique = (c for c in table.constraints if isinstance(c, UniqueConstraint))
    for constraint in sorted(unique, key=lambda c: str(c.name)):
        yield " AND ".join(f"old.{column.name} = NEW.{column.name}" for column in constraint.columns)


def _postgresql(table: Table) -> Iterator[str]:
    yield (
        "CREATE OR REPLACE FUNCTION kelim_refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '% {REFUSAL}', TG_TABLE_NAME "
        "USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    change, truncate = f"append_only_{table.name}_change", f"append_only_{table.name}_truncate"
    yield f"DROP TRIGGER IF EXISTS {change} ON {table.name}"
    yield (
        f"CREATE TRIGGER {change} BEFORE UPDATE OR DELETE ON {table.name} "
        "FOR EACH ROW EXECUTE FUNCTION kelim_refuse_change()"
    )
    yield f"DROP TRIGGER IF EXISTS {truncate} ON {table.name}"
    yield (
        f"CREATE TRIGGER {truncate} BEFORE TRUNCATE ON {table.name} "
        "FOR EACH STATEMENT EXECUTE FUNCTION kelim_refuse_change()"
    )
