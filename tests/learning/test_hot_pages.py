"""Hot pages on PostgreSQL, with much done, and their cookies; the limits on SQLite stand in tests/bench."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event

from app.web.database import db
from tests.support import curriculum
from tests.support.school import School

MOST = 4
WITH_A_YEAR = {"home", "week of practice"}
"""One statement more: what this week of a year of practice is."""
SMALL_TALK = ("BEGIN", "COMMIT", "ROLLBACK", "PRAGMA")


@contextmanager
def statements(school: School) -> Iterator[list[str]]:
    said: list[str] = []

    def note(_connection, _cursor, statement, *_more):  # type: ignore[no-untyped-def]
        if not statement.startswith(SMALL_TALK):
            said.append(statement)

    with school.app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield said
    finally:
        event.remove(engine, "before_cursor_execute", note)


def count_on_hot_pages(school: School) -> dict[str, list[str]]:
    client = school.client(school.learner()[0])
    for step in ("choose",):
        school.post(client, f"/lessons/{curriculum.READING}/steps/{step}", answer="a")
    school.post(client, f"/lessons/{curriculum.READING}/reflections/ponder", text="mine")
    attempt = school.begin(client)
    pages = {
        "home": "/",
        "week of practice": "/practice",
        "programme": f"/programmes/{curriculum.MENTORS}",
        "lesson": f"/lessons/{curriculum.READING}",
        "quiz page": f"/attempts/{attempt}/1",
    }
    found = {}
    for name, path in pages.items():
        assert client.get(path).status_code == 200  # fills caches
        with statements(school) as said:
            client.get(path)
        found[name] = said
    answers = school.right(school.drawn(attempt)[0])
    with statements(school) as said:
        assert school.post(client, f"/attempts/{attempt}/1", answer=answers).status_code == 303
    return found | {"answer post": said}


@pytest.mark.postgres
def test_hot_pages_ask_postgresql_at_most_four_times(postgres_school: School):
    counted = count_on_hot_pages(postgres_school).items()
    too_many = {page: said for page, said in counted if len(said) > MOST + (page in WITH_A_YEAR)}
    assert too_many == {}


@pytest.mark.parametrize("path", ["/", f"/programmes/{curriculum.MENTORS}", f"/lessons/{curriculum.READING}", "/hours"])
def test_a_page_asks_no_more_often_when_more_is_done(school: School, path: str):
    fresh, busy = school.client(school.learner()[0]), school.client(school.learner()[0])
    for step in ("choose", "tick"):
        school.post(busy, f"/lessons/{curriculum.READING}/steps/{step}", answer="a")
    school.answer_all(busy, school.begin(busy))
    for client in (fresh, busy):
        client.get(path)
    with statements(school) as few:
        fresh.get(path)
    with statements(school) as many:
        busy.get(path)
    assert len(many) <= len(few) + 1


@pytest.mark.parametrize("path", ["/", f"/programmes/{curriculum.MENTORS}", f"/lessons/{curriculum.READING}", "/hours"])
def test_a_get_sets_no_cookie(school: School, path: str):
    client = school.client(school.learner()[0])
    client.get(path)
    assert "Set-Cookie" not in client.get(path).headers
