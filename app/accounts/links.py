"""Links that open an account once: invitations and password resets. Only the hash of a link is stored.

Looking at a link never uses it up: mail programs and scanners open links before people do.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import and_, delete, func, insert, select, update

from app.accounts.models import AccountLink, Person
from app.core.clock import now
from app.core.db import session
from app.core.errors import Gone, NotFound
from app.core.ids import hash_token, new_token
from app.core.words import N_

INVITATION, RESET = "invitation", "reset"
MAIL, HAND, PRINT = "mail", "hand", "print"
INVITATION_DAYS = 14
PRINTED_DAYS = 30
RESET_HOURS = 2
KEPT = timedelta(days=30)
OVER = {"expires_at": AccountLink.created_at}
"""A moment that is past for everybody, also for whoever uses the link just now and read the clock a little earlier."""

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


def issue_beside(people: Sequence[int], purpose: str, way: str, by_id: int | None = None) -> dict[int, str]:
    """A token for each of them; links that were handed over in other ways go on working."""
    moment, tokens = now(), {one: new_token() for one in people}
    lasts = timedelta(days=PRINTED_DAYS) if way == PRINT else _LASTS[purpose]
    shared = {"purpose": purpose, "way": way, "created_at": moment, "expires_at": moment + lasts, "by_id": by_id}
    rows = [{"token_hash": hash_token(token), "person_id": one, **shared} for one, token in tokens.items()]
    if rows:
        session().execute(insert(AccountLink), rows)
    return tokens


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
    session().execute(update(AccountLink).where(*still_open).values(OVER))


def list_open(people: Collection[int], purpose: str) -> dict[int, AccountLink]:
    """Person → the link of theirs that lasts longest; nobody whose links are all over."""
    wanted = (
        select(AccountLink)
        .where(AccountLink.person_id.in_(people), AccountLink.purpose == purpose)
        .where(AccountLink.used_at.is_(None), AccountLink.expires_at > now())
        .order_by(AccountLink.expires_at)
    )
    return {link.person_id: link for link in session().scalars(wanted)}


def end_all(people: Collection[int], purpose: str, since: datetime | None = None) -> None:
    """Ends everybody's links of this purpose, or those that were made since a moment."""
    moment = now()
    theirs = [AccountLink.person_id.in_(people), AccountLink.purpose == purpose, AccountLink.used_at.is_(None)]
    if since is not None:
        theirs.append(AccountLink.created_at >= since)
    session().execute(update(AccountLink).where(*theirs, AccountLink.expires_at > moment).values(OVER))


def count_since(person_id: int, purpose: str, span: timedelta) -> int:
    """How many links were issued lately."""
    wanted = select(func.count()).where(
        AccountLink.person_id == person_id, AccountLink.purpose == purpose, AccountLink.created_at > now() - span
    )
    return session().scalars(wanted).one()


def forget_old() -> None:
    """Links that ended a month ago, used or not; that somebody is invited is known by the link until they accept."""
    waiting = select(Person.id).where(Person.password_hash.is_(None), Person.email.is_not(None))
    still_told = and_(AccountLink.purpose == INVITATION, AccountLink.person_id.in_(waiting))
    session().execute(delete(AccountLink).where(AccountLink.expires_at < now() - KEPT, ~still_told))
