"""Storing what a learner has written: each client id once, whatever arrives how often."""

from __future__ import annotations

import re

from app.accounts.actor import Actor, person_id
from app.audit import service as audit
from app.cases import queries as cases
from app.cases.service import NOT_KEPT
from app.catalogue.practicum_types import Practicum
from app.core.clock import now
from app.core.db import session
from app.core.errors import Invalid
from app.core.words import N_
from app.enrolment.models import Enrolment
from app.practicum import queries, rows, rules, times
from app.practicum.content import get_held
from app.practicum.drafts import MOST_LEARNING, MOST_PEOPLE, Draft, SentTwice, draft_of, received
from app.practicum.models import DRAFT, PracticumEntry

CLIENT_ID = re.compile(r"[0-9A-Za-z-]{8,36}")
MOST_CASES = 100  # a supervision may go through all of them
NOT_OFFERED = N_("This is not on offer here. Choose again.")


def create(
    actor: Actor, enrolment: Enrolment, draft: Draft, client_id: str, *, amends_id: int | None = None, reason: str = ""
) -> PracticumEntry:
    """A new draft, or the row that stands for the same body sent before. Raises Invalid, SentTwice."""
    if not CLIENT_ID.fullmatch(client_id):
        raise Invalid(N_("This form has lost its key. Open it again."))
    draft = draft.tidy()
    body = received(draft, amends_id, reason)
    queries.lock_enrolment(enrolment.id)
    if (stands := queries.find_by_client(enrolment.id, client_id)) is not None:
        if body not in (stands.received_digest, received(draft_of(stands), stands.amends_id, stands.amend_reason)):
            raise SentTwice(stands, draft)
        return stands
    amended = session().get(PracticumEntry, amends_id) if amends_id else None
    codes = _codes(enrolment, draft, amended)
    entry = PracticumEntry(
        **_values(enrolment, draft),
        enrolment_id=enrolment.id,
        client_id=client_id,
        received_digest=body,
        status=DRAFT,
        amends_id=amends_id,
        amend_reason=reason,
        version=0,
        created_at=now(),
    )
    session().add(entry)
    rows.keep(entry, codes)
    rows.put_cases(entry, draft.case_ids)
    audit.record(person_id(actor), "practicum.begin", subject(entry), place=f"enrolment:{enrolment.id}")
    return entry


def rewrite(entry: PracticumEntry, draft: Draft, reason: str | None = None) -> None:
    """Puts another body into a row that the caller has taken. Raises Invalid."""
    draft = draft.tidy()
    values = _values(entry.enrolment, draft)
    if reason is not None and entry.amends_id is not None:
        values["amend_reason"] = reason
    codes = _codes(entry.enrolment, draft, entry)
    rows.put_cases(entry, draft.case_ids)
    rows.keep(entry, codes, **values)


def is_same(entry: PracticumEntry, draft: Draft, reason: str | None = None) -> bool:
    """Whether a row holds this body already. Raises Invalid for what is not on offer."""
    draft = draft.tidy()
    values = _values(entry.enrolment, draft)
    if reason is not None and entry.amends_id is not None:
        values["amend_reason"] = reason
    has_cases = draft.case_ids == tuple(sorted(case.id for case in entry.cases))
    return has_cases and all(getattr(entry, name) == value for name, value in values.items())


def subject(entry: PracticumEntry) -> str:
    """The entry's name in the trail."""
    return f"practicum_entry:{entry.id}"


def _codes(enrolment: Enrolment, draft: Draft, before: PracticumEntry | None) -> list[str]:
    """Raises Invalid for a case that is not the learner's, and where none is kept for what was not named `before`."""
    stands = {case.id for case in before.cases} if before else set()
    if not stands.issuperset(draft.case_ids) and not cases.keeps_cases(enrolment.cohort.institution_id):
        raise Invalid(NOT_KEPT, field="cases")
    found = queries.list_cases(enrolment.id, draft.case_ids) if draft.case_ids else []
    if len(found) != len(draft.case_ids) or len(found) > MOST_CASES:
        raise Invalid(NOT_OFFERED, field="cases")
    return [case.code for case in found]


def _values(enrolment: Enrolment, draft: Draft) -> dict[str, object]:
    """Columns of what may be incomplete, never of what is not on offer."""
    _require_offered(get_held(enrolment.cohort).practicum, draft)
    zone = enrolment.cohort.institution.time_zone
    start, end = times.moments(draft.day, draft.starts, draft.ends, zone, draft.doubled)
    return {
        "category": draft.category,
        "activity": draft.activity,
        "setting": draft.setting,
        "mode": draft.mode,
        "language": draft.language,
        "starts_at": start,
        "ends_at": end,
        "zone": zone,
        "day": draft.day,
        "minutes": times.minutes_between(start, end),
        "people": draft.people,
        "is_interpreted": draft.is_interpreted,
        "method": draft.method,
        "learning": draft.learning,
        "is_worried": draft.is_worried,
    }


def _require_offered(practicum: Practicum, draft: Draft) -> None:
    category = practicum.find_category(draft.category)
    offered = {
        "category": {one.id for one in practicum.categories},
        "activity": {one.id for one in category.activities} if category else {draft.activity},
        "method": {one.id for one in category.methods} if category else {draft.method},
        "setting": {rules.INDIVIDUAL, rules.GROUP},
        "mode": set(practicum.modes),
        "language": set(rules.LANGUAGES),
        "doubled": set(times.DOUBLED),
    }
    for name, values in offered.items():
        if (given := getattr(draft, name)) and given not in values:
            raise Invalid(NOT_OFFERED, field=name)
    if not 0 <= draft.people <= MOST_PEOPLE:
        raise Invalid(N_("Write a number of people from 0 to 500."), field="people")
    if len(draft.learning) > MOST_LEARNING:
        raise Invalid(N_("One line, 500 characters at most."), field="learning")
