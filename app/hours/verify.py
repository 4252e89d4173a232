"""Proves the ledger: what constraints cannot say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, distinct, func, or_, select
from sqlalchemy.orm import aliased

from app.accounts.models import Person
from app.core.db import session
from app.enrolment.models import Enrolment
from app.hours.models import Credit
from app.hours.sources import Earned, SourceExists


@dataclass(frozen=True, slots=True)
class Fault:
    """`credit_id` is None where a row is missing."""

    code: str
    credit_id: int | None
    message: str

    def __str__(self) -> str:
        where = f"credit {self.credit_id}" if self.credit_id is not None else "ledger"
        return f"{where}: {self.code}: {self.message}"


def verify(sources: Mapping[str, SourceExists], earned: Mapping[str, Earned]) -> Iterator[Fault]:
    """Every fault of the ledger by itself, and against the sources that rooms have registered by kind."""
    yield from _of_nobody()
    yield from _bad_reversals()
    yield from _negative_sums()
    yield from _gaps()
    yield from _credited_twice()
    yield from _without_source(sources)
    yield from _not_credited(earned)


_source = (Credit.enrolment_id, Credit.source_kind, Credit.source_id)


def _of_nobody() -> Iterator[Fault]:
    """The enrolment is gone, or whoever approved: the ledger keeps no foreign key to people."""
    nobodys = select(Credit.id).outerjoin(Enrolment, Enrolment.id == Credit.enrolment_id).where(Enrolment.id.is_(None))
    for row_id in session().scalars(nobodys):
        yield Fault("no-enrolment", row_id, "its enrolment does not exist")
    unknown = select(Credit.id, Credit.approver_id).outerjoin(Person, Person.id == Credit.approver_id)
    for row_id, approver in session().execute(unknown.where(Credit.approver_id.is_not(None), Person.id.is_(None))):
        yield Fault("no-approver", row_id, f"person {approver}, who approved it, does not exist")


def _bad_reversals() -> Iterator[Fault]:
    """A reversal is the exact negative of one row of the same source, and is not taken back itself."""
    old = aliased(Credit)
    same = (
        Credit.enrolment_id == old.enrolment_id,
        Credit.part == old.part,
        Credit.module == old.module,
        Credit.lesson == old.lesson,
        Credit.source_kind == old.source_kind,
        Credit.source_id == old.source_id,
        Credit.minutes == -old.minutes,
        Credit.revision > old.revision,
        old.reverses_id.is_(None),
    )
    wanted = (
        select(Credit.id, Credit.reverses_id)
        .outerjoin(old, Credit.reverses_id == old.id)
        .where(Credit.reverses_id.is_not(None), or_(old.id.is_(None), *(~condition for condition in same)))
        .order_by(Credit.id)
    )
    for row_id, reversed_id in session().execute(wanted):
        yield Fault("bad-reversal", row_id, f"does not undo row {reversed_id} exactly")
    alone = select(Credit.id, Credit.minutes).where(Credit.minutes < 0, Credit.reverses_id.is_(None))
    for row_id, minutes in session().execute(alone.order_by(Credit.id)):
        yield Fault("negative-row", row_id, f"takes {-minutes} minutes away and names no row that it undoes")


def _negative_sums() -> Iterator[Fault]:
    sums = _by_source(func.sum(Credit.minutes)).having(func.sum(Credit.minutes) < 0)
    for enrolment, kind, source, last, minutes in session().execute(sums):
        yield Fault("negative-sum", last, f"{kind} {source} of enrolment {enrolment} sums to {minutes}")


def _gaps() -> Iterator[Fault]:
    """Revisions of a source count from 1 without a gap: a missing one is a row that was taken out."""
    counted, highest = func.count(distinct(Credit.revision)), func.max(Credit.revision)
    gaps = _by_source(highest).having(or_(counted != highest, func.min(Credit.revision) != 1))
    for enrolment, kind, source, last, revision in session().execute(gaps):
        message = f"{kind} {source} of enrolment {enrolment} lacks a revision below {revision}"
        yield Fault("missing-revision", last, message)


def _credited_twice() -> Iterator[Fault]:
    """Rows of two revisions of one source stand beside each other."""
    reversal = aliased(Credit)
    standing = (
        _by_source(func.count())
        .outerjoin(reversal, reversal.reverses_id == Credit.id)
        .where(Credit.reverses_id.is_(None), reversal.id.is_(None))
        .having(func.min(Credit.revision) != func.max(Credit.revision))
    )
    for enrolment, kind, source, last, _ in session().execute(standing):
        yield Fault("credited-twice", last, f"{kind} {source} of enrolment {enrolment} stands in two revisions")


def _by_source(figure: ColumnElement[int]) -> Select[Any]:
    """enrolment, kind, id, last row, the figure."""
    found: Select[Any] = select(*_source, func.max(Credit.id), figure)  # type: ignore[assignment]
    return found.group_by(*_source).order_by(*_source)


def _without_source(sources: Mapping[str, SourceExists]) -> Iterator[Fault]:
    """A source that was reversed to nothing may be gone; one that stands must exist."""
    standing = _by_source(func.sum(Credit.minutes)).having(func.sum(Credit.minutes) > 0)
    for enrolment, kind, source, last, _ in session().execute(standing).all():
        exists = sources.get(kind)
        if exists is None:
            yield Fault("unknown-kind", last, f"nobody knows how to find the source {kind} {source}")
        elif not exists(enrolment, source):
            yield Fault("no-source", last, f"{kind} {source} of enrolment {enrolment} does not exist")


def _not_credited(earned: Mapping[str, Earned]) -> Iterator[Fault]:
    for kind, earned_minutes in earned.items():
        sums = _by_source(func.sum(Credit.minutes)).where(Credit.source_kind == kind)
        credited: dict[tuple[int, str], int] = {(row[0], row[2]): row[4] for row in session().execute(sums)}
        for enrolment, source, minutes in earned_minutes():
            found = credited.get((enrolment, source), 0)
            if found != minutes:
                message = f"{kind} {source} of enrolment {enrolment} has earned {minutes} minutes, credited are {found}"
                yield Fault("wrong-minutes" if found else "not-credited", None, message)
