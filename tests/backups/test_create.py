"""Making an archive while people write, when the disk is full, and when the clock is wrong."""

from __future__ import annotations

import errno
import json
import os
import sqlite3
import threading
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from app.backups import archive, service, snapshots
from app.backups.errors import BackupError
from app.backups.models import BackupRun
from app.backups.rules import FEWEST, superfluous
from app.core.clock import at, now
from app.core.db import insert_unless_there, session, write_transaction
from app.web.database import db
from app.web.replay import FormReplay
from tests.backups.conftest import application, backup_of, backups_of
from tests.backups.rewriting import parts
from tests.support.school import School

THREADS, BACKUPS = 3, 4


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def either(request: pytest.FixtureRequest) -> School:
    found: School = request.getfixturevalue("school" if request.param == "sqlite" else "postgres_school")
    return found


class Writers:
    """Threads that write two rows in each transaction: what belongs together must be found together."""

    def __init__(self, app: Flask) -> None:
        self.app, self.stop, self.written = app, threading.Event(), [0] * THREADS
        self.threads = [threading.Thread(target=self._write, args=(number,)) for number in range(THREADS)]

    def __enter__(self) -> Writers:
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop.set()
        for thread in self.threads:
            thread.join(30)

    def _write(self, number: int) -> None:
        with self.app.app_context():
            while not self.stop.is_set():
                with write_transaction():
                    for half in ("a", "b"):
                        key = f"{number}-{self.written[number]}"
                        values = {"key_hash": f"{key}-{half}", "location": key, "at": now()}
                        insert_unless_there(FormReplay, values)
                self.written[number] += 1
            db.session.remove()


def test_an_archive_is_one_moment_although_others_write(either: School):
    folder = backups_of(either.app)
    sizes = []
    with Writers(either.app) as writers, either.app.app_context():
        for _ in range(BACKUPS):
            seen = sum(writers.written)
            while sum(writers.written) < seen + 3 * THREADS:
                assert all(thread.is_alive() for thread in writers.threads)
            path = folder.create().path
            lines = parts(path)[archive.member("form_replay")].decode().splitlines()
            found = [line.split("\t")[1] for line in lines]
            halves = {key.rpartition("-")[0] for key in found}
            assert len(found) == 2 * len(halves)
            assert len(halves) >= seen
            service.verify(path, folder.keys)
            sizes.append(len(halves))
    assert sizes == sorted(set(sizes)), "people went on writing meanwhile"


class FullDisk:
    """A file on a disk that has room for some bytes more."""

    def __init__(self, real: Any, room: int) -> None:
        self._real, self._room = real, room

    def write(self, text: bytes) -> int:
        self._room -= len(text)
        if self._room < 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return int(self._real.write(text))

    def __enter__(self) -> FullDisk:
        self._real.__enter__()
        return self

    def __exit__(self, *error: Any) -> None:
        self._real.__exit__(*error)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real, name)


def left_in(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()} - {".lock"}


@pytest.mark.parametrize("room", [0, 500, 10_000])
def test_a_full_disk_leaves_the_older_backup_and_nothing_else(
    either: School, monkeypatch: pytest.MonkeyPatch, room: int
):
    older = backup_of(either.app)
    whole, before = older.read_bytes(), left_in(older.parent)
    real: Callable[..., Any] = os.fdopen
    monkeypatch.setattr(archive.os, "fdopen", lambda *args: FullDisk(real(*args), room))
    with either.app.app_context(), pytest.raises(BackupError, match="Earlier backups are untouched") as refused:
        service.create(db.engine, older.parent, backups_of(either.app).keys, timedelta(days=1))
    assert refused.value.code == "no-space"
    assert left_in(older.parent) == before
    assert older.read_bytes() == whole


def test_a_disk_that_is_full_for_sqlites_copy_is_said_too(school: School, monkeypatch: pytest.MonkeyPatch):
    older = backup_of(school.app)
    before = left_in(older.parent)

    def small(path: str | Path, **options: Any) -> sqlite3.Connection:
        connection = sqlite3.connect(path, **options)
        if str(path).endswith("-copy.sqlite3"):
            connection.execute("PRAGMA max_page_count = 10")
        return connection

    monkeypatch.setattr(snapshots, "connect", small)
    with school.app.app_context(), pytest.raises(BackupError) as refused:
        backups_of(school.app).create()
    assert refused.value.code == "no-space"
    assert left_in(older.parent) == before


def test_a_folder_that_cannot_be_written_is_said(school: School, tmp_path: Path):
    (tmp_path / "file").write_text("")
    with school.app.app_context(), pytest.raises(BackupError) as refused:
        service.create(db.engine, tmp_path / "file" / "backups", backups_of(school.app).keys, timedelta(1))
    assert refused.value.code == "no-folder"


def test_a_second_one_at_the_same_time_is_refused(school: School):
    found = backups_of(school.app)
    with service.only_one(found.folder), school.app.app_context(), pytest.raises(BackupError) as refused:
        found.create()
    assert refused.value.code == "busy"


def test_what_a_killed_backup_left_is_swept_away(school: School):
    found = backups_of(school.app)
    found.folder.mkdir(mode=0o700)
    (found.folder / ".77-20261122T080000Z.part").write_bytes(b"half")
    (found.folder / ".77-copy.sqlite3-wal").write_bytes(b"half")
    (found.folder / ".drill-x").mkdir()
    (found.folder / ".drill-x" / "scratch.sqlite3").write_bytes(b"half")
    path = backup_of(school.app)
    assert left_in(found.folder) == {path.name, "erasures.jsonl"}


@pytest.fixture
def written(tmp_path: Path) -> Callable[[datetime], Path]:
    def write(moment: datetime) -> Path:
        with archive.writing(tmp_path, moment) as (file, done):
            file.writestr("note", "x")
        return done[0]

    return write


NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def test_archives_go_after_their_time_and_the_last_seven_never(written: Callable[[datetime], Path], tmp_path: Path):
    made = [written(NOON + timedelta(days=day)) for day in range(40)]
    before = NOON + timedelta(days=9)
    assert superfluous(archive.listed(tmp_path), made[-1], before) == made[:9]
    assert superfluous(archive.listed(tmp_path), made[-1], NOON + timedelta(days=400)) == made[:-FEWEST]


def test_a_clock_that_jumps_ahead_empties_no_folder(school: School):
    with school.app.app_context():
        found = backups_of(school.app)
        made = []
        for day in range(3):
            with at(NOON + timedelta(days=day)):
                made.append(found.create().path)
        with at(NOON + timedelta(days=4000)):
            made.append(found.create().path)
    assert archive.listed(found.folder) == made


def test_a_clock_that_was_put_back_overwrites_nothing(school: School):
    with school.app.app_context(), at(NOON):
        first = backups_of(school.app).create().path
        whole = first.read_bytes()
        second = backups_of(school.app).create().path
    assert second != first
    assert first.read_bytes() == whole
    assert archive.listed(first.parent) == [first, second]


def test_a_database_that_was_not_prepared_has_no_backup(school: School, tmp_path: Path):
    with application(tmp_path / "fresh") as app, pytest.raises(BackupError) as refused:
        backups_of(app).create()
    assert refused.value.code == "not-prepared"


def test_what_is_kept_for_machines_alone_stays_out(school: School):
    """The queue's tables carry no content; the run that makes an archive is in it, unfinished."""
    with school.app.app_context():
        with write_transaction() as current:
            current.add(BackupRun(kind="backup", began_at=now()))
        assert school.app.extensions["kelim_jobs"].bell.ring()
        path = backups_of(school.app).create().path
        names = set(json.loads(zipfile.ZipFile(path).read(archive.MANIFEST))["tables"])
        assert session().get(BackupRun, 1) is not None
    assert "backup_run" in names
    assert not names & {"task", "kv", "schedule", "alembic_version"}
