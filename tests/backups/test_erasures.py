"""Who was forgotten stays forgotten, whatever is restored."""

from __future__ import annotations

import json
import stat
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import select

from app.accounts.models import Person
from app.backups import erasures
from app.backups.errors import BackupError
from app.backups.models import ErasedPerson
from app.core.clock import now
from app.core.db import session, write_transaction
from app.jobs.setup import jobs
from tests.backups.conftest import SQLITE, Places, backup_of, backups_of

GONE = "someone who is gone"


def erase(one: erasures.Erasure) -> bool:
    """As a room above does it: blanks the row, if it is still the same account."""
    person = session().get(Person, one.person_id)
    if person is None or person.created_at != one.account_made_at or person.name == GONE:
        return False
    person.email, person.name, person.password_hash = None, GONE, None
    return True


@pytest.fixture
def _erasing() -> None:
    erasures.register(erase)


def someone() -> Person:
    return session().scalars(select(Person).where(Person.email == "mentor@demo.kelim.example")).one()


def forget(app: Flask) -> tuple[int, Path]:
    """Erases somebody today, and has the list written by its job."""
    with app.app_context():
        with write_transaction():
            person = someone()
            erasures.note(person.id, person.created_at)
            erase(erasures.Erasure(now(), person.id, person.created_at))
        jobs().runner.run_due()
        return person.id, backups_of(app).folder / erasures.LIST


@pytest.fixture
def yesterday(places: Places) -> tuple[Path, int, Places]:
    """A backup from before somebody was erased, with today's list beside it."""
    app = places.lived_in(SQLITE)
    path = backup_of(app)
    person_id, _ = forget(app)
    return path, person_id, places


def restore(app: Flask, path: Path, *options: str) -> Result:
    with app.app_context():
        return app.test_cli_runner().invoke(args=["backup", "restore", str(path), *options])


@pytest.mark.usefixtures("_erasing")
class TestReplay:
    def test_somebody_erased_since_is_erased_again_and_proofs_hold(self, yesterday: tuple[Path, int, Places]):
        path, person_id, places = yesterday
        app = places.empty(SQLITE)
        done = restore(app, path)
        assert done.exit_code == 0, done.output
        assert "Erasures: 1 of those on the list had come back" in done.output
        assert "Proof of hours: 0 faults." in done.output
        assert "Proof of practicum: 0 faults." in done.output
        with app.app_context():
            assert session().get_one(Person, person_id).name == GONE
            assert session().scalars(select(ErasedPerson.person_id)).all() == [person_id]

    def test_the_next_backup_of_the_restored_place_knows_of_them(self, yesterday: tuple[Path, int, Places]):
        path, person_id, places = yesterday
        app = places.empty(SQLITE)
        restore(app, path)
        listed = erasures.read(backup_of(app).parent / erasures.LIST)
        assert [one.person_id for one in listed] == [person_id]

    def test_whoever_gets_the_number_later_is_left_alone(self, yesterday: tuple[Path, int, Places]):
        path, person_id, places = yesterday
        app = places.empty(SQLITE)
        with app.app_context():
            backups_of(app).restore(path, without_keys=False)
            with write_transaction():
                session().get_one(Person, person_id).created_at += timedelta(days=1)
            assert backups_of(app).forget_again(erasures.read(path.parent / erasures.LIST)) == 0
            assert session().get_one(Person, person_id).name != GONE

    def test_a_list_elsewhere_can_be_named(self, yesterday: tuple[Path, int, Places], tmp_path: Path):
        path, _, places = yesterday
        moved = tmp_path / "list.jsonl"
        (path.parent / erasures.LIST).rename(moved)
        done = restore(places.empty(SQLITE), path, "--erasures", str(moved))
        assert "Erasures: 1" in done.output

    def test_without_the_list_nothing_is_restored_unless_it_is_said_to_be_lost(self, yesterday):
        path, _, places = yesterday
        (path.parent / erasures.LIST).unlink()
        app = places.empty(SQLITE)
        refused = restore(app, path)
        assert refused.exit_code == 1
        assert "There is no erasures.jsonl" in refused.output
        with app.app_context(), pytest.raises(BackupError, match="no tables of Kelim's"):
            backups_of(app).create()
        assert restore(app, path, "--without-erasures").exit_code == 0

    @pytest.mark.parametrize("line", ["{", "[]", '{"person": 1}', '{"person": "x"}', "7"])
    def test_a_list_that_somebody_wrote_into_is_refused(self, yesterday: tuple[Path, int, Places], line: str):
        path, _, places = yesterday
        with (path.parent / erasures.LIST).open("a") as file:
            file.write(f"{line}\n")
        refused = restore(places.empty(SQLITE), path)
        assert refused.exit_code == 1
        assert "cannot be read" in refused.output


def test_a_kelim_that_cannot_erase_does_not_restore_over_a_list(yesterday: tuple[Path, int, Places]):
    path, _, places = yesterday
    refused = restore(places.empty(SQLITE), path)
    assert refused.exit_code == 1
    assert "nothing that erases people" in refused.output


def test_the_list_tells_a_stranger_nothing_and_is_for_its_owner_alone(places: Places):
    app = places.lived_in(SQLITE)
    with app.app_context():
        email = someone().email
    person_id, file = forget(app)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert {"person", "account_made_at", "erased_at"} == set(json.loads(file.read_text()))
    assert json.loads(file.read_text())["person"] == person_id
    assert email not in file.read_text()


def test_the_list_keeps_what_the_database_has_forgotten(places: Places):
    app = places.lived_in(SQLITE)
    person_id, file = forget(app)
    with app.app_context():
        with write_transaction() as db:
            db.delete(db.scalars(select(ErasedPerson)).one())
        backups_of(app).keep_list()
    assert [one.person_id for one in erasures.read(file)] == [person_id]


def test_an_erasure_that_is_rolled_back_is_on_no_list(places: Places):
    app = places.lived_in(SQLITE)
    with app.app_context():
        with write_transaction() as db:
            erasures.note(someone().id, someone().created_at)
            db.rollback()
        jobs().runner.run_due()
        backups_of(app).keep_list()
        assert erasures.read(backups_of(app).folder / erasures.LIST) == set()


def test_a_place_in_which_they_would_come_back_is_emptied(yesterday: tuple[Path, int, Places]):
    path, _, places = yesterday

    def fail(_one: erasures.Erasure) -> bool:
        raise RuntimeError("half way")

    erasures.register(fail)
    app = places.empty(SQLITE)
    done = restore(app, path)
    assert done.exit_code == 1
    with app.app_context(), pytest.raises(BackupError, match="no tables of Kelim's"):
        backups_of(app).create()
