"""What a rating may rest on: signed entries and cases that the assessor may read anyway, settled role-plays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.accounts.actor import Actor
from app.cases.models import PracticeCase
from app.core.db import session
from app.enrolment.models import Enrolment
from app.performance import policy as role_plays
from app.performance.models import SETTLED, Performance
from app.practicum import policy as practicum
from app.practicum.models import APPROVED, PracticumEntry

ENTRY, CASE, PERFORMANCE = "entry", "case", "performance"
MOST = 60


@dataclass(frozen=True, slots=True)
class Offered:
    """Newest first. `choices` are what a form sends: "entry:12"."""

    entries: Sequence[PracticumEntry] = ()
    cases: Sequence[PracticeCase] = ()
    performances: Sequence[Performance] = field(default=())

    @property
    def choices(self) -> frozenset[str]:
        found = [f"{ENTRY}:{one.id}" for one in self.entries]
        found += [f"{CASE}:{one.id}" for one in self.cases]
        return frozenset(found + [f"{PERFORMANCE}:{one.id}" for one in self.performances])


def offered(actor: Actor, learner: Enrolment) -> Offered:
    entries = _entries(actor, learner)
    cases = {case.id: case for one in entries for case in one.cases}
    return Offered(entries, sorted(cases.values(), key=lambda one: -one.id), _performances(actor, learner))


def _entries(actor: Actor, learner: Enrolment) -> Sequence[PracticumEntry]:
    wanted = (
        select(PracticumEntry)
        .join(PracticumEntry.enrolment)
        .options(selectinload(PracticumEntry.cases))
        .where(
            PracticumEntry.enrolment_id == learner.id,
            PracticumEntry.status == APPROVED,
            practicum.visible_entries(actor),
        )
        .order_by(PracticumEntry.day.desc(), PracticumEntry.id.desc())
        .limit(MOST)
    )
    return session().scalars(wanted).all()


def _performances(actor: Actor, learner: Enrolment) -> Sequence[Performance]:
    if not role_plays.may_observe(actor, learner):
        return ()
    wanted = select(Performance).where(Performance.enrolment_id == learner.id, Performance.state == SETTLED)
    return session().scalars(wanted.order_by(Performance.day.desc(), Performance.id.desc()).limit(MOST)).all()


def parts(chosen: str) -> dict[str, int | None]:
    """A choice as the columns of a rating; the empty one rests on nothing."""
    kind, _, number = chosen.partition(":")
    return {f"{name}_id": int(number) if name == kind else None for name in (ENTRY, CASE, PERFORMANCE)}
