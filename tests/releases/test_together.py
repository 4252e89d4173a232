"""Two nodes publish at once: one after the other, and what is read is whole at every moment."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import delete, func, select

from app.core.db import session, write_transaction
from app.releases import queries, service
from app.releases.models import ContentActivation, ContentPointer, ContentRelease
from app.web.database import db
from tests.catalogue.samples import LESSON, files, planted
from tests.support.school import School

ROUNDS = 3


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def app(request: pytest.FixtureRequest) -> Flask:
    school: School = request.getfixturevalue("school" if request.param == "sqlite" else "postgres_school")
    return school.app


def together(app: Flask, *trees: dict[str, bytes]) -> list[service.Outcome]:
    """Each node has read and rendered its files; then all publish in the same moment."""
    gate = Barrier(len(trees))

    def publish(number: int) -> Callable[[], service.Outcome]:
        def call() -> service.Outcome:
            with app.app_context():
                draft = service.prepare(trees[number])
                gate.wait(30)
                with write_transaction():
                    found = service.publish_draft(f"node {number}", draft, "at once")
                db.session.remove()
                return found

        return call

    with ThreadPoolExecutor(len(trees)) as pool:
        return [future.result(60) for future in [pool.submit(publish(number)) for number in range(len(trees))]]


def variant(number: int) -> dict[str, bytes]:
    return planted(LESSON, "must_pass: false", f"must_pass: false\n# {number}")


def test_different_content_is_published_in_turn(app: Flask):
    for round_ in range(ROUNDS):
        first, second = together(app, variant(2 * round_), variant(2 * round_ + 1))
        assert first.is_new
        assert second.is_new
        with app.app_context():
            assert queries.find_active_release_id() == max(first.release_id, second.release_id)
            last = session().scalars(select(ContentActivation).order_by(ContentActivation.id.desc()).limit(2)).all()
            assert {one.release_id for one in last} == {first.release_id, second.release_id}
            assert last[0].previous_id == last[1].release_id, "each knows what stood before it"
            assert queries.load(first.release_id)
            assert queries.load(second.release_id)


def test_the_same_content_is_one_release(app: Flask):
    outcomes = together(app, files(), files(), files())
    assert sorted(outcome.is_new for outcome in outcomes) == [False, False, True]
    assert len({outcome.release_id for outcome in outcomes}) == 1


def test_the_very_first_release_is_one_too(app: Flask):
    with app.app_context(), write_transaction() as current:
        for table in (ContentPointer, ContentActivation, ContentRelease):
            current.execute(delete(table))
        queries.forget()
    together(app, files(), files())
    with app.app_context():
        assert session().scalars(select(func.count()).select_from(ContentRelease)).one() == 1
