"""Pages of portfolios: who rates, who reads what, and what the trail keeps of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import DatabaseError

from app.audit.models import AuditEvent
from app.core.clock import today
from app.core.db import session
from app.enrolment.models import Enrolment
from app.notices.models import Notice
from app.portfolio import policy
from app.portfolio.models import PortfolioRating, PortfolioWithdrawal
from tests.support.portfolio import Assessed
from tests.support.practice import visit, yesterday
from tests.support.school import School

BASIC = ["meeting-1", "meeting-2", "meeting-3", "meeting-4"]


@pytest.fixture
def assessed(school: School) -> Assessed:
    return Assessed(school)


def form(**more: object) -> dict[str, object]:
    return {"tick": BASIC, "kind": "live", "day": today().isoformat(), "note": "Left room after each question"} | more


def send(assessed: Assessed, person: object, competency: str = "meeting", **more: object):
    client = assessed.client(person)
    return assessed.house.post(client, f"{assessed.path}/{competency}/rate", **form(**more))


def rows(assessed: Assessed) -> list[PortfolioRating]:
    with assessed.house.app.app_context():
        return list(session().scalars(select(PortfolioRating).order_by(PortfolioRating.id)))


def trail(assessed: Assessed, action: str) -> list[tuple[int | None, str]]:
    with assessed.house.app.app_context():
        wanted = select(AuditEvent.actor_id, AuditEvent.subject).where(AuditEvent.action == action)
        return [(row[0], row[1]) for row in session().execute(wanted.order_by(AuditEvent.id))]


class TestRating:
    def test_a_supervisor_rates_and_the_learner_reads_it(self, assessed: Assessed):
        supervisor = assessed.practice.supervising
        answer = send(assessed, supervisor)
        assert answer.status_code == 303
        assert answer.location.endswith(f"{assessed.path}/meeting")
        shown = assessed.client().get(answer.location).text
        assert "Left room after each question" in shown
        assert "Act meeting 1" in shown
        assert "Rehearse meeting" in shown
        assert "1 more assessor" in shown
        (row,) = rows(assessed)
        assert (row.level, row.is_critical, row.assessor_id, row.sheet_version) == (
            "meets",
            False,
            supervisor.id,
            "meeting-v1",
        )
        assert row.note
        assert b"Left room" not in row.note

    def test_two_assessors_show_it(self, assessed: Assessed):
        for person in (assessed.practice.supervising, assessed.trainer):
            assert send(assessed, person).status_code == 303
        shown = assessed.client().get("/portfolio").text
        assert "1 of 2 competencies" in shown
        assert "1 of 2 competencies" in assessed.client().get("/").text

    def test_nobody_rates_themselves_and_nobody_else_rates(self, assessed: Assessed):
        own = assessed.practice.learner
        stranger = assessed.house.person("supervisor")
        coordinator = assessed.house.staff("coordinator")
        for person in (own, stranger, coordinator):
            assert send(assessed, person).status_code == 404
            assert assessed.client(person).get(f"{assessed.path}/meeting/rate").status_code == 404
        assert rows(assessed) == []

    @pytest.mark.parametrize(
        ("more", "said"),
        [
            ({"tick": []}, "Nothing is ticked"),
            ({"tick": ["risk-1"]}, "The sheet has changed"),
            ({"kind": "recording"}, "agreement before the recording"),
            ({"kind": "dream"}, "Not a valid choice"),
            ({"day": (today() + timedelta(days=2)).isoformat()}, "today at the latest"),
            ({"rests_on": "entry:1"}, "something that is offered"),
            ({"rests_on": "case:x"}, "something that is offered"),
            ({"note": "x" * 1001}, "At most 1000 characters"),
        ],
    )
    def test_what_cannot_be_gives_everything_back(self, assessed: Assessed, more: dict[str, object], said: str):
        answer = send(assessed, assessed.trainer, **more)
        assert answer.status_code == 422
        assert said in answer.text
        if "tick" not in more:
            assert 'value="meeting-1" checked' in answer.text
        assert rows(assessed) == []

    def test_a_recording_with_consent_is_taken(self, assessed: Assessed):
        assert send(assessed, assessed.trainer, kind="recording", consent_confirmed="y").status_code == 303
        assert rows(assessed)[0].consent_confirmed

    def test_a_name_in_the_note_is_noticed_once(self, assessed: Assessed):
        told = "I met with Dr. Levi there"
        answer = send(assessed, assessed.trainer, note=told)
        assert answer.status_code == 422
        assert "This may tell who somebody is" in answer.text
        assert rows(assessed) == []
        assert send(assessed, assessed.trainer, note=told, seen=told).status_code == 303

    def test_a_form_sent_twice_is_one_rating(self, assessed: Assessed):
        for _ in range(2):
            assert send(assessed, assessed.trainer, form_key="once").status_code == 303
        assert len(rows(assessed)) == 1

    def test_the_learner_is_told_and_a_critical_one_also_the_coordinators(self, assessed: Assessed):
        coordinator = assessed.house.staff("coordinator")
        assessed.rate(assessed.teaching, "risk", "critical")
        with assessed.house.app.app_context():
            told = {(row[0], row[1]) for row in session().execute(select(Notice.person_id, Notice.kind))}
        assert told >= {
            (assessed.practice.learner.id, "competency-rated"),
            (coordinator.id, "competency-critical"),
        }


class TestEvidence:
    def test_a_supervisor_points_at_what_they_signed_and_its_case(self, assessed: Assessed):
        case_id = assessed.practice.case()
        entry_id = assessed.practice.sign(assessed.practice.send(visit(yesterday(), case_ids=(case_id,))))
        for rests_on in (f"entry:{entry_id}", f"case:{case_id}"):
            assert send(assessed, assessed.practice.supervising, rests_on=rests_on).status_code == 303
        assert [(one.entry_id, one.case_id) for one in rows(assessed)] == [(entry_id, None), (None, case_id)]

    def test_the_codes_on_a_sheet_are_read_and_in_the_trail(self, assessed: Assessed):
        case_id = assessed.practice.case()
        assessed.practice.sign(assessed.practice.send(visit(yesterday(), case_ids=(case_id,))))
        for person in (assessed.practice.supervising, assessed.trainer):
            assert assessed.client(person).get(f"{assessed.path}/meeting/rate").status_code == 200
        assert trail(assessed, "case.read") == [(assessed.practice.supervising.id, f"case:{case_id}")]

    def test_a_trainer_points_at_neither(self, assessed: Assessed):
        case_id = assessed.practice.case()
        entry_id = assessed.practice.sign(assessed.practice.send(visit(yesterday(), case_ids=(case_id,))))
        for rests_on in (f"entry:{entry_id}", f"case:{case_id}"):
            assert send(assessed, assessed.trainer, rests_on=rests_on).status_code == 422

    def test_which_case_it_was_is_read_by_learner_and_signer_alone(self, assessed: Assessed):
        practice = assessed.practice
        case_id = practice.case()
        practice.sign(practice.send(visit(yesterday(), case_ids=(case_id,))))
        assessed.rate(assessed.supervisor, "meeting", rests_on=f"case:{case_id}", note="Only for assessors")
        path = f"{assessed.path}/meeting"
        texts = {
            who: assessed.client(person).get(path).text
            for who, person in (
                ("learner", practice.learner),
                ("signer", practice.supervising),
                ("trainer", assessed.trainer),
                ("coordinator", assessed.house.staff("coordinator")),
            )
        }
        assert {who for who, text in texts.items() if "Only for assessors" in text} == {"learner", "signer", "trainer"}
        assert {who for who, text in texts.items() if "A case" in text} == {"trainer", "coordinator"}
        reads = trail(assessed, "case.read")
        assert reads == [(practice.supervising.id, f"case:{case_id}")]

    def test_looking_at_somebody_else_leaves_a_row(self, assessed: Assessed):
        assessed.client().get(assessed.path)
        assessed.client(assessed.trainer).get(assessed.path)
        assert trail(assessed, "portfolio.read") == [(assessed.trainer.id, f"enrolment:{assessed.enrolment_id}")]


class TestWithdrawing:
    def test_its_assessor_withdraws_with_a_reason(self, assessed: Assessed):
        rating_id = assessed.rate(assessed.teaching, "meeting")
        client = assessed.client(assessed.trainer)
        path = f"/portfolio/ratings/{rating_id}/withdraw"
        assert client.get(path).status_code == 200
        assert assessed.house.post(client, path, reason=" ").status_code == 422
        answer = assessed.house.post(client, path, reason="It was another lesson")
        assert answer.status_code == 303
        shown = assessed.client().get(f"{assessed.path}/meeting").text
        assert "It was another lesson" in shown
        assert "No rating yet" in shown
        assert client.get(path).status_code == 409
        assert assessed.house.post(client, path, reason="Once more").status_code == 409

    def test_nobody_else_does(self, assessed: Assessed):
        path = f"/portfolio/ratings/{assessed.rate(assessed.teaching, 'meeting')}/withdraw"
        for person in (assessed.practice.learner, assessed.practice.supervising, assessed.house.staff("coordinator")):
            client = assessed.client(person)
            assert client.get(path).status_code == 404
            assert assessed.house.post(client, path, reason="No").status_code == 404

    def test_behind_the_applications_back_neither_changes(self, assessed: Assessed):
        rating_id = assessed.rate(assessed.teaching, "meeting")
        with assessed.practice.inside():
            session().add(PortfolioWithdrawal(rating_id=rating_id, reason="Why", at=rows(assessed)[0].created_at))
        for change in (
            update(PortfolioRating).values(level="exceeds"),
            update(PortfolioWithdrawal).values(reason="Because"),
        ):
            with pytest.raises(DatabaseError, match="frozen"), assessed.practice.inside():
                session().execute(change)


class TestCohort:
    def test_critical_ones_stand_first_and_who_lacks_assessors_is_said(self, assessed: Assessed):
        other, _ = assessed.house.learner(name="Aaron First")
        assessed.rate(assessed.teaching, "risk", "critical")
        client = assessed.client(assessed.house.staff("coordinator"))
        shown = client.get(f"/cohorts/{assessed.house.cohort_id}/portfolio")
        assert shown.status_code == 200
        learner = assessed.practice.learner.name
        assert shown.text.index(learner) < shown.text.index(other.name)
        assert "To be shown anew" in shown.text
        assert "1 assessor" in shown.text  # the trainer alone could rate the other one

    def test_a_learner_does_not_see_it(self, assessed: Assessed):
        path = f"/cohorts/{assessed.house.cohort_id}/portfolio"
        assert assessed.client().get(path).status_code == 403


def test_whom_one_may_assess_is_the_same_in_sql(assessed: Assessed):
    stranger = Assessed(assessed.house)
    actors = (assessed.supervisor, assessed.teaching, stranger.supervisor)
    with assessed.house.app.app_context():
        for actor in actors:
            wanted = select(Enrolment).join(Enrolment.cohort).where(policy.assessed(actor))
            listed = set(session().scalars(wanted))
            every = set(session().scalars(select(Enrolment)))
            assert listed == {one for one in every if policy.may_assess(actor, one)}
            assert listed


def test_whoever_learns_and_assesses_finds_both(assessed: Assessed):
    assessed.house.enrol(assessed.trainer)
    client = assessed.client(assessed.trainer)
    assert "My competencies" in client.get("/portfolio").text
    assert assessed.practice.learner.name in client.get("/portfolio/people").text


def test_assessors_find_whom_they_assess(assessed: Assessed):
    assessed.rate(assessed.supervisor, "meeting")
    for person in (assessed.practice.supervising, assessed.trainer):
        shown = assessed.client(person).get("/portfolio").text
        assert assessed.practice.learner.name in shown
        assert f'href="{assessed.path}"' in shown
    stranger = assessed.client(assessed.house.person("supervisor"))
    assert assessed.practice.learner.name not in stranger.get("/portfolio").text
