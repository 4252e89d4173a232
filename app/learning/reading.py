"""Who reads a lesson, and how: as its learner, or as staff that may read everything that is taught."""

from __future__ import annotations

from dataclasses import dataclass

from app.accounts.actor import Actor
from app.catalogue.types import Lesson, Programme
from app.core.errors import NotFound
from app.core.words import N_
from app.enrolment.policy import TEACHING
from app.progress import queries as progress
from app.progress import rules
from app.progress.queries import Began, Learning
from app.releases import queries as releases

READERS = ("trainer", "coordinator", "supervisor", "reviewer", "administrator")


@dataclass(frozen=True, slots=True)
class Reading:
    """A lesson opened by somebody. `learning` is None for staff who are not its learners."""

    lesson: Lesson
    content: releases.Published
    learning: Learning | None
    programme: Programme | None
    standing: rules.Standing
    may_facilitate: bool

    @property
    def began(self) -> Began | None:
        return self.learning.lessons.get(self.lesson.id) if self.learning else None


def open_programme(actor: Actor, programme_id: str) -> tuple[releases.Published, Learning | None]:
    """The programme's content, for who learns in it and for staff that may read everything. Raises NotFound."""
    learning = next((x for x in progress.list_learning(actor.id) if x.programme_id == programme_id), None)
    if learning is None and not actor.has_role(*READERS):
        raise NotFound(N_("This programme is not one of yours."))
    content = learning.content(actor.release_id) if learning else releases.published(actor.release_id)
    found = content.catalogue.programmes.get(programme_id)
    if found is None or not found.modules:
        raise NotFound(N_("There is no such programme."))
    return content, learning


def open_lesson(actor: Actor, lesson_id: str) -> Reading:
    """Raises NotFound for a lesson that is neither the actor's to learn nor theirs to teach."""
    is_reader, may_facilitate = actor.has_role(*READERS), actor.has_role(*TEACHING)
    try:
        learning, content, lesson = progress.get_for_lesson(actor, lesson_id)
    except NotFound:
        if not is_reader:
            raise
        return _as_staff(actor, lesson_id)
    standing = rules.standing(lesson, learning.started, learning.completed, learning.opened)
    return Reading(lesson, content, learning, learning.programme(content.catalogue), standing, may_facilitate)


def _as_staff(actor: Actor, lesson_id: str) -> Reading:
    content = releases.published(actor.release_id)
    lesson = content.catalogue.lessons.get(lesson_id)
    if lesson is None:
        raise NotFound(progress.NO_LESSON)
    programme = next((p for p in content.catalogue.programmes.values() if lesson.module in p.modules), None)
    state: rules.State = "planned" if lesson.is_planned else "open"
    return Reading(lesson, content, None, programme, rules.Standing(state), actor.has_role(*TEACHING))
