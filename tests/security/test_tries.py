"""Brakes on guessing: they are rows, so they hold for all machines, with Redis and without."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr

from app.accounts import failures
from tests.support.application import make_app
from tests.support.school import School, furnish, open_school
from tests.support.statements import statements

GONE = "redis://127.0.0.1:1/0"
"""Nothing listens on that port."""


def guess(school: School, email: str) -> int:
    client = school.client()
    return int(school.post(client, "/sign-in", email=email, password="not the right one").status_code)


@pytest.fixture(params=["", GONE], ids=["without", "gone"])
def machines(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[School, School]]:
    """Two on one database."""
    values = {"redis_url": SecretStr(request.param), "secret_key": SecretStr("k" * 40)}
    first = make_app(tmp_path, **values)
    furnish(first)
    for school in open_school(first):
        for other in open_school(make_app(tmp_path, **values)):
            yield school, other


def test_tries_wait_without_redis_and_with_one_that_is_gone(machines: tuple[School, School]):
    answers = [guess(machines[number % 2], "noa@example.org") for number in range(failures.FREE + 2)]
    assert answers == [422] * failures.FREE + [429] * 2
    assert guess(machines[0], "sami@example.org") == 422


def test_a_wrong_password_and_an_unknown_address_ask_the_database_the_same(school: School):
    """Whoever measures a wrong sign-in learns nothing about who has an account; hashing is held equal elsewhere."""
    learner, _ = school.learner()
    asked = []
    for email in (str(learner.email), "nobody@example.org", str(learner.email), "nobody@example.org"):
        client = school.client()
        school.token(client)
        with statements() as seen:
            school.post(client, "/sign-in", email=email, password="not the right one")
        asked.append([statement.split(" WHERE ")[0] for statement in seen])
    assert asked[0] == asked[1] == asked[2] == asked[3]
    assert asked[0]
