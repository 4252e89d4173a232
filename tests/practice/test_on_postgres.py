"""The same year on PostgreSQL."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.accounts.actor import SYSTEM, Actor
from app.core.db import session, write_transaction
from app.enrolment.models import Cohort
from app.practice import areas, days, queries, service, tools
from app.practice.days_rules import Span
from app.practice.tools_rules import Use
from tests.support.exercises import BREATH, MAP
from tests.support.school import School

pytestmark = pytest.mark.postgres


def test_a_year_with_everything_in_it_is_read_in_one_statement(postgres_school: School):
    school = postgres_school
    person, enrolment_id = school.learner()
    actor = Actor(person.id, person.name, person.language)
    with school.app.app_context(), write_transaction():
        cohort = session().get_one(Cohort, school.cohort_id)
        day = queries.get_own(actor).weeks[1].first_day
        service.finish(actor, enrolment_id, BREATH, "full", day)
        service.finish(actor, enrolment_id, BREATH, "full", day)
        service.skip(actor, enrolment_id, MAP, day)
        year = queries.find_year(enrolment_id, day)
        assert year is not None
        tools.note(actor, school.ring, year, BREATH, Use(on=day, how="alone", help="yes"))
        days.add(actor, year, Span(day, day, "quiet"))
        areas.switch_on(SYSTEM, cohort, None, day, everywhere=True)
        areas.rest(SYSTEM, cohort, day + timedelta(days=14), day + timedelta(days=14), day)
        service.pause(actor, enrolment_id, day)
        found = queries.find_year(enrolment_id, day)
        assert found is not None
        assert found.marks == {BREATH: "done", MAP: "skipped"}
        assert found.asked == {BREATH}
        assert found.own_days == {day: frozenset({"quiet"})}
        assert (found.is_alert, found.is_paused) == (True, True)
        assert sum(week.is_pause for week in found.weeks) == 1  # this week is settled, so the pause begins after it
        assert tools.open_all(school.ring, found)[BREATH].count_helped() == 1
