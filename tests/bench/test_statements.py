"""SQL statements of the hot pages, BEGIN and COMMIT not counted: no page may grow one unseen."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from app.core.db import write_transaction
from app.progress import service as progress
from app.releases import queries as releases
from bench.people import LESSON, PROGRAMME
from tests.support.filling import filled
from tests.support.house import House, csrf_of
from tests.support.statements import statements

MOST = 4
WITH_A_YEAR = 5
"""Pages that show what this week of somebody's year of practice is."""


@pytest.fixture
def phone(house: House) -> FlaskClient:
    """A learner who has begun the lesson and has every page open once, so that the release is in memory."""
    person, enrolment_id = house.learner()
    with house.app.app_context(), write_transaction():
        lesson = releases.get_published().catalogue.lessons[LESSON]
        progress.start(enrolment_id, lesson)
        assert not lesson.prerequisites
    client = house.client(person)
    for path in ("/", f"/programmes/{PROGRAMME}", f"/lessons/{LESSON}", "/practice"):
        assert client.get(path).status_code == 200
    return client


def begin_quiz(phone: FlaskClient) -> str:
    path = f"/lessons/{LESSON}/quiz"
    begun = phone.post(path, data={"csrf_token": csrf_of(phone.get(path).text)})
    assert begun.status_code == 303
    return str(begun.location)


def count(do: Callable[[], object]) -> int:
    with statements() as seen:
        do()
    return sum(1 for text in seen if not text.startswith(("BEGIN", "COMMIT", "ROLLBACK")))


@pytest.mark.parametrize(
    ("path", "most"),
    [("/", WITH_A_YEAR), (f"/programmes/{PROGRAMME}", MOST), (f"/lessons/{LESSON}", MOST), ("/practice", WITH_A_YEAR)],
)
def test_a_page_that_is_read_takes_few_statements(phone: FlaskClient, path: str, most: int) -> None:
    assert count(lambda: phone.get(path)) <= most


def test_a_question_and_its_answer_take_few_statements(phone: FlaskClient) -> None:
    address = f"{begin_quiz(phone)}/1"
    page = phone.get(address).text
    form = dict(filled(page))

    assert count(lambda: phone.get(address)) <= MOST
    assert count(lambda: phone.post(address, data=form)) <= MOST
