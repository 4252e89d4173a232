"""`flask audit …`, as scripts and people at a console use it."""

from __future__ import annotations

import shutil
from pathlib import Path

from click.testing import Result

from app.web.database import db
from tests.audit.conftest import LONG_AGO, Trail
from tests.support.application import make_app


def run(trail: Trail, *arguments: str) -> Result:
    db.session.remove()
    return trail.app.test_cli_runner().invoke(args=["audit", *arguments])


def test_a_whole_trail_is_exit_status_0(small: Trail):
    small.write(2)
    assert "1 blocks sealed, 0 rows wait." in run(small, "seal").output
    small.write(1)
    done = run(small, "verify")
    assert (done.exit_code, done.stdout) == (0, "0 faults; 1 seals, 1 rows not sealed yet.\n")


def test_the_first_broken_row_is_named_with_its_moment(small: Trail):
    small.block(5)
    small.attack("UPDATE audit_event SET actor_id = 77 WHERE id = 2")
    small.attack("DELETE FROM audit_event WHERE id = 4")
    done = run(small, "verify")
    assert done.exit_code == 1
    first, *lines = done.stdout.splitlines()
    assert first.startswith("First broken: row 2: is not what was sealed (it says 20")
    assert lines[1:] == ["row 4: was sealed and is missing", "2 faults; 1 seals, 0 rows not sealed yet."]


def test_a_head_that_was_written_down_proves_the_end(small: Trail):
    assert run(small, "head").exit_code == 1
    small.block(2)
    noted = run(small, "head").stdout.strip()
    assert run(small, "verify", "--noted", noted).exit_code == 0
    for table in ("audit_event", "audit_leaves", "audit_seal"):
        small.attack(f"DELETE FROM {table}")
    assert run(small, "verify").exit_code == 0
    assert run(small, "verify", "--noted", noted).exit_code == 1
    assert run(small, "verify", "--noted", "yesterday").exit_code == 2


def test_a_lost_master_key_is_said_and_can_be_done_without(small: Trail):
    small.block(2)
    small.attack("UPDATE audit_seal SET key_id = 'lost'")
    assert "'lost', which is not at hand" in run(small, "verify").output
    assert run(small, "verify", "--without-keys").exit_code == 0


def test_a_copy_without_triggers_is_proved_as_well(small: Trail, tmp_path: Path):
    small.block(3, ago=LONG_AGO)
    assert "3 rows removed." in run(small, "purge").output
    small.seal()
    small.attack("SELECT 1")
    folder = Path(str(db.engine.url.database)).parent
    db.session.remove()
    db.engine.dispose()
    copy = tmp_path / "copy"
    shutil.copytree(folder, copy)
    app = make_app(copy)
    with app.app_context():
        done = run(Trail(app), "verify")
        assert (done.exit_code, done.stdout) == (0, "0 faults; 2 seals, 0 rows not sealed yet.\n")
        db.engine.dispose()
