"""What is done with measures: taken, completed, said to be mistyped, and what one of their answers asks of somebody."""

from __future__ import annotations

from dataclasses import asdict, replace

from sqlalchemy import select

from app.accounts.actor import Actor, person_id
from app.audit import service as audit
from app.cases.models import PracticeCase
from app.catalogue.instrument_types import Instrument
from app.core.clock import now, today
from app.core.db import hold, session
from app.core.encryption import KeyRing
from app.core.errors import Conflict, Invalid, NotFound
from app.core.words import N_
from app.enrolment.models import Enrolment
from app.measures import calling, judging, policy, queries, rules, sealing
from app.measures.drafts import Answering, MeasureDraft, SentTwice
from app.measures.models import ACTED, DRAFT, KEPT, MISTYPED, OPEN, CaseMeasure, MeasurePrompt
from app.placements import queries as placements

CHANGED = N_("This was changed meanwhile. Look at it as it stands now.")


def take(actor: Actor, ring: KeyRing, enrolment: Enrolment, draft: MeasureDraft, client_id: str) -> CaseMeasure:
    """Keeps a filled form, an incomplete one as a draft; the same sent again leads to the row that stands.

    What asks for a conversation is in its supervisor's queue from then on. Raises Invalid, SentTwice, and NotFound for
    somebody else's enrolment.
    """
    if enrolment.person_id != actor.id:
        raise NotFound(queries.NO_MEASURE)
    judging.require_client_id(client_id)
    hold(select(Enrolment.id).where(Enrolment.id == enrolment.id).with_for_update(key_share=True))
    key = sealing.key_of(ring, actor.id)
    received = sealing.digest(key, asdict(draft))
    if (stands := queries.find_by_client(enrolment.id, client_id)) is not None:
        if stands.received_digest != received:
            raise SentTwice(stands, draft)
        return stands
    case = _own_case(enrolment, draft.case_id)
    instrument = judging.require_fitting(enrolment, case, draft, queries.list_instruments())
    measure = CaseMeasure(
        case_id=case.id,
        enrolment_id=enrolment.id,
        client_id=client_id,
        received_digest=received,
        corrects_id=_corrected(actor, draft),
        version=0,
        created_at=now(),
    )
    session().add(measure)
    _put(measure, key, draft, instrument)
    _record(actor, "measure.keep", measure)
    return measure


def change(actor: Actor, ring: KeyRing, measure: CaseMeasure, draft: MeasureDraft, seen: int) -> None:
    """Completes a draft, of the same case and form. What it asks stays asked. Raises Conflict, Invalid, NotFound."""
    _hold(actor, measure, seen)
    if measure.state != DRAFT:
        raise Conflict(CHANGED)
    draft = replace(draft, case_id=measure.case_id, instrument=measure.instrument, corrects_id=measure.corrects_id)
    instrument = judging.require_fitting(measure.enrolment, measure.case, draft, queries.list_instruments())
    _put(measure, sealing.key_of(ring, actor.id), draft, instrument)
    _record(actor, "measure.change", measure)


def mistype(actor: Actor, measure: CaseMeasure, seen: int) -> None:
    """It was typed wrongly: it counts no more, stays readable, and another may come in its place."""
    _hold(actor, measure, seen)
    _mistype(measure)
    _record(actor, "measure.change", measure)


def answer(actor: Actor, ring: KeyRing, measure: CaseMeasure, answering: Answering) -> None:
    """What the learner says to a prompt. One that is answered already is left alone. Raises Invalid, NotFound."""
    _hold(actor, measure, None)
    prompt = measure.prompt
    if prompt is None or prompt.state != OPEN:
        return
    judging.require_answering(answering, now())
    prompt.state, prompt.answered_at = answering.state, now()
    prompt.note = sealing.seal_note(sealing.key_of(ring, actor.id), measure, answering.note.strip())
    if answering.state == ACTED:
        prompt.told_to, prompt.acted_at = answering.told_to, answering.acted_at
    if answering.state == MISTYPED and measure.state != MISTYPED:
        _mistype(measure)
    session().flush()
    _record(actor, "measure.change", measure)


def see(actor: Actor, measure: CaseMeasure) -> None:
    """A supervisor has seen what was answered. Raises NotFound for anybody else."""
    prompt = measure.prompt
    if prompt is None or not policy.may_answer_for(actor, measure):
        raise NotFound(queries.NO_MEASURE)
    session().refresh(prompt, with_for_update=session().get_bind().dialect.name != "sqlite")
    if prompt.state == OPEN:
        raise Conflict(N_("Your trainee has not answered yet. Talk to them; it leaves this list once they have."))
    if prompt.seen_at is None:
        prompt.seen_by_id, prompt.seen_at = actor.id, now()
        session().flush()
        _record(actor, "measure.change", measure)


def note_read(actor: Actor, measures: list[CaseMeasure]) -> None:
    """Reading what somebody else's trainee answered leaves a row in the trail for each."""
    for one in measures:
        if one.enrolment.person_id != actor.id:
            audit.record(actor.id, "measure.read", f"case_measure:{one.id}", place=f"enrolment:{one.enrolment_id}")


def _put(measure: CaseMeasure, key: bytes, draft: MeasureDraft, instrument: Instrument) -> None:
    total = judging.total_of(instrument, draft)
    measure.instrument, measure.instrument_version = instrument.id, instrument.version
    measure.language, measure.taken_on = draft.language, draft.taken_on or today()
    measure.answers = sealing.seal_answers(key, measure, draft.answers)
    measure.total, measure.state = total, DRAFT if total is None else KEPT
    measure.version += 1
    measure.updated_at = now()
    session().flush()
    if rules.needs_conversation(instrument, draft.answers):
        _ask(measure)


def _ask(measure: CaseMeasure) -> None:
    """Puts it into the queue of whoever signs today, and has them told; nobody is told what it is."""
    if measure.prompt is not None:
        return
    enrolment = session().get_one(Enrolment, measure.enrolment_id)
    day = today(enrolment.cohort.institution.time_zone)
    standing = placements.find_covering(enrolment.id, day)
    signer = placements.signer_on(standing.placement, day) if standing else None
    measure.prompt = MeasurePrompt(supervisor_id=signer.id if signer else None, state=OPEN, created_at=now())
    session().flush()
    calling.tell(enrolment, signer)


def _own_case(enrolment: Enrolment, case_id: int) -> PracticeCase:
    case = session().get(PracticeCase, case_id) if 0 < case_id < 2**31 else None
    if case is None or case.enrolment_id != enrolment.id:
        raise Invalid(N_("Choose the case."), field="case")
    return case


def _corrected(actor: Actor, draft: MeasureDraft) -> int | None:
    """What was mistyped, of the same case and form. Raises NotFound."""
    if draft.corrects_id is None:
        return None
    before = queries.get_own(actor, draft.corrects_id)
    if (before.case_id, before.instrument, before.state) != (draft.case_id, draft.instrument, MISTYPED):
        raise Invalid(N_("This form has lost what it corrects. Open it again."))
    return before.id


def _mistype(measure: CaseMeasure) -> None:
    if measure.state == MISTYPED:
        raise Conflict(CHANGED)
    measure.state = MISTYPED
    measure.version += 1
    measure.updated_at = now()
    session().flush()


def _hold(actor: Actor, measure: CaseMeasure, seen: int | None) -> None:
    if measure.enrolment.person_id != actor.id:
        raise NotFound(queries.NO_MEASURE)
    hold(select(Enrolment.id).where(Enrolment.id == measure.enrolment_id).with_for_update(key_share=True))
    session().refresh(measure)
    if measure.prompt is not None:
        session().refresh(measure.prompt)
    if seen is not None and measure.version != seen:
        raise Conflict(CHANGED)


def _record(actor: Actor, action: str, measure: CaseMeasure) -> None:
    """One word for everything that happens to a measure: the trail tells nothing of what was answered."""
    audit.record(person_id(actor), action, f"case_measure:{measure.id}", place=f"enrolment:{measure.enrolment_id}")
