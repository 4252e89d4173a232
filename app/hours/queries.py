"""Sums over the ledger. Callers pass enrolments that the actor may see."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, func, literal_column, select, union_all
from sqlalchemy.sql.selectable import CompoundSelect

from app.core.db import fetch, session
from app.hours.models import Claim, Credit

TRAINING = ("theory", "practice")
"""Parts of the ledger that are training; every other part, such as field work, is a practicum's."""

PRIVATE = ("tools",)
"""Parts whose rows open to their owner alone; others learn one figure of many people."""


@dataclass(frozen=True, slots=True)
class Totals:
    """Minutes credited and pending, by (part, module). Where no part is named, those of training are meant."""

    credited: dict[tuple[str, str], int]
    pending: dict[tuple[str, str], int]

    def minutes(self, part: str = "", module: str = "") -> int:
        return _sum(self.credited, part, module)

    def pending_minutes(self, part: str = "", module: str = "") -> int:
        return _sum(self.pending, part, module)


def _sum(cells: dict[tuple[str, str], int], part: str, module: str) -> int:
    parts = (part,) if part else TRAINING
    return sum(value for (p, m), value in cells.items() if p in parts and (not module or m == module))


def totals_select() -> CompoundSelect[Any]:
    """kind, part, module, minutes of the enrolment bound as `enrolment`; other rooms add it to their own statement."""
    credited: Any = (
        select(literal_column("'credit'").label("kind"), Credit.part, Credit.module, func.sum(Credit.minutes))
        .where(Credit.enrolment_id == bindparam("enrolment"))
        .group_by(Credit.part, Credit.module)
    )
    claims: Any = (
        select(literal_column("'claim'"), Claim.part, Claim.module, func.sum(Claim.minutes))
        .where(Claim.enrolment_id == bindparam("enrolment"))
        .group_by(Claim.part, Claim.module)
    )
    return union_all(credited, claims)


_totals = totals_select()


def sum_totals(enrolment_id: int) -> Totals:
    rows = fetch(_totals, {"enrolment": enrolment_id})
    return Totals(
        {(row[1], row[2]): int(row[3]) for row in rows if row[0] == "credit"},
        {(row[1], row[2]): int(row[3]) for row in rows if row[0] == "claim"},
    )


def _totals_of_select() -> CompoundSelect[Any]:
    """enrolment, kind, part, module, minutes."""

    def sums(table: type[Credit] | type[Claim], kind: str) -> Any:
        return (
            select(table.enrolment_id, literal_column(f"'{kind}'"), table.part, table.module, func.sum(table.minutes))
            .where(table.enrolment_id.in_(bindparam("enrolments", expanding=True)))
            .group_by(table.enrolment_id, table.part, table.module)
        )

    return union_all(sums(Credit, "credit"), sums(Claim, "claim"))


_totals_of = _totals_of_select()


def sum_totals_of(enrolment_ids: Collection[int]) -> dict[int, Totals]:
    """Of many enrolments at once; those without a minute are left out."""
    found: dict[int, Totals] = {}
    for row in fetch(_totals_of, {"enrolments": sorted(enrolment_ids)}):
        totals = found.setdefault(row[0], Totals({}, {}))
        cells = totals.credited if row[1] == "credit" else totals.pending
        cells[row[2], row[3]] = int(row[4])
    return found


def list_credits(enrolment_id: int, *, part: str = "", module: str = "") -> Sequence[Credit]:
    """Rows behind a figure, newest first; those of training where no part is named."""
    wanted = select(Credit).where(Credit.enrolment_id == enrolment_id, Credit.part.in_((part,) if part else TRAINING))
    wanted = wanted.order_by(Credit.day.desc(), Credit.id.desc())
    if module:
        wanted = wanted.where(Credit.module == module)
    return session().scalars(wanted).all()


def list_claims(enrolment_id: int) -> Sequence[Claim]:
    """What waits of training, the oldest first."""
    wanted = select(Claim).where(Claim.enrolment_id == enrolment_id, Claim.part.in_(TRAINING))
    return session().scalars(wanted.order_by(Claim.day, Claim.id)).all()
