"""Links that open an account once: invitations and password resets. Only the hash of a link is stored.

Looking at a link never uses it up: mail programs and scanners open links before people do.
"""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import and_, delete, func, select, update

from app.accounts.models import AccountLink, Person
from app.core.clock import now
from app.core.db import session
from app.core.errors import Gone, NotFound
from app.core.ids import hash_token, new_token
from app.core.words import N_

INVITATION, RESET = "invitation", "reset"
INVITATION_DAYS = 14
RESET_HOURS = 2
KEPT = timedelta(days=30)
_LASTS = {INVITATION: timedelta(days=INVITATION_DAYS), RESET: timedelta(hours=RESET_HOURS)}


def issue(person_id: int, purpose: str, by_id: int | None = None) -> str:
    """A new link's token; earlier links of this purpose stop working."""
    end_open(person_id, purpose)
    token, moment = new_token(), now()
    session().add(
        AccountLink(
            token_hash=hash_token(token),
            purpose=purpose,
            person_id=person_id,
            created_at=moment,
            expires_at=moment + _LASTS[purpose],
            by_id=by_id,
        )
    )
    session().flush()
    return token


def find(token: str, purpose: str) -> AccountLink | None:
    """The link whatever its state."""
    wanted = select(AccountLink).where(AccountLink.token_hash == hash_token(token), AccountLink.purpose == purpose)
    return session().scalars(wanted).first()


def get_open(token: str, purpose: str) -> AccountLink:
    """Raises NotFound for a link that never was, Gone for one that is used or over."""
    link = find(token, purpose)
    if link is None:
        raise NotFound(N_("This link is not complete. Copy the whole address from the message."))
    if link.used_at is not None:
        raise Gone(N_("This link was used already."))
    if link.expires_at <= now():
        raise Gone(N_("This link is over: a newer one was sent, or too much time has passed."))
    return link


def use(token: str, purpose: str) -> None:
    """Uses the link up. Raises Gone if somebody was faster."""
    moment = now()
    used = session().execute(
        update(AccountLink)
        .where(
            AccountLink.token_hash == hash_token(token),
            AccountLink.purpose == purpose,
            AccountLink.used_at.is_(None),
            AccountLink.expires_at > moment,
        )
        .values(used_at=moment)
        .returning(AccountLink.id)
    )
    if used.first() is None:
        raise Gone(N_("This link was used already."))


def end_open(person_id: int, purpose: str = "") -> None:
    """Ends the links of a person that are still open, of one purpose or all."""
    moment = now()
    still_open = [AccountLink.person_id == person_id, AccountLink.used_at.is_(None), AccountLink.expires_at > moment]
    if purpose:
        still_open.append(AccountLink.purpose == purpose)
    session().execute(update(AccountLink).where(*still_open).values(expires_at=moment))


def count_since(person_id: int, purpose: str, span: timedelta) -> int:
    """How many links were issued lately."""
    wanted = select(func.count()).where(
        AccountLink.person_id == person_id, AccountLink.purpose == purpose, AccountLink.created_at > now() - span
    )
    return session().scalars(wanted).one()


def forget_old() -> None:
    """Links that ended a month ago, used or not; that somebody is invited is known by the link until they accept."""
    waiting = select(Person.id).where(Person.password_hash.is_(None))
    still_told = and_(AccountLink.purpose == INVITATION, AccountLink.person_id.in_(waiting))
    session().execute(delete(AccountLink).where(AccountLink.expires_at < now() - KEPT, ~still_told))
