"""Setting who is on duty, taking a number away, and saying that it was rung."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import delete, select, update

from app.accounts.actor import Actor, person_id
from app.accounts.models import Institution
from app.audit import service as audit
from app.core.clock import now
from app.core.db import hold, session
from app.core.errors import Conflict, Invalid
from app.core.words import LANGUAGES, N_
from app.duty import rules
from app.duty.models import DutyConfirmation, DutyContact
from app.duty.queries import Post

CHANGED = N_("Somebody changed this duty phone while you were working on it.")
NOT_A_PHONE = N_("Write a number that a phone in Israel can dial, such as 02-123-4567, +972 50 123 4567 or *1234.")


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyDraft:
    name: str
    phone: str
    hours: Mapping[str, str]  # language → words
    backup_name: str = ""
    backup_phone: str = ""


def put(actor: Actor, post: Post, draft: DutyDraft, seen: int) -> DutyContact:
    """Another contact takes over. `seen` is the id of the one that the actor saw, 0 for none.

    `post` comes from queries, which give only what the actor may set. Raises Invalid, Conflict.
    """
    values = _checked(draft)
    _release(post, seen)
    contact = DutyContact(
        institution_id=post.institution.id,
        cohort_id=post.cohort.id if post.cohort else None,
        set_by_id=person_id(actor),
        set_at=now(),
        **values,
    )
    session().add(contact)
    session().flush()
    audit.record(person_id(actor), "duty.set", f"duty_contact:{contact.id}", place=post.audit_place)
    return contact


def withdraw(actor: Actor, post: Post, seen: int) -> None:
    """Nobody is on duty at this post any more; a cohort has its institution's again. Raises Conflict."""
    if not seen:
        raise Conflict(CHANGED)
    _release(post, seen)
    audit.record(person_id(actor), "duty.withdraw", f"duty_contact:{seen}", place=post.audit_place)


def confirm(actor: Actor, post: Post, seen: int) -> None:
    """The actor rang every number of this contact and was answered. Raises Conflict if it is no longer in force."""
    _hold(post)
    if post.contact is None or post.contact.id != seen:
        raise Conflict(CHANGED)
    session().add(DutyConfirmation(contact_id=seen, by_id=person_id(actor), at=now()))
    session().flush()
    audit.record(person_id(actor), "duty.confirm", f"duty_contact:{seen}", place=post.audit_place)


def forget_old() -> int:
    """Removes contacts that were replaced two years ago, with their confirmations; returns how many."""
    old = select(DutyContact.id).where(DutyContact.replaced_at < now() - rules.KEPT)
    session().execute(delete(DutyConfirmation).where(DutyConfirmation.contact_id.in_(old)))
    gone = session().execute(delete(DutyContact).where(DutyContact.id.in_(old)))
    return int(getattr(gone, "rowcount", 0))


def _release(post: Post, seen: int) -> None:
    """Ends the contact that was seen. Raises Conflict if another one is in force, or none where one was seen."""
    _hold(post)
    wanted = select(DutyContact.id).where(
        DutyContact.institution_id == post.institution.id,
        DutyContact.cohort_id.is_(None) if post.cohort is None else DutyContact.cohort_id == post.cohort.id,
        DutyContact.replaced_at.is_(None),
    )
    if (session().scalars(wanted).first() or 0) != seen:
        raise Conflict(CHANGED)
    if seen:
        session().execute(update(DutyContact).where(DutyContact.id == seen).values(replaced_at=now()))


def _hold(post: Post) -> None:
    hold(select(Institution.id).where(Institution.id == post.institution.id).with_for_update())


def _checked(draft: DutyDraft) -> dict[str, object]:
    names = ("name", "phone", "backup_name", "backup_phone")
    values: dict[str, str] = {name: getattr(draft, name).strip() for name in names}
    hours = {code: words for code in LANGUAGES if (words := draft.hours.get(code, "").strip())}
    if not values["name"]:
        raise Invalid(N_("Write who is on duty: a role, or a name."), field="name")
    if not rules.is_phone(values["phone"]):
        raise Invalid(NOT_A_PHONE, field="phone")
    if not hours:
        raise Invalid(N_("Say in at least one language when somebody answers."), field="hours_he")
    _check_backup(values)
    return {**values, "hours": hours}


def _check_backup(values: Mapping[str, str]) -> None:
    name, phone = values["backup_name"], values["backup_phone"]
    if name and not phone:
        raise Invalid(N_("Write the back-up’s number, or leave both empty."), field="backup_phone")
    if phone and not rules.is_phone(phone):
        raise Invalid(NOT_A_PHONE, field="backup_phone")
    if phone and rules.are_same(phone, values["phone"]):
        raise Invalid(N_("This is the same number again. Write another one, or leave it empty."), field="backup_phone")
