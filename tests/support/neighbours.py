"""Another cohort of the institution at hand, with everything that an address can name."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from app.core.clock import today
from tests.support import curriculum
from tests.support.application import PASSWORD, make_app
from tests.support.school import School
from tests.support.world import Plan, Side, World, close, make_side

BESIDE = "Betamark"


@dataclass
class Neighbourhood(World):
    """What is foreign here is the other cohort."""

    beside: Side

    def foreign(self, role: str) -> Side:
        return self.beside


@pytest.fixture(scope="session")
def built_beside(built: tuple[Path, Plan], tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Side]:
    folder = tmp_path_factory.mktemp("neighbours") / "world"
    shutil.copytree(built[0], folder)
    app = make_app(folder)
    school = School(app, PASSWORD, today() - timedelta(days=120))
    own = built[1].sides[0]
    lessons = (curriculum.READING, curriculum.WORKSHOP, curriculum.RATED)
    side = make_side(school, BESIDE, curriculum.MENTORS, *lessons, within=own.place.id)
    close(app)
    return folder, side


@pytest.fixture
def neighbourhood(built: tuple[Path, Plan], built_beside: tuple[Path, Side], tmp_path: Path) -> Iterator[Neighbourhood]:
    folder = tmp_path / "neighbourhood"
    shutil.copytree(built_beside[0], folder)
    app = make_app(folder)
    yield Neighbourhood(app, built[1], built_beside[1])
    close(app)
