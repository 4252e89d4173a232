"""Entries from the first word to the signature: who may do what, what waits, what is credited."""

from __future__ import annotations

from dataclasses import replace
from datetime import time, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from app.audit.models import AuditEvent
from app.core.clock import today
from app.core.db import session, write_transaction
from app.core.errors import Conflict, Forbidden, Invalid, NotFound
from app.hours import queries as hours
from app.practicum import freezing, queries, service
from app.practicum.drafts import Draft, SentTwice
from app.practicum.models import PracticumDecision, PracticumEntry
from tests.support.practice import Practice, visit, yesterday
from tests.support.school import School


@pytest.fixture
def practice(school: School) -> Practice:
    return Practice(school)


def minutes(practice: Practice) -> tuple[int, int]:
    """Credited and pending."""
    with practice.house.app.app_context():
        totals = hours.sum_totals(practice.enrolment_id)
        return totals.minutes("field"), totals.pending_minutes("field")


def state(practice: Practice, entry_id: int) -> str:
    with practice.house.app.app_context():
        return session().get_one(PracticumEntry, entry_id).status


class TestDrafts:
    def test_one_may_say_as_little_as_one_likes(self, practice: Practice):
        entry_id = practice.write(Draft())
        with practice.inside():
            entry = practice.entry(entry_id)
            assert (entry.status, entry.minutes, entry.day, entry.starts_at) == ("draft", 0, None, None)

    def test_the_same_sent_twice_is_one_entry(self, practice: Practice):
        key = str(uuid4())
        assert practice.write(visit(yesterday()), key) == practice.write(visit(yesterday()), key)

    def test_the_same_sent_again_leads_to_the_entry_although_it_was_changed_since(self, practice: Practice):
        key = str(uuid4())
        entry_id = practice.write(visit(yesterday()), key)
        with practice.inside():
            service.change(practice.actor, practice.entry(entry_id), visit(yesterday(), minutes=60), 1)
        assert practice.write(visit(yesterday()), key) == entry_id
        assert practice.write(visit(yesterday(), minutes=60), key) == entry_id
        with practice.inside():
            assert practice.entry(entry_id).minutes == 60

    def test_another_body_under_the_same_key_is_a_conflict_that_carries_both(self, practice: Practice):
        key = str(uuid4())
        practice.write(visit(yesterday()), key)
        with practice.house.app.app_context():
            with pytest.raises(SentTwice) as refusal, write_transaction():
                service.save_draft(practice.actor, practice.enrolment, visit(yesterday(), minutes=30), key)
            assert refusal.value.stored.minutes == 90
            assert refusal.value.sent.ends == time(10, 30)

    def test_another_learner_may_use_the_same_key(self, practice: Practice):
        key = str(uuid4())
        assert practice.write(visit(yesterday()), key) != Practice(practice.house).write(visit(yesterday()), key)

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"category": "nothing"}, "category"),
            ({"activity": "review"}, "activity"),
            ({"method": "magic"}, "method"),
            ({"mode": "telepathy"}, "mode"),
            ({"language": "xx"}, "language"),
            ({"setting": "crowd"}, "setting"),
            ({"people": -1}, "people"),
            ({"people": 501}, "people"),
            ({"learning": "x" * 501}, "learning"),
            ({"case_ids": (999,)}, "cases"),
            ({"doubled": "third"}, "doubled"),
        ],
    )
    def test_what_is_not_on_offer_is_refused(self, practice: Practice, changes: dict[str, object], field: str):
        with pytest.raises(Invalid) as refusal:
            practice.write(replace(visit(yesterday()), **changes))  # type: ignore[arg-type]
        assert refusal.value.field == field

    def test_a_case_of_another_learner_is_refused(self, practice: Practice):
        foreign = Practice(practice.house).case()
        with pytest.raises(Invalid):
            practice.write(visit(yesterday(), case_ids=(foreign,)))

    def test_two_tabs_do_not_overwrite_each_other(self, practice: Practice):
        entry_id = practice.write(visit(yesterday()))
        with practice.inside():
            service.change(practice.actor, practice.entry(entry_id), visit(yesterday(), minutes=60), 1)
        with pytest.raises(Conflict), practice.inside():
            service.change(practice.actor, practice.entry(entry_id), visit(yesterday(), minutes=30), 1)


class TestSendingIn:
    def test_it_waits_for_the_supervisor_and_counts_as_pending(self, practice: Practice):
        entry_id = practice.send(visit(yesterday()))
        with practice.inside():
            entry = practice.entry(entry_id)
            assert (entry.status, entry.supervisor_id) == ("submitted", practice.supervisor_id)
            assert entry.placement_id == practice.placement_id
        assert minutes(practice) == (0, 90)

    def test_sent_twice_it_is_sent_once(self, practice: Practice):
        entry_id = practice.send(visit(yesterday()))
        with practice.inside():
            assert service.submit(practice.actor, practice.entry(entry_id)) == []
            assert practice.entry(entry_id).version == 2
        assert minutes(practice) == (0, 90)

    def test_an_unfinished_one_says_everything_that_is_missing(self, practice: Practice):
        entry_id = practice.write(Draft())
        with pytest.raises(service.NotReady) as refusal, practice.inside():
            service.submit(practice.actor, practice.entry(entry_id))
        assert {"category", "mode", "language", "day"} <= {one.field for one in refusal.value.remarks}
        assert state(practice, entry_id) == "draft"

    def test_the_second_of_two_that_overlap_is_kept_back(self, practice: Practice):
        drafts = [visit(yesterday()), visit(yesterday(), time(11)), visit(yesterday(), time(14))]
        ids = [practice.write(one) for one in drafts]
        with practice.inside():
            kept = service.submit_all(practice.actor, [practice.entry(one) for one in ids])
        assert list(kept) == [ids[1]]
        assert [one.code for one in kept[ids[1]]] == ["overlap"]
        assert [state(practice, one) for one in ids] == ["submitted", "draft", "submitted"]

    def test_what_is_withdrawn_waits_no_more_and_can_be_taken_up_again(self, practice: Practice):
        entry_id = practice.send(visit(yesterday()))
        with practice.inside():
            service.withdraw(practice.actor, practice.entry(entry_id))
        assert minutes(practice) == (0, 0)
        with practice.inside():
            service.reopen(practice.actor, practice.entry(entry_id))
        assert state(practice, entry_id) == "draft"
        with practice.inside():
            service.submit(practice.actor, practice.entry(entry_id))
        assert minutes(practice) == (0, 90)

    def test_it_is_the_learners_alone(self, practice: Practice):
        entry_id = practice.write(visit(yesterday()))
        stranger = Practice(practice.house).actor
        with practice.inside():
            entry = practice.entry(entry_id)
            for act in (service.submit, service.withdraw, service.reopen):
                with pytest.raises(NotFound):
                    act(stranger, entry)
            with pytest.raises(NotFound):
                service.change(stranger, entry, visit(yesterday()), 1)
            with pytest.raises(NotFound):
                service.save_draft(stranger, entry.enrolment, visit(yesterday()), str(uuid4()))

    def test_a_third_week_is_late_and_a_sixth_needs_the_coordinator(self, practice: Practice):
        late = practice.write(visit(today() - timedelta(days=20)))
        too_late = practice.write(visit(today() - timedelta(days=40)))
        with practice.inside():
            assert [one.code for one in service.submit(practice.actor, practice.entry(late))] == ["late"]
        with pytest.raises(service.NotReady) as refusal, practice.inside():
            service.submit(practice.actor, practice.entry(too_late))
        assert [one.code for one in refusal.value.remarks] == ["too-late"]

    def test_individual_supervision_with_two_at_once_is_refused(self, practice: Practice):
        """Both were alone with one supervisor at the same time, or one of them in a group: one meeting is not two."""
        other = beside(practice)
        alone = replace(visit(yesterday()), category="supervision", activity="review", people=0)
        practice.send(alone)
        for draft in (alone, replace(alone, setting="group")):
            with pytest.raises(service.NotReady) as refusal:
                other.send(draft)
            assert [one.code for one in refusal.value.remarks] == ["supervisor-taken"]

    def test_a_group_is_one_meeting_of_one_kind(self, practice: Practice):
        other = beside(practice)
        together = replace(visit(yesterday()), category="supervision", activity="review", setting="group", people=0)
        practice.send(together)
        with pytest.raises(service.NotReady) as refusal:
            other.send(replace(together, activity="skills"))
        assert [one.code for one in refusal.value.remarks] == ["supervisor-taken"]
        other.send(together)


def beside(practice: Practice) -> Practice:
    """Somebody else with the same supervisor."""
    other = Practice(practice.house)
    with other.inside():
        session().execute(
            text("UPDATE placement_supervisor SET supervisor_id = :to WHERE placement_id = :of"),
            {"to": practice.supervisor_id, "of": other.placement_id},
        )
    return other


class TestSigning:
    def test_it_freezes_the_row_and_credits_its_minutes(self, practice: Practice):
        entry_id = practice.sign(practice.send(visit(yesterday())))
        assert minutes(practice) == (90, 0)
        with practice.inside():
            entry, decision = practice.entry(entry_id), session().scalars(select(PracticumDecision)).one()
            assert entry.hash == decision.entry_hash == freezing.digest(entry, [])
            assert decision.hash == freezing.decision_hash(decision)
            assert (decision.verdict, decision.signer_name) == ("approved", practice.supervising.name)

    def test_what_is_returned_is_mended_and_sent_in_again(self, practice: Practice):
        entry_id = practice.give_back(practice.send(visit(yesterday())))
        assert (state(practice, entry_id), minutes(practice)) == ("returned", (0, 0))
        with practice.inside():
            entry = practice.entry(entry_id)
            service.change(practice.actor, entry, visit(yesterday(), minutes=60), entry.version)
            service.submit(practice.actor, entry)
        assert minutes(practice) == (0, 60)
        practice.sign(entry_id)
        assert minutes(practice) == (60, 0)
        with practice.inside():
            assert [one.verdict for one in practice.entry(entry_id).decisions] == ["returned", "approved"]

    def test_a_return_says_why(self, practice: Practice):
        entry_id = practice.send(visit(yesterday()))
        with pytest.raises(Invalid):
            practice.give_back(entry_id, "  ")
        assert state(practice, entry_id) == "submitted"

    def test_nobody_signs_their_own(self, practice: Practice):
        entry_id = practice.send(visit(yesterday()))
        signer = practice.signer
        with pytest.raises(Forbidden), practice.inside():
            service.approve(replace(signer, person_id=practice.learner.id), practice.entry(entry_id))
        with practice.inside():
            session().execute(
                text("UPDATE supervisor SET person_id = :me WHERE id = :id"),
                {"me": practice.learner.id, "id": practice.supervisor_id},
            )
        for via in ("link", "paper"):
            with pytest.raises(Forbidden), practice.inside():
                service.approve(replace(signer, person_id=None, via=via), practice.entry(entry_id))
        assert minutes(practice) == (0, 90)

    def test_another_supervisor_does_not_sign(self, practice: Practice):
        entry_id = practice.send(visit(yesterday()))
        stranger = Practice(practice.house).signer
        with pytest.raises(NotFound), practice.inside():
            service.approve(stranger, practice.entry(entry_id))

    def test_the_second_of_two_decisions_finds_it_decided(self, practice: Practice):
        entry_id = practice.sign(practice.send(visit(yesterday())))
        with pytest.raises(Conflict):
            practice.sign(entry_id)
        with pytest.raises(Conflict):
            practice.give_back(entry_id)
        assert minutes(practice) == (90, 0)

    def test_a_decision_about_an_older_version_is_refused(self, practice: Practice):
        entry_id = practice.send(visit(yesterday()))
        with pytest.raises(Conflict), practice.inside():
            service.approve(practice.signer, practice.entry(entry_id), 1)

    def test_a_draft_is_not_signed(self, practice: Practice):
        entry_id = practice.write(visit(yesterday()))
        with pytest.raises((Conflict, NotFound)):
            practice.sign(entry_id)

    def test_everything_leaves_a_trace(self, practice: Practice):
        entry_id = practice.sign(practice.send(visit(yesterday())))
        with practice.inside():
            wanted = select(AuditEvent.action).filter_by(subject=f"practicum_entry:{entry_id}").order_by(AuditEvent.id)
            assert list(session().scalars(wanted)) == ["practicum.begin", "practicum.submit", "practicum.approved"]


class TestAmending:
    def amended(self, practice: Practice, entry_id: int, draft: Draft) -> int:
        with practice.inside():
            made = service.amend(practice.actor, practice.entry(entry_id), draft, "Wrong hour", str(uuid4()))
            service.submit(practice.actor, made)
            return made.id

    def test_the_new_row_counts_once_it_is_signed(self, practice: Practice):
        first = practice.sign(practice.send(visit(yesterday())))
        second = self.amended(practice, first, visit(yesterday(), minutes=120))
        assert minutes(practice) == (90, 30)
        practice.sign(second)
        assert minutes(practice) == (120, 0)
        assert (state(practice, first), state(practice, second)) == ("approved", "approved")
        with practice.inside():
            assert [one.id for one in session().scalars(queries.counts())] == [second]

    def test_less_takes_nothing_back_before_it_is_signed(self, practice: Practice):
        first = practice.sign(practice.send(visit(yesterday())))
        second = self.amended(practice, first, visit(yesterday(), minutes=30))
        assert minutes(practice) == (90, 0)
        practice.sign(second)
        assert minutes(practice) == (30, 0)

    def test_another_kind_of_practice_moves_the_minutes(self, practice: Practice):
        first = practice.sign(practice.send(visit(yesterday())))
        draft = replace(visit(yesterday()), category="other", activity="role-play", people=0)
        practice.sign(self.amended(practice, first, draft))
        with practice.inside():
            totals = hours.sum_totals(practice.enrolment_id)
            assert (totals.minutes("field", "visit"), totals.minutes("field", "other")) == (0, 90)

    def test_an_amendment_is_amended(self, practice: Practice):
        first = practice.sign(practice.send(visit(yesterday())))
        second = practice.sign(self.amended(practice, first, visit(yesterday(), minutes=120)))
        practice.sign(self.amended(practice, second, visit(yesterday(), minutes=45)))
        assert minutes(practice) == (45, 0)

    def test_one_at_a_time(self, practice: Practice):
        first = practice.sign(practice.send(visit(yesterday())))
        second = self.amended(practice, first, visit(yesterday(), minutes=120))
        with pytest.raises(Conflict):
            self.amended(practice, first, visit(yesterday(), minutes=45))
        with practice.inside():
            service.withdraw(practice.actor, practice.entry(second))
        third = self.amended(practice, first, visit(yesterday(), minutes=45))
        with pytest.raises(Conflict), practice.inside():
            service.reopen(practice.actor, practice.entry(second))
        practice.sign(third)
        assert minutes(practice) == (45, 0)

    def test_only_what_is_signed_is_amended(self, practice: Practice):
        entry_id = practice.send(visit(yesterday()))
        with pytest.raises(Conflict):
            self.amended(practice, entry_id, visit(yesterday(), minutes=45))

    def test_it_needs_a_reason(self, practice: Practice):
        first = practice.sign(practice.send(visit(yesterday())))
        with practice.inside():
            made = service.amend(practice.actor, practice.entry(first), visit(yesterday()), " ", str(uuid4())).id
        with pytest.raises(service.NotReady) as refusal, practice.inside():
            service.submit(practice.actor, practice.entry(made))
        assert [one.field for one in refusal.value.remarks] == ["amend_reason"]


class TestFrozen:
    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE practicum_entry SET minutes = minutes + 1 WHERE id = :id",
            "UPDATE practicum_entry SET status = 'returned' WHERE id = :id",
            "UPDATE practicum_entry SET learning = learning WHERE id = :id",
            "DELETE FROM practicum_entry WHERE id = :id",
            "DELETE FROM practicum_case WHERE entry_id = :id",
            "UPDATE practicum_case SET case_id = :other WHERE entry_id = :id",
            "INSERT INTO practicum_case (entry_id, case_id) VALUES (:id, :other)",
            "UPDATE practicum_decision SET comment = 'well' WHERE entry_id = :id",
            "DELETE FROM practicum_decision WHERE entry_id = :id",
        ],
    )
    @pytest.mark.parametrize("house", ["school", pytest.param("postgres_school", marks=pytest.mark.postgres)])
    def test_a_signed_entry_takes_no_change(self, house: str, request: pytest.FixtureRequest, statement: str):
        practice = Practice(request.getfixturevalue(house))
        one, other = practice.case(), practice.case()
        entry_id = practice.sign(practice.send(visit(yesterday(), case_ids=(one,))))
        with pytest.raises(IntegrityError, match="is frozen"), practice.inside():
            session().execute(text(statement), {"id": entry_id, "other": other})

    def test_no_row_takes_the_place_of_a_signed_one(self, practice: Practice):
        signed, draft = practice.sign(practice.send(visit(yesterday()))), practice.write(visit(yesterday(), time(14)))
        with practice.house.app.app_context():
            names = ", ".join(column.name for column in PracticumEntry.__table__.columns)
        for statement in (
            f"INSERT OR REPLACE INTO practicum_entry ({names}) SELECT {names} FROM practicum_entry WHERE id = {signed}",
            f"UPDATE OR REPLACE practicum_entry SET id = {signed} WHERE id = {draft}",
        ):
            with pytest.raises(IntegrityError, match="is frozen"), practice.inside():
                session().execute(text(statement))

    def test_what_is_not_signed_can_still_change(self, practice: Practice):
        entry_id = practice.send(visit(yesterday()))
        with practice.inside():
            session().execute(text("UPDATE practicum_entry SET learning = 'x' WHERE id = :id"), {"id": entry_id})
