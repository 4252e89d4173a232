"""A school in which nobody is on duty."""

from __future__ import annotations

import pytest

from tests.support import on_duty
from tests.support.school import School


@pytest.fixture
def school(school: School) -> School:
    return on_duty.nobody(school)


@pytest.fixture
def postgres_school(postgres_school: School) -> School:
    return on_duty.nobody(postgres_school)
