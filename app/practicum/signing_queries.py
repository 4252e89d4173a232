"""Reading what waits for somebody's signature."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, case, func, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from app.accounts.actor import Actor
from app.accounts.models import Person
from app.core.clock import today
from app.core.db import session
from app.core.errors import NotFound
from app.enrolment.models import Cohort, Enrolment
from app.measures import queries as measures
from app.placements import queries as placements
from app.placements.models import Supervisor
from app.practicum import policy, signing_rules
from app.practicum.models import SUBMITTED, PracticumEntry
from app.practicum.queries import NO_ENTRY
from app.practicum.signing_models import SigningPaper, SigningReport

PAGE = 50
MOST_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Desk:
    """Somebody with an account who signs: as which supervisors, and for whom each of them signs today."""

    actor: Actor
    signs: Mapping[int, frozenset[int]]  # own supervisor → whose lines
    supervisors: Mapping[int, Supervisor]

    @property
    def whose(self) -> frozenset[int]:
        return frozenset().union(*self.signs.values())

    def may_see(self, entry: PracticumEntry) -> bool:
        return entry.status in policy.SENT and entry.supervisor_id in self.whose

    def own_for(self, supervisor_id: int | None) -> Supervisor | None:
        """As whom of their own they sign a line that was sent to this supervisor; themselves before stand-ins."""
        if supervisor_id is not None and supervisor_id in self.supervisors:
            return self.supervisors[supervisor_id]
        found = (one for one, whose in self.signs.items() if supervisor_id in whose)
        return next((self.supervisors[one] for one in found), None)


def open_desk(actor: Actor) -> Desk:
    own = placements.supervisors_of(actor.id)
    signs = {one.id: policy.with_absent([one.id]) for one in own}
    return Desk(actor, signs, {one.id: one for one in own})


@dataclass(frozen=True, slots=True)
class Load:
    """How many lines wait, and how many of them for more than a fortnight; `asks`: forms that need a conversation."""

    waiting: int
    late: int
    minutes: int
    asks: int = 0


def list_queue(desk: Desk, page: int, learner_id: int = 0) -> Sequence[PracticumEntry]:
    """A page of what waits, the oldest day first."""
    if not desk.whose:
        return []
    wanted = _whole().where(*_on_desk(desk, learner_id)).order_by(PracticumEntry.day, PracticumEntry.id)
    return session().scalars(wanted.limit(PAGE).offset((page - 1) * PAGE)).all()


def count_load(desk: Desk, learner_id: int = 0) -> Load:
    if not desk.whose:
        return Load(0, 0, 0)
    late = case((PracticumEntry.day < signing_rules.late_before(today()), 1), else_=0)
    lines = (func.count(PracticumEntry.id), func.coalesce(func.sum(late), 0), func.sum(PracticumEntry.minutes))
    columns = (*lines, measures.count_select(desk.whose).scalar_subquery())
    wanted = select(*columns).join(PracticumEntry.enrolment).where(*_on_desk(desk, learner_id))
    row = session().execute(wanted).one()
    return Load(int(row[0]), int(row[1]), int(row[2] or 0), int(row[3]))


def list_waiting_learners(desk: Desk) -> list[tuple[int, str]]:
    """Enrolments with lines that wait, by name."""
    if not desk.whose:
        return []
    wanted = (
        select(Enrolment.id, Person.name)
        .select_from(PracticumEntry)
        .join(PracticumEntry.enrolment)
        .join(Person, Person.id == Enrolment.person_id)
        .where(*_on_desk(desk))
        .distinct()
        .order_by(Person.name, Enrolment.id)
    )
    return [(row[0], row[1]) for row in session().execute(wanted)]


def get_waiting(desk: Desk, entry_ids: Iterable[int]) -> list[PracticumEntry]:
    """These lines, oldest first, those that no longer wait left out. Raises NotFound for what is not on the desk."""
    ids = list(dict.fromkeys(entry_ids))[:MOST_AT_ONCE]
    wanted = _whole().where(PracticumEntry.id.in_(ids)).options(selectinload(PracticumEntry.cases))
    found = session().scalars(wanted).all()
    if len(found) != len(ids) or any(not desk.may_see(one) for one in found):
        raise NotFound(NO_ENTRY)
    mine = (one for one in found if one.status == SUBMITTED and one.enrolment.person_id != desk.actor.id)
    return sorted(mine, key=lambda one: (str(one.day), one.id))


def find_next(desk: Desk) -> int | None:
    """The line that has waited longest."""
    if not desk.whose:
        return None
    wanted = select(PracticumEntry.id).join(PracticumEntry.enrolment).where(*_on_desk(desk))
    return session().scalars(wanted.order_by(PracticumEntry.day, PracticumEntry.id).limit(1)).first()


def list_reports(entry_ids: Collection[int]) -> Mapping[int, Sequence[SigningReport]]:
    """By entry: who said that it is not of somebody whom they supervise."""
    found: dict[int, list[SigningReport]] = {}
    wanted = select(SigningReport).where(SigningReport.entry_id.in_(entry_ids)).order_by(SigningReport.at)
    for one in session().scalars(wanted):
        found.setdefault(one.entry_id, []).append(one)
    return found


def list_sent_to(supervisor_ids: Collection[int]) -> Sequence[PracticumEntry]:
    """Everything that waits for one of these supervisors, oldest first."""
    wanted = _whole().where(PracticumEntry.status == SUBMITTED, PracticumEntry.supervisor_id.in_(supervisor_ids))
    return session().scalars(wanted.order_by(PracticumEntry.day, PracticumEntry.id)).all()


def list_papers(supervisor: Supervisor) -> Sequence[SigningPaper]:
    """Newest first, without what is in them."""
    wanted = select(SigningPaper).where(SigningPaper.supervisor_id == supervisor.id).order_by(SigningPaper.id.desc())
    return session().scalars(wanted.options(joinedload(SigningPaper.uploaded_by)).limit(PAGE)).all()


def _on_desk(desk: Desk, learner_id: int = 0) -> list[ColumnElement[bool]]:
    """What waits for the desk's own hand, over `PracticumEntry` joined to `Enrolment`."""
    whose = sorted(desk.whose)
    sent = PracticumEntry.supervisor_id == whose[0] if len(whose) == 1 else PracticumEntry.supervisor_id.in_(whose)
    one = [PracticumEntry.enrolment_id == learner_id] if learner_id else []
    return [PracticumEntry.status == SUBMITTED, sent, Enrolment.person_id != desk.actor.id, *one]


def _whole() -> Select[PracticumEntry]:
    return (
        select(PracticumEntry)
        .join(PracticumEntry.enrolment)
        .join(Enrolment.cohort)
        .options(
            contains_eager(PracticumEntry.enrolment).options(
                joinedload(Enrolment.person),
                contains_eager(Enrolment.cohort).joinedload(Cohort.institution),
            ),
            joinedload(PracticumEntry.supervisor),
            selectinload(PracticumEntry.amends),
            selectinload(PracticumEntry.decisions),
        )
    )
