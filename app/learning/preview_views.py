"""As this learner, on this day: read-only, structure only, on record; and the record, for the learner."""

from __future__ import annotations

from flask import request
from flask.typing import ResponseReturnValue

from app.accounts.actor import Actor
from app.core.db import write_transaction
from app.core.errors import NotFound
from app.enrolment import queries as enrolment
from app.hours import figures
from app.learning import outline, previews, snapshot, staff_presenters
from app.learning.snapshot import Snapshot
from app.meetings import queries as meetings
from app.progress import overrides, rules
from app.progress.queries import NO_LESSON
from app.releases import queries as releases
from app.web.languages import language
from app.web.render import page


def home(actor: Actor, enrolment_id: int) -> ResponseReturnValue:
    shot = _look(actor, enrolment_id, "home")
    touched = {lesson_id: span.started_at for lesson_id, span in shot.spans.items()}
    following = rules.next_lesson(shot.lessons, shot.standings, touched)
    return _page(
        "learning/preview-home.html",
        shot,
        following=following,
        is_begun=bool(following and shot.standings[following.id].state == "started"),
        figures=figures.requirements(shot.programme, shot.totals),
        meeting=meetings.find_next_of(enrolment_id, snapshot.end_of(shot)),
        titles=shot.content.catalogue.lessons,
    )


def programme(actor: Actor, enrolment_id: int, programme_id: str) -> ResponseReturnValue:
    shot = _look(actor, enrolment_id, f"programme:{programme_id}", programme_id=programme_id)
    return _page(
        "learning/preview-programme.html",
        shot,
        prepared=outline.programme_page(shot.content, programme_id, language()),
        standings=shot.standings,
        titles=shot.content.catalogue.lessons,
        words=staff_presenters.state_words(),
    )


def lesson(actor: Actor, enrolment_id: int, lesson_id: str) -> ResponseReturnValue:
    shot = _look(actor, enrolment_id, f"lesson:{lesson_id}", lesson_id=lesson_id)
    found = shot.content.catalogue.lessons[lesson_id]
    return _page(
        "learning/preview-lesson.html",
        shot,
        lesson=found,
        standing=shot.standings[lesson_id],
        span=shot.spans.get(lesson_id),
        needed=rules.required_steps(found),
        steps=snapshot.list_steps(shot, lesson_id),
        titles=shot.content.catalogue.lessons,
        words=staff_presenters.state_words(),
    )


def _look(actor: Actor, enrolment_id: int, what: str, *, programme_id: str = "", lesson_id: str = "") -> Snapshot:
    """The learner as of `?on=`, once the look is on record. Raises NotFound for what is not theirs."""
    learner = snapshot.get_learner(actor, enrolment_id)
    shot = snapshot.take(learner, snapshot.read_day(request.args.get("on", ""), learner.cohort.institution.time_zone))
    if programme_id and programme_id != shot.programme.id:
        raise NotFound(NO_LESSON)
    if lesson_id and lesson_id not in shot.standings:
        raise NotFound(NO_LESSON)
    with write_transaction():
        previews.record(actor, shot, what)
    return shot


def _page(template: str, shot: Snapshot, **context: object) -> str:
    time_zone = shot.learner.cohort.institution.time_zone
    return page(template, shot=shot, learner=shot.learner, time_zone=time_zone, **context)


def own(actor: Actor) -> ResponseReturnValue:
    """Who looked at the actor's pages, and which lessons were opened for them."""
    enrolments = enrolment.list_own(actor)
    catalogue = releases.published(actor.release_id).catalogue
    return page(
        "learning/previews.html",
        looks=previews.list_looks(actor.id),
        opened=[one for x in enrolments for one in overrides.list_overrides(x.id)],
        titles=catalogue.lessons,
        programmes=catalogue.programmes,
    )
