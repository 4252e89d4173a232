"""Many learners at once: enrolled, brought back, taken out again; and what hangs on an enrolment."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date

from sqlalchemy import Column, Table, delete, insert, select, update

from app.accounts import bulk
from app.accounts.actor import Actor, person_id
from app.accounts.models import RoleGrant
from app.accounts.service import Place
from app.audit import service as audit
from app.core.db import Base, session
from app.core.errors import Forbidden
from app.core.words import N_
from app.enrolment import policy
from app.enrolment.models import Cohort, Enrolment

REFUSAL = N_("Only a coordinator of this institution can enrol people.")


def enrol(actor: Actor, cohort: Cohort, days: Mapping[int, date], detail: str = "") -> dict[int, int]:
    """`days`: person → first day, none of them enrolled here before. Returns person → enrolment."""
    _require(actor, cohort)
    rows = [{"person_id": person, "cohort_id": cohort.id, "enrolled_on": day} for person, day in days.items()]
    if not rows:
        return {}
    made = session().execute(insert(Enrolment).returning(Enrolment.person_id, Enrolment.id), rows).all()
    found = {row[0]: row[1] for row in made}
    for day in sorted(set(days.values())):
        some = [person for person, first in days.items() if first == day]
        bulk.grant_role(actor, some, "learner", _place(cohort), within=cohort.institution_id, from_day=day)
    for number in found.values():
        audit.record(person_id(actor), "enrolment.add", f"enrolment:{number}", place=str(_place(cohort)), detail=detail)
    return found


def bring_back(actor: Actor, cohort: Cohort, enrolments: Collection[int]) -> None:
    """They left this cohort and learn in it again, with all that they had."""
    _require(actor, cohort)
    _set_left(cohort, enrolments, None)
    for number in enrolments:
        audit.record(person_id(actor), "enrolment.return", f"enrolment:{number}", place=str(_place(cohort)))


def send_off(actor: Actor, cohort: Cohort, left: Mapping[int, date]) -> None:
    """Undoes `bring_back`: enrolment → the day on which they had left."""
    _require(actor, cohort)
    for number, day in left.items():
        _set_left(cohort, [number], day)
        audit.record(person_id(actor), "enrolment.leave", f"enrolment:{number}", place=str(_place(cohort)))


def take_out(actor: Actor, cohort: Cohort, enrolments: Mapping[int, int]) -> None:
    """Enrolment → person, on which nothing hangs: the caller has asked `hanging_on`."""
    _require(actor, cohort)
    session().execute(delete(Enrolment).where(Enrolment.id.in_(enrolments), Enrolment.cohort_id == cohort.id))
    bulk.take_role(actor, list(enrolments.values()), "learner", _place(cohort))
    for number in enrolments:
        audit.record(person_id(actor), "enrolment.take-out", f"enrolment:{number}", place=str(_place(cohort)))


def hanging_on(table: Table, ids: Collection[int], but: Collection[str] = ()) -> dict[int, set[str]]:
    """Which of these rows others point at, and the names of their tables, whatever rooms there are."""
    found: dict[int, set[str]] = {}
    for column in pointing_at(table):
        if column.table.name not in but:
            for number in session().execute(select(column).where(column.in_(ids)).distinct()).scalars():
                found.setdefault(number, set()).add(column.table.name)
    return found


def pointing_at(table: Table) -> Iterator[Column[int]]:
    for other in Base.metadata.sorted_tables:
        yield from (column for column in other.columns if any(key.column.table is table for key in column.foreign_keys))


def _set_left(cohort: Cohort, enrolments: Collection[int], day: date | None) -> None:
    theirs = select(Enrolment.person_id).where(Enrolment.id.in_(enrolments))
    session().execute(update(Enrolment).where(Enrolment.id.in_(enrolments)).values(left_on=day))
    held = (RoleGrant.role == "learner", RoleGrant.place_kind == "cohort", RoleGrant.place_id == cohort.id)
    session().execute(update(RoleGrant).where(RoleGrant.person_id.in_(theirs), *held).values(until_day=day))


def _require(actor: Actor, cohort: Cohort) -> None:
    if not policy.may_see_cohort(actor, cohort, policy.COORDINATING):
        raise Forbidden(REFUSAL)


def _place(cohort: Cohort) -> Place:
    return Place("cohort", cohort.id)
