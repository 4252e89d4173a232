"""One answer needs a conversation: kept first, then asked, in the supervisor's queue until it is answered."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.accounts.actor import Actor
from app.audit.models import AuditEvent
from app.cases.models import PracticeCase
from app.core.clock import now, today
from app.core.db import session
from app.core.errors import Conflict, Invalid, NotFound
from app.mail.models import OutboxMail
from app.measures import queries, sealing, service
from app.measures.drafts import Answering, MeasureDraft
from app.measures.models import ACT_NOW, ACTED, DRAFT, KEPT, MISTYPED, OPEN
from app.notices.models import Notice
from app.placements.models import Supervisor
from tests.support.measuring import Measuring, answers_of, measure_of, phq, prompt_of
from tests.support.school import School

ASKS = "One answer needs a conversation today"


@pytest.fixture
def mine(school: School) -> Measuring:
    return Measuring(school)


def waiting(mine: Measuring) -> list[int]:
    with mine.inside():
        return [one.measure_id for one in queries.open_prompts([mine.supervisor_id])]


def say(mine: Measuring, measure_id: int, answering: Answering) -> None:
    with mine.inside():
        service.answer(mine.actor, mine.house.ring, measure_of(measure_id), answering)


def test_it_is_kept_first_and_then_asked(mine: Measuring):
    client = mine.house.client(mine.learner)
    kept = mine.house.post(client, "/measures/new", **mine.form("phq-9", answers_of("phq-9", 0, q9=1)))
    assert kept.status_code == 303
    measure_id = int(kept.location.rsplit("/", 1)[1])
    with mine.inside():
        assert (measure_of(measure_id).state, measure_of(measure_id).total) == (KEPT, 1)
    assert waiting(mine) == [measure_id]
    page = client.get(kept.location).text
    assert ASKS in page
    assert ASKS in client.get("/measures").text


@pytest.mark.parametrize("instrument", ["phq-9", "core-10"])
def test_nothing_is_asked_where_nothing_asks(mine: Measuring, instrument: str):
    answers = answers_of("phq-9", 3, q9=0) if instrument == "phq-9" else {"6": 0}
    total = None if instrument == "phq-9" else 40
    mine.take(phq(mine.case_id, instrument=instrument, answers=answers, total=total))
    assert waiting(mine) == []


def test_the_item_that_is_typed_beside_a_total_asks_too(mine: Measuring):
    draft = MeasureDraft(
        case_id=mine.case_id, instrument="core-10", language="he", taken_on=today(), answers={"6": 2}, total=5
    )
    measure_id = mine.take(draft)
    assert waiting(mine) == [measure_id]


def test_an_incomplete_form_asks_all_the_same(mine: Measuring):
    measure_id = mine.take(phq(mine.case_id, answers={"9": 1}))
    with mine.inside():
        assert measure_of(measure_id).state == DRAFT
    assert waiting(mine) == [measure_id]
    with mine.inside():  # what it asks stays asked, whatever is typed next
        whole = phq(mine.case_id, asked=0)
        service.change(mine.actor, mine.house.ring, measure_of(measure_id), whole, 1)
    assert waiting(mine) == [measure_id]


def test_an_answer_that_somebody_was_told_leaves_the_queue(mine: Measuring):
    measure_id = mine.take(phq(mine.case_id, asked=1))
    at = now() - timedelta(minutes=30)
    say(mine, measure_id, Answering(state=ACTED, told_to="duty", acted_at=at, note="We meet tomorrow"))
    assert waiting(mine) == []
    with mine.inside():
        prompt = prompt_of(measure_id)
        assert prompt is not None
        assert (prompt.state, prompt.told_to, prompt.acted_at) == (ACTED, "duty", at)
        assert b"tomorrow" not in (prompt.note or b"")
        key = sealing.key_of(mine.house.ring, mine.learner.id)
        assert sealing.open_note(key, measure_of(measure_id)) == "We meet tomorrow"
        assert [one.measure_id for one in queries.list_answered([mine.supervisor_id])] == [measure_id]
    page = mine.house.client(mine.supervising).get(f"/measures/{measure_id}").text
    assert "We meet tomorrow" in page
    assert "Whoever is on duty" in page


@pytest.mark.parametrize(
    ("answering", "field"),
    [
        (Answering(state=ACTED), "told_to"),
        (Answering(state=ACTED, told_to="nobody", acted_at=now()), "told_to"),
        (Answering(state=ACTED, told_to="duty"), "acted_day"),
        (Answering(state=ACTED, told_to="duty", acted_at=now() + timedelta(days=1)), "acted_day"),
        (Answering(state=ACT_NOW, note="x" * 301), "note"),
        (Answering(state=OPEN), ""),
        (Answering(state="done"), ""),
    ],
)
def test_what_is_no_answer_is_refused_and_it_stays_open(mine: Measuring, answering: Answering, field: str):
    measure_id = mine.take(phq(mine.case_id, asked=1))
    with pytest.raises(Invalid) as refusal:
        say(mine, measure_id, answering)
    assert refusal.value.field == field
    assert waiting(mine) == [measure_id]


def test_acting_now_stays_until_the_supervisor_has_seen_it(mine: Measuring):
    measure_id = mine.take(phq(mine.case_id, asked=3))
    learner, supervisor = mine.house.client(mine.learner), mine.house.client(mine.supervising)
    refused = mine.house.post(supervisor, f"/measures/{measure_id}", answer="seen")
    assert "has not answered yet" in supervisor.get(refused.location).text
    assert mine.house.post(learner, f"/measures/{measure_id}", answer="act-now").status_code == 303
    assert waiting(mine) == [measure_id]
    assert mine.house.post(supervisor, f"/measures/{measure_id}", answer="seen").status_code == 303
    assert waiting(mine) == []
    with mine.inside():
        assert prompt_of(measure_id).seen_by_id == mine.supervising.id  # type: ignore[union-attr]


def test_what_was_typed_wrongly_goes_back_to_the_form_and_stays_in_the_history(mine: Measuring):
    measure_id = mine.take(phq(mine.case_id, asked=1))
    client = mine.house.client(mine.learner)
    back = mine.house.post(client, f"/measures/{measure_id}", answer="mistyped")
    assert back.location == f"/measures/new?corrects={measure_id}"
    assert waiting(mine) == [measure_id]  # nothing came in its place yet
    sent = mine.form("phq-9", answers_of("phq-9", 1, q9=0), corrects=str(measure_id))
    assert mine.house.post(client, "/measures/new", **sent).status_code == 303
    assert waiting(mine) == []
    with mine.inside():
        assert measure_of(measure_id).state == MISTYPED
        assert prompt_of(measure_id).state == MISTYPED  # type: ignore[union-attr]
    assert "Typed wrongly" in client.get(f"/cases/{mine.case_id}/measures").text


def test_a_correction_that_asks_is_asked_about(mine: Measuring):
    first = mine.take(phq(mine.case_id, asked=1))
    say(mine, first, Answering(state=MISTYPED))
    second = mine.take(phq(mine.case_id, asked=2, corrects_id=first))
    assert waiting(mine) == [second]


def test_an_answer_that_is_repeated_changes_nothing(mine: Measuring):
    measure_id = mine.take(phq(mine.case_id, asked=1))
    say(mine, measure_id, Answering(state=ACT_NOW))
    say(mine, measure_id, Answering(state=MISTYPED))
    client = mine.house.client(mine.learner)
    assert mine.house.post(client, f"/measures/{measure_id}", answer="acted").status_code == 303
    with mine.inside():
        assert prompt_of(measure_id).state == ACT_NOW  # type: ignore[union-attr]
        assert measure_of(measure_id).state == KEPT


def test_only_the_learner_answers_and_only_their_supervisor_sees_to_it(mine: Measuring):
    measure_id = mine.take(phq(mine.case_id, asked=1))
    stranger = Measuring(mine.house)
    with mine.inside():
        for actor in (stranger.actor,):
            with pytest.raises(NotFound):
                service.answer(actor, mine.house.ring, measure_of(measure_id), Answering(state=ACT_NOW))
            with pytest.raises(NotFound):
                service.see(actor, measure_of(measure_id))
        with pytest.raises(NotFound):  # nobody is their own supervisor
            service.see(mine.actor, measure_of(measure_id))
    supervisor = mine.house.client(mine.supervising)
    for answer in ("act-now", "acted", "mistyped", ""):
        assert mine.house.post(supervisor, f"/measures/{measure_id}", answer=answer).status_code == 404
    assert mine.house.client(stranger.supervising).get(f"/measures/{measure_id}").status_code == 404
    assert waiting(mine) == [measure_id]
    assert waiting(stranger) == []


def test_whoever_supervises_later_finds_it_too(mine: Measuring):
    """A supervisor who is named after it was taken: nothing waits at nobody's desk."""
    measure_id = mine.take(phq(mine.case_id, asked=1))
    with mine.inside():
        prompt_of(measure_id).supervisor_id = None  # type: ignore[union-attr]
    assert waiting(mine) == [measure_id]


def test_the_supervisors_phone_can_be_dialled(mine: Measuring):
    with mine.inside():
        session().get_one(Supervisor, mine.supervisor_id).phone = "050-123 45 67"
    measure_id = mine.take(phq(mine.case_id, asked=1))
    page = mine.house.client(mine.learner).get(f"/measures/{measure_id}").text
    assert 'href="tel:0501234567"' in page
    assert "/help-now" in page


def test_nothing_says_outside_what_was_answered(mine: Measuring, caplog: pytest.LogCaptureFixture):
    caplog.set_level(logging.DEBUG)
    client = mine.house.client(mine.learner)
    kept = mine.house.post(client, "/measures/new", **mine.form("phq-9", answers_of("phq-9", 0, q9=2)))
    mine.house.post(client, kept.location, answer="act-now")
    page = client.get(kept.location).text
    title = page.split("<title>")[1].split("</title>")[0]
    assert "PHQ-9" in title
    assert not {"conversation", "suicid", "risk"} & set(title.lower().split())
    other = mine.take(phq(mine.case_id))
    with mine.inside():
        trail = select(AuditEvent.action, AuditEvent.detail).where(AuditEvent.subject.like("case_measure:%"))
        assert {tuple(row) for row in session().execute(trail)} <= {("measure.keep", ""), ("measure.change", "")}
        (notice,) = session().scalars(select(Notice).where(Notice.person_id == mine.supervising.id))
        assert (notice.kind, notice.link, notice.details) == ("measure-waits", "/measures", {"lesson": ""})
    assert client.get(f"/measures/{other}").status_code == 200
    said = " ".join(record.getMessage() for record in caplog.records).lower()
    for word in ("answer-9", "prompt", "act-now", "conversation"):
        assert word not in said


def letters(mine: Measuring) -> list[OutboxMail]:
    return list(session().scalars(select(OutboxMail).where(OutboxMail.kind == "talk-today")))


def test_whoever_supervises_is_written_to_at_once_without_a_word_of_what_it_is(mine: Measuring):
    mine.take(phq(mine.case_id, asked=2))
    with mine.inside():
        (letter,) = letters(mine)
        supervisor = session().get_one(Supervisor, mine.supervisor_id)
        assert (letter.address, letter.language) == (supervisor.email, supervisor.language)
        assert mine.enrolment.person.name in letter.subject
        said = f"{letter.subject} {letter.text} {letter.html}".lower()
        (code,) = session().scalars(select(PracticeCase.code).where(PracticeCase.id == mine.case_id))
        for word in (code.lower(), "phq", "measure", "question", "suicid", "risk", "case"):
            assert word not in said
        change = phq(mine.case_id, asked=2)
    mine.take(change, "the-same-client")
    mine.take(change, "the-same-client")
    with mine.inside():
        assert len(letters(mine)) == 2  # one for each form, none for a repetition


def test_coordinators_are_told_where_nobody_with_an_account_reads_the_queue(mine: Measuring):
    coordinator = mine.house.staff("coordinator")
    mine.take(phq(mine.case_id, asked=2))
    with mine.inside():
        told = select(Notice).where(Notice.person_id == coordinator.id)
        assert session().scalars(told).all() == []
        session().get_one(Supervisor, mine.supervisor_id).person_id = None
    mine.take(phq(mine.case_id, asked=2))
    with mine.inside():
        (notice,) = session().scalars(told)
        assert (notice.kind, notice.link) == ("measure-alone", f"/learners/{mine.enrolment_id}")
        assert len(letters(mine)) == 2


def test_it_never_blocks(mine: Measuring):
    """With an answer open, everything else goes on: other forms, entries, closing the case."""
    mine.take(phq(mine.case_id, asked=3))
    assert mine.take(phq(mine.case_id))
    client = mine.house.client(mine.learner)
    assert mine.house.post(client, f"/cases/{mine.case_id}/close", version="1").status_code == 303


def test_names_in_what_was_agreed_are_noticed_once(mine: Measuring):
    measure_id = mine.take(phq(mine.case_id, asked=1))
    client = mine.house.client(mine.learner)
    at = now().astimezone()
    sent = {
        "answer": "acted",
        "told_to": "duty",
        "acted_day": (at - timedelta(days=1)).date().isoformat(),
        "acted_time": "09:00",
        "note": "Met with Dr. Cohen, 050-1234567",
    }
    told = mine.house.post(client, f"/measures/{measure_id}", **sent)
    assert told.status_code == 422
    assert "050-1234567" in told.text
    assert waiting(mine) == [measure_id]
    assert mine.house.post(client, f"/measures/{measure_id}", **sent, seen=sent["note"]).status_code == 303
    assert waiting(mine) == []


def test_what_was_said_without_a_line_arrives_with_the_form(mine: Measuring):
    client = mine.house.client(mine.learner)
    sent = mine.form("phq-9", answers_of("phq-9", 1, q9=1), answer="act-now")
    kept = mine.house.post(client, "/measures/new", **sent)
    again = mine.house.post(client, "/measures/new", **(sent | {"answer": "acted"}))
    assert kept.location == again.location
    measure_id = int(kept.location.rsplit("/", 1)[1])
    with mine.inside():
        assert prompt_of(measure_id).state == ACT_NOW  # type: ignore[union-attr]


def test_a_half_said_answer_is_asked_again(mine: Measuring):
    client = mine.house.client(mine.learner)
    sent = mine.form("phq-9", answers_of("phq-9", 1, q9=1), answer="acted", told_to="duty")
    kept = mine.house.post(client, "/measures/new", **sent)
    assert ASKS in client.get(kept.location).text


def test_a_supervisor_is_told_once_for_several(mine: Measuring):
    for _ in range(3):
        mine.take(phq(mine.case_id, asked=1))
    with mine.inside():
        found = session().scalars(select(Notice).where(Notice.person_id == mine.supervising.id)).all()
        assert len(found) == 1


def test_nobody_sees_what_is_not_answered_off_the_list(mine: Measuring):
    measure_id = mine.take(phq(mine.case_id, asked=1))
    with pytest.raises(Conflict), mine.inside():
        service.see(Actor(mine.supervising.id, "", "en"), measure_of(measure_id))


def test_it_stands_above_what_waits_for_a_signature_and_on_the_first_page(mine: Measuring):
    client = mine.house.client(mine.supervising)
    heading = "Needs a conversation with your trainee"
    assert heading not in client.get("/sign-off").text
    measure_id = mine.take(phq(mine.case_id, asked=1))
    assert f'href="/measures/{measure_id}"' in client.get("/sign-off").text
    assert "1 form of a trainee needs a conversation" in client.get("/").text
    assert f'href="/measures/{measure_id}"' in client.get("/measures").text
    say(mine, measure_id, Answering(state=ACTED, told_to="supervisor", acted_at=now()))
    assert heading not in client.get("/sign-off").text
    assert "needs a conversation" not in client.get("/").text
