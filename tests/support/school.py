"""A house in which the small curriculum is taught: quick to make, and the same whatever the real content says."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from weakref import WeakKeyDictionary

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import stamp
from sqlalchemy import select

from app.catalogue.types import Catalogue
from app.core import guards
from app.core.clock import today
from app.core.db import Base, session, write_transaction
from app.quizzes.models import Attempt
from app.releases import compile as compiled
from app.releases import service as releases
from app.web.database import db
from tests.support import curriculum
from tests.support.application import PASSWORD, make_app
from tests.support.house import House, csrf_of
from tests.support.stage import Stage


@dataclass
class School(House):
    """`cohort_id` learns the mentors' programme of the small curriculum."""

    tokens: WeakKeyDictionary[FlaskClient, str] = field(default_factory=WeakKeyDictionary)

    def publish(self, catalogue: Catalogue, name: str) -> int:
        """Makes a catalogue the active release; returns its id."""
        with self.app.app_context(), write_transaction():
            return publish(catalogue, name)

    def post(self, client: FlaskClient, path: str, **values: object):  # type: ignore[no-untyped-def]
        """Sends a form with a token that is good."""
        return client.post(path, data={"csrf_token": self.token(client), **values})

    def token(self, client: FlaskClient) -> str:
        """A token of the client's session, asked for once."""
        known = self.tokens.get(client)
        if known is None:
            known = self.tokens[client] = csrf_of(client.get("/sign-in", follow_redirects=True).text)
        return known

    def begin(self, client: FlaskClient, lesson: str = curriculum.READING) -> int:
        """Begins the lesson's quiz; returns the attempt's id."""
        answer = self.post(client, f"/lessons/{lesson}/quiz")
        assert answer.status_code == 303, answer.text
        return int(answer.location.split("/")[2])

    def drawn(self, attempt_id: int) -> list[str]:
        """Ids of an attempt's questions in order."""
        with self.app.app_context():
            return [one["id"] for one in session().scalars(select(Attempt).filter_by(id=attempt_id)).one().questions]

    def right(self, question_id: str) -> list[str]:
        lesson = question_id.rsplit("-q", 1)[0]
        asked = next(one for one in curriculum.quiz(lesson).questions if one.id == question_id)
        return [option.id for option in asked.options if option.is_right]

    def answer_all(self, client: FlaskClient, attempt_id: int, *, wrong: frozenset[str] = frozenset()) -> None:
        """Answers every question, those in `wrong` wrongly."""
        for number, name in enumerate(self.drawn(attempt_id), 1):
            given = ["b"] if name in wrong and self.right(name) != ["b"] else self.right(name)
            assert self.post(client, f"/attempts/{attempt_id}/{number}", answer=given).status_code == 303


def publish(catalogue: Catalogue, name: str) -> int:
    draft = releases.Draft({f"curriculum/{name}.yaml": name.encode()}, compiled.dump(catalogue))
    return releases.publish_draft("tests", draft, name).release_id


def furnish(app: Flask, catalogue: Catalogue | None = None) -> None:
    """Tables, triggers and the small curriculum, or another one, in an empty database."""
    with app.app_context():
        with db.engine.begin() as connection:
            Base.metadata.create_all(connection)
            guards.install(connection, Base.metadata)
        stamp()
        with write_transaction():
            publish(catalogue or curriculum.catalogue(), "small")
        db.session.remove()
        db.engine.dispose()


def open_school(app: Flask) -> Iterator[School]:
    yield School(app, PASSWORD, today() - timedelta(days=120))
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture(scope="session")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("furnished")
    furnish(make_app(folder))
    return folder


@pytest.fixture(scope="session")
def furnished_stage(furnished: Path, tmp_path_factory: pytest.TempPathFactory) -> Stage:
    return Stage(make_app, furnished, tmp_path_factory.mktemp("stage") / "school")


@pytest.fixture
def school(furnished_stage: Stage) -> Iterator[School]:
    yield from open_school(furnished_stage.set())


@pytest.fixture
def fresh_school(furnished: Path, tmp_path: Path) -> Iterator[School]:
    """With an application of its own: for tests that add routes."""
    folder = tmp_path / "school"
    shutil.copytree(furnished, folder)
    yield from open_school(make_app(folder))


@pytest.fixture(scope="session")
def furnished_postgres(new_postgres_database: Callable[..., str], tmp_path_factory: pytest.TempPathFactory) -> str:
    url = new_postgres_database()
    furnish(make_app(tmp_path_factory.mktemp("postgres"), database_url=url))
    return url


@pytest.fixture
def postgres_school(
    furnished_postgres: str, new_postgres_database: Callable[..., str], tmp_path: Path
) -> Iterator[School]:
    yield from open_school(make_app(tmp_path, database_url=new_postgres_database(furnished_postgres)))
