"""Two at once, where a transaction does not see what the other has not committed."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from app.accounts.actor import SYSTEM
from app.core.db import session, write_transaction
from app.enrolment.models import Cohort
from app.performance import opening, queries
from app.performance.models import Performance
from app.progress.rules import RATING
from tests.performance.stage import BASIC, HARM, WHOLE, Stage, new_key
from tests.security.test_races import both, meet_after
from tests.support import curriculum
from tests.support.school import School

pytestmark = pytest.mark.postgres


@pytest.fixture
def school(postgres_school: School) -> School:
    return postgres_school


def clients(stage: Stage, *people):  # type: ignore[no-untyped-def]
    found = [stage.client(person) for person in people]
    for client in found:
        stage.school.token(client)
    return found


def test_two_observers_at_once_are_one_rating(stage: Stage, monkeypatch: pytest.MonkeyPatch):
    performance = stage.open()
    one, other = clients(stage, stage.trainer, stage.coordinator)
    meet_after(monkeypatch, (queries, "get_performance"))
    answers = both(
        lambda: stage.send(one, performance, "observer", WHOLE),
        lambda: stage.send(other, performance, "observer", {HARM}),
    )
    assert sorted(answer.status_code for answer in answers) == [303, 409]  # type: ignore[attr-defined]
    assert len(stage.ratings(performance)) == 1
    assert stage.get(performance).state == "settled"


def test_two_copies_at_once_are_one_rating(stage: Stage, monkeypatch: pytest.MonkeyPatch):
    performance, key = stage.open(), new_key()
    one, other = clients(stage, stage.trainer, stage.trainer)
    meet_after(monkeypatch, (queries, "get_performance"))
    answers = both(
        lambda: stage.send(one, performance, "observer", WHOLE, client_key=key),
        lambda: stage.send(other, performance, "observer", WHOLE, client_key=key),
    )
    assert [answer.status_code for answer in answers] == [303, 303]  # type: ignore[attr-defined]
    assert len(stage.ratings(performance)) == 1


def test_observer_and_second_at_once_settle(double: Stage, monkeypatch: pytest.MonkeyPatch):
    performance = double.open()
    one, other = clients(double, double.trainer, double.rater)
    meet_after(monkeypatch, (queries, "get_performance"))
    answers = both(
        lambda: double.send(one, performance, "observer", WHOLE),
        lambda: double.send(other, performance, "second", BASIC),
    )
    assert [answer.status_code for answer in answers] == [303, 303]  # type: ignore[attr-defined]
    assert double.get(performance).is_passed is True
    assert double.steps() == [RATING]


def test_two_openings_at_once_are_one_role_play(stage: Stage, monkeypatch: pytest.MonkeyPatch):
    def begin() -> int:
        with stage.school.app.app_context(), write_transaction():
            cohort = session().get_one(Cohort, stage.school.cohort_id)
            draft = opening.OpeningDraft(curriculum.RATED, cohort.starts_on, "en")
            return opening.open_for(SYSTEM, cohort, [stage.enrolment_id], draft)[0].id

    meet_after(monkeypatch, (opening.sheets, "list_watched_in"))
    ids = both(begin, begin)
    assert ids[0] == ids[1]
    with stage.school.app.app_context():
        assert session().scalars(select(func.count()).select_from(Performance)).one() == 1


def test_the_last_two_stations_at_once_complete_the_lesson(school: School, monkeypatch: pytest.MonkeyPatch):
    circuit = Stage(school, stations=("gatekeeping",))
    first, second = circuit.open_all()
    one, other = clients(circuit, circuit.trainer, circuit.coordinator)
    meet_after(monkeypatch, (queries, "get_performance"))
    answers = both(
        lambda: circuit.send(one, first, "observer", WHOLE),
        lambda: circuit.send(other, second, "observer", WHOLE),
    )
    assert [answer.status_code for answer in answers] == [303, 303]  # type: ignore[attr-defined]
    assert circuit.steps() == [RATING]
