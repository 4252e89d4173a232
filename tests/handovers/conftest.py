"""A mentor with a case, and somebody who takes people over."""

from __future__ import annotations

import pytest

from tests.support.handing import Handing
from tests.support.school import School


@pytest.fixture
def handing(school: School) -> Handing:
    return Handing(school)
