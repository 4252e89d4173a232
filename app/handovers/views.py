"""Hand-overs: one's own, those offered to one, those that one coordinates; and each of them."""

from __future__ import annotations

from dataclasses import dataclass

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from app.accounts.actor import Actor
from app.core.clock import now, today
from app.core.db import write_transaction
from app.core.errors import Conflict, Invalid
from app.core.words import N_
from app.enrolment.policy import COORDINATING
from app.handovers import policy, presenters, queries, rules, service
from app.handovers.forms import AnswerForm, ProgressForm, WithdrawForm
from app.handovers.models import Handover
from app.handovers.setup import waits
from app.web.languages import gettext
from app.web.noticing import says
from app.web.render import page

LATE, UNDER_WAY = "late", "live"


@dataclass
class Forms:
    """The forms of a hand-over's page; one of them may come back with what was typed."""

    answer: AnswerForm | None = None
    progress: ProgressForm | None = None
    withdraw: WithdrawForm | None = None


def listing(actor: Actor) -> ResponseReturnValue:
    """`?state=` shows coordinators one state, what is late, or what is under way."""
    at, coordinates = now(), actor.has_role(*COORDINATING)
    state = request.args.get("state", "")
    state = state if state in (*rules.STATES, LATE) else UNDER_WAY
    states = (state,) if state in rules.STATES else rules.LIVE
    watched = queries.list_watched(actor, states, at if state == LATE else None) if coordinates else []
    return page(
        "handovers/handovers.html",
        received=presenters.lines(actor, queries.list_received(actor), at),
        sent=presenters.lines(actor, queries.list_sent(actor), at),
        watched=presenters.lines(actor, watched, at),
        filters=_filters(actor) if coordinates else [],
        coordinates=coordinates,
        state=state,
        is_full=len(watched) == queries.SHOWN,
    )


def _filters(actor: Actor) -> list[tuple[str, str, int]]:
    """What coordinators can choose to see, with how many there are; nothing where there is none at all."""
    counts = queries.count_watched(actor)
    under_way = sum(counts.get(one, 0) for one in rules.LIVE)
    found = [(one, word, counts[one]) for one, word in presenters.states().items() if counts.get(one)]
    always = [
        (UNDER_WAY, gettext(N_("Under way")), under_way),
        (LATE, gettext(N_("Waits too long")), queries.count_late(actor, now())),
    ]
    return [*always, *found] if found else []


def show(actor: Actor, handover_id: int) -> ResponseReturnValue:
    handover = queries.get_handover(actor, handover_id)
    with write_transaction():
        service.note_read(actor, handover)
    return _page(actor, handover, Forms())


def answer(actor: Actor, handover_id: int) -> ResponseReturnValue:
    handover, form = queries.get_handover(actor, handover_id), AnswerForm()
    return _act(actor, handover, form, Forms(answer=form))


def progress(actor: Actor, handover_id: int) -> ResponseReturnValue:
    handover, form = queries.get_handover(actor, handover_id), ProgressForm()
    form.offer(presenters.steps(handover.state))
    return _act(actor, handover, form, Forms(progress=form))


def _act(actor: Actor, handover: Handover, form: AnswerForm | ProgressForm, forms: Forms) -> ResponseReturnValue:
    try:
        if not form.validate() or not form.is_meant:
            return _page(actor, handover, forms), 422
        done = _answer(actor, handover, form) if isinstance(form, AnswerForm) else _go_on(actor, handover, form)
        flash(gettext(done))
    except Conflict:
        return _page(actor, handover, Forms(), in_conflict=True), 409
    except Invalid as error:
        form.refuse(error)
        return _page(actor, handover, forms), 422
    return redirect(f"/handovers/{handover.id}", code=303)


def _answer(actor: Actor, handover: Handover, form: AnswerForm) -> str:
    if form.is_yes:
        confirmed = bool(form.guardian_confirmed.data)
        seen, told = form.version_seen, form.told()
        service.accept(actor, handover, seen, waits(), told, guardian_confirmed=confirmed)
        return N_("Accepted. Now see how the person gets there.")
    service.decline(actor, handover, form.version_seen, form.decline_reason.data or "", form.told())
    return N_("Declined. Nothing of the person is shown to the receiver any more.")


def _go_on(actor: Actor, handover: Handover, form: ProgressForm) -> str:
    if form.step.data == rules.BEGUN:
        service.begin(actor, handover, form.version_seen, form.on.data, form.told())
    else:
        service.close(actor, handover, form.version_seen, form.step.data or "", form.told())
    return N_("It is written down, and whoever handed over knows.")


def withdraw(actor: Actor, handover_id: int) -> ResponseReturnValue:
    handover, form = queries.get_handover(actor, handover_id), WithdrawForm()
    form.offer(presenters.ways(actor, handover))
    try:
        if not form.validate():
            return _page(actor, handover, Forms(withdraw=form)), 422
        service.withdraw(actor, handover, form.version_seen, form.why.data or "")
    except Conflict:
        return _page(actor, handover, Forms(), in_conflict=True), 409
    except Invalid as error:
        form.refuse(error)
        return _page(actor, handover, Forms(withdraw=form)), 422
    flash(gettext(N_("It is taken back, and what was written of the person is deleted.")))
    return redirect(f"/handovers/{handover.id}", code=303)


def _page(actor: Actor, handover: Handover, forms: Forms, *, in_conflict: bool = False) -> str:
    side = policy.side_of(actor, handover)
    is_receiver = side == policy.RECEIVER
    reads = side == policy.SENDER or (is_receiver and rules.is_readable(handover.state))
    own_case = handover.to_case if is_receiver else handover.case if side == policy.SENDER else None
    day = today(handover.enrolment.cohort.institution.time_zone)
    _fill(actor, forms, handover, {"told_on": None if handover.to_person_id else day})
    return page(
        "handovers/handover.html",
        handover=handover,
        line=presenters.line(actor, handover, now()),
        side=side,
        reads=reads,
        facts=presenters.facts(handover.case) if reads else None,
        language=presenters.spoken(handover.language),
        consent=presenters.consent(handover),
        reason=presenters.reason(handover),
        kind=gettext(rules.KINDS[handover.receiver.kind]),
        acts=presenters.acts(handover.events),
        own_case=own_case,
        entry_path=presenters.entry_path(own_case.enrolment, own_case.id) if own_case else "",
        answers=policy.may_answer(actor, handover),
        is_told=handover.to_person_id is None,
        forms=forms,
        says=says(),
        day=day,
        in_conflict=in_conflict,
    )


def _fill(actor: Actor, forms: Forms, handover: Handover, data: dict[str, object]) -> None:
    """The forms that did not come with the request."""
    forms.answer = forms.answer or AnswerForm(formdata=None, data=data)
    forms.progress = forms.progress or ProgressForm(formdata=None, data=data)
    if handover.to_person_id is None:
        forms.answer.ask_who_told()
        forms.progress.ask_who_told()
    forms.progress.offer(presenters.steps(handover.state))
    forms.withdraw = forms.withdraw or WithdrawForm(formdata=None)
    forms.withdraw.offer(presenters.ways(actor, handover))
