"""The roll's page: one form for everybody, kept, closed, and corrected."""

from __future__ import annotations

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from app.accounts.actor import Actor
from app.core.errors import Conflict, Forbidden, Invalid
from app.core.words import N_
from app.meetings import lists, presenters, queries, rolls
from app.meetings.forms import RollForm, TypedLine, marks
from app.meetings.models import Meeting
from app.web.languages import gettext
from app.web.render import page

SAID = {
    "keep": N_("The draft is kept. Its minutes are pending until the roll is closed."),
    "close": N_("The roll is closed and the minutes are credited."),
    "correct": N_("The roll is corrected. The ledger has new rows."),
}


def show(actor: Actor, meeting_id: int) -> ResponseReturnValue:
    meeting = queries.get_meeting(actor, meeting_id)
    if meeting.is_cancelled:
        return redirect(f"/meetings/{meeting.id}")
    return _page(meeting, RollForm(formdata=None), {})


def send(actor: Actor, meeting_id: int) -> ResponseReturnValue:
    """One POST for the whole roll; a refused one gives back all that was typed."""
    meeting = queries.get_meeting(actor, meeting_id)
    form = RollForm()
    form.reason.choices = presenters.reason_choices()
    typed = form.read(request.form, queries.list_roll(meeting), meeting)
    if not form.validate() or any(line.error for line in typed.values()):
        return _page(meeting, form, typed), 422
    try:
        done = _act(actor, meeting, form, typed)
    except (Invalid, Forbidden) as error:
        form.refuse(error)
        return _page(meeting, form, typed), error.status
    except Conflict:
        return _page(meeting, form, typed, in_conflict=True), 409
    flash(gettext(SAID[done]))
    return redirect(f"/meetings/{meeting.id}/roll" if done == "keep" else f"/meetings/{meeting.id}", code=303)


def _act(actor: Actor, meeting: Meeting, form: RollForm, typed: dict[int, TypedLine]) -> str:
    if form.action.data == "close":
        rolls.close(actor, meeting, marks(typed), form.seen)
        return "close"
    if form.action.data == "correct":
        rolls.correct(actor, meeting, marks(typed), form.seen, form.reason.data or "")
        return "correct"
    rolls.keep(actor, meeting, marks(typed), form.seen)
    return "keep"


def _page(meeting: Meeting, form: RollForm, typed: dict[int, TypedLine], *, in_conflict: bool = False) -> str:
    form.reason.choices = presenters.reason_choices()
    return page(
        "meetings/roll.html",
        meeting=meeting,
        shown=lists.list_shown([meeting])[0],
        form=form,
        version=meeting.version if in_conflict or request.method == "GET" else form.seen,
        rows=presenters.roll_rows(queries.list_roll(meeting), typed, in_conflict=in_conflict),
        in_conflict=in_conflict,
        mark_words={"present": gettext(N_("present")), "absent": gettext(N_("absent")), "": gettext(N_("not marked"))},
    )
