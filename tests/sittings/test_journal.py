"""One's own writing: read, taken along, deleted, erased; its key opens it, and nothing else does."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.accounts.keys import key_of
from app.core.clock import at, now
from app.core.db import session, write_transaction
from app.core.encryption import Unreadable
from app.enrolment.models import Enrolment
from app.hours.sources import EARNED, SOURCES
from app.hours.verify import verify
from app.privacy import copying, erasing
from app.sittings import journal, journal_views, sealing, service
from app.sittings.models import Sitting
from tests.sittings.test_sitting import begin
from tests.support.exercises import BREATH, MAP, OWN
from tests.support.school import School

PLAIN = "Something that nobody else may ever read"


@pytest.fixture
def writer(school: School) -> tuple[int, FlaskClient]:
    """Has finished one exercise and begun another."""
    person, _ = school.learner()
    client = school.client(person)
    here = begin(school, client)
    school.post(client, here, go="finish", has="one-hello", **{"text-who-is-there": PLAIN, "pick-one-hello": "a"})
    school.post(client, begin(school, client, BREATH), draft="1", **{"rate-tense-before": "3"})
    return person.id, client


def test_everything_is_there_newest_first(writer: tuple[int, FlaskClient]):
    page = writer[1].get("/practice/journal").text
    assert page.index("3 of 10") < page.index(PLAIN)
    assert "Line a of one-hello" in page
    assert PLAIN not in writer[1].get(f"/practice/journal?exercise={BREATH}").text


def test_it_is_taken_along_as_data_and_as_a_page(school: School, writer: tuple[int, FlaskClient]):
    number, client = writer
    answer = client.get("/practice/journal/json")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    first, second = answer.json["sittings"]
    assert (first["exercise"], second["exercise"]) == (BREATH, MAP)
    assert second["kept"][0] == {"kind": "reflect", "at": "Who is there", "text": PLAIN, "other_windows": []}
    assert PLAIN in client.get("/practice/journal/html").text
    with school.app.app_context():
        copied = copying.gather(school.ring, number)["records"]
    assert PLAIN in str(copied["learning"]["own_practice"])


def test_one_or_all_can_be_deleted_and_the_minutes_stay(school: School, writer: tuple[int, FlaskClient]):
    _, client = writer
    with school.app.app_context():
        earned, begun = session().scalars(select(Sitting.id).order_by(Sitting.id)).all()
    assert school.post(client, "/practice/journal/forget").status_code == 422
    assert school.post(client, f"/practice/sittings/{begun}/forget").status_code == 303
    assert PLAIN in client.get("/practice/journal").text
    school.post(client, "/practice/journal/forget", sure="yes")
    assert PLAIN not in client.get("/practice/journal").text
    with school.app.app_context():
        assert [(one.id, one.sealed) for one in session().scalars(select(Sitting))] == [(earned, None)]
        assert list(verify(SOURCES, EARNED)) == []


def test_erasure_leaves_a_number_and_its_minutes(school: School, writer: tuple[int, FlaskClient]):
    number, _ = writer
    with school.app.app_context():
        with write_transaction():
            erasing.erase(number, None)
        rows = session().scalars(select(Sitting)).all()
        assert {(one.exercise_id, one.sealed) for one in rows} == {(None, None)}
        assert list(verify(SOURCES, EARNED)) == []


def test_a_sealed_text_opens_in_its_own_row_only(school: School, writer: tuple[int, FlaskClient]):
    number, _ = writer
    with school.app.app_context():
        with write_transaction():
            one, other = session().scalars(select(Sitting).order_by(Sitting.id)).all()
            other.sealed = one.sealed
        entries = journal.list_entries(school.ring, number, "en")
        assert [entry.is_readable for entry in entries] == [False, True]
        assert not any(PLAIN in str(entry.parts) for entry in entries[:1])


def test_another_key_opens_nothing_until_two_accounts_become_one(school: School, writer: tuple[int, FlaskClient]):
    """What merging does: sealed anew while the sittings are still the one's, then the enrolment goes over."""
    number, other = writer[0], school.person("trainer").id
    with school.app.app_context():
        mine = session().scalars(select(Sitting).order_by(Sitting.id)).first()
        assert mine is not None
        with pytest.raises(Unreadable):
            sealing.read(key_of(school.ring, other), mine)
        with write_transaction():
            service.seal_anew(school.ring, number, other)
            session().get_one(Enrolment, mine.enrolment_id).person_id = other
        assert PLAIN in str(journal.list_entries(school.ring, other, "en"))
        assert journal.list_entries(school.ring, number, "en") == []


def test_what_was_begun_and_never_used_is_forgotten(school: School, writer: tuple[int, FlaskClient]):
    school.post(writer[1], f"/practice/exercises/{OWN}/begin", form="full")
    with school.app.app_context():
        for days, count in ((29, 0), (32, 1)):
            with at(now() + timedelta(days=days)), write_transaction():
                assert service.forget_old() == count
        assert len(session().scalars(select(Sitting)).all()) == 2


def test_a_long_journal_has_pages(school: School, writer: tuple[int, FlaskClient], monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(journal_views, "A_PAGE", 1)
    assert PLAIN not in writer[1].get("/practice/journal?page=1").text
    assert PLAIN in writer[1].get("/practice/journal?page=2").text
    assert PLAIN in writer[1].get("/practice/journal?page=99").text
