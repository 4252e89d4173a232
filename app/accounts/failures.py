"""Failed sign-ins are counted and slowed; nobody is ever locked out for good.

From the fifth failure within a quarter of an hour an address waits, twice as long each time, a minute at most. Failures
are counted for the address as tried from one network, so that a stranger elsewhere cannot keep the owner waiting; a much
higher count for the address from everywhere slows a distributed guess.
"""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import func, insert, select
from sqlalchemy import delete as remove

from app.accounts.models import SignInFailure
from app.core.clock import now
from app.core.db import session
from app.core.ids import hash_token

WINDOW = timedelta(minutes=15)
KEPT = timedelta(days=1)
FREE = 5
FREE_EVERYWHERE = 50
LONGEST_WAIT = 60


def seconds_to_wait(email: str, network: str) -> int:
    """How long until this address may be tried again from this network; 0: now."""
    since = now() - WINDOW
    rows = session().execute(
        select(SignInFailure.network_hash, func.count(), func.max(SignInFailure.at))
        .where(SignInFailure.email_hash == hash_token(email), SignInFailure.at > since)
        .group_by(SignInFailure.network_hash)
    )
    counts = {row[0]: (row[1], row[2]) for row in rows}
    here, last = counts.get(hash_token(network), (0, None))
    everywhere = sum(count for count, _ in counts.values())
    if last is None and everywhere < FREE_EVERYWHERE:
        return 0
    wait = max(_delay(here, FREE), _delay(everywhere, FREE_EVERYWHERE))
    latest = max(moment for _, moment in counts.values()) if last is None else last
    return max(0, round(wait - (now() - latest).total_seconds()))


def _delay(count: int, free: int) -> int:
    return 0 if count < free else int(min(LONGEST_WAIT, 2 ** (count - free + 1)))


def count_failure(email: str, network: str) -> None:
    moment = now()
    session().execute(
        insert(SignInFailure).values(email_hash=hash_token(email), network_hash=hash_token(network), at=moment)
    )
    session().execute(remove(SignInFailure).where(SignInFailure.at < moment - KEPT))


def forget(email: str, network: str) -> None:
    """A successful sign-in clears what was counted against it from this network."""
    session().execute(
        remove(SignInFailure).where(
            SignInFailure.email_hash == hash_token(email), SignInFailure.network_hash == hash_token(network)
        )
    )
