"""Supervisors: who they are, and who signs while they are away."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date

from sqlalchemy import delete, select

from app.accounts.actor import Actor, person_id
from app.accounts.models import Institution
from app.accounts.queries import normal_email
from app.audit import service as audit
from app.core.clock import now, today
from app.core.db import hold, session
from app.core.errors import Conflict, Forbidden, Invalid, NotFound
from app.core.words import LANGUAGES, N_
from app.duty.rules import is_phone
from app.mail.letter import is_address
from app.placements import people, policy, rules
from app.placements.keeping import NOT_YOURS
from app.placements.models import Supervisor, SupervisorAbsence

CHANGED = N_("Somebody changed this supervisor while you were working on it.")


@dataclass(frozen=True, slots=True, kw_only=True)
class SupervisorDraft:
    name: str
    email: str
    language: str
    role_title: str = ""
    phone: str = ""
    person_id: int | None = None
    is_active: bool = True


@dataclass(frozen=True, slots=True)
class AbsenceDraft:
    """Both days included."""

    from_day: date
    until_day: date
    stand_in_id: int


def add(actor: Actor, institution_id: int, draft: SupervisorDraft) -> Supervisor:
    """Raises Forbidden, Invalid."""
    if not policy.coordinates(actor, institution_id):
        raise Forbidden(NOT_YOURS)
    _hold(institution_id)
    values = _checked(institution_id, draft)
    supervisor = Supervisor(institution_id=institution_id, created_at=now(), by_id=person_id(actor), **values)
    session().add(supervisor)
    session().flush()
    _record(actor, "supervisor.add", supervisor)
    return supervisor


def change(actor: Actor, supervisor: Supervisor, draft: SupervisorDraft, seen: int) -> None:
    """Raises Forbidden, Invalid, Conflict if it is not the version that was seen."""
    _require(actor, supervisor)
    if supervisor.version != seen:
        raise Conflict(CHANGED)
    values = _checked(supervisor.institution_id, draft, supervisor)
    if supervisor.is_active and not draft.is_active:
        _require_unneeded(supervisor)
    fields = sorted(name for name, value in values.items() if getattr(supervisor, name) != value)
    for name in fields:
        setattr(supervisor, name, values[name])
    supervisor.version += 1
    _record(actor, "supervisor.change", supervisor, ",".join(fields))


def be_away(actor: Actor, supervisor: Supervisor, draft: AbsenceDraft) -> SupervisorAbsence:
    """Raises Forbidden, and Invalid for days or a stand-in that cannot be."""
    _require(actor, supervisor, may=policy.may_say_absence)
    if draft.until_day < draft.from_day:
        raise Invalid(N_("The last day is before the first."), field="until_day")
    if draft.until_day < today():
        raise Invalid(N_("These days are over. Who signed then has signed."), field="until_day")
    stand_in = people.find_active(supervisor.institution_id, draft.stand_in_id)
    if stand_in is None or stand_in.id == supervisor.id:
        raise Invalid(N_("Choose somebody else of this institution who signs meanwhile."), field="stand_in")
    days = (draft.from_day, draft.until_day)
    own = (one for one in supervisor.absences if rules.overlap((one.from_day, one.until_day), days))
    if next(own, None):
        raise Invalid(N_("An absence is written down for some of these days already."), field="from_day")
    absence = SupervisorAbsence(supervisor=supervisor, **asdict(draft), by_id=person_id(actor), created_at=now())
    session().add(absence)
    session().flush()
    _record(actor, "supervisor.away", supervisor, f"absence:{absence.id} supervisor:{stand_in.id}")
    return absence


def be_back(actor: Actor, supervisor: Supervisor, absence_id: int) -> None:
    """From today on nobody stands in any more; days that are over stay. Raises Forbidden, NotFound."""
    _require(actor, supervisor, may=policy.may_say_absence)
    absence = next((one for one in supervisor.absences if one.id == absence_id), None)
    if absence is None or absence.until_day < today():
        raise NotFound(N_("There is no such absence."))
    if absence.from_day < today():
        absence.until_day = today() - rules.DAY
    else:
        session().execute(delete(SupervisorAbsence).where(SupervisorAbsence.id == absence.id))
        session().expire(supervisor, ["absences"])
    _record(actor, "supervisor.back", supervisor, f"absence:{absence_id}")


def _require(
    actor: Actor, supervisor: Supervisor, may: Callable[[Actor, Supervisor], bool] = policy.may_change_supervisor
) -> None:
    if not may(actor, supervisor):
        raise Forbidden(NOT_YOURS)
    _hold(supervisor.institution_id)
    session().refresh(supervisor)


def _hold(institution_id: int) -> None:
    """One change at a time at an institution: addresses are unique there, and absences do not overlap."""
    hold(select(Institution.id).where(Institution.id == institution_id).with_for_update())


def _require_unneeded(supervisor: Supervisor) -> None:
    if people.list_named(supervisor, today()):
        raise Invalid(
            N_("Placements that run or are to come name this supervisor. Name somebody else there first."),
            field="is_active",
        )
    if any(one.stand_in_id == supervisor.id for one in people.list_absences(supervisor, today())):
        raise Invalid(N_("This supervisor stands in for somebody. Change that absence first."), field="is_active")
    if people.list_led(supervisor, today()):
        raise Invalid(
            N_("This supervisor supervises a whole cohort. Name somebody else there first."), field="is_active"
        )


def _checked(institution_id: int, draft: SupervisorDraft, before: Supervisor | None = None) -> dict[str, object]:
    values = asdict(draft) | {
        "name": draft.name.strip(),
        "email": normal_email(draft.email),
        "role_title": draft.role_title.strip(),
        "phone": draft.phone.strip() or None,
    }
    if not values["name"]:
        raise Invalid(N_("Write a name."), field="name")
    if not is_address(str(values["email"])):
        raise Invalid(N_("Write an address such as name@example.org."), field="email")
    if draft.phone.strip() and not is_phone(draft.phone):
        raise Invalid(N_("Write a number that can be dialled."), field="phone")
    if draft.language not in LANGUAGES:
        raise Invalid(N_("Choose a language."), field="language")
    others = select(Supervisor).where(Supervisor.institution_id == institution_id)
    for one in session().scalars(others):
        if before is not None and one.id == before.id:
            continue
        if one.email == values["email"]:
            raise Invalid(N_("%(name)s has this address already."), field="email", name=one.name)
        if draft.person_id is not None and one.person_id == draft.person_id:
            raise Invalid(N_("%(name)s has this account already."), field="account", name=one.name)
    _check_account(institution_id, draft.person_id, before)
    return values


def _check_account(institution_id: int, account_id: int | None, before: Supervisor | None) -> None:
    """An account that was chosen once may stay, whatever became of its role."""
    if account_id is None or (before is not None and before.person_id == account_id):
        return
    if account_id not in {one.id for one in people.list_accounts(institution_id)}:
        raise Invalid(
            N_("This account is no supervisor here. A coordinator can invite them as a supervisor."), field="account"
        )


def _record(actor: Actor, action: str, supervisor: Supervisor, detail: str = "") -> None:
    place = f"institution:{supervisor.institution_id}"
    audit.record(person_id(actor), action, f"supervisor:{supervisor.id}", place=place, detail=detail)
