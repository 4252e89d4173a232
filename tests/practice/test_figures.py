"""What coordinators and evaluators learn of practice: hours of many, and never when somebody did something."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest

from app.accounts.actor import Actor, Grant
from app.accounts.service import Place
from app.core import clock
from app.core.clock import today
from app.core.db import session, write_transaction
from app.enrolment.models import Cohort
from app.evaluation import queries as evaluation
from app.hours import service as hours
from app.hours.queries import list_credits
from app.practice.figures import Figures, Told, find_figures, list_told
from tests.support.school import School
from tests.support.statements import statements

YEAR = datetime(2026, 11, 1, tzinfo=UTC)


def practised(school: School, enrolment_id: int, day: str, minutes: int = 20) -> None:
    at = datetime.combine(datetime.fromisoformat(day).date(), time(9), UTC)
    with school.app.app_context(), clock.at(at), write_transaction():
        source = hours.Source("sitting", f"{enrolment_id}-{day}")
        draft = hours.Draft(
            enrolment_id=enrolment_id, module="finding-the-tools", lesson="", minutes={"tools": minutes},
            day=at.date(), rule="sitting", source=source, release_id=None,
        )  # fmt: skip
        hours.credit(draft)


def group(school: School, cohort_id: int, number: int) -> list[int]:
    return [school.learner(cohort_id)[1] for _ in range(number)]


def told(school: School, day: str, *cohorts: int) -> dict[int, Told]:
    with school.app.app_context(), clock.at(datetime.combine(datetime.fromisoformat(day).date(), time(9), UTC)):
        return list_told(cohorts or [school.cohort_id])


def test_a_month_that_goes_on_and_groups_of_four_are_not_told(school: School) -> None:
    ids = group(school, 0, 6)
    for number in ids[:4]:
        practised(school, number, "2026-11-03")
    assert told(school, "2026-11-30") == {}
    assert told(school, "2026-12-02") == {}
    practised(school, ids[4], "2026-12-05")
    assert told(school, "2026-12-31") == {}
    assert told(school, "2027-01-01") == {school.cohort_id: Told(60, datetime(2026, 12, 31, tzinfo=UTC).date())}


def test_one_person_who_goes_on_moves_nothing(school: School) -> None:
    ids = group(school, 0, 5)
    for number in ids:
        practised(school, number, "2026-11-03")
    before = told(school, "2026-12-01")
    assert before[school.cohort_id].minutes == 60, "100 minutes, in whole hours"
    for day in ("2026-12-05", "2027-01-05", "2027-02-05"):
        practised(school, ids[0], day, 60)
    assert told(school, "2027-03-01") == before
    for number in ids[1:]:
        practised(school, number, "2027-03-05")
    after = told(school, "2027-04-01")[school.cohort_id]
    assert (after.minutes, after.last_day.isoformat()) == (360, "2027-03-31")


def test_rows_written_later_leave_a_month_as_it_was_told(school: School) -> None:
    """A row of an earlier day that is written now, and one that is taken back now, belong to the present month."""
    ids = group(school, 0, 6)
    for number in ids[:5]:
        practised(school, number, "2026-11-03", 60)
    before = told(school, "2026-12-10")
    with school.app.app_context(), clock.at(datetime(2026, 12, 9, 9, tzinfo=UTC)), write_transaction():
        source = hours.Source("sitting", "late")
        draft = hours.Draft(
            enrolment_id=ids[5], module="finding-the-tools", lesson="", minutes={"tools": 60},
            day=datetime(2026, 11, 4, tzinfo=UTC).date(), rule="sitting", source=source, release_id=None,
        )  # fmt: skip
        hours.credit(draft)
    assert told(school, "2026-12-10") == before
    assert told(school, "2027-01-10") == before


def test_sums_are_made_of_what_is_told_and_only_for_whoever_sees_all(school: School) -> None:
    first, small = school.cohort_id, school.cohort()
    for number in group(school, first, 5):
        practised(school, number, "2026-11-03", 30)
    for number in group(school, small, 4):
        practised(school, number, "2026-11-03", 30)

    def seen(actor: Actor, cohort_id: int) -> Figures:
        with school.app.app_context(), clock.at(YEAR + timedelta(days=40)):
            return find_figures(actor, session().get_one(Cohort, cohort_id))

    own = Told(120, datetime(2026, 11, 30, tzinfo=UTC).date())
    whole = Actor(1, "", "en", (Grant("coordinator", "institution", school.institution_id),))
    assert seen(whole, first) == Figures(own, 120, 1)
    assert seen(whole, small) == Figures(None, 120, 1), "the four are in no sum from which others can be taken"
    assert seen(Actor(1, "", "en", (Grant("coordinator", "cohort", first),)), first) == Figures(own)


def test_minutes_of_training_are_none_of_practice(school: School) -> None:
    for number in group(school, 0, 5):
        with school.app.app_context(), clock.at(YEAR), write_transaction():
            source = hours.Source("lesson", "listening")
            draft = hours.Draft(
                enrolment_id=number, module="m", lesson="listening", minutes={"practice": 60}, day=today(),
                rule="self-study-complete", source=source, release_id=None,
            )  # fmt: skip
            hours.credit(draft)
    assert told(school, "2027-03-01") == {}


@pytest.mark.parametrize("number", [1, 4])
def test_many_cohorts_take_as_many_statements_as_one(school: School, number: int) -> None:
    cohorts = [school.cohort() for _ in range(number)]
    for cohort_id in cohorts:
        practised(school, school.learner(cohort_id)[1], "2026-11-03")
    with statements() as seen:
        told(school, "2027-01-01", *cohorts)
    assert len(seen) == 2


def test_an_evaluator_reads_what_is_told_and_no_more(school: School) -> None:
    small = school.cohort()
    for cohort_id, number in ((school.cohort_id, 5), (small, 4)):
        for enrolment_id in group(school, cohort_id, number):
            practised(school, enrolment_id, "2026-11-03", 30)
    actor = Actor(1, "", "en", (Grant("evaluator", "institution", school.institution_id),))
    with school.app.app_context(), clock.at(YEAR + timedelta(days=40)):
        (one,) = evaluation.list_practised(actor, evaluation.find_places(actor))
    assert {cohort.id: told.minutes if told else None for cohort, told in one.cohorts} == {
        school.cohort_id: 120,
        small: None,
    }
    assert one.minutes == 120
    page = school.client(school.person("evaluator", Place("institution", school.institution_id))).get("/evaluation")
    assert "Hours of practice" in page.text


def test_rows_of_practice_open_to_their_owner_alone(school: School) -> None:
    person, enrolment_id = school.learner()
    practised(school, enrolment_id, "2026-11-03", 47)
    with school.app.app_context():
        assert list_credits(enrolment_id) == []
    path = f"/hours/{enrolment_id}/rows?part=tools"
    assert "47" in school.client(person).get(path).text
    for role in ("trainer", "coordinator", "administrator"):
        client = school.client(school.staff(role))
        assert client.get(path).status_code == 404
        assert client.get(f"/hours/{enrolment_id}/rows?module=finding-the-tools").text.count("<td") == 0
