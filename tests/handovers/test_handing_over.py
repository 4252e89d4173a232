"""Offering, answering, going on, taking back: what each step does, who may take it, and what the other side learns."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.accounts.actor import SYSTEM
from app.audit.models import AuditEvent
from app.cases import keeping
from app.cases import service as cases
from app.cases.models import PracticeCase
from app.core.clock import now, today
from app.core.db import session
from app.core.errors import Conflict, Forbidden, Invalid, KelimError, NotFound
from app.handovers import queries, service, waiting
from app.handovers.models import Handover
from app.handovers.rules import NO_CONSENT, SUMMARY_KEPT, TAKEN_BACK
from app.notices.models import Notice
from tests.support.handing import SUMMARY, WAITS, Handing, add_receiver, draft, told
from tests.support.practice import Practice


def told_of(handing: Handing, person_id: int) -> list[str]:
    with handing.house.app.app_context():
        return list(session().scalars(select(Notice.kind).filter_by(person_id=person_id).order_by(Notice.id)))


def trail(handing: Handing, subject: str) -> list[str]:
    with handing.house.app.app_context():
        return list(session().scalars(select(AuditEvent.action).filter_by(subject=subject).order_by(AuditEvent.id)))


def refused(handing: Handing, kind: type[KelimError], act: Callable[[], object]) -> KelimError:
    with pytest.raises(kind) as refusal, handing.inside():
        act()
    return refusal.value


def test_it_goes_all_the_way_and_the_sender_learns_of_each_step(handing: Handing):
    number = handing.begin(handing.accept(handing.offer()))
    with handing.inside():
        one = handing.get(number)
        service.close(handing.pwp.actor, one, one.version, "ended")
        assert (one.state, one.outcome, one.summary, one.due_at) == ("closed", "ended", "", None)
    sender, receiver = handing.mentor.learner.id, handing.pwp.learner.id
    assert told_of(handing, sender) == ["handover-accepted", "handover-begun", "handover-closed"]
    assert told_of(handing, receiver) == ["handover-offered"]
    assert trail(handing, f"handover:{number}") == [
        "handover.offer",
        "handover.accept",
        "handover.begin",
        "handover.ended",
    ]


def test_accepting_opens_a_case_of_the_receivers_own_with_another_code(handing: Handing):
    number = handing.accept(handing.offer())
    with handing.inside():
        one, before = handing.get(number), handing.case
        assert one.to_case is not None
        assert one.to_case.code != before.code
        assert one.to_case.enrolment_id == handing.pwp.enrolment_id
        assert (one.to_case.age_band, one.to_case.presentation, one.to_case.step) == ("26-40", "worry", 2)
        found = queries.of_cases([before.id, one.to_case.id])
        assert [(x.is_into, x.state) for x in found[before.id]] == [(False, "accepted")]
        assert [(x.is_into, x.state) for x in found[one.to_case.id]] == [(True, "accepted")]
        assert queries.of_cases([before.id]).keys() == {before.id}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"has_consent": False}, "has_consent"),
        ({"consent_on": None}, "consent_on"),
        ({"consent_on": today() + timedelta(days=2)}, "consent_on"),
        ({"consent_how": "somehow"}, "consent_how"),
        ({"consent_by": "a neighbour"}, "consent_by"),
        ({"reason": "danger"}, "reason"),
        ({"urgency": "now"}, "urgency"),
        ({"language": "xx"}, "language"),
        ({"summary": "a" * 501}, "summary"),
        ({"receiver_id": 999}, "receiver_id"),
    ],
)
def test_what_is_on_no_list_or_without_consent_is_refused(handing: Handing, changes: dict[str, object], field: str):
    refusal = refused(
        handing,
        Invalid,
        lambda: service.offer(handing.mentor.actor, handing.case, draft(handing.pwp_id, **changes), WAITS),
    )
    assert isinstance(refusal, Invalid)
    assert refusal.field == field


def test_a_minor_is_handed_over_and_taken_once_the_rule_about_parents_is_kept(handing: Handing):
    handing.case_id = handing.mentor.case("16-17")
    with pytest.raises(Invalid) as refusal:
        handing.offer()
    assert refusal.value.field == "guardian_confirmed"
    number = handing.offer(guardian_confirmed=True, consent_by="guardian")
    with pytest.raises(Invalid):
        handing.accept(number)
    with handing.inside():
        one = handing.get(number)
        service.accept(handing.pwp.actor, one, one.version, WAITS, guardian_confirmed=True)
        assert one.to_case is not None
        assert one.to_case.guardian_confirmed


def test_nobody_is_offered_what_is_closed_away_of_elsewhere_or_their_own(handing: Handing):
    elsewhere = handing.house.institution()
    with handing.inside():
        place = handing.mentor.enrolment.cohort.institution_id
        shut = add_receiver(place, is_open=False).id
        away = add_receiver(place, away_until=today()).id
        back = add_receiver(place, away_until=today() - timedelta(days=1)).id
        foreign = add_receiver(elsewhere).id
        everywhere = add_receiver(None).id
        own = add_receiver(place, account=handing.mentor.learner.email).id
    for receiver_id in (shut, away, foreign, own):
        with pytest.raises(Invalid) as refusal:
            handing.offer(receiver_id)
        assert refusal.value.field == "receiver_id"
    assert handing.offer(back)
    assert handing.offer(everywhere)


def test_a_case_is_offered_to_one_receiver_once_at_a_time(handing: Handing):
    first = handing.offer()
    with pytest.raises(Invalid):
        handing.offer()
    handing.offer(handing.phoned_id)
    with handing.inside():
        service.decline(handing.pwp.actor, handing.get(first), 1, "full")
    assert handing.offer() != first


def test_only_an_open_case_of_ones_own_is_handed_over(handing: Handing):
    stranger = Practice(handing.house)
    refused(handing, NotFound, lambda: service.offer(stranger.actor, handing.case, draft(handing.pwp_id), WAITS))
    with handing.inside():
        cases.close(handing.mentor.actor, handing.case, handing.case.version)
    with pytest.raises(Conflict):
        handing.offer()


def test_what_was_accepted_or_taken_back_is_not_accepted_again(handing: Handing):
    number = handing.accept(handing.offer())
    one = lambda: handing.get(number)  # noqa: E731 - read anew in each transaction
    refused(handing, Conflict, lambda: service.accept(handing.pwp.actor, one(), 1, WAITS))
    refused(handing, Conflict, lambda: service.accept(handing.pwp.actor, one(), one().version, WAITS))
    with handing.inside():
        assert len(session().scalars(select(PracticeCase).filter_by(enrolment_id=handing.pwp.enrolment_id)).all()) == 1
    with handing.inside():
        service.withdraw(handing.mentor.actor, one(), one().version, TAKEN_BACK)
    refused(handing, Conflict, lambda: service.begin(handing.pwp.actor, one(), 2, today()))
    refused(handing, Conflict, lambda: service.withdraw(handing.mentor.actor, one(), one().version, TAKEN_BACK))


def test_whoever_has_an_account_answers_alone(handing: Handing):
    number = handing.offer()
    stranger = Practice(handing.house).actor
    for actor in (handing.mentor.actor, handing.coordinating, SYSTEM):
        refused(handing, Forbidden, lambda by=actor: service.accept(by, handing.get(number), 1, WAITS, told()))
    refused(handing, Invalid, lambda: service.withdraw(handing.pwp.actor, handing.get(number), 1, TAKEN_BACK))
    refused(handing, NotFound, lambda: service.withdraw(stranger, handing.get(number), 1, NO_CONSENT))


def test_a_change_of_mind_that_the_receiver_hears_of_is_told_to_the_sender(handing: Handing):
    number = handing.accept(handing.offer())
    with handing.inside():
        service.withdraw(handing.pwp.actor, handing.get(number), 2, NO_CONSENT)
    assert told_of(handing, handing.mentor.learner.id) == ["handover-accepted", "handover-withdrawn"]
    assert told_of(handing, handing.pwp.learner.id) == ["handover-offered"]


def test_where_no_cases_are_kept_none_is_offered_and_none_is_opened(handing: Handing):
    number = handing.offer()
    with handing.inside():
        place = handing.mentor.enrolment.cohort.institution
        keeping.put(SYSTEM, place, keeping.SettingDraft(case_data="none"), 0)
    handing.accept(number)
    with handing.inside():
        assert (handing.get(number).state, handing.get(number).to_case_id) == ("accepted", None)
    with pytest.raises(Conflict):
        handing.offer(handing.phoned_id)


def test_an_answer_by_phone_says_who_told_it_when(handing: Handing):
    number = handing.offer(handing.phoned_id)
    for wrong, name in (
        (told(by=" "), "told_by"),
        (told(on=None), "told_on"),
        (told(on=today() + timedelta(days=2)), "told_on"),
    ):
        refusal = refused(
            handing,
            Invalid,
            lambda words=wrong: service.accept(handing.coordinating, handing.get(number), 1, WAITS, words),
        )
        assert isinstance(refusal, Invalid)
        assert refusal.field == name
    refused(handing, Forbidden, lambda: service.accept(handing.pwp.actor, handing.get(number), 1, WAITS, told()))
    with handing.inside():
        service.accept(handing.coordinating, handing.get(number), 1, WAITS, told())
        one = handing.get(number)
        assert one.to_case_id is None
        assert [(event.told_by, event.by_id) for event in one.events][1:] == [("Dr. Call", handing.coordinator.id)]
    assert told_of(handing, handing.mentor.learner.id) == ["handover-accepted"]


def test_a_change_of_mind_ends_it_and_deletes_what_was_written(handing: Handing):
    number = handing.begin(handing.accept(handing.offer()))
    refused(handing, Invalid, lambda: service.withdraw(handing.mentor.actor, handing.get(number), 3, TAKEN_BACK))
    with handing.inside():
        service.withdraw(handing.mentor.actor, handing.get(number), 3, NO_CONSENT)
        assert (handing.get(number).state, handing.get(number).summary) == ("withdrawn", "")
    assert told_of(handing, handing.pwp.learner.id) == ["handover-offered", "handover-withdrawn"]


@pytest.mark.parametrize("day", [None, -5, 2])
def test_a_first_meeting_is_on_a_day_that_can_be(handing: Handing, day: int | None):
    number = handing.accept(handing.offer())
    on = None if day is None else today() + timedelta(days=day)
    refusal = refused(handing, Invalid, lambda: service.begin(handing.pwp.actor, handing.get(number), 2, on))
    assert isinstance(refusal, Invalid)
    assert refusal.field == "on"


def test_an_outcome_fits_the_state(handing: Handing):
    number = handing.accept(handing.offer())
    for outcome in ("ended", "begun", "no-consent", ""):
        refused(handing, Invalid, lambda one=outcome: service.close(handing.pwp.actor, handing.get(number), 2, one))
    with handing.inside():
        service.close(handing.pwp.actor, handing.get(number), 2, "did-not-come")
        assert handing.get(number).outcome == "did-not-come"


@pytest.mark.parametrize(("urgency", "days"), [("soon", 3), ("routine", 7)])
def test_waiting_too_long_is_told_once_to_everybody_concerned(handing: Handing, urgency: str, days: int):
    number = handing.offer(urgency=urgency, at=now() - timedelta(days=days, minutes=-5))
    with handing.house.app.app_context():
        assert waiting.tell_late() == 0
    with handing.inside():
        handing.get(number).due_at = now() - timedelta(minutes=1)
        assert queries.count_late(handing.coordinating, now()) == 1
    with handing.house.app.app_context():
        assert waiting.tell_late() == 1
        assert waiting.tell_late() == 0
    for person_id in (handing.mentor.learner.id, handing.coordinator.id, handing.pwp.learner.id):
        assert told_of(handing, person_id).count("handover-late") == 1
    handing.accept(number)
    with handing.inside():
        one = handing.get(number)
        assert one.late_told_at is None
        assert one.answered_at is not None
        assert one.due_at == one.answered_at + WAITS.first_meeting
        assert queries.count_late(handing.coordinating, now()) == 0


def test_what_was_declined_is_kept_for_another_offer_and_then_forgotten(handing: Handing):
    old, young = handing.offer(), handing.offer(handing.phoned_id)
    with handing.inside():
        service.decline(handing.pwp.actor, handing.get(old), 1, "full")
        service.decline(handing.mentor.actor, handing.get(young), 1, "language", told())
        handing.get(old).ended_at = now() - SUMMARY_KEPT - timedelta(minutes=1)
        found = queries.find_declined(handing.case_id)
        assert found is not None
        assert (found.id, found.summary) == (young, SUMMARY)
    with handing.inside():
        assert waiting.forget_old() == 1
    with handing.inside():
        assert list(session().scalars(select(Handover.summary).order_by(Handover.id))) == ["", SUMMARY]


def test_what_was_said_before_is_no_offer_once_another_is_under_way(handing: Handing):
    declined = handing.offer()
    with handing.inside():
        service.decline(handing.pwp.actor, handing.get(declined), 1, "full")
    handing.offer(handing.phoned_id)
    with handing.inside():
        assert queries.find_declined(handing.case_id) is None
