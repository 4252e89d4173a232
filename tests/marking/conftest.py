"""A desk with written answers on it."""

from __future__ import annotations

import pytest

from tests.support.school import School
from tests.support.written import Desk


@pytest.fixture
def desk(school: School) -> Desk:
    return Desk(school)
