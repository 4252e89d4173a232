"""`flask backup` as somebody at the console meets it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import select

from app.audit.models import AuditEvent
from app.backups.models import BackupRun
from app.core.db import session
from tests.backups.conftest import SQLITE, Places, backup_of, backups_of
from tests.backups.rewriting import OTHER_KEYS, rewritten
from tests.support.application import make_app


def run(app: Flask, *words: str) -> Result:
    with app.app_context():
        return app.test_cli_runner().invoke(args=["backup", *words])


def test_there_and_back(places: Places):
    old, new = places.lived_in(SQLITE), places.empty(SQLITE)
    assert "rows" in run(old, "create").output
    shown = run(old, "verify")
    assert shown.exit_code == 0
    assert "whole. Made " in shown.output
    path = shown.output.partition(": whole")[0]
    done = run(new, "restore", path)
    assert done.exit_code == 0, done.output
    assert "Proof of practicum: 0 faults." in done.output
    assert "Proof of audit: 0 faults." in done.output
    assert run(new, "drill").exit_code == 0
    with new.app_context():
        assert [one.outcome for one in session().scalars(select(BackupRun).order_by(BackupRun.id))][-1] == "ok"
        trail = select(AuditEvent.detail).where(AuditEvent.action == "backup.restore")
        assert session().scalars(trail).all() == ["erased again: 0"]


def test_a_failed_proof_is_an_exit_status(places: Places, monkeypatch: pytest.MonkeyPatch):
    old, new = places.lived_in(SQLITE), places.empty(SQLITE)
    monkeypatch.setitem(backups_of(new).proofs, "hours", lambda: ["hours_credit 7: without source"])  # type: ignore[arg-type]
    done = run(new, "restore", str(backup_of(old)))
    assert done.exit_code == 1
    assert "hours_credit 7: without source" in done.output
    assert "Proof of hours: 1 faults." in done.output


def test_an_archive_that_is_cut_off_is_said_in_a_line(places: Places):
    old, new = places.lived_in(SQLITE), places.empty(SQLITE)
    path = backup_of(old)
    path.write_bytes(path.read_bytes()[:-1000])
    for app, command in ((old, "verify"), (new, "restore")):
        refused = run(app, command, str(path))
        assert refused.exit_code == 1
        assert "is cut off or damaged" in refused.output
        assert "Traceback" not in refused.output


def test_without_the_master_key_a_restore_wants_to_be_told_so(places: Places):
    old, new = places.lived_in(SQLITE), places.empty(SQLITE)
    path = rewritten(backup_of(old), OTHER_KEYS)
    shown = run(new, "verify", str(path))
    assert shown.exit_code == 0
    assert "these settings lack the master key 'm1'" in shown.output
    refused = run(new, "restore", str(path))
    assert refused.exit_code == 1
    assert "--without-keys" in refused.output
    assert run(new, "restore", str(path), "--without-keys").exit_code == 0


def test_no_backup_yet_is_said(tmp_path: Path, furnished: Path):
    shutil.copytree(furnished, tmp_path / "school")
    refused = run(make_app(tmp_path / "school"), "verify")
    assert refused.exit_code == 1
    assert "There is no backup in" in refused.output


@pytest.mark.parametrize("command", ["create", "drill"])
def test_a_database_that_is_gone_is_a_sentence(tmp_path: Path, command: str):
    refused = run(make_app(tmp_path, database_url="postgresql://nobody@127.0.0.1:1/none"), command)
    assert refused.exit_code == 1
    assert "The database did not answer as it should" in refused.output
