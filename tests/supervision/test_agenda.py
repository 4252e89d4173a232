"""What puts a case on the agenda, and in which order."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select, text

from app.cases.models import CaseSetting
from app.core.clock import now, today
from app.core.db import session
from app.measures.rules import Score
from app.practicum import standing
from app.practicum.content import get_held
from app.practicum.debt import REVIEW as NOT_REVIEWED
from app.practicum.models import PracticumCase
from app.supervision import agenda, measured, rules
from app.supervision.models import SupervisionMember
from app.supervision.rules import Decision, Known, Last
from tests.support.practice import Practice, visit, yesterday
from tests.support.school import School
from tests.support.supervising import decide, get, meeting, plan, sign, supervisor_of

DAY = date(2026, 5, 3)
TALKED = DAY - timedelta(days=7)


def last(**more: object) -> Last:
    values = {"item_id": 1, "on": TALKED, "decision": "go-on", "note": "", "who": "", "due_on": None, "done_on": None}
    return Last(**(values | more))  # type: ignore[arg-type]


def reasons(**more: object) -> tuple[str, ...]:
    known = Known(opened_on=DAY - timedelta(days=60), reviewed_on=TALKED)
    values = {name: getattr(known, name) for name in Known.__slots__}
    return rules.reasons(Known(**(values | more)), DAY, 28)


class TestReasons:
    def test_a_case_that_was_talked_about_lately_can_wait(self):
        assert reasons() == ()

    @pytest.mark.parametrize(
        ("known", "expected"),
        [
            ({"worried_on": DAY}, "worried"),
            ({"has_prompt": True}, "prompt"),
            ({"last": last(due_on=DAY)}, "overdue"),
            ({"is_high": True}, "high"),
            ({"wish": "talk"}, "asked"),
            ({"is_improving": False}, "no-improvement"),
            ({"missed_on": DAY}, "missed"),
            ({"reviewed_on": DAY - timedelta(days=28)}, "review"),
            ({"wish": "end"}, "ready"),
            ({"is_low": True}, "ready"),
            ({"last": last(decision="end")}, "ready"),
        ],
    )
    def test_each_by_itself(self, known: dict[str, object], expected: str):
        assert reasons(**known) == (expected,)

    @pytest.mark.parametrize(
        "known",
        [
            {"last": last(due_on=DAY, done_on=DAY)},
            {"last": last(due_on=DAY + timedelta(days=1))},
            {"is_high": False, "is_improving": True},
            {"reviewed_on": DAY - timedelta(days=27)},
        ],
    )
    def test_what_is_no_reason(self, known: dict[str, object]):
        assert reasons(**known) == ()

    def test_a_new_case_is_new(self):
        assert reasons(reviewed_on=None, opened_on=DAY) == ("new",)

    def test_the_riskiest_comes_first(self):
        lines = [("ready",), ("new", "review"), ("worried", "review"), (), ("prompt",), ("high",), ("new", "missed")]
        found = sorted(lines, key=lambda one: rules.order(one, DAY))
        assert found == [
            ("worried", "review"),
            ("prompt",),
            ("high",),
            ("new", "missed"),
            ("new", "review"),
            ("ready",),
            (),
        ]

    def test_of_two_alike_whichever_waited_longer(self):
        assert rules.order(("new",), TALKED) < rules.order(("new",), DAY)


class TestDecisions:
    @pytest.mark.parametrize(
        ("decision", "field"),
        [
            (Decision(decision="diagnose"), "decision"),
            (Decision(decision="not-today"), "note"),
            (Decision(decision="urgent"), "who"),
            (Decision(decision="review-again"), "due_on"),
            (Decision(decision="go-on", due_on=TALKED), "due_on"),
            (Decision(decision="go-on", who="everybody"), "who"),
        ],
    )
    def test_what_is_missing_is_said_at_its_field(self, decision: Decision, field: str):
        found = rules.fault(decision, DAY)
        assert found is not None
        assert found[0] == field

    def test_the_others_are_fine(self):
        for one in (
            Decision(decision="step-up"),
            Decision(decision="not-today", note="On holiday"),
            Decision(decision="urgent", who="coordinator", due_on=DAY),
        ):
            assert rules.fault(one, DAY) is None


class TestScores:
    def test_a_high_one_and_no_improvement_after_four(self):
        scores = [Score("phq-9", DAY + timedelta(weeks=n), 15, is_case_level=True, reliable_change=6) for n in range(4)]
        assert measured._judge(scores) == {"is_high": True, "is_low": False, "is_improving": False}
        assert measured._judge(scores[:3])["is_improving"] is None

    def test_two_low_ones_may_be_the_end(self):
        scores = [Score("phq-9", DAY + timedelta(weeks=n), 14 - 5 * n, n < 1, 6) for n in range(3)]
        assert measured._judge(scores) == {"is_high": False, "is_low": True, "is_improving": True}

    def test_getting_worse_is_said_at_once(self):
        scores = [Score("gad-7", DAY + timedelta(weeks=n), 8 + 5 * n, True, 4) for n in range(2)]
        assert measured._judge(scores)["is_improving"] is False


@pytest.fixture
def practice(school: School) -> Practice:
    return Practice(school)


def why(practice: Practice, supervision_id: int) -> dict[int | None, tuple[str, ...]]:
    with practice.inside():
        found = get(practice.actor, supervision_id)
        (part,) = agenda.of_session(found, found.members)
        return {line.case.id if line.case else None: line.reasons for line in part.lines}


def opened(practice: Practice, days: int) -> int:
    """A case that was opened so many days ago."""
    case_id = practice.case()
    with practice.inside():
        values = {"on": today() - timedelta(days=days), "id": case_id}
        session().execute(text("UPDATE practice_case SET opened_on = :on WHERE id = :id"), values)
    return case_id


class TestFacts:
    def test_worries_and_missed_appointments_come_from_entries(self, practice: Practice):
        worried, missed, calm = (opened(practice, 9) for _ in range(3))
        practice.send(visit(yesterday(), case_ids=(worried,), is_worried=True))
        nobody = visit(yesterday() - timedelta(days=1), category="other", activity="did-not-come", case_ids=(missed,))
        practice.send(nobody)
        practice.send(visit(yesterday() - timedelta(days=2), is_worried=True))
        found = why(practice, plan(practice, meeting(today() + timedelta(days=1))))
        assert found == {worried: ("worried", "new"), None: ("worried",), missed: ("new", "missed"), calm: ("new",)}
        assert list(found) == [worried, None, missed, calm]

    def test_what_was_decided_settles_them(self, practice: Practice):
        worried = opened(practice, 9)
        practice.send(visit(yesterday() - timedelta(days=1), case_ids=(worried,), is_worried=True))
        first = plan(practice)
        decide(practice, first, worried)
        sign(practice, first)
        coming = plan(practice, meeting(today() + timedelta(days=1)))
        assert why(practice, coming) == {worried: ()}

    def test_a_draft_worries_its_learner_alone(self, practice: Practice):
        case_id = opened(practice, 9)
        practice.write(visit(yesterday(), case_ids=(case_id,), is_worried=True))
        assert why(practice, plan(practice)) == {case_id: ("new",)}

    def test_an_entry_of_supervision_by_hand_counts_as_talked_about(self, practice: Practice):
        recent, long_ago = opened(practice, 60), opened(practice, 60)
        for case_id, days in ((recent, 3), (long_ago, 29)):
            day = today() - timedelta(days=days)
            practice.send(visit(day, category="supervision", activity="review", people=0, case_ids=(case_id,)))
        found = why(practice, plan(practice, meeting(today() + timedelta(days=1))))
        assert found == {long_ago: ("review",), recent: ()}

    def test_what_is_due_comes_back_until_it_is_talked_about(self, practice: Practice):
        case_id = opened(practice, 9)
        first = plan(practice, meeting(today() - timedelta(days=4)))
        decide(practice, first, case_id, "review-again", due_on=today())
        coming = plan(practice, meeting(today() + timedelta(days=1)))
        assert why(practice, coming) == {case_id: ("overdue",)}
        decide(practice, coming, case_id)
        later = plan(practice, meeting(today() + timedelta(days=2)))
        assert why(practice, later) == {case_id: ()}

    def test_closed_cases_and_codes_of_others_are_not_there(self, practice: Practice, school: School):
        other = Practice(school)
        other.case()
        gone = opened(practice, 9)
        with practice.inside():
            values = {"on": today() - timedelta(days=3), "id": gone}
            session().execute(text("UPDATE practice_case SET closed_on = :on WHERE id = :id"), values)
        assert why(practice, plan(practice)) == {}

    def test_a_session_settles_the_debt_of_cases(self, practice: Practice):
        """What is owed is counted from entries, which sessions fill."""
        case_id = opened(practice, 40)
        practice.send(visit(today() - timedelta(days=3), case_ids=(case_id,)))

        def owed() -> list[str]:
            with practice.inside():
                held = get_held(practice.enrolment.cohort)
                found = standing.of_learner(held.practicum, practice.enrolment_id, today(), today())
                return [one.kind for one in found.debts if one.kind == NOT_REVIEWED]

        assert owed() == [NOT_REVIEWED]
        found = plan(practice)
        decide(practice, found, case_id, by=supervisor_of(practice))
        sign(practice, found)
        assert owed() == []

    def test_what_is_taken_off_is_not_talked_about(self, practice: Practice):
        case_id = opened(practice, 9)
        found = plan(practice)
        decide(practice, found, case_id, "not-today", note="Away this week")
        sign(practice, found)
        coming = plan(practice, meeting(today() + timedelta(days=1)))
        assert why(practice, coming) == {case_id: ("new",)}

    def test_where_no_cases_are_kept_there_are_none_on_it(self, practice: Practice):
        """What was decided before stays readable, and the entry names no case."""
        decided, other = opened(practice, 9), opened(practice, 9)
        found = plan(practice)
        decide(practice, found, decided)
        with practice.inside():
            institution_id = practice.enrolment.cohort.institution_id
            session().add(CaseSetting(institution_id=institution_id, case_data="none", at=now()))
        assert why(practice, found) == {decided: ("new",)}
        sign(practice, found)
        with practice.inside():
            assert session().scalars(select(PracticumCase)).all() == []
        assert other not in why(practice, found)

    def test_before_any_session_a_learner_sees_what_would_be_on(self, practice: Practice):
        case_id = opened(practice, 9)
        with practice.inside():
            member = SupervisionMember(enrolment_id=practice.enrolment_id, enrolment=practice.enrolment)
            part = agenda.of_learner(member, now(), today())
            session().expunge_all()
        assert [(one.case.id, one.reasons) for one in part.waiting if one.case] == [(case_id, ("new",))]
