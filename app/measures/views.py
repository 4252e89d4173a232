"""Measures: one's own, those of one case, one of them; and the desk of whoever supervises."""

from __future__ import annotations

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from app.accounts.actor import Actor
from app.accounts.setup import ring
from app.cases import queries as cases
from app.cases.naming import case_label, spoken
from app.core.clock import now, zone
from app.core.db import write_transaction
from app.core.encryption import Unreadable
from app.core.errors import Conflict, Invalid
from app.core.words import N_
from app.duty import queries as duty
from app.duty.phones import duty_phones
from app.enrolment import queries as enrolment
from app.measures import asking, judging, policy, presenters, queries, sealing, service
from app.measures.forms import PromptForm
from app.measures.models import ACT_NOW, ACTED, MISTYPED, OPEN, CaseMeasure
from app.measures.rules import Score
from app.web.forms import read_version
from app.web.languages import gettext
from app.web.noticing import says
from app.web.render import page

SEEN = "seen"


def listing(actor: Actor) -> ResponseReturnValue:
    """What waits, for a learner and for whoever supervises; then what was taken."""
    desks, known = policy.desks_of(actor), queries.list_instruments(actor.release_id)
    learners = enrolment.list_own(actor)
    return page(
        "measures/measures.html",
        learners=learners,
        instruments=list(known.values()),
        open_cases=[one.id for one in cases.list_open(learners[0].id)] if learners else [],
        takes=any(judging.takes_scores(one) for one in learners),
        own_prompts=asking.asked(queries.list_own_prompts(actor), known),
        lines=presenters.lines(queries.list_own(actor), known),
        supervises=bool(desks),
        waiting=asking.asked(queries.open_prompts(desks), known),
        answered=asking.asked(queries.list_answered(desks), known),
    )


def of_case(actor: Actor, case_id: int) -> ResponseReturnValue:
    case = queries.get_case(actor, case_id)
    is_own = case.enrolment.person_id == actor.id
    if not is_own:
        with write_transaction():
            service.note_read(actor, list(queries.list_of_case(case_id)))
    return page(
        "measures/course.html",
        case=case,
        label=case_label(case),
        is_own=is_own,
        takes=judging.takes_scores(case.enrolment),
        courses=presenters.courses(case_id, queries.list_instruments(actor.release_id)),
    )


def show(actor: Actor, measure_id: int) -> ResponseReturnValue:
    return _show(actor, queries.get_measure(actor, measure_id), PromptForm(formdata=None))


def act(actor: Actor, measure_id: int) -> ResponseReturnValue:
    """What the pressed button `answer` says: of a prompt, of the whole measure, or that a supervisor has seen it."""
    measure, form = queries.get_measure(actor, measure_id), PromptForm()
    if form.answer == SEEN:
        return _see(actor, measure)
    measure = queries.get_own(actor, measure_id)
    if measure.prompt is None or measure.prompt.state != OPEN:
        return _mistype(actor, measure, form)
    if form.answer == ACTED and (not form.validate_on_submit() or not form.is_meant):
        return _show(actor, measure, form), 422
    try:
        service.answer(actor, ring(), measure, form.answering(measure.enrolment.cohort.institution.time_zone))
    except Invalid as error:
        form.refuse(error)
        return _show(actor, measure, form), 422
    return _after(measure, form.answer)


def _after(measure: CaseMeasure, answer: str) -> ResponseReturnValue:
    if answer == MISTYPED:
        return redirect(f"/measures/new?corrects={measure.id}", code=303)
    if answer == ACTED:
        flash(gettext(N_("Written down. Your supervisor can see it.")))
    elif answer == ACT_NOW:
        flash(gettext(N_("Written down. Call now; your supervisor sees that you do.")))
    return redirect(f"/measures/{measure.id}", code=303)


def _mistype(actor: Actor, measure: CaseMeasure, form: PromptForm) -> ResponseReturnValue:
    """Sent again after it was answered, an answer changes nothing."""
    if form.answer in (ACTED, ACT_NOW) or measure.state == MISTYPED:
        return _after(measure, form.answer if measure.state == MISTYPED else "")
    if form.answer != MISTYPED:
        form.form_errors.append(gettext(N_("Choose what is right.")))
        return _show(actor, measure, form), 422
    service.mistype(actor, measure, read_version(request.form.get("version")))
    return _after(measure, MISTYPED)


def _see(actor: Actor, measure: CaseMeasure) -> ResponseReturnValue:
    try:
        service.see(actor, measure)
        flash(gettext(N_("Seen. It has left your list.")))
    except Conflict as error:
        flash(gettext(error.message), "error")
    return redirect("/measures", code=303)


def _show(actor: Actor, measure: CaseMeasure, form: PromptForm) -> str:
    is_own = measure.enrolment.person_id == actor.id
    if not is_own:
        with write_transaction():
            service.note_read(actor, [measure])
    known = queries.list_instruments(actor.release_id)
    instrument = known.get(measure.instrument)
    answers, note = _unsealed(measure)
    time_zone = measure.enrolment.cohort.institution.time_zone
    prompt = measure.prompt
    if prompt and not form.is_submitted():
        at = now().astimezone(zone(time_zone))
        form = PromptForm(formdata=None, data={"acted_day": at.date(), "acted_time": at.time()})
    return page(
        "measures/measure.html",
        measure=measure,
        line=presenters.line(measure, known),
        case=case_label(measure.case),
        spoken=spoken(measure.language),
        instrument=instrument,
        questions=presenters.questions(instrument, answers) if instrument else [],
        typed=answers.get(instrument.conversation_item) if instrument and not instrument.items else None,
        said=presenters.said(_until(measure)),
        is_own=is_own,
        prompt=asking.asked([prompt], known)[0] if prompt else None,
        asks=bool(prompt and prompt.state == OPEN and is_own),
        may_see=bool(prompt and not is_own and prompt.state != OPEN and prompt.seen_at is None),
        phones=presenters.phones(prompt.supervisor, duty_phones(duty.list_for(actor))) if prompt and is_own else [],
        note=note,
        form=form,
        says=says(),
        zone=time_zone,
    )


def _unsealed(measure: CaseMeasure) -> tuple[dict[str, int], str]:
    """Answers and note; nothing where the key is gone."""
    try:
        key = sealing.key_of(ring(), measure.enrolment.person_id)
        return sealing.open_answers(key, measure), sealing.open_note(key, measure)
    except Unreadable:
        return {}, ""


def _until(measure: CaseMeasure) -> list[Score]:
    """Totals of the same case and form up to this one."""
    found = queries.scores([measure.case_id]).get(measure.case_id, [])
    same = [one for one in found if one.instrument == measure.instrument]
    places = [place for place, one in enumerate(same) if one.measure_id == measure.id]
    return same[: places[0] + 1] if places else []
