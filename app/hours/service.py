"""Crediting and correcting minutes: the only way into the ledger."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import delete, func, insert, select

from app.audit import service as audit
from app.core.clock import now
from app.core.db import session
from app.core.errors import Conflict, Invalid
from app.core.words import N_
from app.hours.models import Claim, Credit


@dataclass(frozen=True, slots=True)
class Source:
    """Where minutes come from: what kind of thing, and which one."""

    kind: str
    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """Minutes by part, to be credited to one enrolment."""

    enrolment_id: int
    module: str
    lesson: str
    minutes: Mapping[str, int]
    day: date
    rule: str
    source: Source
    release_id: int | None
    approver_id: int | None = None
    rule_version: int = 1


def credit(draft: Draft) -> int:
    """Writes one row a part; returns the minutes written. What this source has credited already is left alone: 0."""
    revision = _last_revision(draft.enrolment_id, draft.source)
    if revision and _standing(draft.enrolment_id, draft.source):
        return 0
    rows = [_row(draft, part, minutes, revision + 1) for part, minutes in draft.minutes.items() if minutes]
    if not rows:
        return 0
    session().execute(insert(Credit), rows)
    session().execute(
        delete(Claim).where(
            Claim.enrolment_id == draft.enrolment_id,
            Claim.source_kind == draft.source.kind,
            Claim.source_id == draft.source.id,
        )
    )
    return sum(draft.minutes.values())


def replace(draft: Draft, *, by_id: int | None, reason_code: str) -> int:
    """Corrects what a source credited: reverses every standing row and writes the draft's; returns the difference.

    Nothing is written when the same minutes stand for the same lesson and day already.
    """
    standing = _standing(draft.enrolment_id, draft.source)
    before = {row.part: row.minutes for row in standing}
    after = {part: minutes for part, minutes in draft.minutes.items() if minutes}
    where = (draft.module, draft.lesson, draft.day)
    if before == after and all((row.module, row.lesson, row.day) == where for row in standing):
        return 0
    for row in standing:
        reverse(row, by_id=by_id, reason_code=reason_code)
    if after:
        revision = _last_revision(draft.enrolment_id, draft.source)
        session().execute(insert(Credit), [_row(draft, part, value, revision + 1) for part, value in after.items()])
    return sum(after.values()) - sum(before.values())


def reverse(row: Credit, *, by_id: int | None, reason_code: str) -> None:
    """Takes a row back by a row. Raises Conflict if that was done before."""
    if session().scalars(select(Credit.id).where(Credit.reverses_id == row.id)).first():
        raise Conflict(N_("This credit was taken back already."))
    if row.reverses_id is not None:
        raise Invalid(N_("A correction is not taken back; correct the row that it belongs to."))
    source = Source(row.source_kind, row.source_id)
    values = {
        c: getattr(row, c) for c in ("enrolment_id", "module", "lesson", "part", "rule", "rule_version", "release_id")
    }
    session().execute(
        insert(Credit).values(
            **values,
            minutes=-row.minutes,
            day=row.day,
            approver_id=by_id,
            source_kind=source.kind,
            source_id=source.id,
            revision=_last_revision(row.enrolment_id, source) + 1,
            reverses_id=row.id,
            reason_code=reason_code,
            created_at=now(),
        )
    )
    audit.record(by_id, "credit.reverse", f"credit:{row.id}", detail=reason_code)


def claim(draft: Draft, waits_for: str) -> None:
    """Puts minutes on the list of what is pending; replaces an earlier claim of the same source."""
    session().execute(
        delete(Claim).where(
            Claim.enrolment_id == draft.enrolment_id,
            Claim.source_kind == draft.source.kind,
            Claim.source_id == draft.source.id,
        )
    )
    rows = [
        {
            "enrolment_id": draft.enrolment_id,
            "module": draft.module,
            "lesson": draft.lesson,
            "part": part,
            "minutes": minutes,
            "day": draft.day,
            "source_kind": draft.source.kind,
            "source_id": draft.source.id,
            "waits_for": waits_for,
            "created_at": now(),
        }
        for part, minutes in draft.minutes.items()
        if minutes
    ]
    if rows:
        session().execute(insert(Claim), rows)


def drop_claim(enrolment_id: int, source: Source) -> None:
    session().execute(
        delete(Claim).where(
            Claim.enrolment_id == enrolment_id, Claim.source_kind == source.kind, Claim.source_id == source.id
        )
    )


def _row(draft: Draft, part: str, minutes: int, revision: int) -> dict[str, object]:
    return {
        "enrolment_id": draft.enrolment_id,
        "module": draft.module,
        "lesson": draft.lesson,
        "part": part,
        "minutes": minutes,
        "day": draft.day,
        "rule": draft.rule,
        "rule_version": draft.rule_version,
        "release_id": draft.release_id,
        "approver_id": draft.approver_id,
        "source_kind": draft.source.kind,
        "source_id": draft.source.id,
        "revision": revision,
        "created_at": now(),
    }


def _of_source(enrolment_id: int, source: Source) -> tuple[object, ...]:
    return (
        Credit.enrolment_id == enrolment_id,
        Credit.source_kind == source.kind,
        Credit.source_id == source.id,
    )


def _last_revision(enrolment_id: int, source: Source) -> int:
    wanted = select(func.max(Credit.revision)).where(*_of_source(enrolment_id, source))  # type: ignore[arg-type]
    return session().scalars(wanted).one() or 0


def _standing(enrolment_id: int, source: Source) -> list[Credit]:
    """Rows of a source that are neither reversals nor reversed."""
    wanted = select(Credit).where(*_of_source(enrolment_id, source)).order_by(Credit.id)  # type: ignore[arg-type]
    rows = session().scalars(wanted).all()
    reversed_ids = {row.reverses_id for row in rows if row.reverses_id}
    return [row for row in rows if row.reverses_id is None and row.id not in reversed_ids]
