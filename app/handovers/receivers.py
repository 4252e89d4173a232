"""The directory of those who take people over, kept by coordinators."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date

from sqlalchemy import select

from app.accounts import queries as accounts
from app.accounts.actor import Actor, person_id
from app.accounts.models import Person, RoleGrant
from app.accounts.queries import normal_email
from app.audit import service as audit
from app.core.clock import now, today
from app.core.db import session
from app.core.errors import Conflict, Forbidden, Invalid
from app.core.spoken import SPOKEN
from app.core.words import N_
from app.duty.rules import is_phone
from app.enrolment.models import Cohort, Enrolment
from app.handovers import policy, queries
from app.handovers.models import Receiver
from app.handovers.rules import KINDS, OFFERED
from app.mail.letter import is_address
from app.notices import service as notices
from app.notices.kinds import HANDOVER_AWAY
from app.placements import policy as places
from app.placements.models import Site

CHANGED = N_("Somebody changed this receiver while you were working on it.")
NOT_YOURS = N_("Only coordinators of an institution keep its receivers.")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiverDraft:
    """`account` is the address by which whoever receives signs in to Kelim; empty for nobody."""

    kind: str
    name: str
    languages: tuple[str, ...]
    site_id: int | None = None
    contact_name: str = ""
    phone: str = ""
    email: str = ""
    notes: str = ""
    account: str = ""
    is_open: bool = True
    away_until: date | None = None


def add(actor: Actor, institution_id: int | None, draft: ReceiverDraft) -> Receiver:
    """Without an institution: for all of them. Raises Forbidden, Invalid."""
    if not policy.coordinates(actor, institution_id):
        raise Forbidden(NOT_YOURS)
    values = _checked(actor, institution_id, draft)
    receiver = Receiver(institution_id=institution_id, created_at=now(), by_id=person_id(actor), **values)
    session().add(receiver)
    session().flush()
    _record(actor, "receiver.add", receiver)
    return receiver


def change(actor: Actor, receiver: Receiver, draft: ReceiverDraft, seen: int) -> None:
    """Whoever waits for an answer is told if it takes nobody any more. Raises Forbidden, Invalid, Conflict."""
    policy.require_keeping(actor, receiver)
    session().refresh(receiver, with_for_update=session().get_bind().dialect.name != "sqlite")
    if receiver.version != seen:
        raise Conflict(CHANGED)
    values = _checked(actor, receiver.institution_id, draft, receiver)
    took = receiver.takes_on(today())
    fields = sorted(name for name, value in values.items() if getattr(receiver, name) != value)
    for name in fields:
        setattr(receiver, name, values[name])
    receiver.version += 1
    session().flush()
    _record(actor, "receiver.change", receiver, ",".join(fields))
    if took and not receiver.takes_on(today()):
        for one in queries.list_live_of(receiver.id, (OFFERED,)):
            notices.tell_once(one.enrolment.person_id, HANDOVER_AWAY, f"/handovers/{one.id}")


def _checked(
    actor: Actor, institution_id: int | None, draft: ReceiverDraft, before: Receiver | None = None
) -> dict[str, object]:
    """The columns of a receiver. Raises Invalid."""
    values = asdict(draft) | {name: str(getattr(draft, name)).strip() for name in ("name", "contact_name", "phone")}
    values |= {"email": normal_email(draft.email), "languages": sorted(set(draft.languages), key=SPOKEN.index)}
    if draft.kind not in KINDS:
        raise Invalid(N_("Choose a kind."), field="kind")
    if not values["name"]:
        raise Invalid(N_("Write a name."), field="name")
    if values["email"] and not is_address(str(values["email"])):
        raise Invalid(N_("Write an address such as name@example.org."), field="email")
    if values["phone"] and not is_phone(str(values["phone"])):
        raise Invalid(N_("This number cannot be dialled. Write it such as 02-000-0000."), field="phone")
    account = _account(institution_id, normal_email(str(values.pop("account"))), before)
    if account is None and not values["phone"]:
        raise Invalid(N_("Whoever has no account here is phoned: write the number."), field="phone")
    if draft.site_id is not None and (before is None or before.site_id != draft.site_id):
        _check_site(actor, draft.site_id)
    return values | {"person_id": account.id if account else None}


def _account(institution_id: int | None, email: str, before: Receiver | None) -> Person | None:
    """Somebody who learns or works at the institution. Raises Invalid for whoever does not."""
    if not email:
        return None
    person = accounts.find_person(email)
    if person is not None and before is not None and person.id == before.person_id:
        return person
    if person is None or not person.is_active or not _belongs(person.id, institution_id):
        raise Invalid(
            N_(
                "Nobody of this institution signs in with this address. Leave it empty for somebody without an account."
            ),
            field="account",
        )
    return person


def _belongs(person_id: int, institution_id: int | None) -> bool:
    if institution_id is None:
        return True
    cohorts = select(Cohort.id).where(Cohort.institution_id == institution_id)
    learns = select(Enrolment.id).where(
        Enrolment.person_id == person_id, Enrolment.cohort_id.in_(cohorts), Enrolment.left_on.is_(None)
    )
    works = select(RoleGrant.id).where(
        RoleGrant.person_id == person_id,
        ((RoleGrant.place_kind == "institution") & (RoleGrant.place_id == institution_id))
        | ((RoleGrant.place_kind == "cohort") & RoleGrant.place_id.in_(cohorts)),
    )
    return any(session().scalars(one.limit(1)).first() is not None for one in (learns, works))


def _check_site(actor: Actor, site_id: int) -> None:
    site = session().get(Site, site_id)
    if site is None or not places.may_see_site(actor, site):
        raise Invalid(N_("Choose a site of the list."), field="site_id")


def _record(actor: Actor, action: str, receiver: Receiver, detail: str = "") -> None:
    place = f"institution:{receiver.institution_id or 0}"
    audit.record(person_id(actor), action, f"receiver:{receiver.id}", place=place, detail=detail)
