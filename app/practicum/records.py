"""Signed records: what was signed in a span, as a PDF that anybody who holds it can check by its code.

The PDF is drawn outside of any transaction; it is kept only if what it says still stands then.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload, undefer

from app.accounts.actor import Actor, person_id
from app.audit import service as audit
from app.catalogue.types import Programme
from app.core.clock import now
from app.core.db import session
from app.core.errors import Conflict, Invalid, NotFound
from app.core.words import N_
from app.enrolment.models import Enrolment
from app.placements.models import Placement
from app.practicum import policy, queries, record_codes
from app.practicum.content import get_held
from app.practicum.models import PracticumEntry
from app.practicum.signing_models import SigningRecord

MOST_LINES, SHOWN = 1500, 20
VALID, REVOKED, CHANGED = "valid", "revoked", "changed"
NO_LEARNER = N_("There is no such learner here.")
NO_RECORD = N_("There is no such record.")
MOVED = N_("Something was signed or amended meanwhile. Make the record again.")


@dataclass(frozen=True, slots=True)
class Draft:
    """What is to be printed: signed lines that count, oldest first."""

    learner: Enrolment
    programme: Programme
    from_day: date
    until_day: date
    language: str
    code: str
    made_at: datetime
    entries: Sequence[PracticumEntry]

    def facts(self) -> dict[str, Any]:
        """What the code tells: neither names nor words of anybody, nor cases, nor sites."""
        kinds: dict[str, dict[str, Any]] = {}
        practicum = self.programme.practicum
        for one in self.entries:
            category = practicum.find_category(one.category) if practicum else None
            title = dict(category.title) if category else {"en": one.category}
            kind = kinds.setdefault(one.category, {"title": title, "lines": 0, "minutes": 0})
            kind["lines"] += 1
            kind["minutes"] += one.minutes
        return {
            "programme": dict(self.programme.title),
            "institution": dict(self.learner.cohort.institution.names),
            "kinds": list(kinds.values()),
            "lines": [[one.id, one.hash] for one in self.entries],
        }


def get_learner(actor: Actor, enrolment_id: int) -> Enrolment:
    """Somebody of whom the actor may see the figures. Raises NotFound."""
    learner = session().get(Enrolment, enrolment_id)
    if learner is None or not policy.may_see_figures(actor, learner):
        raise NotFound(NO_LEARNER)
    return learner


def prepare(learner: Enrolment, from_day: date, until_day: date, language: str) -> Draft:
    """Raises Invalid for a span with nothing signed in it, or far too much."""
    if until_day < from_day:
        raise Invalid(N_("The last day is before the first."), field="until_day")
    entries = _counting(learner, from_day, until_day)
    if not entries:
        raise Invalid(N_("Nothing is signed in this span yet."), field="until_day")
    if len(entries) > MOST_LINES:
        raise Invalid(N_("This is too much for one record. Choose a shorter span."), field="until_day")
    programme = get_held(learner.cohort).programme
    return Draft(learner, programme, from_day, until_day, language, record_codes.new_code(), now(), entries)


def keep(actor: Actor, draft: Draft, content: bytes) -> SigningRecord:
    """Raises Conflict if what was drawn stands no longer."""
    facts = draft.facts()
    queries.lock_enrolment(draft.learner.id)
    standing = _counting(draft.learner, draft.from_day, draft.until_day)
    if [[one.id, one.hash] for one in standing] != facts["lines"]:
        raise Conflict(MOVED)
    record = SigningRecord(
        code=draft.code,
        enrolment_id=draft.learner.id,
        made_by_id=person_id(actor),
        made_at=draft.made_at,
        from_day=draft.from_day,
        until_day=draft.until_day,
        language=draft.language,
        facts=facts,
        digest=digest(content),
        content=content,
    )
    session().add(record)
    session().flush()
    _note(actor, "record.make", record)
    return record


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def list_records(learner: Enrolment) -> Sequence[SigningRecord]:
    """Newest first, without the PDFs."""
    wanted = select(SigningRecord).filter_by(enrolment_id=learner.id).options(joinedload(SigningRecord.made_by))
    return session().scalars(wanted.order_by(SigningRecord.id.desc()).limit(SHOWN)).all()


def get_record(actor: Actor, record_id: int) -> SigningRecord:
    """With its PDF. Raises NotFound."""
    wanted = select(SigningRecord).filter_by(id=record_id).options(undefer(SigningRecord.content))
    record = session().scalars(wanted).one_or_none()
    if record is None or not policy.may_see_figures(actor, record.enrolment):
        raise NotFound(NO_RECORD)
    return record


def note_read(actor: Actor, record: SigningRecord) -> None:
    _note(actor, "record.read", record)


def revoke(actor: Actor, record: SigningRecord) -> None:
    """From now on its code says that it holds no more. Twice is once."""
    if record.revoked_at is None:
        record.revoked_at, record.revoked_by_id = now(), person_id(actor)
        _note(actor, "record.revoke", record)


def find_by_code(code: str) -> SigningRecord | None:
    """Whatever its state, for whoever has the code."""
    return session().scalars(select(SigningRecord).filter_by(code=code)).one_or_none() if code else None


def state_of(record: SigningRecord) -> str:
    """`changed` once a line of it was amended, so that it counts no more as printed."""
    if record.revoked_at is not None:
        return REVOKED
    lines = {int(line[0]): str(line[1]) for line in record.facts["lines"]}
    standing = (
        queries.counts().where(PracticumEntry.id.in_(lines)).with_only_columns(PracticumEntry.id, PracticumEntry.hash)
    )
    found: Mapping[int, str] = {row[0]: row[1] for row in session().execute(standing)}
    return VALID if found == lines else CHANGED


def _counting(learner: Enrolment, from_day: date, until_day: date) -> Sequence[PracticumEntry]:
    wanted = queries.counts().where(
        PracticumEntry.enrolment_id == learner.id, PracticumEntry.day.between(from_day, until_day)
    )
    whole = wanted.options(
        selectinload(PracticumEntry.decisions),
        joinedload(PracticumEntry.placement).joinedload(Placement.site),
    ).execution_options(populate_existing=True)
    return session().scalars(whole.order_by(PracticumEntry.starts_at, PracticumEntry.id).limit(MOST_LINES + 1)).all()


def _note(actor: Actor, action: str, record: SigningRecord) -> None:
    place = f"enrolment:{record.enrolment_id}"
    audit.record(person_id(actor), action, f"signing_record:{record.id}", place=place)
