"""An institution's own facts: its code, names, time zone, and the languages that its people are written to in."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from zoneinfo import available_timezones

from sqlalchemy import update

from app.accounts import names, policy, queries, service
from app.accounts.actor import Actor, person_id
from app.accounts.models import Institution
from app.audit import service as audit
from app.core.db import session
from app.core.errors import Conflict, Invalid
from app.core.words import LANGUAGES, N_

_CODE = re.compile(r"[a-z0-9][a-z0-9-]{1,38}", re.ASCII)
CHANGED = N_("Somebody else changed this meanwhile.")


@dataclass(frozen=True, slots=True, kw_only=True)
class InstitutionDraft:
    """`names`: language → name. The code is chosen once."""

    code: str = ""
    names: Mapping[str, str]
    time_zone: str
    languages: Sequence[str]


def add(actor: Actor, draft: InstitutionDraft) -> Institution:
    """Raises Forbidden, Invalid."""
    policy.require_administrator(actor)
    code = draft.code.strip().lower()
    if not _CODE.fullmatch(code):
        raise Invalid(N_("Use 2 to 39 small Latin letters, digits and hyphens."), field="code")
    if queries.find_institution(code):
        raise Invalid(N_("Another institution has this code."), field="code")
    own, languages = _checked(draft)
    made = service.add_institution(actor, code, own, draft.time_zone)
    made.languages = languages
    session().flush()
    return made


def change(actor: Actor, institution: Institution, draft: InstitutionDraft, seen: int) -> None:
    """`seen` is the version that the actor saw. Raises Forbidden, Invalid, Conflict."""
    policy.require_keeping_institution(actor, institution.id)
    own, languages = _checked(draft)
    values = {"names": own, "languages": languages, "time_zone": draft.time_zone, "version": seen + 1}
    theirs = (Institution.id == institution.id, Institution.version == seen)
    changed = session().execute(update(Institution).where(*theirs).values(**values).returning(Institution.id))
    if changed.first() is None:
        raise Conflict(CHANGED)
    audit.record(person_id(actor), "institution.change", f"institution:{institution.id}")


def _checked(draft: InstitutionDraft) -> tuple[dict[str, str], list[str]]:
    """Names and languages. Raises Invalid."""
    own = {code: names.clean(text, f"name_{code}") for code in LANGUAGES if (text := draft.names.get(code, "").strip())}
    if not own:
        raise Invalid(N_("Write the name in at least one language."), field="name_he")
    if draft.time_zone not in time_zones():
        raise Invalid(N_("There is no such time zone. In Israel it is Asia/Jerusalem."), field="time_zone")
    languages = [code for code in LANGUAGES if code in draft.languages]
    if not languages:
        raise Invalid(N_("Choose at least one language."), field="languages")
    return own, languages


@lru_cache(maxsize=1)
def time_zones() -> frozenset[str]:
    return frozenset(available_timezones())
