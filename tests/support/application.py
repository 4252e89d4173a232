"""The application on a database of its own: migrated and published once, then copied for every test."""

from __future__ import annotations

import shutil
import sqlite3
from collections import defaultdict
from datetime import date, timedelta
from pathlib import Path
from types import CodeType

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import upgrade
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from pydantic import SecretStr
from sqlalchemy import event

from app.config import ROOT, Settings
from app.core.db import write_transaction
from app.factory import create_app
from app.releases import service as releases
from app.web.database import db
from tests.support.hosts import _asks_no_other_host
from tests.support.house import House
from tests.support.judge import JudgingClient
from tests.support.once import once
from tests.support.stage import Stage

PASSWORD = "three calm words together"
__all__ = ["_asks_no_other_host"]  # a fixture for every test


class Compiled(BytecodeCache):
    """Templates that some application of this process has compiled: the next ones need not do it again."""

    def __init__(self) -> None:
        self.codes: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self.codes.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        if bucket.code is not None:
            self.codes[bucket.key, bucket.checksum] = bucket.code


_compiled: defaultdict[tuple[str, str], Compiled] = defaultdict(Compiled)


def make_settings(folder: Path, **values: object) -> Settings:
    given: dict[str, object] = {
        "environment": "test",
        "instance_dir": folder,
        "default_language": "en",
        "collection_notice": False,
        "demo_password": SecretStr(PASSWORD),
        "log_format": "json",
    }
    return Settings(**(given | values))  # type: ignore[arg-type]


def make_app(folder: Path, **values: object) -> Flask:
    app = create_app(make_settings(folder, **values))
    app.test_client_class = JudgingClient
    app.config["WTF_CSRF_ENABLED"] = True
    for kind in ("kelim_pages", "kelim_plain_texts"):
        for language, environment in app.extensions[kind].items():
            environment.bytecode_cache = _compiled[kind, language]
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            event.listen(db.engine, "connect", _write_lightly)
    return app


def _write_lightly(connection: sqlite3.Connection, _record: object) -> None:
    """No test takes the power away; what a killed process leaves is proved on processes of their own."""
    connection.execute("PRAGMA synchronous=OFF")


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with every migration and the real content, as `flask prepare` leaves it, without people."""
    return once(tmp_path_factory, "prepared", prepare)


def prepare(folder: Path) -> None:
    app = make_app(folder)
    with app.app_context():
        upgrade()
        with write_transaction():
            releases.publish("Kelim", ROOT, "Start")
        db.session.remove()
        db.engine.dispose()


@pytest.fixture(scope="session")
def prepared_stage(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Stage:
    return Stage(make_app, prepared, tmp_path_factory.mktemp("stage") / "instance")


@pytest.fixture
def app(prepared_stage: Stage) -> Flask:
    return prepared_stage.set()


@pytest.fixture
def fresh_app(prepared: Path, tmp_path: Path) -> Flask:
    """For tests that add routes, or count what a process does only once."""
    folder = tmp_path / "instance"
    shutil.copytree(prepared, folder)
    return make_app(folder)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser without scripts that judges every page it gets."""
    return app.test_client()


@pytest.fixture
def house(app: Flask) -> House:
    """An institution with a cohort half-way through its year; makes people and signs them in."""
    starts = date.today() - timedelta(days=120)
    return House(app, PASSWORD, starts)
