"""Taking a measure: choosing a form, filling it, completing a draft."""

from __future__ import annotations

from dataclasses import replace

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from app.accounts.actor import Actor
from app.accounts.setup import ring
from app.cases import queries as cases
from app.cases.models import PracticeCase
from app.cases.naming import case_label, spoken
from app.catalogue.instrument_types import Instrument
from app.core.clock import today
from app.core.errors import Conflict, Invalid, NotFound
from app.core.spoken import SPOKEN
from app.core.words import N_
from app.duty import queries as duty
from app.duty.phones import duty_phones
from app.enrolment import queries as enrolment
from app.enrolment.models import Enrolment
from app.measures import judging, presenters, queries, sealing, service
from app.measures.drafts import MeasureDraft, SentTwice
from app.measures.forms import MeasureForm
from app.measures.models import DRAFT, OPEN, CaseMeasure
from app.placements import queries as placements
from app.placements.models import Supervisor
from app.web.forms import UNWRITABLE, read_version
from app.web.languages import gettext, language
from app.web.render import page

NONE = N_("You are learning in no programme.")


def new(actor: Actor) -> ResponseReturnValue:
    """`?instrument=` opens a form, `?case=` with a case chosen, `?corrects=` with what was typed wrongly."""
    if corrects := read_version(request.args.get("corrects")):
        return _correcting(actor, queries.get_own(actor, corrects))
    learner = _learner(actor, request.args.get("enrolment"))
    instrument = queries.list_instruments(actor.release_id).get(request.args.get("instrument", ""))
    case_id = read_version(request.args.get("case"))
    if instrument is None or not judging.takes_scores(learner):
        return _choose(actor, learner, case_id)
    day = today(learner.cohort.institution.time_zone)
    draft = MeasureDraft(case_id=case_id, instrument=instrument.id, language=language(), taken_on=day)
    return _page(actor, learner, instrument, MeasureForm.of(draft), draft)


def create(actor: Actor) -> ResponseReturnValue:
    """303 to the measure, also when it arrives again; 409 for other words under one id; 422 for what cannot be."""
    learner, form = _learner(actor, request.form.get("enrolment")), MeasureForm()
    instrument = queries.list_instruments(actor.release_id).get(request.form.get("instrument", ""))
    if instrument is None:
        return _choose(actor, learner, 0), 422
    draft = form.draft(instrument)
    if form.validate_on_submit():
        try:
            measure = service.take(actor, ring(), learner, draft, form.client_id.data or "")
            _answer_along(actor, measure, form)
            return _go_on(measure, is_along=form.is_along)
        except SentTwice as error:
            return _twice(actor, error), 409
        except Invalid as error:
            form.refuse(error)
    return _page(actor, learner, instrument, form, draft), 422


def edit(actor: Actor, measure_id: int) -> ResponseReturnValue:
    measure, instrument = _draft(actor, measure_id)
    answers = sealing.open_answers(sealing.key_of(ring(), actor.id), measure)
    draft = _draft_of(measure, answers)
    form = MeasureForm.of(draft, measure.client_id)
    return _page(actor, measure.enrolment, instrument, form, draft, measure, with_missing=True)


def change(actor: Actor, measure_id: int) -> ResponseReturnValue:
    (measure, instrument), form, status = _draft(actor, measure_id), MeasureForm(), 422
    form.case.data = measure.case_id
    draft = form.draft(instrument)
    if form.validate_on_submit():
        try:
            service.change(actor, ring(), measure, draft, form.seen)
            return _go_on(measure, is_along=form.is_along)
        except Conflict as error:
            form.refuse(error)
            status = 409
        except Invalid as error:
            form.refuse(error)
    return _page(actor, measure.enrolment, instrument, form, draft, measure), status


def _answer_along(actor: Actor, measure: CaseMeasure, form: MeasureForm) -> None:
    """What was said on the device while there was no line. Where it is not whole, the page asks again."""
    if not form.answers_prompt or measure.prompt is None:
        return
    try:
        service.answer(actor, ring(), measure, form.answering(measure.enrolment.cohort.institution.time_zone))
    except Invalid:
        return


def _go_on(measure: CaseMeasure, *, is_along: bool) -> ResponseReturnValue:
    asks = measure.prompt is not None and measure.prompt.state == OPEN
    if measure.state == DRAFT and not asks and not is_along:
        flash(gettext(N_("Kept as a draft: some questions are not answered yet.")), "error")
        return redirect(f"/measures/{measure.id}/edit", code=303)
    if not asks:
        flash(gettext(N_("Kept.")))
    return redirect(f"/measures/{measure.id}", code=303)


def _correcting(actor: Actor, before: CaseMeasure) -> ResponseReturnValue:
    """The form of what was typed wrongly, to be filled once more."""
    instrument = queries.list_instruments(actor.release_id).get(before.instrument)
    if instrument is None or not judging.takes_scores(before.enrolment):
        return _choose(actor, before.enrolment, before.case_id)
    answers = sealing.open_answers(sealing.key_of(ring(), actor.id), before)
    draft = replace(_draft_of(before, answers), corrects_id=before.id)
    return _page(actor, before.enrolment, instrument, MeasureForm.of(draft), draft)


def _draft_of(measure: CaseMeasure, answers: dict[str, int]) -> MeasureDraft:
    return MeasureDraft(
        case_id=measure.case_id,
        instrument=measure.instrument,
        language=measure.language,
        taken_on=measure.taken_on,
        answers=answers,
        total=measure.total,
    )


def _draft(actor: Actor, measure_id: int) -> tuple[CaseMeasure, Instrument]:
    measure = queries.get_own(actor, measure_id)
    instrument = queries.list_instruments(actor.release_id).get(measure.instrument)
    if measure.state != DRAFT or instrument is None:
        raise Conflict(N_("This form is complete. If something in it is wrong, say so on its page."))
    return measure, instrument


def _learner(actor: Actor, wanted: str | None) -> Enrolment:
    """The enrolment that is named, else the newest. Raises NotFound."""
    learners = enrolment.list_own(actor)
    number = read_version(wanted)
    found = [one for one in learners if not wanted or one.id == number]
    if not found:
        raise NotFound(NONE)
    return found[0]


def _choose(actor: Actor, learner: Enrolment, case_id: int) -> str:
    return page(
        "measures/choose.html",
        learner=learner,
        case_id=case_id,
        open_cases=[one.id for one in cases.list_open(learner.id)],
        takes=judging.takes_scores(learner),
        takes_minors=judging.takes_minors(learner),
        instruments=list(queries.list_instruments(actor.release_id).values()),
    )


def _page(
    actor: Actor,
    learner: Enrolment,
    instrument: Instrument,
    form: MeasureForm,
    draft: MeasureDraft,
    measure: CaseMeasure | None = None,
    *,
    with_missing: bool = False,
) -> str:
    form.offer(
        [(one.id, case_label(one)) for one in _cases(learner, draft, measure)],
        [(code, spoken(code)) for code in SPOKEN],
    )
    return page(
        "measures/form.html",
        form=form,
        learner=learner,
        instrument=instrument,
        open_cases=[one.id for one in cases.list_open(learner.id)],
        instruments=list(queries.list_instruments(actor.release_id).values()),
        questions=presenters.questions(instrument, draft.answers, with_missing=with_missing),
        has_text=instrument.has_text(language()),
        typed=draft.answers.get(instrument.conversation_item),
        measure=measure,
        version=measure.version if measure and request.method == "GET" else form.seen,
        corrects_id=draft.corrects_id,
        takes_minors=judging.takes_minors(learner),
        phones=presenters.phones(_signer(learner), duty_phones(duty.list_for(actor))),
        day=today(learner.cohort.institution.time_zone),
    )


def _cases(learner: Enrolment, draft: MeasureDraft, measure: CaseMeasure | None) -> list[PracticeCase]:
    """Open ones, and the one that is measured although it is closed."""
    if measure is not None:
        return [measure.case]
    found = list(cases.list_open(learner.id))
    if draft.corrects_id and draft.case_id not in {one.id for one in found}:
        found += [one for one in cases.list_of(learner.id) if one.id == draft.case_id]
    return found


def _signer(learner: Enrolment) -> Supervisor | None:
    day = today(learner.cohort.institution.time_zone)
    standing = placements.find_covering(learner.id, day)
    return placements.signer_on(standing.placement, day) if standing else None


def _twice(actor: Actor, error: SentTwice) -> str:
    """What stands and what arrived, and ways to keep either."""
    known = queries.list_instruments(actor.release_id)
    instrument = known[error.sent.instrument]
    own = {"enrolment", "client_id", "csrf_token", "version", "then", "corrects"}
    return page(
        "measures/twice.html",
        stored=presenters.line(error.stored, known),
        instrument=instrument,
        sent=error.sent,
        total=judging.total_of(instrument, error.sent),
        client_id=error.stored.client_id,
        fresh_id=MeasureForm.of(error.sent).client_id.data,
        learner=error.stored.enrolment,
        fields=[(name, UNWRITABLE.sub("", value)) for name, value in request.form.items(multi=True) if name not in own],
    )
