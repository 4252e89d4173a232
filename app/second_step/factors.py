"""The factors themselves: put, matched, used, taken away. Callers hold the person and write in one transaction."""

from __future__ import annotations

from sqlalchemy import delete, select, update

from app.accounts.models import Person
from app.core import codes
from app.core.clock import now
from app.core.db import hold, insert_unless_there, session
from app.core.errors import Conflict
from app.core.ids import hash_token
from app.core.words import N_
from app.second_step import passkeys, queries, totp
from app.second_step.drafts import Owner
from app.second_step.models import AppSecret, Passkey, RecoveryCode

CODES = 10
LONGEST_NAME = 60


def hold_person(person_id: int) -> None:
    """One change or one try of a person at a time."""
    hold(select(Person.id).where(Person.id == person_id).with_for_update(key_share=True))


def put_app(owner: Owner, secret: str, step: int) -> None:
    """In place of an earlier one. The code that confirmed it is used up."""
    session().execute(delete(AppSecret).where(AppSecret.person_id == owner.person_id))
    values = {
        "person_id": owner.person_id,
        "sealed": owner.seal("app", secret),
        "made_at": now(),
        "last_step": step,
    }
    insert_unless_there(AppSecret, values)


def use_app(owner: Owner, typed: str) -> bool:
    """Whether it is a code of now that was not used before; it is used up by this."""
    stored = queries.find_app(owner.person_id)
    if stored is None:
        return False
    step = totp.matching_step(owner.unseal("app", stored.sealed), typed, now())
    if step is None:
        return False
    used = session().execute(
        update(AppSecret)
        .where(AppSecret.person_id == owner.person_id, AppSecret.last_step < step)
        .values(last_step=step)
        .returning(AppSecret.person_id)
    )
    return used.first() is not None


def put_passkey(person_id: int, made: passkeys.Made, name: str) -> None:
    """Raises Conflict for a key that is known here already."""
    values = {
        "person_id": person_id,
        "credential_id": made.credential_id,
        "public_key": made.public_key,
        "sign_count": made.sign_count,
        "name": " ".join(name.split())[:LONGEST_NAME],
        "made_at": now(),
    }
    if not insert_unless_there(Passkey, values):
        raise Conflict(N_("This passkey is set up already."))


def use_passkey(person_id: int, site: passkeys.Site, challenge: bytes, answer: str) -> bool:
    """Whether one of the person's passkeys signed the challenge."""
    try:
        key = queries.find_passkey(person_id, passkeys.named(answer))
        count = passkeys.used(site, challenge, key, answer) if key else None
    except passkeys.Wrong:
        return False
    if key is None or count is None:
        return False
    session().execute(update(Passkey).where(Passkey.id == key.id).values(sign_count=count, used_at=now()))
    return True


def new_codes(person_id: int) -> list[str]:
    """Ten codes; those of before end. Only their hashes are stored."""
    session().execute(delete(RecoveryCode).where(RecoveryCode.person_id == person_id))
    made = [codes.new_code() for _ in range(CODES)]
    session().add_all(RecoveryCode(person_id=person_id, code_hash=_hash(person_id, code)) for code in made)
    session().flush()
    return [codes.shown(code) for code in made]


def use_code(person_id: int, typed: str) -> bool:
    """Whether it is a recovery code that was not used before; it is used up by this."""
    used = session().execute(
        update(RecoveryCode)
        .where(
            RecoveryCode.person_id == person_id,
            RecoveryCode.code_hash == _hash(person_id, codes.read(typed)),
            RecoveryCode.used_at.is_(None),
        )
        .values(used_at=now())
        .returning(RecoveryCode.id)
    )
    return used.first() is not None


def drop_app(person_id: int) -> bool:
    dropped = session().execute(
        delete(AppSecret).where(AppSecret.person_id == person_id).returning(AppSecret.person_id)
    )
    return dropped.first() is not None


def drop_passkey(person_id: int, passkey_id: int) -> None:
    session().execute(delete(Passkey).where(Passkey.id == passkey_id, Passkey.person_id == person_id))


def drop_codes(person_id: int) -> None:
    session().execute(delete(RecoveryCode).where(RecoveryCode.person_id == person_id))


def drop_all(person_id: int) -> None:
    drop_app(person_id)
    session().execute(delete(Passkey).where(Passkey.person_id == person_id))
    drop_codes(person_id)


def _hash(person_id: int, code: str) -> str:
    return hash_token(f"recovery {person_id} {code}")
