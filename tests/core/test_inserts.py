"""A row that is there already is not written again, and whoever writes is told so, on both databases."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from app.core.clock import now
from app.core.db import insert_unless_there, write_transaction
from app.core.errors import ReadOnly
from app.progress.models import StepDone
from tests.support.school import School


def write(school: School, enrolment_id: int) -> bool:
    key = {"enrolment_id": enrolment_id, "lesson_id": "reading", "step_id": "tick"}
    with school.app.app_context(), write_transaction():
        return insert_unless_there(StepDone, {**key, "answer": "", "done_at": now(), "release_id": None})


def exactly_one_of_many_writes(school: School) -> None:
    _, enrolment_id = school.learner()
    start = Barrier(6)

    def together(_number: int) -> bool:
        start.wait()
        return write(school, enrolment_id)

    with ThreadPoolExecutor(6) as pool:
        assert sorted(pool.map(together, range(6))) == [False] * 5 + [True]
    assert write(school, enrolment_id) is False


def test_exactly_one_of_many_writers_is_told_that_it_wrote(school: School):
    exactly_one_of_many_writes(school)


@pytest.mark.postgres
def test_exactly_one_of_many_writers_is_told_that_it_wrote_on_postgresql(postgres_school: School):
    exactly_one_of_many_writes(postgres_school)


def test_nothing_is_inserted_outside_of_a_write_transaction(school: School):
    with school.app.app_context(), pytest.raises(ReadOnly):
        insert_unless_there(StepDone, {})
