"""Stages: one on which a single rating decides, one on which two do, one with three role-plays."""

from __future__ import annotations

import pytest

from tests.performance.stage import Stage
from tests.support.school import School


@pytest.fixture
def stage(school: School) -> Stage:
    return Stage(school)


@pytest.fixture
def double(school: School) -> Stage:
    return Stage(school, sampled=True)


@pytest.fixture
def circuit(school: School) -> Stage:
    """The lesson asks for three role-plays."""
    return Stage(school, stations=("gatekeeping", "boundaries"))
