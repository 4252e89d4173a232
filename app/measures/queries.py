"""Reading measures: one's own, those of a case, what they add up to, and what still asks for a conversation."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import aliased, contains_eager, joinedload

from app.accounts.actor import Actor
from app.cases.models import PracticeCase
from app.catalogue.instrument_types import Instrument
from app.core.clock import now, today
from app.core.db import session
from app.core.errors import NotFound
from app.core.words import N_
from app.enrolment.models import Cohort, Enrolment
from app.measures import policy, rules
from app.measures.models import ACT_NOW, KEPT, MISTYPED, OPEN, CaseMeasure, MeasurePrompt
from app.measures.rules import Score
from app.placements.models import CANCELLED, Placement, PlacementSupervisor
from app.releases import queries as releases

SHOWN = 100
ANSWERED_FOR = timedelta(days=28)
NO_MEASURE = N_("There is no such measure.")
NO_CASE = N_("There is no such case.")

Correction = aliased(CaseMeasure)


def list_instruments(release_id: int | None = None) -> Mapping[str, Instrument]:
    """By id, as the release that is active has them."""
    return releases.published(release_id).catalogue.instruments


def get_measure(actor: Actor, measure_id: int) -> CaseMeasure:
    """One that the actor may read. Raises NotFound."""
    found = session().scalars(_whole().where(CaseMeasure.id == measure_id)).first()
    if found is None or not policy.may_see_measure(actor, found):
        raise NotFound(NO_MEASURE)
    return found


def get_own(actor: Actor, measure_id: int) -> CaseMeasure:
    """One that the actor took. Raises NotFound."""
    found = get_measure(actor, measure_id)
    if found.enrolment.person_id != actor.id:
        raise NotFound(NO_MEASURE)
    return found


def get_case(actor: Actor, case_id: int) -> PracticeCase:
    """A case whose measures the actor may read together. Raises NotFound."""
    case = session().get(PracticeCase, case_id)
    if case is None or not policy.may_see_case(actor, case.enrolment):
        raise NotFound(NO_CASE)
    return case


def find_by_client(enrolment_id: int, client_id: str) -> CaseMeasure | None:
    wanted = _whole().where(CaseMeasure.enrolment_id == enrolment_id, CaseMeasure.client_id == client_id)
    return session().scalars(wanted).one_or_none()


def list_own(actor: Actor) -> Sequence[CaseMeasure]:
    """The newest first; those that were mistyped and are corrected left out."""
    wanted = _whole().where(Enrolment.person_id == actor.id, CaseMeasure.state != MISTYPED)
    return session().scalars(wanted.order_by(CaseMeasure.taken_on.desc(), CaseMeasure.id.desc()).limit(SHOWN)).all()


def list_of_case(case_id: int) -> Sequence[CaseMeasure]:
    """All that stand, what was mistyped included, the first first."""
    wanted = _whole().where(CaseMeasure.case_id == case_id)
    return session().scalars(wanted.order_by(CaseMeasure.taken_on, CaseMeasure.id)).all()


def scores(case_ids: Collection[int], release_id: int | None = None) -> dict[int, list[Score]]:
    """Of each case, what was kept, the first first."""
    wanted = select(
        CaseMeasure.case_id, CaseMeasure.instrument, CaseMeasure.taken_on, CaseMeasure.total, CaseMeasure.id
    ).where(CaseMeasure.case_id.in_(sorted(case_ids)), CaseMeasure.state == KEPT, CaseMeasure.total.is_not(None))
    rows = session().execute(wanted.order_by(CaseMeasure.taken_on, CaseMeasure.id)).all() if case_ids else []
    known = list_instruments(release_id) if rows else {}
    found: dict[int, list[Score]] = defaultdict(list)
    for case_id, name, taken_on, total, measure_id in rows:
        found[case_id].append(_score(known.get(name), name, taken_on, total or 0, measure_id))
    return dict(found)


def _score(instrument: Instrument | None, name: str, taken_on: date, total: int, measure_id: int) -> Score:
    """An instrument that the release does not know any more has a total and nothing else."""
    if instrument is None:
        return Score(name, taken_on, total, is_case_level=False, measure_id=measure_id)
    return Score(
        name,
        taken_on,
        total,
        rules.is_case_level(instrument, total),
        instrument.reliable_change or 0,
        instrument.is_higher_better,
        measure_id,
    )


def first_and_last(found: Sequence[Score]) -> tuple[list[Score], list[Score]]:
    """Of each instrument that was taken at least twice."""
    by_name: dict[str, list[Score]] = defaultdict(list)
    for one in found:
        by_name[one.instrument].append(one)
    twice = [ones for ones in by_name.values() if len(ones) > 1]
    return [ones[0] for ones in twice], [ones[-1] for ones in twice]


def is_improving(case_ids: Collection[int], release_id: int | None = None) -> dict[int, bool]:
    """Whether a case got reliably better since its first measures; only cases that were measured at least twice."""
    pairs = {case_id: first_and_last(found) for case_id, found in scores(case_ids, release_id).items()}
    return {
        case_id: rules.change(first, last).is_reliable_improvement for case_id, (first, last) in pairs.items() if first
    }


def open_prompts(supervisor_ids: Collection[int]) -> Sequence[MeasurePrompt]:
    """What still asks for a conversation and was sent to one of these, the oldest first."""
    if not supervisor_ids:
        return []
    wanted = _prompts().where(_sent_to(supervisor_ids), _waits())
    return session().scalars(wanted.order_by(MeasurePrompt.created_at, MeasurePrompt.id)).all()


def count_select(supervisor_ids: Collection[int]) -> Select[int]:
    """How many of them there are; queues add it to a statement of theirs."""
    wanted = select(func.count(MeasurePrompt.id)).join(MeasurePrompt.measure)
    return wanted.where(_sent_to(supervisor_ids), _waits())


def list_answered(supervisor_ids: Collection[int]) -> Sequence[MeasurePrompt]:
    """What was answered lately and waits no more, the newest first."""
    if not supervisor_ids:
        return []
    wanted = _prompts().where(
        _sent_to(supervisor_ids),
        MeasurePrompt.answered_at >= now() - ANSWERED_FOR,
        ~_waits(),
    )
    return session().scalars(wanted.order_by(MeasurePrompt.answered_at.desc()).limit(SHOWN)).all()


def list_own_prompts(actor: Actor) -> Sequence[MeasurePrompt]:
    """What the learner has not answered yet."""
    wanted = _prompts().where(Enrolment.person_id == actor.id, MeasurePrompt.state == OPEN)
    return session().scalars(wanted.order_by(MeasurePrompt.created_at)).all()


def cases_that_ask(case_ids: Collection[int]) -> set[int]:
    """Cases with a prompt that still waits for somebody."""
    if not case_ids:
        return set()
    wanted = select(CaseMeasure.case_id).join(CaseMeasure.prompt)
    return set(session().scalars(wanted.where(CaseMeasure.case_id.in_(sorted(case_ids)), _waits())))


def is_waiting(prompt: MeasurePrompt) -> bool:
    """Whether it stands in the supervisor's queue."""
    wanted = select(MeasurePrompt.id).join(MeasurePrompt.measure).where(MeasurePrompt.id == prompt.id, _waits())
    return session().scalars(wanted).first() is not None


def _sent_to(supervisor_ids: Collection[int]) -> ColumnElement[bool]:
    """What came up while one of these signed, or from whom one of them signs for today: nothing waits at no desk."""
    day, ids = today(), sorted(supervisor_ids)
    signed = (
        select(Placement.enrolment_id)
        .join(PlacementSupervisor, PlacementSupervisor.placement_id == Placement.id)
        .where(
            PlacementSupervisor.supervisor_id.in_(ids),
            PlacementSupervisor.from_day <= day,
            or_(PlacementSupervisor.until_day.is_(None), PlacementSupervisor.until_day >= day),
            Placement.state != CANCELLED,
        )
    )
    return or_(MeasurePrompt.supervisor_id.in_(ids), CaseMeasure.enrolment_id.in_(signed))


def _waits() -> ColumnElement[bool]:
    """Not answered; acting now, and not seen by a supervisor; or typed wrongly, and nothing came in its place."""
    corrected = exists().where(Correction.corrects_id == CaseMeasure.id, Correction.state == KEPT)
    return or_(
        MeasurePrompt.state == OPEN,
        and_(MeasurePrompt.state == ACT_NOW, MeasurePrompt.seen_at.is_(None)),
        and_(MeasurePrompt.state == MISTYPED, MeasurePrompt.seen_at.is_(None), ~corrected),
    )


def _whole() -> Select[CaseMeasure]:
    return (
        select(CaseMeasure)
        .join(CaseMeasure.enrolment)
        .options(
            contains_eager(CaseMeasure.enrolment).options(
                joinedload(Enrolment.person), joinedload(Enrolment.cohort).joinedload(Cohort.institution)
            ),
            joinedload(CaseMeasure.case),
            joinedload(CaseMeasure.prompt).joinedload(MeasurePrompt.supervisor),
        )
    )


def _prompts() -> Select[MeasurePrompt]:
    return (
        select(MeasurePrompt)
        .join(MeasurePrompt.measure)
        .join(CaseMeasure.enrolment)
        .options(
            contains_eager(MeasurePrompt.measure).options(
                contains_eager(CaseMeasure.enrolment).options(
                    joinedload(Enrolment.person), joinedload(Enrolment.cohort).joinedload(Cohort.institution)
                ),
                joinedload(CaseMeasure.case),
            ),
            joinedload(MeasurePrompt.supervisor),
        )
    )
