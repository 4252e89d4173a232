"""Sign-ins that are half done: the password was right, the second step is still to come.

Such a browser holds a token that opens nothing but the pages of the second step; its session begins afterwards.
"""

from __future__ import annotations

import secrets
from datetime import timedelta

from sqlalchemy import delete, select, update

from app.accounts.models import HalfSignIn, Person
from app.core.clock import now
from app.core.db import session
from app.core.ids import hash_token, new_token

LASTS = timedelta(minutes=10)
TRIES = 10
"""Wrong answers after which the password is asked for again."""


def begin(person_id: int, *, device: str = "", going: str = "") -> str:
    """Returns its token, which is stored only as a hash. `going` is the path that was wanted."""
    token, moment = new_token(), now()
    session().add(
        HalfSignIn(
            token_hash=hash_token(token),
            person_id=person_id,
            challenge=secrets.token_bytes(32),
            device=device[:80],
            going=going[:2000],
            created_at=moment,
            expires_at=moment + LASTS,
        )
    )
    session().flush()
    return token


def find(token: str) -> HalfSignIn | None:
    """The half of a person who may still enter, if it is not over."""
    wanted = (
        select(HalfSignIn)
        .join(Person, Person.id == HalfSignIn.person_id)
        .where(
            HalfSignIn.token_hash == hash_token(token),
            HalfSignIn.expires_at > now(),
            HalfSignIn.tries < TRIES,
            Person.is_active,
        )
    )
    return session().scalars(wanted.execution_options(populate_existing=True)).first() if token else None


def use(half: HalfSignIn) -> bool:
    """Ends it; False if another window was faster."""
    used = session().execute(delete(HalfSignIn).where(HalfSignIn.id == half.id).returning(HalfSignIn.id))
    return used.first() is not None


def count_try(half: HalfSignIn) -> None:
    session().execute(update(HalfSignIn).where(HalfSignIn.id == half.id).values(tries=HalfSignIn.tries + 1))


def end_all(person_id: int) -> None:
    session().execute(delete(HalfSignIn).where(HalfSignIn.person_id == person_id))


def forget_old() -> None:
    session().execute(delete(HalfSignIn).where(HalfSignIn.expires_at < now()))
