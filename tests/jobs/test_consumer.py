"""The consumer as a process of its own."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import update

from app.config import ROOT
from app.core.clock import now
from app.core.db import Base, write_transaction
from app.jobs import letters, queries, setup
from app.jobs.consumer import Sweeper
from app.jobs.models import DONE, RUNNING, Job
from app.jobs.rules import LEASE
from app.mail.letter import Recipient
from app.web.database import db
from tests.support.application import make_app
from tests.support.processes import wait_until

NOA = Recipient("noa@example.org", "נועה לוי", "he", 1)


@contextmanager
def consumer(folder: Path, **settings: str) -> Iterator[subprocess.Popen[bytes]]:
    own = {"KELIM_ENVIRONMENT": "demo", "KELIM_INSTANCE_DIR": str(folder)}
    given = {f"KELIM_{name.upper()}": value for name, value in settings.items()}
    outside = {name: value for name, value in os.environ.items() if not name.startswith("KELIM_")}
    with (folder / "consumer.log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "flask", "--app", "wsgi", "jobs", "run"],
            cwd=ROOT,
            env=outside | own | given,
            stdout=log,
            stderr=log,
        )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def log_of(folder: Path) -> str:
    return (folder / "consumer.log").read_text()


@pytest.fixture(params=["sqlite", "sqlite-redis", "postgresql", "postgresql-redis"])
def place(request, tmp_path) -> Iterator[tuple[object, Path, dict[str, str]]]:
    """An application whose web part is this test, and what its consumer is started with."""
    settings: dict[str, str] = {}
    if "postgresql" in request.param:
        settings["database_url"] = request.getfixturevalue("new_postgres_database")()
    if "redis" in request.param:
        settings["redis_url"] = request.getfixturevalue("redis_server")
    folder = tmp_path / "instance"
    app = make_app(folder, **settings)
    with app.app_context():
        Base.metadata.create_all(db.engine)
        yield app, folder, settings
        db.session.remove()
        db.engine.dispose()


def minds_sigterm(pid: int) -> bool:
    """A letter may be on its way before the process is ready to be stopped."""
    caught = int(re.search(r"SigCgt:\s*([0-9a-f]+)", Path(f"/proc/{pid}/status").read_text())[1], 16)
    return bool(caught >> (signal.SIGTERM - 1) & 1)


def post_letter() -> int:
    with write_transaction():
        return letters.post("password-reset", NOA, link="/password-reset/abc", hours=2)


@pytest.mark.postgres
@pytest.mark.redis
def test_runs_what_is_enqueued_and_leaves_cleanly_when_asked(place):
    _, folder, settings = place
    with consumer(folder, **settings) as process:
        wait_until(lambda: "consumer started" in log_of(folder), "the consumer's start")
        post_letter()
        wait_until(lambda: queries.count_by_state() == {DONE: 1}, "the job's end", 15)
        wait_until(lambda: minds_sigterm(process.pid), "the handler of the signal")
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0
    shown = log_of(folder)
    assert "/password-reset/abc?lang=he" in shown
    assert "consumer stopped" in shown
    assert "noa@example.org" not in shown.replace("--- To: noa@example.org", "")


def test_finds_what_was_lost_by_a_kill(tmp_path):
    folder = tmp_path / "instance"
    app = make_app(folder)
    with app.app_context():
        Base.metadata.create_all(db.engine)
        with socket.create_server(("127.0.0.1", 0)) as silent:  # a mail server that never says a word
            port = str(silent.getsockname()[1])
            with consumer(folder, mail_backend="smtp", smtp_port=port) as process:
                wait_until(lambda: "consumer started" in log_of(folder), "the consumer's start")
                post_letter()
                wait_until(lambda: queries.count_by_state() == {RUNNING: 1}, "the job's begin")
                process.kill()
                process.wait()
        assert queries.count_by_state() == {RUNNING: 1}
        with write_transaction() as session:
            session.execute(update(Job).values(held_at=now() - 2 * LEASE))
        with consumer(folder):
            wait_until(lambda: queries.count_by_state() == {DONE: 1}, "the lost job's end")
        db.session.remove()


def test_sweeper_rings_for_jobs_whose_bell_was_not_heard(tmp_path, monkeypatch):
    app = make_app(tmp_path / "instance")
    with app.app_context():
        Base.metadata.create_all(db.engine)
        found = setup.jobs()
        monkeypatch.setattr(type(found.bell), "ring", lambda self: False)
        post_letter()
        monkeypatch.undo()
        assert found.bell.huey.pending_count() == 0
        Sweeper(found.runner, found.bell, app.app_context).sweep()
        assert found.bell.huey.pending_count() == 1
        found.bell.huey.storage.close()


def test_bell_that_is_broken_breaks_nothing(tmp_path):
    app = make_app(tmp_path / "instance", redis_url="redis://127.0.0.1:1/0")
    with app.app_context():
        Base.metadata.create_all(db.engine)
        post_letter()
        assert len(queries.list_jobs()) == 1
