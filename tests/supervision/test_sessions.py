"""Sessions: both signatures, in any order; groups; what a change undoes; one meeting once."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.accounts.actor import Actor
from app.core.clock import now, today
from app.core.db import session
from app.core.errors import Conflict, Forbidden, Invalid, NotFound
from app.hours import queries as hours
from app.placements.models import SupervisorAbsence
from app.practicum import service as practicum
from app.practicum import signing as practicum_signing
from app.practicum.models import PracticumEntry
from app.supervision import queries, service, signing
from app.supervision.models import SupervisionMember, SupervisionSession
from tests.support.practice import Practice, visit, yesterday
from tests.support.school import School
from tests.support.supervising import (
    beside,
    countersign,
    decide,
    get,
    group,
    meeting,
    plan,
    sign,
    supervisor_of,
)


@pytest.fixture
def practice(school: School) -> Practice:
    return Practice(school)


def minutes(practice: Practice) -> tuple[int, int]:
    """Credited and pending minutes of supervision."""
    with practice.house.app.app_context():
        totals = hours.sum_totals(practice.enrolment_id)
    return totals.minutes("field", "supervision"), totals.pending_minutes("field", "supervision")


def state(practice: Practice, supervision_id: int) -> str:
    with practice.house.app.app_context():
        return session().get_one(SupervisionSession, supervision_id).state


def entry_of(practice: Practice, supervision_id: int) -> PracticumEntry:
    return session().get_one(
        PracticumEntry,
        session().get_one(SupervisionMember, (supervision_id, practice.enrolment_id)).entry_id,
    )


class TestBothSign:
    def test_the_learner_first(self, practice: Practice):
        found = plan(practice)
        assert (state(practice, found), minutes(practice)) == ("planned", (0, 0))
        sign(practice, found)
        assert (state(practice, found), minutes(practice)) == ("held", (0, 60))
        assert countersign(practice, found) == 1
        assert (state(practice, found), minutes(practice)) == ("signed", (60, 0))

    def test_the_supervisor_first(self, practice: Practice):
        found = plan(practice)
        assert countersign(practice, found) == 0
        assert (state(practice, found), minutes(practice)) == ("held", (0, 0))
        sign(practice, found)
        assert (state(practice, found), minutes(practice)) == ("signed", (60, 0))

    def test_twice_is_once(self, practice: Practice):
        found = plan(practice)
        for _ in range(2):
            sign(practice, found)
        for _ in range(2):
            countersign(practice, found)
        assert minutes(practice) == (60, 0)

    def test_nobody_signs_before_it_is_over(self, practice: Practice):
        found = plan(practice, meeting(today() + timedelta(days=1)))
        for act in (sign, countersign):
            with pytest.raises(Conflict):
                act(practice, found)

    def test_what_speaks_against_an_entry_speaks_against_the_signature(self, practice: Practice):
        practice.send(visit(yesterday(), meeting().starts))
        found = plan(practice)
        with pytest.raises(practicum.NotReady) as refusal:
            sign(practice, found)
        assert [one.code for one in refusal.value.remarks] == ["overlap"]
        assert state(practice, found) == "planned"

    def test_an_old_version_is_refused(self, practice: Practice):
        found = plan(practice)
        with practice.inside(), pytest.raises(Conflict):
            signing.sign(practice.actor, get(practice.actor, found), 99)

    def test_signing_the_entry_elsewhere_is_the_same_signature(self, practice: Practice):
        """As the weekly letter's link and paper do."""
        found = plan(practice)
        sign(practice, found)
        with practice.inside():
            entry = entry_of(practice, found)
            practicum_signing.sign(practice.signer, entry, entry.version)
        assert (state(practice, found), minutes(practice)) == ("signed", (60, 0))

    def test_nobody_else_signs(self, practice: Practice, school: School):
        found, stranger = plan(practice), Practice(school)
        with practice.inside():
            for actor in (stranger.actor, supervisor_of(stranger)):
                with pytest.raises(NotFound):
                    get(actor, found)
            with pytest.raises(Forbidden):
                signing.countersign(practice.actor, get(practice.actor, found), 1)

    def test_a_stand_in_signs_for_whoever_is_away(self, practice: Practice, school: School):
        found, stand_in = plan(practice), Practice(school)
        sign(practice, found)
        with practice.inside():
            session().add(
                SupervisorAbsence(
                    supervisor_id=practice.supervisor_id,
                    from_day=today(),
                    until_day=today(),
                    stand_in_id=stand_in.supervisor_id,
                    created_at=now(),
                )
            )
        assert countersign(stand_in, found) == 1
        assert minutes(practice) == (60, 0)


class TestAChange:
    def test_asks_whoever_signed_again(self, practice: Practice):
        found, case_id = plan(practice), practice.case()
        sign(practice, found)
        decide(practice, found, case_id)
        assert countersign(practice, found) == 0
        assert minutes(practice) == (0, 60)
        sign(practice, found)
        assert (state(practice, found), minutes(practice)) == ("signed", (60, 0))

    def test_of_the_times_changes_what_is_credited(self, practice: Practice):
        found = plan(practice)
        sign(practice, found)
        with practice.inside():
            draft = replace(meeting(minutes=90), enrolment_ids=(practice.enrolment_id,))
            service.change(practice.actor, get(practice.actor, found), draft, 2)
        sign(practice, found)
        countersign(practice, found)
        assert minutes(practice) == (90, 0)

    def test_a_line_that_was_signed_before_it_is_signed_nowhere(self, practice: Practice):
        found, case_id = plan(practice), practice.case()
        sign(practice, found)
        decide(practice, found, case_id)
        with practice.inside():
            entry = entry_of(practice, found)
            with pytest.raises(Conflict):
                practicum_signing.sign(practice.signer, entry, entry.version)
        assert minutes(practice) == (0, 60)

    def test_is_over_once_both_have_signed(self, practice: Practice):
        found, case_id = plan(practice), practice.case()
        sign(practice, found)
        countersign(practice, found)
        with pytest.raises(Conflict):
            decide(practice, found, case_id)
        with practice.inside():
            there = get(practice.actor, found)
            draft = replace(meeting(minutes=90), enrolment_ids=(practice.enrolment_id,))
            with pytest.raises(Conflict):
                service.change(practice.actor, there, draft, there.version)
            with pytest.raises(Conflict):
                service.cancel(practice.actor, there, there.version)

    def test_what_was_returned_is_mended_and_signed_again(self, practice: Practice):
        found = plan(practice)
        sign(practice, found)
        with practice.inside():
            actor = supervisor_of(practice)
            signing.give_back(actor, get(actor, found), practice.enrolment_id, "It was half an hour longer.")
        assert minutes(practice) == (0, 0)
        with practice.inside():
            there = get(practice.actor, found)
            draft = replace(meeting(minutes=90), enrolment_ids=(practice.enrolment_id,))
            service.change(practice.actor, there, draft, there.version)
        sign(practice, found)
        countersign(practice, found)
        assert minutes(practice) == (90, 0)

    def test_a_withdrawn_entry_is_taken_up_by_signing_again(self, practice: Practice):
        found = plan(practice)
        sign(practice, found)
        with practice.inside():
            practicum.withdraw(practice.actor, practice.entry(entry_of(practice, found).id))
        assert countersign(practice, found) == 0
        sign(practice, found)
        assert minutes(practice) == (60, 0)

    def test_a_cancelled_session_is_over(self, practice: Practice):
        found = plan(practice)
        with practice.inside():
            service.cancel(practice.actor, get(practice.actor, found), 1)
        with pytest.raises(Conflict):
            sign(practice, found)
        plan(practice)


class TestAGroup:
    def test_gives_everybody_its_minutes_once(self, practice: Practice):
        other, away = beside(practice), beside(practice)
        found = plan(practice, group(), by=supervisor_of(practice), with_=(other, away))
        with practice.inside():
            actor = supervisor_of(practice)
            service.mark_absent(actor, get(actor, found), away.enrolment_id, is_absent=True)
        sign(practice, found)
        assert countersign(practice, found) == 1
        assert (minutes(practice), minutes(other), state(practice, found)) == ((90, 0), (0, 0), "held")
        sign(other, found)
        assert (minutes(other), minutes(away), state(practice, found)) == ((90, 0), (0, 0), "signed")
        with pytest.raises(Conflict):
            sign(away, found)
        with practice.inside():
            assert queries.sum_held([practice.supervisor_id], yesterday()) == (1, 90)

    def test_a_change_of_one_part_leaves_the_others(self, practice: Practice):
        other, case_id = beside(practice), practice.case()
        found = plan(practice, group(), by=supervisor_of(practice), with_=(other,))
        countersign(practice, found)
        decide(practice, found, case_id)
        sign(practice, found)
        sign(other, found)
        assert (minutes(practice), minutes(other)) == ((0, 90), (90, 0))

    def test_somebody_of_the_group_joins_what_another_wrote_down(self, practice: Practice):
        other = beside(practice)
        found = plan(practice, group())
        with pytest.raises(service.Joinable):
            plan(other, group())
        with other.inside():
            service.join(other.actor, session().get_one(SupervisionSession, found), other.enrolment_id)
        for one in (practice, other):
            sign(one, found)
        assert countersign(practice, found) == 2
        assert (minutes(practice), minutes(other)) == ((90, 0), (90, 0))

    def test_is_made_of_those_whom_one_supervises(self, practice: Practice, school: School):
        stranger = Practice(school)
        with pytest.raises(NotFound):
            plan(practice, group(), by=supervisor_of(practice), with_=(stranger,))
        with pytest.raises(NotFound):
            plan(practice, group(), with_=(beside(practice),))

    def test_individual_is_with_one(self, practice: Practice):
        with pytest.raises(Invalid):
            plan(practice, by=supervisor_of(practice), with_=(beside(practice),))


class TestOneMeeting:
    def test_of_one_learner_is_one_session(self, practice: Practice):
        plan(practice)
        with pytest.raises(Invalid):
            plan(practice, meeting(kind="clinical-skills"))

    def test_of_one_supervisor_is_one_session(self, practice: Practice):
        other = beside(practice)
        plan(practice)
        for draft in (meeting(), meeting(kind="clinical-skills"), group()):
            with pytest.raises(Invalid):
                plan(other, draft)
            with pytest.raises(Invalid):
                plan(other, draft, by=supervisor_of(practice))
        plan(other, meeting(hour=19))

    def test_beside_an_entry_by_hand_is_refused_when_it_is_signed(self, practice: Practice):
        """The other wrote down as an individual supervision what was a group."""
        other = beside(practice)
        by_hand = visit(yesterday(), meeting().starts, 60, category="supervision", activity="review", people=0)
        other.send(by_hand)
        found = plan(practice)
        with pytest.raises(practicum.NotReady):
            sign(practice, found)


class TestWhatIsRefused:
    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"kind": "live"}, "what"),
            ({"mode": "fax"}, "mode"),
            ({"language": "xx"}, "language"),
            ({"note": "a" * 501}, "note"),
            ({"ends": meeting().starts}, "ends"),
            ({"ends": meeting(minutes=301).ends}, "ends"),
            ({"day": yesterday() - timedelta(days=900)}, "day"),
        ],
    )
    def test_at_its_field(self, practice: Practice, changes: dict[str, object], field: str):
        with pytest.raises(Invalid) as refusal:
            plan(practice, replace(meeting(), **changes))  # type: ignore[arg-type]
        assert refusal.value.field == field

    def test_somebody_else_s_learner(self, practice: Practice, school: School):
        other = Practice(school)
        with pytest.raises(NotFound):
            plan(practice, by=other.actor)
        with pytest.raises(NotFound):
            plan(practice, by=supervisor_of(other))
        with pytest.raises(NotFound):
            plan(practice, by=Actor(999_999, "", "en"))

    def test_everything_is_in_the_trail(self, practice: Practice):
        from app.audit.models import AuditEvent

        found = plan(practice)
        sign(practice, found)
        countersign(practice, found)
        with practice.house.app.app_context():
            wanted = select(AuditEvent.action).where(AuditEvent.subject == f"supervision:{found}")
            assert list(session().scalars(wanted.order_by(AuditEvent.id))) == [
                "supervision.plan",
                "supervision.sign",
                "supervision.countersign",
            ]
