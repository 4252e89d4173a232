"""Reading runs: a run is its learner's own; staff see how many there were, and never what was chosen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, bindparam, exists, func, or_, select

from app.accounts.actor import Actor
from app.accounts.models import Institution, Person, RoleGrant
from app.catalogue.types import Lesson, Words
from app.core.clock import today
from app.core.db import fetch, hold, session
from app.core.errors import NotFound
from app.core.words import N_
from app.enrolment.models import Cohort, Enrolment
from app.progress.models import StepDone
from app.progress.rules import SCENARIO
from app.scenarios import policy
from app.scenarios.models import Alternative, Run, Step

NO_RUN = N_("There is no such run of yours.")
NO_REQUEST = N_("There is no such request.")
PASSED, TALK_AGAIN = "passed", "talk-again"
MOST_REQUESTS = 200


@dataclass(frozen=True, slots=True)
class Playing:
    """A run with the choices made so far, as scene and choice."""

    id: int
    enrolment_id: int
    lesson_id: str
    scenario_id: str
    number: int
    release_id: int
    finished_at: datetime | None
    ending: str
    is_passed: bool
    replay_of_id: int | None
    time_zone: str  # the institution's: a credit falls on its day
    chosen: tuple[tuple[str, str], ...]

    @property
    def is_left(self) -> bool:
        """Given up for another run before it came to an ending."""
        return self.finished_at is not None and not self.ending


_playing = (
    select(
        Run.id,
        Run.enrolment_id,
        Run.lesson_id,
        Run.scenario_id,
        Run.number,
        Run.release_id,
        Run.finished_at,
        Run.ending,
        Run.is_passed,
        Run.replay_of_id,
        Institution.time_zone,
        Step.scene_id,
        Step.choice_id,
    )
    .select_from(Run)
    .join(Enrolment, Enrolment.id == Run.enrolment_id)
    .join(Cohort, Cohort.id == Enrolment.cohort_id)
    .join(Institution, Institution.id == Cohort.institution_id)
    .outerjoin(Step, Step.run_id == Run.id)
    .where(Run.id == bindparam("run"), Enrolment.person_id == bindparam("person"))
    .order_by(Step.number)
)
_lock = select(Run.id).where(Run.id == bindparam("run")).with_for_update()
_lock_enrolment = select(Enrolment.id).where(Enrolment.id == bindparam("enrolment")).with_for_update(key_share=True)


def get_playing(actor: Actor, run_id: int, *, to_choose: bool = False) -> Playing:
    """The actor's own run. Raises NotFound.

    `to_choose` makes choices that arrive together wait for one another.
    """
    if to_choose:
        hold(_lock, {"run": run_id})
    rows = fetch(_playing, {"run": run_id, "person": actor.id})
    if not rows:
        raise NotFound(NO_RUN)
    chosen = tuple((row[11], row[12]) for row in rows if row[11] is not None)
    values: list[Any] = [*rows[0][:11], chosen]
    return Playing(*values)


def list_runs(enrolment_id: int, scenario_id: str, *, to_begin: bool = False) -> Sequence[Run]:
    """Oldest first. `to_begin` makes those who begin together wait, so that each sees the run begun before it."""
    if to_begin:
        hold(_lock_enrolment, {"enrolment": enrolment_id})
    wanted = select(Run).filter_by(enrolment_id=enrolment_id, scenario_id=scenario_id).order_by(Run.number)
    return session().scalars(wanted).all()


@dataclass(frozen=True, slots=True)
class Played:
    """All that staff read of a learner's scenario: whether it is done, and how many runs came to an ending."""

    title: Words
    runs: int
    is_done: bool


def list_plays(enrolment_id: int, lessons: Iterable[Lesson]) -> list[Played]:
    """Of the scenarios in these lessons, those that the learner has played or done; two statements."""
    ended = select(Run.lesson_id, func.count()).where(Run.enrolment_id == enrolment_id, Run.ending != "")
    runs = {row[0]: row[1] for row in session().execute(ended.group_by(Run.lesson_id))}
    wanted = select(StepDone.lesson_id).filter_by(enrolment_id=enrolment_id, step_id=SCENARIO)
    done = set(session().scalars(wanted))
    return [
        Played(lesson.scenario.title, runs.get(lesson.id, 0), lesson.id in done)
        for lesson in lessons
        if lesson.scenario and (lesson.id in runs or lesson.id in done)
    ]


# the private way


def find_alternative(enrolment_id: int, lesson_id: str) -> Alternative | None:
    return session().get(Alternative, (enrolment_id, lesson_id))


def _open(actor: Actor) -> Select[Alternative]:
    """Requests of learners who have not passed meanwhile, in this way or by playing."""
    done = exists().where(
        StepDone.enrolment_id == Alternative.enrolment_id,
        StepDone.lesson_id == Alternative.lesson_id,
        StepDone.step_id == SCENARIO,
    )
    return (
        select(Alternative)
        .join(Enrolment, Enrolment.id == Alternative.enrolment_id)
        .join(Cohort, Cohort.id == Enrolment.cohort_id)
        .where(policy.visible_alternatives(actor), Enrolment.left_on.is_(None), ~done)
    )


def list_requests(actor: Actor) -> Sequence[Alternative]:
    """Those that wait for somebody, the longest first."""
    return session().scalars(_open(actor).order_by(Alternative.asked_at).limit(MOST_REQUESTS)).all()


def count_requests(actor: Actor) -> int:
    return session().scalar(select(func.count()).select_from(_open(actor).subquery())) or 0


def get_request(actor: Actor, enrolment_id: int, lesson_id: str) -> Alternative:
    """Locked, so that two who settle it wait for one another. Raises NotFound."""
    wanted = select(Alternative).filter_by(enrolment_id=enrolment_id, lesson_id=lesson_id).with_for_update()
    found = session().scalars(wanted).first()
    if found is None or not policy.may_see_alternative(actor, found):
        raise NotFound(NO_REQUEST)
    return found


def list_helpers(cohort_id: int) -> Sequence[str]:
    """Names of those who come back to a learner: the cohort's trainers, else the institution's coordinators."""
    for role, place_kind, place in (
        ("trainer", "cohort", select(Cohort.id)),
        ("coordinator", "institution", select(Cohort.institution_id)),
    ):
        day = today()
        wanted = (
            select(Person.name)
            .join(RoleGrant, RoleGrant.person_id == Person.id)
            .where(
                RoleGrant.role == role,
                RoleGrant.place_kind == place_kind,
                RoleGrant.place_id == place.where(Cohort.id == cohort_id).scalar_subquery(),
                or_(RoleGrant.from_day.is_(None), RoleGrant.from_day <= day),
                or_(RoleGrant.until_day.is_(None), RoleGrant.until_day >= day),
                Person.is_active,
            )
            .order_by(Person.name)
        )
        if names := session().scalars(wanted).all():
            return names
    return ()
