"""Migrations go up, down and up again over rows; the guards come back each time; a failure changes nothing."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect, text
from sqlalchemy.exc import IntegrityError

from app.config import ROOT
from app.core import append_only
from app.web.database import db
from tests.migrations.databases import (
    FOREIGN,
    declared,
    names_of_declared_triggers,
    names_of_triggers_of_tables,
    rows,
    shape,
    triggers,
)

MIGRATIONS = ROOT / "migrations"
FOUNDATION = "0001"

REBUILD = '''"""Rebuilds the tables that have most to lose."""

import sqlalchemy as sa
from alembic import op

revision, down_revision, branch_labels, depends_on = "9999", {head!r}, None, None


def upgrade() -> None:
    for name in ("hours_credit", "audit_event", "practicum_entry", "enrolment", "person"):
        with op.batch_alter_table(name, recreate="auto") as table:
            table.add_column(sa.Column("scratch", sa.String(20), nullable=False, server_default="as it was"))
        with op.batch_alter_table(name) as table:
            table.alter_column("scratch", existing_type=sa.String(20), type_=sa.String(40), server_default=None)


def downgrade() -> None:
    for name in ("hours_credit", "audit_event", "practicum_entry", "enrolment", "person"):
        with op.batch_alter_table(name) as table:
            table.drop_column("scratch")
'''

ORPHANS = '''"""Loses people whom others point at."""

from alembic import op

revision, down_revision, branch_labels, depends_on = "9999", {head!r}, None, None


def upgrade() -> None:
    op.execute("DELETE FROM enrolment")


def downgrade() -> None:
    pass
'''


def heads() -> list[str]:
    return list(ScriptDirectory(str(MIGRATIONS)).get_heads())


def with_another(folder: Path, source: str) -> str:
    """A copy of the migrations with one more behind the newest."""
    copy = folder / "migrations"
    shutil.copytree(MIGRATIONS, copy, ignore=shutil.ignore_patterns("__pycache__"))
    (copy / "versions" / "9999_scratch.py").write_text(source.format(head=heads()[0]))
    return str(copy)


def everything() -> tuple[object, object, object]:
    with db.engine.connect() as connection:
        return rows(connection), shape(connection), triggers(connection)


def assert_guarded() -> None:
    with db.engine.connect() as connection:
        assert set(triggers(connection)) == names_of_triggers_of_tables(connection) != set()
        if connection.dialect.name == "sqlite":
            assert connection.execute(text("PRAGMA foreign_keys")).scalar() == 1
            assert connection.execute(text("PRAGMA foreign_key_check")).all() == []


def test_rebuilt_tables_keep_rows_and_guards(lived_in: Flask, tmp_path: Path) -> None:
    """Batch mode drops triggers in silence, and a rebuilt parent would take its children along."""
    folder = with_another(tmp_path, REBUILD)
    before, form, guards = everything()
    upgrade(folder)
    with db.engine.connect() as connection:
        assert {name: len(found) for name, found in rows(connection).items()} == {n: len(r) for n, r in before.items()}
        assert {row[0] for row in connection.execute(text("SELECT scratch FROM hours_credit"))} == {"as it was"}
    assert_guarded()
    downgrade(folder, "-1")
    assert_guarded()
    after, form_after, guards_after = everything()
    assert after == before
    assert guards_after == guards
    assert {name: set(t["columns"]) for name, t in form_after.items()} == {
        n: set(t["columns"]) for n, t in form.items()
    }
    upgrade(folder)
    assert_guarded()


def test_each_step_after_the_foundation_goes_back_and_forth(lived_in: Flask) -> None:
    """Tables that a later step brings go with their rows; all else comes back, but for what a share of marks was."""
    before, form, guards = everything()
    whole = right_and_wrong()
    back_to_the_foundation(x_arg=["lose-scores=yes"])
    of_the_foundation = set(inspect(db.engine).get_table_names())
    upgrade()
    after, form_after, guards_after = everything()
    assert (form_after, guards_after) == (form, guards)
    assert len(after.pop("quiz_answer")) == len(before.pop("quiz_answer"))
    cohorts, again = before.pop("cohort"), after.pop("cohort")
    assert [row[:-1] for row in again] == [row[:-1] for row in cohorts]
    assert all(row[-1] for row in again), "duty phones went with their table: somebody is to be on duty by a day"
    assert after == {name: found if name in of_the_foundation else [] for name, found in before.items()}
    assert right_and_wrong() >= whole > set()


def back_to_the_foundation(**more: object) -> None:
    for step in ScriptDirectory(str(MIGRATIONS)).walk_revisions():
        if step.revision != FOUNDATION:
            downgrade(revision="-1", **more)
            assert_guarded()


def right_and_wrong() -> set[tuple[object, ...]]:
    """Answers that earned all or nothing, in full."""
    wanted = text("SELECT attempt_id, question_id, version, is_right, score FROM quiz_answer WHERE score IN (0, 1000)")
    with db.engine.connect() as connection:
        return {tuple(row) for row in connection.execute(wanted)}


def test_shares_of_marks_are_not_lost_unasked(lived_in: Flask) -> None:
    with db.engine.begin() as connection:
        connection.execute(text("UPDATE quiz_answer SET score = 500 WHERE score = 0"))
    before = everything()
    with pytest.raises(SystemExit):
        back_to_the_foundation()
    upgrade()
    assert everything()[0]["quiz_answer"] == before[0]["quiz_answer"]


def test_the_foundation_is_not_taken_from_under_the_ledger(lived_in: Flask) -> None:
    before = everything()
    with pytest.raises(SystemExit):
        downgrade(revision="base")
    assert everything() == before
    assert_guarded()


def test_the_foundation_goes_when_that_is_meant_and_comes_back(lived_in: Flask) -> None:
    _, form, guards = everything()
    downgrade(revision="base", x_arg=["lose-append-only=yes", "lose-scores=yes"])
    assert set(inspect(db.engine).get_table_names()) <= FOREIGN
    upgrade()
    assert everything() == ({name: [] for name in form}, form, guards)


def test_an_empty_foundation_goes_back_without_asking(empty: Flask) -> None:
    upgrade()
    downgrade(revision="base")
    assert set(inspect(db.engine).get_table_names()) <= FOREIGN
    upgrade()
    assert_guarded()


def test_a_migration_that_breaks_references_changes_nothing(lived_in: Flask, tmp_path: Path) -> None:
    """PostgreSQL refuses by itself; on SQLite foreign keys are off meanwhile, so they are looked at in the end."""
    before = everything()
    with pytest.raises((SystemExit, IntegrityError)):
        upgrade(with_another(tmp_path, ORPHANS))
    assert everything() == before
    assert_guarded()


def test_upgrading_again_does_nothing(lived_in: Flask) -> None:
    before = everything()
    upgrade()
    assert everything() == before


def test_migrations_are_numbered_in_one_line() -> None:
    files = sorted(path.name for path in (MIGRATIONS / "versions").glob("*.py"))
    assert all(re.fullmatch(r"\d{4}_[a-z0-9_]+\.py", name) for name in files)
    script = ScriptDirectory(str(MIGRATIONS))
    line = [step.revision for step in script.walk_revisions()][::-1]
    assert len(heads()) == 1
    assert line == [f"{number:04}" for number in range(1, len(files) + 1)] == [name[:4] for name in files]


def test_migrations_know_nothing_of_the_application() -> None:
    """Models change; what a migration did must not."""
    for path in (MIGRATIONS / "versions").glob("*.py"):
        assert not re.search(r"^\s*(from|import) app\b", path.read_text(), re.MULTILINE), path.name


def test_guards_are_declared_once() -> None:
    for path in (MIGRATIONS / "versions").glob("*.py"):
        assert "CREATE TRIGGER" not in path.read_text(), path.name


def test_a_lost_guard_is_missed_and_put_back(lived_in: Flask) -> None:
    table = append_only.tables(declared())[0]
    with db.engine.begin() as connection:
        name = min(append_only.trigger_names(table, connection.dialect.name))
        where = "" if connection.dialect.name == "sqlite" else f" ON {table.name}"
        connection.execute(text(f"DROP TRIGGER {name}{where}"))
        assert set(triggers(connection)) == names_of_declared_triggers(connection.dialect.name) - {name}
    upgrade()
    assert_guarded()
