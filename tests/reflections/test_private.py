"""Private writing is its writer's alone: in pages, in the database file, and after its key is gone."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import delete, select, text

from app.accounts.models import PersonKey
from app.core.db import session, write_transaction
from app.core.encryption import Unreadable
from app.reflections import queries
from app.reflections.models import Reflection
from app.web.database import db
from tests.support import curriculum
from tests.support.school import School

PLAIN = "Something that nobody else may ever read"
PATH = f"/lessons/{curriculum.READING}/reflections/ponder"
LESSON = f"/lessons/{curriculum.READING}"


def bytes_of_database(school: School) -> bytes:
    """The file with everything that is still in its log."""
    with school.app.app_context():
        folder = Path(str(db.engine.url.database)).parent
        with db.engine.connect() as connection:
            connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
    return b"".join(path.read_bytes() for path in folder.iterdir() if path.is_file())


def test_what_was_written_comes_back_to_its_writer_and_stands_nowhere_in_the_file(school: School):
    client = school.client(school.learner()[0])
    kept = school.post(client, PATH, text=PLAIN)
    assert (kept.status_code, kept.location) == (303, f"{LESSON}#ponder")
    assert PLAIN in client.get(LESSON).text
    stored = bytes_of_database(school)
    assert b"reflection" in stored
    assert PLAIN.encode() not in stored
    assert PLAIN.encode("utf-16-le") not in stored


def test_nobody_else_reads_it(school: School):
    person, enrolment = school.learner()
    school.post(school.client(person), PATH, text=PLAIN)
    others = [school.learner()[0], *(school.staff(role) for role in ("trainer", "coordinator", "administrator"))]
    for other in others:
        client = school.client(other)
        for path in (LESSON, "/", f"/learners/{enrolment}", f"/as/{enrolment}/lessons/{curriculum.READING}"):
            assert PLAIN not in client.get(path).text, path


def test_without_its_key_it_is_noise(school: School):
    person, _ = school.learner()
    school.post(school.client(person), PATH, text=PLAIN)
    with school.app.app_context():
        with write_transaction():
            session().execute(delete(PersonKey).where(PersonKey.person_id == person.id))
        with pytest.raises(Unreadable):
            queries.list_texts(school.ring, person.id, curriculum.READING)


def test_writing_that_is_moved_to_another_person_cannot_be_read(school: School):
    writer, thief = school.learner()[0], school.learner()[0]
    school.post(school.client(writer), PATH, text=PLAIN)
    with school.app.app_context():
        with write_transaction() as current:
            current.scalars(select(Reflection)).one().person_id = thief.id
        with pytest.raises(Unreadable):
            queries.list_texts(school.ring, thief.id, curriculum.READING)


def test_the_lesson_opens_even_when_its_writing_cannot_be_read(school: School):
    person, _ = school.learner()
    client = school.client(person)
    school.post(client, PATH, text=PLAIN)
    with school.app.app_context(), write_transaction():
        session().execute(delete(PersonKey).where(PersonKey.person_id == person.id))
    answer = client.get(LESSON)
    assert answer.status_code == 200
    assert PLAIN not in answer.text
    assert "cannot be read at the moment" in answer.text
    refused = school.post(client, PATH, text="typed a moment ago")
    assert refused.status_code == 409
    assert "typed a moment ago" in refused.text


def test_what_is_too_long_comes_back_to_be_shortened(school: School):
    client = school.client(school.learner()[0])
    long = "מילה " * 5000
    answer = school.post(client, PATH, text=long)
    assert answer.status_code == 422
    assert long in answer.text
    assert 'role="alert"' in answer.text
    assert 'name="text"' in answer.text
    with school.app.app_context():
        assert session().scalars(select(Reflection)).all() == []


def test_a_shorter_text_replaces_and_an_empty_one_removes(school: School):
    client = school.client(school.learner()[0])
    for written, count in ((PLAIN, 1), ("short", 1), ("  ", 0), ("", 0)):
        assert school.post(client, PATH, text=written).status_code == 303
        with school.app.app_context():
            assert len(session().scalars(select(Reflection)).all()) == count
        assert (PLAIN in client.get(LESSON).text) == (written == PLAIN)


@pytest.mark.parametrize("written", ["<script>alert(1)</script>", "</textarea><b>x</b>", "שלום <b>", "a\r\nb"])
def test_writing_is_shown_as_text(school: School, written: str):
    client = school.client(school.learner()[0])
    school.post(client, PATH, text=written)
    html = client.get(LESSON).text
    assert "<script>alert" not in html
    assert "</textarea><b>" not in html


def test_there_is_nothing_to_write_where_no_prompt_is(school: School):
    client = school.client(school.learner()[0])
    for path in (
        f"/lessons/{curriculum.READING}/reflections/nothing",
        f"/lessons/{curriculum.READING}/reflections/tick",
        f"/lessons/{curriculum.FOREIGN}/reflections/ponder",
    ):
        assert school.post(client, path, text=PLAIN).status_code == 404


def test_writing_leaves_no_trace_of_its_text_in_the_audit_trail(school: School):
    client = school.client(school.learner()[0])
    school.post(client, PATH, text=PLAIN)
    with school.app.app_context():
        rows = session().execute(text("SELECT * FROM audit_event")).all()
        assert not any(PLAIN in str(row) or "ponder" in str(row) for row in rows)
