"""Reading factors, codes and drafts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import exists, func, or_, select

from app.accounts.models import Person
from app.core.clock import now
from app.core.db import session
from app.core.errors import NotFound
from app.core.words import N_
from app.second_step.models import AppSecret, Passkey, RecoveryCode, StepDraft

has_one = or_(
    exists().where(AppSecret.person_id == Person.id).correlate(Person),
    exists().where(Passkey.person_id == Person.id).correlate(Person),
)
"""Over `Person`: has a second step."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What somebody has set up; `codes` counts recovery codes that are still good."""

    app: AppSecret | None
    passkeys: Sequence[Passkey]
    codes: int

    @property
    def is_on(self) -> bool:
        return self.app is not None or bool(self.passkeys)

    @property
    def factors(self) -> int:
        return len(self.passkeys) + (self.app is not None)


def get_standing(person_id: int) -> Standing:
    return Standing(find_app(person_id), list_passkeys(person_id), count_codes(person_id))


def find_app(person_id: int) -> AppSecret | None:
    return session().get(AppSecret, person_id, populate_existing=True)


def list_passkeys(person_id: int) -> Sequence[Passkey]:
    wanted = select(Passkey).where(Passkey.person_id == person_id).order_by(Passkey.id)
    return session().scalars(wanted).all()


def get_passkey(person_id: int, passkey_id: int) -> Passkey:
    """Raises NotFound unless it is the person's own."""
    wanted = select(Passkey).where(Passkey.id == passkey_id, Passkey.person_id == person_id)
    found = session().scalars(wanted).first()
    if found is None:
        raise NotFound(N_("There is no such passkey."))
    return found


def find_passkey(person_id: int, credential_id: bytes) -> Passkey | None:
    wanted = select(Passkey).where(Passkey.credential_id == credential_id, Passkey.person_id == person_id)
    return session().scalars(wanted).first()


def count_codes(person_id: int) -> int:
    wanted = select(func.count()).where(RecoveryCode.person_id == person_id, RecoveryCode.used_at.is_(None))
    return session().scalars(wanted).one()


def find_draft(person_id: int, browser: str, kind: str) -> StepDraft | None:
    """What is being set up in this browser, if it is not over."""
    wanted = select(StepDraft).where(
        StepDraft.browser_hash == browser,
        StepDraft.kind == kind,
        StepDraft.person_id == person_id,
        StepDraft.expires_at > now(),
    )
    return session().scalars(wanted).first()
