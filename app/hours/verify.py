"""Proves the ledger: what constraints cannot say."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from app.core.db import session
from app.hours.models import Credit

SourceExists = Callable[[int, str], bool]


@dataclass(frozen=True, slots=True)
class Fault:
    code: str
    credit_id: int
    message: str


def verify(sources: Mapping[str, SourceExists]) -> Iterator[Fault]:
    """Every fault of the ledger. `sources` knows, per kind, whether (enrolment, source id) exists."""
    yield from _bad_reversals()
    yield from _negative_sums()
    for row in session().scalars(select(Credit).where(Credit.reverses_id.is_(None)).order_by(Credit.id)):
        known = sources.get(row.source_kind)
        if known is not None and not known(row.enrolment_id, row.source_id):
            yield Fault("source-missing", row.id, f"{row.source_kind} {row.source_id} does not exist")


def _bad_reversals() -> Iterator[Fault]:
    old = aliased(Credit)
    pairs = session().execute(select(Credit, old).join(old, Credit.reverses_id == old.id))
    for new, reversed_row in pairs:
        same = (new.enrolment_id, new.part, new.module) == (
            reversed_row.enrolment_id,
            reversed_row.part,
            reversed_row.module,
        )
        if not same or new.minutes != -reversed_row.minutes:
            yield Fault("bad-reversal", new.id, f"does not undo row {reversed_row.id} exactly")


def _negative_sums() -> Iterator[Fault]:
    wanted = (
        select(Credit.enrolment_id, Credit.source_kind, Credit.source_id, func.max(Credit.id), func.sum(Credit.minutes))
        .group_by(Credit.enrolment_id, Credit.source_kind, Credit.source_id)
        .having(func.sum(Credit.minutes) < 0)
    )
    for enrolment, kind, source, last, minutes in session().execute(wanted):
        yield Fault("negative-sum", last, f"{kind} {source} of enrolment {enrolment} sums to {minutes}")
