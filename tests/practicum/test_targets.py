"""Figures of a practicum: what was signed, what waits, what is missing, what supervision is owed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from app.cases import service as cases
from app.cases.models import PracticeCase
from app.catalogue.practicum_types import Activity, Limits, Practicum, Target
from app.core.clock import now, today
from app.core.db import session
from app.practicum import debt, service, standing
from app.practicum.drafts import draft_of
from app.practicum.standing import Standing
from tests.support import curriculum
from tests.support.curriculum import words
from tests.support.measuring import keep_level
from tests.support.practice import Practice, visit, yesterday
from tests.support.school import School
from tests.support.statements import statements


def target(name: str, category: str, **wanted: object) -> Target:
    return Target(id=name, category=category, title=words(name), **wanted)  # type: ignore[arg-type]


TARGETS = (
    target("visit-time", "visit", minutes=1200),
    target("visit-people", "visit", count=10, counted="people"),
    target("visit-crossed", "visit", count=3, counted="cross-cultural"),
    target("visit-methods", "visit", count=1, counted="methods"),
    target("walks", "visit", count=2, activities=("walk",)),
    target("group-walks", "visit", count=2, counted="groups", activities=("walk",)),
    target("session-people", "session", count=4, counted="people", without_cases=("talk",)),
    target("session-crossed", "session", count=2, counted="cross-cultural", without_cases=("talk",)),
    target("courses", "session", count=2, counted="cases-finished", without_cases=("end",)),
    target("supervision-time", "supervision", minutes=300),
)
LIMITS = Limits(week_minutes=1500, contact_per_supervision_minutes=120)


@pytest.fixture
def practicum() -> Practicum:
    made = curriculum.practicum("field")
    end = Activity(id="end", title=words("End"))
    ended = [replace(one, activities=(*one.activities, end)) if one.needs_case else one for one in made.categories]
    return replace(made, categories=tuple(ended), targets=TARGETS, limits=LIMITS)


@pytest.fixture
def practice(school: School, practicum: Practicum) -> Practice:
    made = curriculum.catalogue()
    programme = replace(made.programmes[curriculum.MENTORS], practicum=practicum)
    school.publish(replace(made, programmes={**made.programmes, curriculum.MENTORS: programme}), "targets")
    return Practice(school)


@pytest.fixture
def stand(practice: Practice, practicum: Practicum):  # type: ignore[no-untyped-def]
    def read(day: date | None = None) -> Standing:
        with practice.inside():
            ends_on = practice.enrolment.cohort.ends_on
            return standing.of_learner(practicum, practice.enrolment_id, day or today(), ends_on)

    return read


def figures(found: Standing) -> dict[str, tuple[int, int, int]]:
    return {one.target.id: (one.done, one.pending, one.missing) for one in found.progress}


def days_ago(days: int) -> date:
    return today() - timedelta(days=days)


def session_with(case_id: int, day: date, **more: object):  # type: ignore[no-untyped-def]
    return visit(day, category="session", activity="talk", case_ids=(case_id,), **more)


def supervised(day: date, minutes: int = 60, **more: object):  # type: ignore[no-untyped-def]
    return visit(day, time(15), minutes, category="supervision", activity="review", people=0, **more)


def old(practice: Practice, draft, *, signed: bool = True) -> int:  # type: ignore[no-untyped-def]
    """Sent in and signed on the day after."""
    entry_id = practice.write(draft)
    with practice.inside(now() - timedelta(days=(today() - draft.day).days - 1)):
        service.submit(practice.actor, practice.entry(entry_id))
        if signed:
            service.approve(practice.signer, practice.entry(entry_id))
    return entry_id


class TestCounting:
    def test_nothing_yet(self, stand):
        found = stand()
        assert figures(found)["visit-time"] == (0, 0, 1200)
        assert found.debts == ()
        assert (found.oldest_pending, found.pace.state) == (None, "not-begun")

    def test_signed_waiting_and_missing(self, practice: Practice, stand):
        practice.sign(practice.send(visit(days_ago(2), people=1)))
        practice.send(visit(days_ago(1), minutes=60))
        practice.write(visit(days_ago(3)))
        assert figures(stand())["visit-time"] == (90, 60, 1050)
        assert figures(stand())["visit-people"] == (1, 1, 8)
        assert stand().oldest_pending == days_ago(1)

    def test_returned_and_withdrawn_entries_count_nowhere(self, practice: Practice, stand):
        practice.give_back(practice.send(visit(days_ago(2))))
        gone = practice.send(visit(days_ago(1)))
        with practice.inside():
            service.withdraw(practice.actor, practice.entry(gone))
        assert figures(stand())["visit-time"] == (0, 0, 1200)
        assert figures(stand())["visit-people"] == (0, 0, 10)

    def test_of_an_amended_entry_the_last_signed_row_counts(self, practice: Practice, stand):
        first = practice.sign(practice.send(visit(days_ago(2), people=1)))
        with practice.inside():
            wider = replace(draft_of(practice.entry(first)), setting="group", people=5, ends=time(12))
            second = service.amend(practice.actor, practice.entry(first), wider, "More came", "a" * 36).id
            service.submit(practice.actor, practice.entry(second))
        assert figures(stand())["visit-people"] == (1, 0, 9)
        assert figures(stand())["visit-time"] == (90, 30, 1080)
        practice.sign(second)
        assert figures(stand())["visit-people"] == (5, 0, 5)
        assert figures(stand())["visit-time"] == (120, 0, 1080)

    def test_where_no_code_is_asked_for_everybody_counts_at_each_meeting(self, practice: Practice, stand):
        practice.sign(practice.send(visit(days_ago(2), setting="group", people=4)))
        practice.sign(practice.send(visit(days_ago(1), is_interpreted=True)))
        found = figures(stand())
        assert found["visit-people"] == (5, 0, 5)
        assert found["visit-crossed"] == (1, 0, 2)

    def test_activities_groups_and_methods(self, practice: Practice, stand):
        practice.sign(practice.send(visit(days_ago(3), activity="walk", method="breathing")))
        practice.sign(practice.send(visit(days_ago(2), activity="walk", setting="group", people=3)))
        practice.send(visit(days_ago(1), activity="walk", method="breathing"))
        found = figures(stand())
        assert found["walks"] == (2, 1, 0)
        assert found["group-walks"] == (1, 0, 1)
        assert found["visit-methods"] == (1, 0, 0)

    def test_a_case_code_is_one_person_however_often_they_were_met(self, practice: Practice, stand):
        one, two = practice.case(), practice.case()
        for day in (3, 2):
            practice.sign(practice.send(session_with(one, days_ago(day), is_interpreted=day == 2)))
        practice.send(session_with(two, days_ago(1)))
        found = figures(stand())
        assert found["session-people"] == (1, 1, 2)
        assert found["session-crossed"] == (1, 0, 1)
        assert found["courses"] == (0, 0, 2)

    def test_a_course_is_complete_once_the_case_is_closed_and_was_met_twice(self, practice: Practice, stand):
        often, once, waits = practice.case(), practice.case(), practice.case()
        for number, (case_id, is_signed) in enumerate(
            [(often, True), (often, True), (once, True), (waits, True), (waits, False)]
        ):
            entry_id = practice.send(session_with(case_id, days_ago(1), starts=time(7 + 2 * number)))
            if is_signed:
                practice.sign(entry_id)
        assert figures(stand())["courses"] == (0, 0, 2)
        with practice.inside():
            for case_id in (often, once, waits):
                cases.close(practice.actor, session().get_one(PracticeCase, case_id), 1)
        assert figures(stand())["courses"] == (1, 1, 0)

    def test_one_function_speaks_of_many_as_of_one(self, practice: Practice, practicum: Practicum, stand):
        other = Practice(practice.house)
        practice.sign(practice.send(visit(yesterday())))
        other.send(visit(yesterday(), people=1))
        with practice.inside():
            ids = [practice.enrolment_id, other.enrolment_id]
            ends_on = practice.enrolment.cohort.ends_on
            both = standing.of_learners(practicum, ids, today(), ends_on)
        assert both[practice.enrolment_id] == stand()
        assert figures(both[other.enrolment_id])["visit-time"] == (0, 90, 1110)
        assert both[other.enrolment_id].contact == standing.Sum(0, 90, 1200)


class TestLevels:
    """The same practice at an institution that keeps nothing of cases, their codes, or scores as well."""

    def practise(self, practice: Practice) -> None:
        first, second = practice.case(), practice.case()
        for case_id, day, crossed in ((first, 4, True), (first, 3, True), (second, 2, False)):
            draft = session_with(case_id, days_ago(day), is_interpreted=crossed)
            practice.sign(practice.send(draft))
        with practice.inside():
            case = session().get_one(PracticeCase, first)
            cases.close(practice.actor, case, case.version)

    @pytest.mark.parametrize("level", ["counts", "scores"])
    def test_codes_are_counted_once_each(self, practice: Practice, stand, level: str):
        keep_level(practice.house, practice.house.institution_id, level)
        self.practise(practice)
        found = figures(stand())
        assert [found[name][0] for name in ("session-people", "session-crossed", "courses")] == [2, 1, 1]

    def test_where_none_are_kept_the_entries_themselves_count(self, practice: Practice, stand):
        keep_level(practice.house, practice.house.institution_id, "none")
        for day, activity, crossed in ((5, "talk", True), (4, "talk", False), (3, "end", True)):
            draft = visit(days_ago(day), category="session", activity=activity, is_interpreted=crossed)
            practice.sign(practice.send(draft))
        practice.send(visit(days_ago(2), category="session", activity="end"))
        found = figures(stand())
        assert found["session-people"] == (2, 0, 2)
        assert found["session-crossed"] == (1, 0, 1)
        assert found["courses"] == (1, 1, 0)

    def test_what_stood_before_is_counted_by_its_entries_and_asks_for_no_review(self, practice: Practice, stand):
        self.practise(practice)
        with practice.inside(now() - timedelta(days=60)):
            draft = cases.CaseDraft(age_band="26-40", step=1, presentation="worry")
            case_id = cases.open_case(practice.actor, practice.enrolment, draft).id
        old(practice, session_with(case_id, days_ago(40)))
        assert [one.kind for one in stand().debts if one.cases] == [debt.REVIEW]
        keep_level(practice.house, practice.house.institution_id, "none")
        assert [one for one in stand().debts if one.cases] == []
        found = figures(stand())
        assert [found[name][0] for name in ("session-people", "session-crossed", "courses")] == [4, 2, 0]
        keep_level(practice.house, practice.house.institution_id, "counts")
        assert figures(stand())["session-people"][0] == 3

    def test_no_level_costs_a_page_another_statement(self, practice: Practice):
        self.practise(practice)
        client = practice.house.client(practice.learner)
        counted = []
        for level in ("counts", "none", "scores"):
            keep_level(practice.house, practice.house.institution_id, level)
            client.get("/practicum")
            with statements() as seen:
                assert client.get("/practicum").status_code == 200
            counted.append(len(seen))
        assert len(set(counted)) == 1


class TestDebts:
    def kinds(self, found: Standing) -> list[str]:
        return [one.kind for one in found.debts]

    def test_contact_may_run_ahead_by_less_than_an_hour_of_supervision(self, practice: Practice, stand):
        practice.send(visit(days_ago(3), minutes=118))
        assert self.kinds(stand()) == []
        practice.send(visit(days_ago(2), minutes=2))
        assert stand().debts == (debt.Debt("ratio", minutes=60),)
        practice.send(supervised(days_ago(1), 1))
        assert self.kinds(stand()) == []

    def test_practice_without_supervision_for_more_than_a_fortnight(self, practice: Practice, stand):
        old(practice, supervised(days_ago(40)))
        old(practice, visit(days_ago(26), minutes=30))
        assert self.kinds(stand(days_ago(26))) == []
        (found,) = stand().debts
        assert found == debt.Debt("gap", days=40, since=days_ago(40))
        practice.send(supervised(days_ago(1)))
        assert self.kinds(stand()) == []

    def test_whoever_does_not_practise_misses_no_supervision(self, practice: Practice, stand):
        old(practice, visit(days_ago(41), minutes=30))
        old(practice, supervised(days_ago(40)))
        assert self.kinds(stand()) == []

    def test_the_first_supervision_is_awaited_from_the_first_contact_on(self, practice: Practice, stand):
        old(practice, visit(days_ago(15), minutes=30))
        assert self.kinds(stand(days_ago(1))) == []
        assert stand().debts == (debt.Debt("gap", days=15, since=days_ago(15), is_first=True),)

    def test_an_open_case_is_talked_about_every_four_weeks(self, practice: Practice, stand):
        with practice.inside(now() - timedelta(days=60)):
            draft = cases.CaseDraft(age_band="26-40", step=1, presentation="worry")
            case_id = cases.open_case(practice.actor, practice.enrolment, draft).id
        old(practice, session_with(case_id, days_ago(50), minutes=30))
        old(practice, supervised(days_ago(49)))
        assert self.kinds(stand()) == ["review"]
        old(practice, supervised(days_ago(28), case_ids=(case_id,)))
        assert self.kinds(stand()) == []
        assert self.kinds(stand(today() + timedelta(days=1))) == ["review"]
        with practice.inside():
            cases.close(practice.actor, session().get_one(PracticeCase, case_id), 1)
        assert self.kinds(stand(today() + timedelta(days=1))) == []

    def test_a_case_that_was_never_met_is_nobodys_debt(self, practice: Practice, stand):
        with practice.inside(now() - timedelta(days=60)):
            draft = cases.CaseDraft(age_band="26-40", step=1, presentation="worry")
            cases.open_case(practice.actor, practice.enrolment, draft)
        assert self.kinds(stand()) == []
