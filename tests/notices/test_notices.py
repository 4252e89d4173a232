"""What is new for somebody: told once, seen by them alone, gone when it is old."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.core.clock import at, now
from app.core.db import session, write_transaction
from app.notices import service
from app.notices.kinds import ANSWER_MARKED, KINDS, RESULT_CHANGED
from app.notices.models import Notice
from tests.support import curriculum
from tests.support.school import School
from tests.support.statements import statements


def tell(school: School, person_id: int, kind: str = RESULT_CHANGED, link: str = "/hours") -> int:
    with school.app.app_context(), write_transaction():
        service.tell(person_id, kind, link, lesson_id=curriculum.READING)
        return session().scalars(select(Notice.id).order_by(Notice.id.desc())).first() or 0


def seen(school: School, notice_id: int) -> bool:
    with school.app.app_context():
        notice = session().get(Notice, notice_id)
        return notice is not None and notice.seen_at is not None


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_said_in_every_language(school: School, kind: str):
    person, _ = school.learner()
    tell(school, person.id, kind)
    client = school.client(person)
    pages = {language: client.get(f"/notices?lang={language}").text for language in ("he", "ar", "en")}
    assert len(set(pages.values())) == 3
    assert "%(lesson)s" not in "".join(pages.values())


def test_home_counts_what_is_new_and_the_list_leads_on(school: School):
    person, _ = school.learner()
    notice = tell(school, person.id)
    client = school.client(person)
    client.get("/?lang=en")
    assert "1 new thing for you" in client.get("/").text
    assert f"Lesson {curriculum.READING}" in client.get("/notices").text
    opened = school.post(client, f"/notices/{notice}/open")
    assert (opened.status_code, opened.location) == (303, "/hours")
    assert seen(school, notice)
    assert "new thing" not in client.get("/").text


def test_reading_the_list_changes_nothing(school: School):
    person, _ = school.learner()
    notice = tell(school, person.id)
    school.client(person).get("/notices")
    assert not seen(school, notice)


def test_all_can_be_seen_at_once(school: School):
    person, _ = school.learner()
    told = [tell(school, person.id, kind) for kind in (RESULT_CHANGED, ANSWER_MARKED)]
    school.post(school.client(person), "/notices/seen")
    assert all(seen(school, notice) for notice in told)


def test_nobody_opens_or_reads_what_another_was_told(school: School):
    person, _ = school.learner()
    notice = tell(school, person.id)
    other: FlaskClient = school.client(school.learner()[0])
    assert school.post(other, f"/notices/{notice}/open").status_code == 404
    assert f"/notices/{notice}/open" not in other.get("/notices").text
    school.post(other, "/notices/seen")
    assert not seen(school, notice)


@pytest.mark.parametrize("link", ["https://evil.example/", "//evil.example", "javascript:alert(1)", ""])
def test_a_notice_leads_nowhere_else(school: School, link: str):
    person, _ = school.learner()
    with pytest.raises(ValueError, match="not a notice"):
        tell(school, person.id, link=link)


def test_what_was_seen_long_ago_is_forgotten_and_what_was_not_is_kept(school: School):
    person, _ = school.learner()
    kept, gone = tell(school, person.id), tell(school, person.id)
    with school.app.app_context():
        with write_transaction(), at(now() - service.KEPT - timedelta(days=1)):
            notice = session().get(Notice, gone)
            assert notice is not None
            notice.seen_at = now() - service.KEPT - timedelta(days=1)
        with write_transaction():
            assert service.forget_old() == 1
        assert session().scalars(select(Notice.id)).all() == [kept]


def test_the_count_costs_no_statement_of_its_own(school: School):
    person, _ = school.learner()
    client = school.client(person)
    client.get("/")
    with statements() as before:
        client.get("/")
    tell(school, person.id)
    with statements() as after:
        client.get("/")
    assert len(after) == len(before)
