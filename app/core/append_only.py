"""Tables that only grow: declared by `info={"append_only": True}`, kept so by triggers.

Alembic's batch mode drops triggers in silence and INSERT OR REPLACE goes round them, so every migration run
ends with `install()`, and an insert over an existing key is refused as well.
A test compares what is installed with what is declared.

`"kept_months": n` lets rows be deleted once their `at` lies that far behind the database's own clock, and no sooner.
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
    months = table.info.get("kept_months")
    young = f"WHEN (OLD.at < datetime('now', '-{months} months')) IS NOT TRUE " if months else ""
    for kind, when in (("update", ""), ("delete", young)):
        name = f"append_only_{table.name}_{kind}"
        yield f"DROP TRIGGER IF EXISTS {name}"
        yield f"CREATE TRIGGER {name} BEFORE {kind.upper()} ON {table.name} {when}{refuse}"
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
    months = table.info.get("kept_months")
    yield _refusing("kelim_refuse_change")
    if months:
        old = "TG_OP = 'DELETE' AND OLD.at < now() - make_interval(months => TG_ARGV[0]::int)"
        yield _refusing("kelim_refuse_young", f"IF {old} THEN RETURN OLD; END IF; ")
    change, truncate = f"append_only_{table.name}_change", f"append_only_{table.name}_truncate"
    yield f"DROP TRIGGER IF EXISTS {change} ON {table.name}"
    yield (
        f"CREATE TRIGGER {change} BEFORE UPDATE OR DELETE ON {table.name} FOR EACH ROW EXECUTE FUNCTION "
        + (f"kelim_refuse_young({months})" if months else "kelim_refuse_change()")
    )
    yield f"DROP TRIGGER IF EXISTS {truncate} ON {table.name}"
    yield (
        f"CREATE TRIGGER {truncate} BEFORE TRUNCATE ON {table.name} "
        "FOR EACH STATEMENT EXECUTE FUNCTION kelim_refuse_change()"
    )


def _refusing(name: str, unless: str = "") -> str:
    return (
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN {unless}RAISE EXCEPTION '% {REFUSAL}', TG_TABLE_NAME "
        "USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
