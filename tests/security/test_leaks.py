"""What must not be read: in logs, in figures about few people, in the page before an answer, in private writing."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest
import structlog
import time_machine
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from app.accounts import links
from app.accounts.models import Person
from app.accounts.service import Place
from app.core.clock import now, today
from app.core.db import session, write_transaction
from app.core.suppression import SMALLEST_GROUP
from app.hours import service as hours
from app.operations import logs
from tests.support.curriculum import READING
from tests.support.school import School
from tests.support.world import World


@pytest.mark.postgres
def test_a_refused_row_is_not_logged(postgres_school: School, capsys: pytest.CaptureFixture[str]):
    logs.configure()
    row = {"email": None, "name": "Noa\n\nLevi", "password_hash": "seven", "language": None, "created_at": now()}
    with postgres_school.app.app_context(), pytest.raises(IntegrityError) as refused, write_transaction():
        session().execute(insert(Person).values(row))
    assert "Noa" in str(refused.value)
    structlog.get_logger().error("broken", exc_info=refused.value)
    logged = capsys.readouterr().err
    assert "NotNullViolation" in json.loads(logged)["exception"]
    for word in ("Noa", "Levi", "seven"):
        assert word not in logged


def credit(school: School, enrolment_id: int, minutes: int) -> None:
    with school.app.app_context(), write_transaction():
        hours.credit(
            hours.Draft(
                enrolment_id=enrolment_id,
                module="first",
                lesson=READING,
                minutes={"theory": minutes},
                day=today(),
                rule="self-study-complete",
                source=hours.Source("lesson", READING),
                release_id=1,
            )
        )


def test_an_average_does_not_tell_the_minutes_of_one(school: School):
    """The only one of ten who has minutes has ten times the average."""
    enrolments = [school.learner()[1] for _ in range(2 * SMALLEST_GROUP)]
    evaluator = school.client(school.person("evaluator", Place("institution", school.institution_id)))
    credit(school, enrolments[0], 90)
    assert ">9 min<" not in evaluator.get("/").text
    for enrolment_id in enrolments[1:SMALLEST_GROUP]:
        credit(school, enrolment_id, 90)
    assert ">45 min<" in evaluator.get("/").text


def test_a_question_does_not_tell_its_answer_before_it_is_given(school: School):
    client = school.client(school.learner()[0])
    attempt = school.begin(client)
    for number in (1, 2, 3):
        shown = client.get(f"/attempts/{attempt}/{number}")
        assert "no-store" in shown.headers["Cache-Control"]
        assert not re.search(r"Why |right|correct|checked|Fits best|data-key", shown.text.split("<form")[-1])
        refused = school.post(client, f"/attempts/{attempt}/{number}", answer="not-offered")
        assert refused.status_code == 422
        assert "Why " not in refused.text
    lesson = client.get(f"/lessons/{READING}").text
    assert "Why a" not in lesson


def test_private_writing_is_given_back_as_it_was_written(school: School):
    """Also when it holds what the page itself puts its tokens in place of."""
    client = school.client(school.learner()[0])
    words = "a \x00token\x00 and \x00writing\x00 </textarea><script>"
    school.post(client, f"/lessons/{READING}/reflections/ponder", text=words)
    shown = client.get(f"/lessons/{READING}").text
    written = shown.split('name="text"')[1].split("</textarea>")[0]
    assert "csrf_token" not in written
    assert "&lt;/textarea&gt;&lt;script&gt;" in written


def test_whoever_was_invited_long_ago_can_still_be_invited_again(world: World):
    with time_machine.travel(now() + timedelta(days=100)):
        with world.app.app_context(), write_transaction():
            links.forget_old()
        own = world.own("coordinator")
        assert world.client("coordinator").get(f"/people/{own.waiting_id}/invitation").status_code == 200


PRIVATE = ("/", "/account", "/hours", f"/lessons/{READING}", "/account/sessions", "/meetings")


def test_nothing_private_is_kept_by_browsers_or_proxies(school: School):
    client = school.client(school.learner()[0])
    for path in PRIVATE:
        answer = client.get(path)
        assert answer.status_code == 200, path
        assert answer.headers["Cache-Control"] == "private, no-store", path
    school.post(client, "/sign-out")
    for path in PRIVATE[1:]:
        assert client.get(path).status_code == 302, path
