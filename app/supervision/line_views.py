"""One line of an agenda, several at once, and what is ticked off."""

from __future__ import annotations

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from app.accounts.actor import Actor
from app.core.db import session, write_transaction
from app.core.errors import Conflict, Invalid, NotFound
from app.core.words import N_
from app.measures import queries as measures
from app.supervision import agenda, case_presenters, deciding, policy, presenters, queries, reach, reading
from app.supervision.agenda import Line
from app.supervision.forms import DecisionForm
from app.supervision.models import SupervisionSession
from app.supervision.service import subject
from app.web.forms import read_version
from app.web.languages import gettext, ngettext
from app.web.noticing import says
from app.web.render import page


def case(actor: Actor, supervision_id: int, case_id: int) -> ResponseReturnValue:
    found = queries.get_session(actor, supervision_id)
    line = _of_case(actor, found, case_id)
    return _page(actor, found, line, DecisionForm.of(line.item))


def decide_case(actor: Actor, supervision_id: int, case_id: int) -> ResponseReturnValue:
    found = queries.get_session(actor, supervision_id)
    return _decide(actor, found, _of_case(actor, found, case_id))


def general(actor: Actor, supervision_id: int, enrolment_id: int) -> ResponseReturnValue:
    found = queries.get_session(actor, supervision_id)
    line = deciding.get_line(actor, found, enrolment_id, None)
    return _page(actor, found, line, DecisionForm.of(line.item))


def decide_general(actor: Actor, supervision_id: int, enrolment_id: int) -> ResponseReturnValue:
    found = queries.get_session(actor, supervision_id)
    return _decide(actor, found, deciding.get_line(actor, found, enrolment_id, None))


def go_on(actor: Actor, supervision_id: int) -> ResponseReturnValue:
    found = queries.get_session(actor, supervision_id)
    chosen = {read_version(text) for text in request.form.getlist("case")}
    number = deciding.go_on(actor, found, chosen)
    if number:
        flash(ngettext("%(num)s case goes on as planned.", "%(num)s cases go on as planned.", number))
    else:
        flash(gettext(N_("Choose at least one case.")), "error")
    return redirect(f"/supervision/{supervision_id}", code=303)


def tick(actor: Actor, item_id: int) -> ResponseReturnValue:
    """Back to where it was ticked: `to` is one of the pages that show it."""
    item = queries.get_item(actor, item_id)
    deciding.tick(actor, item, is_done=request.form.get("done") == "1")
    pages = {
        "session": f"/supervision/{item.session_id}",
        "case": f"/cases/{item.case_id}" if item.case_id else "/supervision",
    }
    return redirect(pages.get(request.form.get("to", ""), "/supervision"), code=303)


def _of_case(actor: Actor, found: SupervisionSession, case_id: int) -> Line:
    """Raises NotFound for a case of nobody whose part the actor decides about."""
    members = [one for one in found.members if deciding.may_decide(actor, found, one)]
    for part in reach.of_session(actor, found, members):
        for line in part.lines:
            if line.case is not None and line.case.id == case_id:
                return line
    raise NotFound(queries.NO_CASE)


def _decide(actor: Actor, found: SupervisionSession, line: Line) -> ResponseReturnValue:
    form, status = DecisionForm(), 422
    case_id = line.case.id if line.case else None
    if form.validate_on_submit() and form.is_meant:
        try:
            deciding.decide(actor, found, line.enrolment_id, case_id, form.wanted(), form.seen)
            return redirect(_next(actor, found, line, form), code=303)
        except (Invalid, Conflict) as error:
            form.refuse(error)
            status = error.status
    return _page(actor, found, line, form), status


def _next(actor: Actor, found: SupervisionSession, line: Line, form: DecisionForm) -> str:
    following = presenters.next_line(presenters.sides(actor, found), line) if form.goes_on else None
    return presenters.path_of(found, following) if following else f"/supervision/{found.id}"


def _page(actor: Actor, found: SupervisionSession, line: Line, form: DecisionForm) -> str:
    member = next(one for one in found.members if one.enrolment_id == line.enrolment_id)
    if line.case is not None and policy.is_supervisor(actor, found):
        with write_transaction():
            reading.note_case(actor, line.case, subject(found))
    scores = []
    if reads_all := line.enrolment_id in reach.list_whole(actor, found, [member]):
        scores = measures.scores([line.case.id]).get(line.case.id, []) if line.case else []
    is_conflict = bool(form.form_errors) and request.method == "POST"
    if is_conflict:
        session().rollback()
    return page(
        "supervision/line.html",
        session=found,
        row=presenters.row(found),
        line=line,
        learner=member.enrolment.person,
        is_own=member.enrolment.person_id == actor.id,
        is_closed=agenda.is_closed(found, member),
        action=presenters.path_of(found, line),
        scores=case_presenters.score_lines(scores),
        reads_all=reads_all,
        form=form,
        version=line.item.version if line.item and request.method == "GET" else form.seen,
        words=case_presenters.spoken(),
        says=says(),
    )
