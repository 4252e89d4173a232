"""Two accounts beside each other: what would move, and what stands in the way."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlalchemy import Column, LargeBinary, Table, func, or_, select

from app.accounts import policy
from app.accounts import queries as accounts
from app.accounts.actor import Actor
from app.accounts.models import BrowserSession, Person, RoleGrant
from app.core.db import Base, session
from app.core.errors import NotFound
from app.core.words import N_
from app.enrolment.bulk import hanging_on, pointing_at
from app.enrolment.models import Cohort, Enrolment
from app.merging import rules
from app.merging.models import AccountMerge
from app.placements.models import Placement, PlacementSupervisor, Supervisor

ENROLMENTS = cast("Table", Enrolment.__table__)
BOTH_LEARNED = N_("Both accounts have learned in the same cohort. Their hours would mix, so they cannot become one.")
SEALED = N_(
    "Something about the account that goes is sealed with its key and signed: it cannot be moved. "
    "Let the other account stay."
)
SELF_SIGNED = N_("One account signs for the other. They cannot be one person.")
OWN = N_("This is the account that you are signed in with. Sign in with the other one, or let this one stay.")


@dataclass(frozen=True, slots=True)
class Side:
    person: Person
    grants: Sequence[RoleGrant]
    enrolments: Sequence[Enrolment]
    last_seen: datetime | None


@dataclass(frozen=True, slots=True)
class Plan:
    """`moves`: column → how many rows; `doubled`: enrolments of a cohort in which the other account is as well."""

    kept: Side
    gone: Side
    moves: Mapping[str, int]
    doubled: Mapping[int, int]
    obstacles: Sequence[str]

    @property
    def digest(self) -> str:
        """Names this picture."""
        people = [(side.person.id, side.person.version, side.person.email) for side in (self.kept, self.gone)]
        facts = [people, sorted(self.moves.items()), sorted(self.doubled.items()), list(self.obstacles)]
        return hashlib.sha256(json.dumps(facts).encode()).hexdigest()


def get_plan(actor: Actor, kept_id: int, gone_id: int) -> Plan:
    """Raises Forbidden, NotFound for somebody who is not there or part of another account already."""
    policy.require_administrator(actor)
    kept, gone = _side(kept_id), _side(gone_id)
    if kept_id == gone_id:
        raise NotFound(N_("These are one account already."))
    doubled = {
        mine.id: theirs.id
        for mine in gone.enrolments
        for theirs in kept.enrolments
        if mine.cohort_id == theirs.cohort_id
    }
    return Plan(kept, gone, _count_moves(gone_id), doubled, list(_obstacles(actor, kept, gone, doubled)))


def find_pair(actor: Actor, kept_email: str, gone_email: str) -> tuple[Person | None, Person | None]:
    policy.require_administrator(actor)
    return accounts.find_person(kept_email), accounts.find_person(gone_email)


def list_parts(person_id: int) -> list[int]:
    """Accounts that became part of this one, through others as well."""
    found, newest = [], [person_id]
    while newest:
        wanted = select(AccountMerge.gone_id).where(AccountMerge.kept_id.in_(newest))
        newest = list(session().scalars(wanted).all())
        found += newest
    return found


def columns_to(table: Table, kind: str) -> list[Column[int]]:
    """Columns that point at `table` and fare so when accounts become one."""
    return [column for column in pointing_at(table) if rules.becomes(f"{column.table.name}.{column.name}") == kind]


def _side(person_id: int) -> Side:
    person = accounts.get_person(person_id)
    if not person.is_active or person.email is None:
        raise NotFound(N_("There is no such person."))
    seen = select(func.max(BrowserSession.last_seen_at)).where(BrowserSession.person_id == person_id)
    return Side(
        person,
        session().scalars(select(RoleGrant).where(RoleGrant.person_id == person_id).order_by(RoleGrant.id)).all(),
        session().scalars(select(Enrolment).join(Cohort).where(Enrolment.person_id == person_id)).all(),
        session().scalars(seen).one(),
    )


def _count_moves(gone_id: int) -> dict[str, int]:
    found = {}
    for column in columns_to(cast("Table", Person.__table__), "moves"):
        wanted = select(func.count()).select_from(column.table).where(column == gone_id)
        if number := session().execute(wanted).scalar_one():
            found[f"{column.table.name}.{column.name}"] = int(number)
    return found


def _obstacles(actor: Actor, kept: Side, gone: Side, doubled: Mapping[int, int]):  # type: ignore[no-untyped-def]
    if gone.person.id == actor.id:
        yield OWN
    hanging = hanging_on(ENROLMENTS, [*doubled.keys(), *doubled.values()])
    if any(mine in hanging and theirs in hanging for mine, theirs in doubled.items()):
        yield BOTH_LEARNED
    if _has_sealed([one.id for one in gone.enrolments]):
        yield SEALED
    if _signs_for(kept, gone) or _signs_for(gone, kept):
        yield SELF_SIGNED


def _has_sealed(enrolments: Sequence[int]) -> bool:
    for table in Base.metadata.sorted_tables:
        names = [c for c in table.columns if isinstance(c.type, LargeBinary)]
        sealed = [c for c in names if f"{table.name}.{c.name}" not in rules.UNSEALED]
        whose = [c for c in table.columns if any(key.column.table is ENROLMENTS for key in c.foreign_keys)]
        for column in whose if sealed else ():
            wanted = select(column).where(column.in_(enrolments), or_(*(c.is_not(None) for c in sealed))).limit(1)
            if session().execute(wanted).first():
                return True
    return False


def _signs_for(one: Side, other: Side) -> bool:
    wanted = (
        select(PlacementSupervisor.id)
        .join(Supervisor, Supervisor.id == PlacementSupervisor.supervisor_id)
        .join(Placement, Placement.id == PlacementSupervisor.placement_id)
        .where(Supervisor.person_id == one.person.id, Placement.enrolment_id.in_([x.id for x in other.enrolments]))
    )
    return session().scalars(wanted.limit(1)).first() is not None
