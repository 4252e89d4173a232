"""The same application on SQLite and on PostgreSQL, with tables and without content."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from app.core.db import Base
from app.jobs import setup
from app.jobs.runner import Runner
from app.web.database import db
from tests.support.application import make_app


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def bare(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    url = "" if request.param == "sqlite" else request.getfixturevalue("new_postgres_database")()
    app = make_app(tmp_path / "instance", database_url=url)
    with app.app_context():
        Base.metadata.create_all(db.engine)
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def context(bare: Flask) -> Iterator[Flask]:
    with bare.app_context():
        yield bare


@pytest.fixture
def runner(bare: Flask) -> Runner:
    found: Runner = bare.extensions[setup.EXTENSION].runner
    return found
