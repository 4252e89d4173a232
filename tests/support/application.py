"""The application on a database of its own: migrated and published once, then copied for every test."""

from __future__ import annotations

import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import upgrade
from pydantic import SecretStr

from app.config import ROOT, Settings
from app.core.db import write_transaction
from app.factory import create_app
from app.releases import service as releases
from tests.support.house import House
from tests.support.judge import JudgingClient

PASSWORD = "three calm words together"


def make_settings(folder: Path, **values: object) -> Settings:
    given: dict[str, object] = {
        "environment": "test",
        "instance_dir": folder,
        "default_language": "en",
        "demo_password": SecretStr(PASSWORD),
        "log_format": "json",
    }
    return Settings(**(given | values))  # type: ignore[arg-type]


def make_app(folder: Path, **values: object) -> Flask:
    app = create_app(make_settings(folder, **values))
    app.test_client_class = JudgingClient
    app.config["WTF_CSRF_ENABLED"] = True
    return app


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with every migration and the real content, as `flask prepare` leaves it, without people."""
    folder = tmp_path_factory.mktemp("prepared")
    app = make_app(folder)
    with app.app_context():
        upgrade()
        with write_transaction():
            releases.publish("Kelim", ROOT, "Start")
    return folder


@pytest.fixture
def app(prepared: Path, tmp_path: Path) -> Flask:
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
