"""The demo institution, filled once, then copied for every test that wants it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from app.demo import service as demo
from app.web.database import db
from tests.support.application import make_app


@pytest.fixture(scope="session")
def demo_folder(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An instance folder with the real content and half a year of learning."""
    folder = tmp_path_factory.mktemp("demo") / "instance"
    shutil.copytree(prepared, folder)
    app = make_app(folder)
    with app.app_context():
        demo.fill(app.extensions["kelim_settings"], app.extensions["kelim_ring"])
        db.session.remove()
        db.engine.dispose()
    return folder


@pytest.fixture
def demo_app(demo_folder: Path, tmp_path: Path) -> Iterator[Flask]:
    folder = tmp_path / "demo-instance"
    shutil.copytree(demo_folder, folder)
    app = make_app(folder)
    yield app
    with app.app_context():
        db.engine.dispose()
