"""Where an actor learns, and what is done there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import bindparam, select

from app.accounts.actor import Actor
from app.accounts.models import Institution
from app.catalogue.types import Catalogue, Lesson, Programme
from app.core.db import Rows, fetch, session
from app.core.errors import NotFound
from app.core.words import N_
from app.enrolment.models import Cohort, Enrolment
from app.progress.models import GateOverride, LessonState, StepDone
from app.releases import queries as releases

NO_LESSON = N_("There is no such lesson in your programmes.")


@dataclass(frozen=True, slots=True)
class Began:
    """A lesson that was begun."""

    last_at: datetime
    completed_at: datetime | None
    place: str


@dataclass(frozen=True, slots=True)
class Learning:
    """One enrolment with everything that pages need of it."""

    enrolment_id: int
    person_id: int
    cohort_id: int
    cohort_name: str
    programme_id: str
    starts_on: date
    time_zone: str
    release_id: int | None  # pinned; None follows the active release
    lessons: dict[str, Began] = field(default_factory=dict)
    opened: set[str] = field(default_factory=set)  # lessons that somebody opened although they were locked

    @property
    def completed(self) -> frozenset[str]:
        return frozenset(self.completions)

    @property
    def completions(self) -> dict[str, datetime]:
        """When each lesson that is complete was completed."""
        return {x: began.completed_at for x, began in self.lessons.items() if began.completed_at}

    @property
    def started(self) -> frozenset[str]:
        return frozenset(self.lessons)

    def content(self, active_release: int | None) -> releases.Published:
        return releases.published(self.release_id or active_release)

    def programme(self, catalogue: Catalogue) -> Programme:
        """Raises NotFound if the release does not hold the programme any more."""
        programme = catalogue.programmes.get(self.programme_id)
        if programme is None:
            raise NotFound(N_("This programme is not in the published content."))
        return programme


_learning = (
    select(
        Enrolment.id,
        Enrolment.person_id,
        Cohort.id.label("cohort_id"),
        Cohort.name,
        Cohort.programme_id,
        Cohort.starts_on,
        Institution.time_zone,
        Cohort.release_id,
        LessonState.lesson_id,
        LessonState.last_at,
        LessonState.completed_at,
        LessonState.place,
        GateOverride.lesson_id.label("opened"),
    )
    .select_from(Enrolment)
    .join(Cohort, Cohort.id == Enrolment.cohort_id)
    .join(Institution, Institution.id == Cohort.institution_id)
    .outerjoin(LessonState, LessonState.enrolment_id == Enrolment.id)
    .outerjoin(GateOverride, GateOverride.enrolment_id == Enrolment.id)  # few have any, hardly anybody several
    .order_by(Cohort.starts_on.desc(), Enrolment.id.desc())
)
_own = _learning.where(Enrolment.person_id == bindparam("person"), Enrolment.left_on.is_(None))
_one = _learning.where(Enrolment.id == bindparam("enrolment"))


def list_learning(person_id: int) -> list[Learning]:
    """Everything that a person learns now, newest cohort first; one statement."""
    return _group(fetch(_own, {"person": person_id}))


def get_learning(enrolment_id: int) -> Learning:
    """One enrolment, whose visibility the caller has checked."""
    found = _group(fetch(_one, {"enrolment": enrolment_id}))
    if not found:
        raise NotFound(N_("There is no such learner here."))
    return found[0]


def _group(rows: Rows) -> list[Learning]:
    found: dict[int, Learning] = {}
    for key, person, cohort, name, programme, starts, zone, pin, lesson, last, completed, place, opened in rows:
        learning = found.get(key)
        if learning is None:
            learning = found[key] = Learning(key, person, cohort, name, programme, starts, zone, pin)
        if lesson is not None:
            learning.lessons[lesson] = Began(last, completed, place)
        if opened is not None:
            learning.opened.add(opened)
    return list(found.values())


def get_for_lesson(actor: Actor, lesson_id: str) -> tuple[Learning, releases.Published, Lesson]:
    """The actor's own enrolment in which a lesson is taught. Raises NotFound."""
    for learning in list_learning(actor.id):
        content = learning.content(actor.release_id)
        lesson = content.catalogue.lessons.get(lesson_id)
        programme = content.catalogue.programmes.get(learning.programme_id)
        if lesson and programme and lesson.module in programme.modules:
            return learning, content, lesson
    raise NotFound(NO_LESSON)


_opened = select(GateOverride.lesson_id).where(GateOverride.enrolment_id == bindparam("enrolment"))


def list_opened(enrolment_id: int) -> frozenset[str]:
    """Lessons that somebody opened for this learner although they were locked."""
    return frozenset(row[0] for row in fetch(_opened, {"enrolment": enrolment_id}))


_steps = select(StepDone.step_id, StepDone.answer).where(
    StepDone.enrolment_id == bindparam("enrolment"), StepDone.lesson_id == bindparam("lesson")
)


def done_steps(enrolment_id: int, lesson_id: str) -> dict[str, str]:
    """Step id → answer."""
    rows = fetch(_steps, {"enrolment": enrolment_id, "lesson": lesson_id})
    return {row[0]: row[1] for row in rows}


def is_completed(enrolment_id: int, lesson_id: str) -> bool:
    """For the proof of the ledger."""
    state = session().get(LessonState, (enrolment_id, lesson_id))
    return state is not None and state.completed_at is not None


def list_completed_alone() -> Iterator[tuple[int, str, int]]:
    """For the proof of the ledger: enrolment, lesson and minutes of every self-study lesson that was completed."""
    columns = (LessonState.enrolment_id, LessonState.lesson_id, LessonState.release_id)
    completed = session().execute(select(*columns).where(LessonState.completed_at.is_not(None)))
    for enrolment_id, lesson_id, release_id in completed.all():
        lesson = releases.published(release_id).catalogue.lessons.get(lesson_id)
        if lesson is not None and lesson.kind == "self-study" and lesson.minutes:
            yield enrolment_id, lesson_id, lesson.minutes
