"""Setting what an institution keeps of cases."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date

from sqlalchemy import select

from app.accounts.actor import Actor, person_id
from app.accounts.models import Institution
from app.audit import service as audit
from app.cases import policy, queries, rules
from app.cases.models import CaseSetting
from app.core.clock import now, today
from app.core.db import hold, session
from app.core.errors import Conflict, Forbidden, Invalid
from app.core.words import N_

NOT_YOURS = N_("An administrator of this institution decides what is kept of people served.")
CHANGED = N_("Somebody changed this meanwhile. It now stands as below.")


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingDraft:
    case_data: str
    minors_measures: bool = False
    signed_off_by: str = ""
    signed_off_on: date | None = None


def put(actor: Actor, institution: Institution, draft: SettingDraft, seen: int) -> CaseSetting:
    """`seen` is the version that was looked at, 0 where nothing had been set. Raises Forbidden, Invalid, Conflict."""
    if not policy.may_change_setting(actor, institution.id):
        raise Forbidden(NOT_YOURS)
    hold(select(Institution.id).where(Institution.id == institution.id).with_for_update())
    setting = queries.find_setting(institution.id)
    if setting is not None:
        session().refresh(setting)
    if (setting.version if setting else 0) != seen:
        raise Conflict(CHANGED)
    values = _checked(draft, today(institution.time_zone))
    if setting is None:
        setting = CaseSetting(institution_id=institution.id, version=0)
        session().add(setting)
    for name, value in {**values, "by_id": person_id(actor), "at": now(), "version": setting.version + 1}.items():
        setattr(setting, name, value)
    session().flush()
    place = f"institution:{institution.id}"
    audit.record(person_id(actor), "case-data.set", place, place=place, detail=_told(setting))
    return setting


def _checked(draft: SettingDraft, day: date) -> dict[str, object]:
    if draft.case_data not in rules.LEVELS:
        raise Invalid(N_("Choose what is kept."), field="case_data")
    values = asdict(draft) | {"signed_off_by": " ".join(draft.signed_off_by.split())}
    if not draft.minors_measures:
        return values | {"signed_off_by": "", "signed_off_on": None}
    if not values["signed_off_by"]:
        message = N_("Write which clinician has approved it. Until somebody has, these measures stay with adults.")
        raise Invalid(message, field="signed_off_by")
    if draft.signed_off_on is None or draft.signed_off_on > day:
        raise Invalid(N_("Choose the day on which they approved it."), field="signed_off_on")
    return values


def _told(setting: CaseSetting) -> str:
    return f"{setting.case_data}{' minors' if setting.minors_measures else ''}"
