"""Databases of each kind, with the application that uses them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask
from flask_migrate import upgrade

from app.config import ROOT
from app.core.db import write_transaction
from app.demo import service as demo
from app.releases import service as releases
from app.web.database import db
from tests.migrations.databases import declared
from tests.support.application import make_app

KINDS = ("sqlite", pytest.param("postgresql", marks=pytest.mark.postgres))


@contextmanager
def application(request: pytest.FixtureRequest, folder: Path) -> Iterator[Flask]:
    """Inside its context, on a database without any table."""
    declared()
    url = "" if request.param == "sqlite" else request.getfixturevalue("new_postgres_database")()
    app = make_app(folder, database_url=url)
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture(params=KINDS)
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    with application(request, tmp_path / "instance") as app:
        yield app


@pytest.fixture(scope="module", params=KINDS)
def filled(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """Migrated, with content and people who have learned; shared by tests that change nothing."""
    with application(request, tmp_path_factory.mktemp("filled")) as app:
        upgrade()
        fill(app)
        yield app


@pytest.fixture
def lived_in(empty: Flask) -> Flask:
    """The same, for one test alone."""
    upgrade()
    fill(empty)
    return empty


def fill(app: Flask) -> None:
    draft = releases.prepare(releases.read_tree(ROOT))
    with write_transaction():
        releases.publish_draft("Kelim", draft, "Start")
    demo.fill(app.extensions["kelim_settings"], app.extensions["kelim_ring"])
