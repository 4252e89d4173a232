"""Letters to those who sign without an account: when, to whom, in which language."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from app.core import clock
from app.core.clock import now, today
from app.core.db import session
from app.placements.models import Supervisor, SupervisorAbsence
from app.practicum import setup, signing_letters
from tests.support.practice import Practice, add_supervisor, visit, yesterday
from tests.support.school import School
from tests.support.signing import Reader, next_sunday, run_jobs


@pytest.fixture
def weekly(school: School) -> Callable[[datetime], int]:
    def send(at: datetime) -> int:
        with school.app.app_context(), clock.at(at.astimezone(UTC)):
            return signing_letters.send_weekly(setup.rhythm())

    return send


class TestLetters:
    def test_once_on_their_day_to_whom_lines_wait(self, practice: Practice, weekly: Callable[[datetime], int]):
        practice.send(visit(yesterday()))
        sunday = next_sunday()
        assert weekly(sunday - timedelta(days=1)) == 0
        assert weekly(sunday - timedelta(hours=3)) == 0
        assert [weekly(sunday), weekly(sunday + timedelta(minutes=1))] == [1, 0]
        assert weekly(sunday + timedelta(days=7)) == 1

    def test_none_where_nothing_waits(self, practice: Practice, weekly: Callable[[datetime], int]):
        practice.write(visit(yesterday()))
        practice.sign(practice.send(visit(today() - timedelta(days=2))))
        assert weekly(next_sunday()) == 0

    def test_none_to_those_with_an_account(self, school: School, weekly: Callable[[datetime], int]):
        Practice(school).send(visit(yesterday()))
        assert weekly(next_sunday()) == 0

    def test_the_stand_in_gets_it_while_somebody_is_away(
        self, school: School, practice: Practice, weekly: Callable[[datetime], int]
    ):
        practice.send(visit(yesterday()))
        sunday = next_sunday()
        with practice.inside():
            other = add_supervisor(school.institution_id, name="Stef Stand-in")
            days_away = {"from_day": sunday.date(), "until_day": sunday.date()}
            session().add(
                SupervisorAbsence(
                    supervisor_id=practice.supervisor_id, stand_in_id=other.id, created_at=now(), **days_away
                )
            )
            address = other.email
        assert weekly(sunday) == 1
        assert [one.address for one in run_jobs(school)] == [address]

    @pytest.mark.parametrize("language", ["he", "ar", "en"])
    def test_it_speaks_their_language_and_names_no_learner(
        self, school: School, practice: Practice, weekly: Callable[[datetime], int], language: str
    ):
        practice.send(visit(yesterday()))
        with practice.inside():
            session().get_one(Supervisor, practice.supervisor_id).language = language
        weekly(next_sunday())
        (mail,) = run_jobs(school)
        assert mail.language == language
        assert f"?lang={language}" in mail.text
        assert practice.learner.name not in f"{mail.subject} {mail.text} {mail.html}"
        assert "Sima Supervisor" in mail.text

    def test_the_code_comes_in_their_language_too(self, practice: Practice, reader: Reader):
        reader.post("/code")
        mail = run_jobs(practice.house)[-1]  # type: ignore[arg-type]
        assert (mail.kind, mail.language) == ("signing-code", "en")
        assert reader.last_code() in mail.subject
