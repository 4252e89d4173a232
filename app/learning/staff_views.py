"""Pages of trainers and coordinators: the cohort, one learner, opening a lesson, facilitation notes."""

from __future__ import annotations

from datetime import time

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from app.accounts.actor import Actor
from app.catalogue.types import Lesson
from app.core.clock import now, zone
from app.core.errors import Invalid, NotFound
from app.core.words import N_
from app.duty import queries as duty
from app.enrolment import queries as enrolment
from app.enrolment.models import Enrolment
from app.enrolment.policy import COORDINATING, TEACHING, may_see_cohort
from app.learning import activity, presenters, previews, snapshot, staff_presenters
from app.learning import printing_presenters as printing
from app.learning.forms import OverrideForm
from app.meetings import lists
from app.meetings import queries as meetings
from app.meetings.models import PLANNED, Meeting
from app.performance import lists as performance
from app.performance import queries as performances
from app.progress import overrides
from app.progress import queries as progress
from app.progress.queries import NO_LESSON
from app.releases import queries as releases
from app.scenarios import queries as scenario_lists
from app.web.languages import gettext, language
from app.web.render import page

USUAL_START = 18 * 60


def cohort(actor: Actor, cohort_id: int) -> ResponseReturnValue:
    """Who needs somebody first, then everybody by lesson."""
    found = enrolment.get_cohort(actor, cohort_id)
    catalogue = releases.published(found.release_id or actor.release_id).catalogue
    programme = catalogue.programmes.get(found.programme_id)
    lessons = staff_presenters.lessons_of(catalogue, programme)
    gates = programme.gates if programme else ()
    lines = staff_presenters.lines(activity.list_cohort(found.id), lessons, found.institution.time_zone, gates)
    wanted = request.args.get("state", "")
    chosen = wanted if wanted in staff_presenters.FILTERS else "all"
    return page(
        "learning/cohort.html",
        cohort=found,
        programme=programme,
        lessons=lessons,
        not_started=sorted((x for x in lines if x.state == "not-started"), key=lambda x: x.learner.enrolled_on),
        silent=sorted((x for x in lines if x.state == "silent"), key=lambda x: -x.silent_days),
        lines=[x for x in lines if chosen in ("all", x.state)],
        counts={state: sum(state in ("all", x.state) for x in lines) for state in staff_presenters.FILTERS},
        chosen=chosen,
        words=staff_presenters.state_words(),
        marks=staff_presenters.MARKS,
        coordinates=may_see_cohort(actor, found, COORDINATING),
        duty_gap=duty.find_gap(actor, found),
        has_portfolio=found.programme_id in catalogue.portfolios,
    )


def learner(actor: Actor, enrolment_id: int) -> ResponseReturnValue:
    found = snapshot.get_learner(actor, enrolment_id)
    shot = snapshot.take(found, snapshot.read_day("", found.cohort.institution.time_zone))
    upcoming, past = lists.own_seats([found])
    return page(
        "learning/learner.html",
        learner=found,
        shot=shot,
        standings=shot.standings,
        titles=shot.content.catalogue.lessons,
        may_open=overrides.may_open(actor, found),
        opened=overrides.list_overrides(found.id),
        upcoming=upcoming,
        past=past,
        tasks=lists.tasks(actor, meetings.list_tasks([found.id])),
        role_plays=performance.lines(actor, performances.list_of_learner(found.id)),
        looks=previews.list_looks(found.person_id),
        plays=scenario_lists.list_plays(found.id, shot.lessons),
        words=staff_presenters.state_words(),
    )


def open_page(actor: Actor, enrolment_id: int, lesson_id: str) -> ResponseReturnValue:
    found, lesson = _locked(actor, enrolment_id, lesson_id)
    return page("learning/open.html", learner=found, lesson=lesson, form=OverrideForm(formdata=None))


def open_lesson(actor: Actor, enrolment_id: int, lesson_id: str) -> ResponseReturnValue:
    found, lesson = _locked(actor, enrolment_id, lesson_id)
    form = OverrideForm()
    if form.validate_on_submit():
        try:
            overrides.open_lesson(actor, found, lesson, form.reason.data or "")
            flash(gettext(N_("The lesson is open for this learner.")))
            return redirect(f"/learners/{found.id}", code=303)
        except Invalid as error:
            form.refuse(error)
    return page("learning/open.html", learner=found, lesson=lesson, form=form), 422


def _locked(actor: Actor, enrolment_id: int, lesson_id: str) -> tuple[Enrolment, Lesson]:
    found = snapshot.get_learner(actor, enrolment_id)
    catalogue = releases.published(found.cohort.release_id or actor.release_id).catalogue
    programme = catalogue.programmes.get(found.cohort.programme_id)
    lesson = catalogue.lessons.get(lesson_id)
    if programme is None or lesson is None or lesson.module not in programme.modules:
        raise NotFound(NO_LESSON)
    return found, lesson


def get_facilitated(actor: Actor, lesson_id: str) -> tuple[releases.Published, Lesson]:
    """A lesson with notes, for those who teach; for everybody else there is no such page. Raises NotFound."""
    content = releases.published(actor.release_id)
    lesson = content.catalogue.lessons.get(lesson_id)
    if not actor.has_role(*TEACHING) or lesson is None or lesson.facilitation is None:
        raise NotFound(N_("There are no facilitation notes here."))
    return content, lesson


def facilitation(actor: Actor, lesson_id: str) -> ResponseReturnValue:
    content, lesson = get_facilitated(actor, lesson_id)
    typed = request.args.get("start", "")
    wanted = read_clock(typed)
    start = next_start(actor, lesson_id) if wanted is None else wanted
    shown = presenters.segments(content, lesson_id, language(), facilitation=True)
    return page(
        "learning/facilitation.html",
        lesson=lesson,
        notes=staff_presenters.notes(lesson, shown, start),
        start=staff_presenters.wall_clock(start),
        typed=typed,
        is_wrong=bool(typed) and wanted is None,
        parts=printing.choices(),
    )


def simulated_cases(actor: Actor, programme_id: str) -> ResponseReturnValue:
    """Whom actors play: for those who teach. Whoever learns here has no such page, whatever else they are."""
    catalogue = releases.published(actor.release_id).catalogue
    programme = catalogue.programmes.get(programme_id)
    learns = any(one.programme_id == programme_id for one in progress.list_learning(actor.id))
    if programme is None or not programme.simulated_cases or learns or not actor.has_role(*TEACHING):
        raise NotFound(N_("There are no simulated cases here."))
    return page("learning/simulated-cases.html", programme=programme, lessons=catalogue.lessons)


def read_clock(text: str) -> int | None:
    """`18:00` as minutes after midnight; None for anything else."""
    try:
        found = time.fromisoformat(text)
    except ValueError:
        return None
    return found.hour * 60 + found.minute


def next_start(actor: Actor, lesson_id: str) -> int:
    """When the actor's next meeting of this lesson begins, as the institution's clock says; else the usual time."""
    coming = meetings.list_run(actor, Meeting.lesson_id == lesson_id, Meeting.state == PLANNED, Meeting.ends_at > now())
    if not coming:
        return USUAL_START
    local = coming[0].starts_at.astimezone(zone(coming[0].cohort.institution.time_zone))
    return local.hour * 60 + local.minute
