"""Meetings: one's own, and those that one runs."""

from __future__ import annotations

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from app.accounts.actor import Actor
from app.core.clock import day_of, now
from app.core.errors import Conflict, Invalid
from app.core.words import N_
from app.enrolment import calendar
from app.enrolment import queries as enrolment
from app.enrolment.models import Cohort
from app.meetings import lists, policy, presenters, queries, rolls, service
from app.meetings.forms import MeetingForm, VersionForm
from app.meetings.models import PLANNED, Meeting
from app.web.languages import gettext, language
from app.web.render import page

SOON = 20


def own(actor: Actor) -> ResponseReturnValue:
    """A learner's meetings and make-up tasks; below, for trainers, what they run."""
    enrolments = enrolment.list_own(actor)
    upcoming, past = lists.own_seats(enrolments)
    near = actor.without_nation()
    running = queries.list_run(near, Meeting.state == PLANNED, Meeting.ends_at > now(), limit=SOON)
    return page(
        "meetings/own.html",
        is_learner=bool(enrolments),
        upcoming=upcoming,
        past=past,
        tasks=lists.tasks(actor, queries.list_tasks([x.id for x in enrolments])) if enrolments else [],
        open_rolls=lists.list_shown(queries.list_open_rolls(near)),
        running=lists.list_shown(running),
        cohorts=enrolment.list_cohorts(near),
    )


def of_cohort(actor: Actor, cohort_id: int) -> ResponseReturnValue:
    cohort = enrolment.get_cohort(actor, cohort_id)
    found = lists.list_shown(queries.list_of_cohort(cohort))
    return page(
        "meetings/cohort.html",
        cohort=cohort,
        upcoming=[x for x in found if x.state == "planned"],
        past=[x for x in reversed(found) if x.state != "planned"],
    )


def show(actor: Actor, meeting_id: int) -> ResponseReturnValue:
    meeting = queries.get_visible(actor, meeting_id)
    runs = policy.may_run(actor, meeting.cohort)
    return page(
        "meetings/meeting.html",
        meeting=meeting,
        shown=lists.list_shown([meeting])[0],
        runs=runs,
        roll_is_open=rolls.is_open(meeting),
        roll=queries.list_roll(meeting) if runs and meeting.is_closed else [],
        revisions=queries.list_revisions(meeting) if runs and meeting.is_closed else [],
        reasons=presenters.reasons(),
    )


def new(actor: Actor, cohort_id: int) -> ResponseReturnValue:
    cohort = enrolment.get_cohort(actor, cohort_id)
    form = MeetingForm()
    form.offer(presenters.lesson_choices(cohort, language()))
    return _form(cohort, form)


def schedule(actor: Actor, cohort_id: int) -> ResponseReturnValue:
    cohort = enrolment.get_cohort(actor, cohort_id)
    form = MeetingForm()
    form.offer(presenters.lesson_choices(cohort, language()))
    if form.validate_on_submit():
        try:
            meeting = service.schedule(actor, cohort, form.draft())
            _tell_of_breaks(meeting)
            return redirect(f"/meetings/{meeting.id}", code=303)
        except Invalid as error:
            form.refuse(error)
    return _form(cohort, form), 422


def edit(actor: Actor, meeting_id: int) -> ResponseReturnValue:
    meeting = queries.get_meeting(actor, meeting_id)
    if meeting.state != PLANNED:
        raise Conflict(service.SETTLED)
    form = MeetingForm(formdata=None, data=presenters.wall_clock(meeting))
    form.offer(presenters.lesson_choices(meeting.cohort, language()))
    return _form(meeting.cohort, form, meeting)


def change(actor: Actor, meeting_id: int) -> ResponseReturnValue:
    meeting = queries.get_meeting(actor, meeting_id)
    form, status = MeetingForm(), 422
    form.offer(presenters.lesson_choices(meeting.cohort, language()))
    if form.validate_on_submit():
        try:
            service.change(actor, meeting, form.draft(), form.seen)
            flash(gettext(N_("The meeting is changed.")))
            _tell_of_breaks(meeting)
            return redirect(f"/meetings/{meeting.id}", code=303)
        except Invalid as error:
            form.refuse(error)
        except Conflict:
            if meeting.state != PLANNED:
                raise
            status = 409
    return _form(meeting.cohort, form, meeting, in_conflict=status == 409), status


def _tell_of_breaks(meeting: Meeting) -> None:
    day = day_of(meeting.starts_at, meeting.cohort.institution.time_zone)
    for span in calendar.list_breaks(meeting.cohort.institution_id, day, day):
        told = N_("By the calendar of the institution nothing is taught on this day: %(title)s.")
        flash(gettext(told, title=span.title))


def cancel(actor: Actor, meeting_id: int) -> ResponseReturnValue:
    meeting = queries.get_meeting(actor, meeting_id)
    service.cancel(actor, meeting, VersionForm().seen)
    flash(gettext(N_("The meeting is cancelled.")))
    return redirect(f"/cohorts/{meeting.cohort_id}/meetings", code=303)


def _form(cohort: Cohort, form: MeetingForm, meeting: Meeting | None = None, *, in_conflict: bool = False) -> str:
    version = meeting.version if meeting and (in_conflict or request.method == "GET") else form.seen
    return page(
        "meetings/edit.html",
        cohort=cohort,
        form=form,
        meeting=meeting,
        shown=lists.list_shown([meeting])[0] if meeting else None,
        version=version,
        in_conflict=in_conflict,
    )
