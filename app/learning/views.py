"""Programme and lesson pages."""

from __future__ import annotations

from flask import redirect, request
from flask.typing import ResponseReturnValue

from app.accounts.actor import Actor
from app.accounts.setup import ring
from app.catalogue.types import Sheet
from app.core.clock import day_of, now, today
from app.core.db import write_transaction
from app.core.encryption import Unreadable
from app.core.errors import Forbidden, Invalid, NotFound
from app.core.words import N_
from app.enrolment.policy import TEACHING
from app.hours.queries import Totals, sum_totals
from app.learning import blocks, gates, outline, presenters, reading
from app.performance import queries as performance
from app.performance.models import Performance
from app.progress import queries as progress
from app.progress import rules, service
from app.reflections import queries as reflections
from app.releases import queries as releases
from app.web.languages import language
from app.web.render import page


def programmes(actor: Actor) -> ResponseReturnValue:
    """Straight to the only programme; otherwise a choice."""
    learning = progress.list_learning(actor.id)
    if len(learning) == 1:
        return redirect(f"/programmes/{learning[0].programme_id}")
    catalogue = releases.published(actor.release_id).catalogue
    own = {x.programme_id for x in learning}
    reads_all = actor.has_role(*reading.READERS)
    shown = [p for p in catalogue.programmes.values() if p.modules and (reads_all or p.id in own)]
    return page("learning/programmes.html", programmes=shown)


def programme(actor: Actor, programme_id: str) -> ResponseReturnValue:
    content, found = reading.open_programme(actor, programme_id)
    prepared = outline.programme_page(content, programme_id, language())
    totals = sum_totals(found.enrolment_id) if found else Totals({}, {})
    started, completed = (found.started, found.completed) if found else (frozenset(), frozenset())
    opened = found.opened if found else frozenset()
    standings = {x.id: rules.standing(x, started, completed, opened) for x in prepared.lessons}
    return page(
        "learning/programme.html",
        prepared=prepared,
        learning=found,
        totals=totals,
        modules=outline.rows(prepared, standings, totals),
        gates=gates.shown(content.catalogue, prepared.programme, found) if found else [],
        may_facilitate=found is None and actor.has_role(*TEACHING),
        has_portfolio=programme_id in content.catalogue.portfolios,
    )


def lesson(actor: Actor, lesson_id: str) -> ResponseReturnValue:
    opened = reading.open_lesson(actor, lesson_id)
    learning = opened.learning
    if learning and opened.standing.state == "open":
        _note_start(learning.enrolment_id, opened)
    if opened.standing.state in ("planned", "locked"):
        missing = [opened.content.catalogue.lessons[x] for x in opened.standing.missing]
        return page("learning/closed.html", opened=opened, lesson=opened.lesson, missing=missing)
    shown = presenters.segments(opened.content, lesson_id, language())
    own = any(x.kind == "reflect" for x in shown)
    writing = _own_writing(actor, lesson_id) if learning and own else {}
    done = progress.done_steps(learning.enrolment_id, lesson_id) if learning else {}
    prepared = outline.programme_page(opened.content, opened.programme.id, language()) if opened.programme else None
    return page(
        "learning/lesson.html",
        opened=opened,
        lesson=opened.lesson,
        module=opened.content.catalogue.modules[opened.lesson.module],
        sources=[opened.content.catalogue.sources[key] for key in opened.lesson.sources],
        strengths=presenters.strength_words(),
        body=blocks.body(
            opened.content, opened.lesson, language(), learns=learning is not None, done=done, writing=writing or {}
        ),
        contents=presenters.contents(opened.content, lesson_id, language()),
        is_writing_readable=writing is not None,
        steps=done,
        waiting=[x.id for x in opened.lesson.steps if x.id not in done],
        role_plays=_role_plays(opened),
        around=presenters.neighbours(prepared.lessons, lesson_id) if prepared else presenters.Neighbours(None, None),
    )


def _role_plays(opened: reading.Reading) -> list[tuple[Sheet, Performance | None]]:
    """What the lesson is rated by, each with the learner's last role-play."""
    rated, learning = opened.content.catalogue.list_sheets(opened.lesson.id), opened.learning
    latest = performance.list_latest(learning.enrolment_id, opened.lesson.id) if rated and learning else {}
    return [(one, latest.get(one.id)) for one in rated]


def _own_writing(actor: Actor, lesson_id: str) -> dict[str, str] | None:
    """None if the person's key is gone or its master key is not at hand: the lesson opens nevertheless."""
    try:
        return reflections.list_texts(ring(), actor.id, lesson_id)
    except Unreadable:
        return None


def _note_start(enrolment_id: int, opened: reading.Reading) -> None:
    """Opening a lesson moves the reading position: the one thing beside last-seen that a GET may write."""
    with write_transaction():
        service.start(enrolment_id, opened.lesson)


def do_step(actor: Actor, lesson_id: str, step_id: str) -> ResponseReturnValue:
    opened = reading.open_lesson(actor, lesson_id)
    if opened.learning is None:
        raise NotFound(progress.NO_LESSON)
    if opened.standing.state in ("planned", "locked"):
        raise Forbidden(N_("This lesson is still locked."))
    step = next((x for x in opened.lesson.steps if x.id == step_id), None)
    if step is None:
        raise NotFound(N_("This lesson has no such step."))
    answer = request.form.getlist("answer")
    known = {item.id for item in step.items}
    if any(x not in known for x in answer) or (step.kind == "decide" and len(answer) != 1):
        raise Invalid(N_("Choose one of the answers, then send it."), field="answer")
    zone = opened.learning.time_zone
    service.do_step(
        opened.learning.enrolment_id,
        opened.lesson,
        step_id,
        release_id=opened.content.release_id,
        answer=",".join(answer),
        day=day_of(now(), zone) if zone else today(),
    )
    return redirect(f"/lessons/{lesson_id}#{step_id}", code=303)
