"""What an institution says of itself: completed by its coordinators, read again by its people when it matters."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select, update

from app.accounts.actor import Actor, person_id
from app.accounts.models import Institution, RoleGrant
from app.audit import service as audit
from app.core.clock import now
from app.core.db import session
from app.core.errors import Conflict, NotFound
from app.core.words import N_
from app.enrolment.models import Cohort
from app.privacy import policy, queries
from app.privacy.models import PrivacyReading, PrivacyStatement
from app.privacy.rules import READ_AGAIN


@dataclass(frozen=True, slots=True)
class Draft:
    """`seen` is the row version that was read, 0 if there was none."""

    facts: dict[str, str]
    texts: dict[str, dict[str, str]]
    seen: int


def require_keeping(actor: Actor, institution_id: int | None) -> None:
    """Raises NotFound for an institution that is not the actor's, or that nobody made."""
    policy.require_keeping_statement(actor, institution_id)
    if institution_id is not None and session().get(Institution, institution_id) is None:
        raise NotFound(N_("There is no such institution."))


def keep(actor: Actor, institution_id: int | None, draft: Draft) -> PrivacyStatement:
    """Raises NotFound for an institution that is not the actor's, Conflict if somebody else saved meanwhile."""
    require_keeping(actor, institution_id)
    found = queries.find_statement(institution_id)
    if (found.version if found else 0) != draft.seen:
        raise Conflict(N_("This was changed in another window meanwhile. Check it, then save again."))
    statement = found or PrivacyStatement(institution_id=institution_id, facts={}, texts={}, edition=0, version=0)
    asks_again = statement.edition == 0 or _told(statement.facts, statement.texts) != _told(draft.facts, draft.texts)
    statement.facts, statement.texts, statement.version = draft.facts, draft.texts, statement.version + 1
    statement.edition += asks_again
    statement.at, statement.by_id = now(), person_id(actor)
    session().add(statement)
    session().flush()
    if asks_again:
        _ask_again(institution_id)
    place = f"institution:{institution_id}" if institution_id else "national:0"
    audit.record(person_id(actor), "privacy.state", place, place=place, detail=f"edition {statement.edition}")
    return statement


def _told(facts: dict[str, str], texts: dict[str, dict[str, str]]) -> list[object]:
    """What people are to read again if it changes."""
    return [facts.get(name) or texts.get(name) or None for name in READ_AGAIN]


def _ask_again(institution_id: int | None) -> None:
    again = update(PrivacyReading).where(PrivacyReading.is_current).values(is_current=False)
    if institution_id is not None:
        cohorts = select(Cohort.id).where(Cohort.institution_id == institution_id)
        at_it = (RoleGrant.place_kind == "institution") & (RoleGrant.place_id == institution_id)
        in_cohort = (RoleGrant.place_kind == "cohort") & RoleGrant.place_id.in_(cohorts)
        again = again.where(PrivacyReading.person_id.in_(select(RoleGrant.person_id).where(at_it | in_cohort)))
    session().execute(again)
