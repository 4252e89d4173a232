"""The demo institution, filled once, then copied for every test that wants it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from app.web.database import db
from tests.support.application import make_app


@pytest.fixture(scope="session")
def demo_folder(prepared_installation: Path) -> Path:
    """An instance folder with the real content and half a year of learning, as an operator's first start leaves it."""
    return prepared_installation


@pytest.fixture
def demo_app(demo_folder: Path, tmp_path: Path) -> Iterator[Flask]:
    folder = tmp_path / "demo-instance"
    shutil.copytree(demo_folder, folder)
    app = make_app(folder)
    yield app
    with app.app_context():
        db.engine.dispose()
