"""Playing a scenario: begin, choose, try again; and the private way beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete, insert, update

from app.accounts.actor import Actor, person_id
from app.audit import service as audit
from app.catalogue import walks
from app.catalogue.types import Lesson, Scenario
from app.core.clock import day_of, now
from app.core.db import insert_unless_there, session
from app.core.errors import Conflict, Forbidden, Invalid, NotFound
from app.core.words import N_
from app.notices.kinds import SCENARIO_SETTLED
from app.notices.service import tell
from app.progress import rules as progress_rules
from app.progress import service as progress
from app.progress.queries import Learning, done_steps, list_opened
from app.progress.rules import SCENARIO
from app.releases import queries as releases
from app.scenarios import queries, rules
from app.scenarios.models import Alternative, Run, Step
from app.scenarios.queries import PASSED, TALK_AGAIN, Playing

NO_SCENARIO = N_("This lesson has no scenario.")
LOCKED = N_("This lesson is still locked.")
CHOOSE = N_("Choose one of the answers, then go on.")
SETTLED = N_("Somebody has settled this request already.")


@dataclass(frozen=True, slots=True)
class Chose:
    """What a choice brought: the way as it stands now, and whether this very choice is the one that counts."""

    way: rules.Way
    is_kept: bool
    outcome: progress.Outcome | None = None


def start(learning: Learning, lesson: Lesson, release_id: int, *, anew: bool = False) -> Run:
    """Begins a run, or gives back the open one, which `anew` leaves first. Raises Forbidden while locked."""
    scenario = scenario_of(lesson)
    _require_open(learning, lesson)
    before = queries.list_runs(learning.enrolment_id, scenario.id, to_begin=True)
    if before and before[-1].finished_at is None and not anew:
        return before[-1]
    run = _begin(learning.enrolment_id, lesson, scenario, release_id, before)
    progress.start(learning.enrolment_id, lesson)
    return run


def scenario_of(lesson: Lesson) -> Scenario:
    if lesson.scenario is None:
        raise NotFound(NO_SCENARIO)
    return lesson.scenario


def _require_open(learning: Learning, lesson: Lesson) -> None:
    opened = list_opened(learning.enrolment_id)
    if progress_rules.standing(lesson, learning.started, learning.completed, opened).state in ("planned", "locked"):
        raise Forbidden(LOCKED)


def _begin(
    enrolment_id: int,
    lesson: Lesson,
    scenario: Scenario,
    release_id: int,
    before: Sequence[Run],
    replay_of: int | None = None,
) -> Run:
    """A new run; one that is open is left where it stands, for there is one open run at a time."""
    is_open = (Run.enrolment_id == enrolment_id, Run.scenario_id == scenario.id, Run.finished_at.is_(None))
    session().execute(update(Run).where(*is_open).values(finished_at=now()))
    run = Run(
        enrolment_id=enrolment_id,
        lesson_id=lesson.id,
        scenario_id=scenario.id,
        number=before[-1].number + 1 if before else 1,
        release_id=release_id,
        started_at=now(),
        replay_of_id=replay_of,
    )
    session().add(run)
    session().flush()
    return run


def choose(playing: Playing, lesson: Lesson, number: int, choice_id: str) -> Chose:
    """Keeps the choice of a step; the first one stands. Raises Invalid for none, NotFound for a step to come."""
    scenario = scenario_of(lesson)
    way = rules.follow(scenario, playing.chosen)
    if 1 <= number < way.number:
        return Chose(way, is_kept=way.moments[number - 1].choice.id == choice_id)
    if number != way.number:
        raise NotFound(queries.NO_RUN)
    if playing.finished_at is not None:
        return Chose(way, is_kept=False)
    choice = rules.find_choice(way.scene, choice_id)
    if choice is None:
        raise Invalid(CHOOSE, field="choice")
    values = {
        "run_id": playing.id,
        "number": number,
        "scene_id": way.scene.id,
        "choice_id": choice.id,
        "chosen_at": now(),
    }
    is_kept = insert_unless_there(Step, values)
    way = rules.follow(scenario, (*playing.chosen, (way.scene.id, choice.id)))
    outcome = _finish(playing, lesson, scenario, way) if is_kept and way.scene.ending else None
    return Chose(way, is_kept, outcome)


def _finish(playing: Playing, lesson: Lesson, scenario: Scenario, way: rules.Way) -> progress.Outcome | None:
    is_passed = walks.passes(scenario, way.scene.ending, way.points)
    session().execute(
        update(Run)
        .where(Run.id == playing.id, Run.finished_at.is_(None))
        .values(
            finished_at=now(),
            ending_id=way.scene.id,
            ending=way.scene.ending,
            skills=way.points,
            is_passed=is_passed,
        )
    )
    if scenario.must_pass and not is_passed:
        return None
    day = day_of(now(), playing.time_zone)
    return progress.do_step(playing.enrolment_id, lesson, SCENARIO, release_id=playing.release_id, day=day)


def try_again(playing: Playing, lesson: Lesson, number: int) -> Run:
    """A new run that stands before the choice of step `number`, with all steps before it. Raises NotFound.

    It stays on the release of the run that it repeats, whose scenes the learner has just read.
    """
    scenario = scenario_of(lesson)
    if playing.finished_at is None or not 1 <= number <= len(playing.chosen):
        raise NotFound(queries.NO_RUN)
    before = queries.list_runs(playing.enrolment_id, scenario.id, to_begin=True)
    run = _begin(playing.enrolment_id, lesson, scenario, playing.release_id, before, replay_of=playing.id)
    copied = [
        {"run_id": run.id, "number": at, "scene_id": scene, "choice_id": choice, "chosen_at": run.started_at}
        for at, (scene, choice) in enumerate(playing.chosen[: number - 1], 1)
    ]
    if copied:
        session().execute(insert(Step), copied)
    return run


# the private way


def ask_alternative(learning: Learning, lesson: Lesson) -> None:
    """Notes that the learner wants to talk it through. Asking twice is asking once; nothing else is kept."""
    scenario_of(lesson)
    _require_open(learning, lesson)
    if SCENARIO in done_steps(learning.enrolment_id, lesson.id):
        return
    values = {"enrolment_id": learning.enrolment_id, "lesson_id": lesson.id, "asked_at": now(), "outcome": ""}
    insert_unless_there(Alternative, values)


def take_back(learning: Learning, lesson: Lesson) -> None:
    """The request is gone without a trace, unless somebody has talked with the learner already."""
    own = (Alternative.enrolment_id == learning.enrolment_id, Alternative.lesson_id == lesson.id)
    session().execute(delete(Alternative).where(*own, Alternative.outcome == ""))


def settle(actor: Actor, enrolment_id: int, lesson_id: str, outcome: str) -> None:
    """After a talk: passed does the step, talk-again leaves the request open.

    Raises NotFound for whoever does not teach the learner or asks for themselves, Conflict if it is settled already.
    """
    if outcome not in (PASSED, TALK_AGAIN):
        raise Invalid(N_("Choose how the talk ended."), field="outcome")
    request = queries.get_request(actor, enrolment_id, lesson_id)
    if request.outcome == PASSED:
        raise Conflict(SETTLED)
    request.outcome, request.settled_at, request.settled_by_id = outcome, now(), person_id(actor)
    session().flush()
    cohort = request.enrolment.cohort
    if outcome == PASSED:
        content = releases.published(cohort.release_id or releases.active_release_id())
        lesson = content.catalogue.lessons.get(lesson_id)
        if lesson is None or lesson.scenario is None:
            raise NotFound(queries.NO_REQUEST)
        day = day_of(now(), cohort.institution.time_zone)
        progress.do_step(enrolment_id, lesson, SCENARIO, release_id=content.release_id, answer=PASSED, day=day)
        link = f"/lessons/{lesson_id}/scenario"
        tell(request.enrolment.person_id, SCENARIO_SETTLED, link, lesson_id=lesson_id)
    action = f"scenario-request.{outcome}"
    audit.record(person_id(actor), action, f"enrolment:{enrolment_id}", place=f"cohort:{cohort.id}", detail=lesson_id)
