"""Databases of each kind, with the application that uses them."""

from __future__ import annotations

import shutil
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
def application(folder: Path, url: str) -> Iterator[Flask]:
    """Inside its context; without a URL on the SQLite file in the folder."""
    declared()
    app = make_app(folder, database_url=url)
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def new_url(request: pytest.FixtureRequest, kind: str, template: str = "template1") -> str:
    return "" if kind == "sqlite" else request.getfixturevalue("new_postgres_database")(template)


@pytest.fixture(params=KINDS)
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """A database without any table."""
    with application(tmp_path / "instance", new_url(request, request.param)) as app:
        yield app


@pytest.fixture(scope="session", params=KINDS)
def template(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path, str]:
    """Kind, folder and URL of a database with content and people who have learned, to be copied."""
    folder, url = tmp_path_factory.mktemp("template"), new_url(request, request.param)
    with application(folder, url) as app:
        upgrade()
        draft = releases.prepare(releases.read_tree(ROOT))
        with write_transaction():
            releases.publish_draft("Kelim", draft, "Start")
        demo.fill(app.extensions["kelim_settings"], app.extensions["kelim_ring"])
    return request.param, folder, url


@contextmanager
def copied(request: pytest.FixtureRequest, template: tuple[str, Path, str], folder: Path) -> Iterator[Flask]:
    kind, original, url = template
    shutil.copytree(original, folder)
    with application(folder, new_url(request, kind, url)) as app:
        yield app


@pytest.fixture(scope="module")
def filled(
    request: pytest.FixtureRequest, template: tuple[str, Path, str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Flask]:
    """A filled database, shared by tests that change nothing."""
    with copied(request, template, tmp_path_factory.mktemp("filled") / "instance") as app:
        yield app


@pytest.fixture
def lived_in(request: pytest.FixtureRequest, template: tuple[str, Path, str], tmp_path: Path) -> Iterator[Flask]:
    """A filled database for one test alone."""
    with copied(request, template, tmp_path / "instance") as app:
        yield app
