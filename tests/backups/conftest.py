"""Half a year of the demo on each database, and empty places of each kind."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Engine, select

from app.backups import erasures, service
from app.backups.setup import Backups, backups
from app.web.database import db
from tests.migrations.databases import declared
from tests.support.application import make_app
from tests.support.once import once

SQLITE, POSTGRES = "sqlite", "postgresql"
KINDS = (SQLITE, pytest.param(POSTGRES, marks=pytest.mark.postgres))


@pytest.fixture(autouse=True)
def _nobody_erases(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test says itself who erases people."""
    monkeypatch.setattr(erasures, "_eraser", [])


@contextmanager
def application(folder: Path, url: str = "", **settings: object) -> Iterator[Flask]:
    eraser = list(erasures._eraser)
    app = make_app(folder, database_url=url, **settings)
    erasures._eraser[:] = eraser
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture(scope="session")
def demo_archive(demo_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo's folder with a backup in it, made from SQLite."""

    def make(folder: Path) -> None:
        shutil.copytree(demo_folder, folder / "instance")
        with application(folder / "instance"):
            backups().create()

    return once(tmp_path_factory, "archive", make) / "instance"


@pytest.fixture(scope="session")
def demo_on_postgres(
    demo_archive: Path, new_postgres_database: Callable[..., str], tmp_path_factory: pytest.TempPathFactory
) -> str:
    url = new_postgres_database()
    folder = tmp_path_factory.mktemp("postgres-demo")
    shutil.copy(demo_archive / "secrets.json", folder)
    with application(folder, url):
        backups().restore(service.newest(demo_archive / "backups"), without_keys=False)
    return url


class Places:
    """Applications of one house: they share their keys."""

    def __init__(self, request: pytest.FixtureRequest, demo: Path, folder: Path, stack: ExitStack) -> None:
        self._request, self._demo, self._folder, self._stack, self._number = request, demo, folder, stack, 0

    def _new(self) -> Path:
        self._number += 1
        folder = self._folder / f"place-{self._number}"
        folder.mkdir()
        shutil.copy(self._demo / "secrets.json", folder)
        return folder

    def _made(self, folder: Path, url: str, settings: dict[str, Any]) -> Flask:
        return self._stack.enter_context(application(folder, url, **settings))

    def empty(self, kind: str, **settings: object) -> Flask:
        url = "" if kind == SQLITE else self._request.getfixturevalue("new_postgres_database")()
        return self._made(self._new(), url, settings)

    def lived_in(self, kind: str, **settings: object) -> Flask:
        folder = self._new()
        if kind == SQLITE:
            shutil.copy(self._demo / "kelim.sqlite3", folder)
            return self._made(folder, "", settings)
        url = self._request.getfixturevalue("new_postgres_database")(self._request.getfixturevalue("demo_on_postgres"))
        return self._made(folder, url, settings)


@pytest.fixture
def places(request: pytest.FixtureRequest, demo_archive: Path, tmp_path: Path) -> Iterator[Places]:
    with ExitStack() as stack:
        yield Places(request, demo_archive, tmp_path, stack)


@pytest.fixture(scope="module")
def many_places(
    request: pytest.FixtureRequest, demo_archive: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Places]:
    """For tests that change nothing."""
    with ExitStack() as stack:
        yield Places(request, demo_archive, tmp_path_factory.mktemp("places"), stack)


def backup_of(app: Flask) -> Path:
    with app.app_context():
        return backups_of(app).create().path


def backups_of(app: Flask) -> Backups:
    found: Backups = app.extensions["kelim_backups"]
    return found


def engine_of(app: Flask) -> Engine:
    with app.app_context():
        return db.engine


def contents(app: Flask) -> dict[str, list[Any]]:
    """Table → rows as the models read them: the same things on both databases."""
    with engine_of(app).connect() as connection:
        return {
            table.name: sorted(map(tuple, connection.execute(select(table)).all()), key=repr)
            for table in declared().sorted_tables
        }
