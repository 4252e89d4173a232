"""Failed sign-ins are counted and slowed; nobody is ever locked out for good.

Three counts over a quarter of an hour, each with tries that cost nothing; after them every further try waits, twice as
long each time, a minute at most:

* an address from one network: a stranger elsewhere cannot keep the owner waiting;
* an address from everywhere: slows a guess spread over many networks, but never the first try from a network;
* a network over all addresses: slows one password tried on everybody, far beyond what a classroom mistypes.

The same counts slow asking for password links and guessing the old password.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network
from math import ceil

from sqlalchemy import ColumnElement, func, insert, select
from sqlalchemy import delete as remove

from app.accounts.models import SignInFailure
from app.core.clock import now
from app.core.db import session
from app.core.errors import TooMany
from app.core.ids import hash_token
from app.core.words import N_

WINDOW, AHEAD = timedelta(minutes=15), timedelta(minutes=2)
KEPT = timedelta(days=1)
FREE = 5
FREE_EVERYWHERE = 50
FREE_NETWORK = 100
LONGEST_WAIT = 60


@dataclass(frozen=True, slots=True)
class _Count:
    number: int = 0
    last: datetime | None = None

    def wait(self, free: int, since: datetime | None = None) -> float:
        """Seconds that remain of the pause, counted from the last try (or from `since`)."""
        last = since or self.last
        if last is None or self.number < free:
            return 0
        # The exponent is bounded before raising: a count of thousands must not become a number of thousands of digits.
        pause = min(LONGEST_WAIT, 1 << min(self.number - free + 1, 10))
        return min(pause, pause - (now() - last).total_seconds())


def network_of(address: str) -> str:
    """The network to count for: an IPv4 address, or the /64 that one IPv6 subscriber has for themselves."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if isinstance(found, IPv6Address) and found.ipv4_mapped is None:
        return str(ip_network((found, 64), strict=False))
    return str(found.ipv4_mapped if isinstance(found, IPv6Address) else found)


def seconds_to_wait(email: str, address: str) -> int:
    """How long until this may be tried again from this network address; 0: now."""
    network = hash_token(network_of(address))
    by_network = _counts(SignInFailure.network_hash, SignInFailure.email_hash == hash_token(email))
    here = by_network.get(network, _Count())
    everywhere = _Count(sum(count.number for count in by_network.values()))
    everybody = _counts(SignInFailure.network_hash, SignInFailure.network_hash == network).get(network, _Count())
    waits = here.wait(FREE), everywhere.wait(FREE_EVERYWHERE, here.last), everybody.wait(FREE_NETWORK)
    return max(0, ceil(max(waits)))


def require_no_wait(email: str, address: str) -> None:
    """Raises TooMany while there is a pause."""
    wait = seconds_to_wait(email, address)
    if wait:
        raise TooMany(N_("Too many tries. Please wait %(seconds)s seconds, then try again."), seconds=wait)


def _counts(key, condition) -> dict[str, _Count]:  # type: ignore[no-untyped-def]
    rows = session().execute(
        select(key, func.count(), func.max(SignInFailure.at)).where(condition, _is_late()).group_by(key)
    )
    return {row[0]: _Count(row[1], row[2]) for row in rows}


def count_lately(email: str) -> int:
    """From everywhere."""
    wanted = select(func.count()).where(SignInFailure.email_hash == hash_token(email), _is_late())
    return session().scalars(wanted).one()


def seconds_closed(email: str, most: int) -> int:
    """How long until fewer than `most` failures from everywhere are left in the window; 0: now."""
    wanted = (
        select(SignInFailure.at)
        .where(SignInFailure.email_hash == hash_token(email), _is_late())
        .order_by(SignInFailure.at.desc())
        .offset(most - 1)
    )
    last = session().scalars(wanted.limit(1)).first()
    return max(1, ceil((last + WINDOW - now()).total_seconds())) if last else 0


def _is_late() -> ColumnElement[bool]:
    """Tries from the future were counted by a clock that was ahead: nobody waits for it."""
    return SignInFailure.at.between(now() - WINDOW, now() + AHEAD)


def count_failure(email: str, address: str) -> None:
    moment = now()
    network = hash_token(network_of(address))
    session().execute(insert(SignInFailure).values(email_hash=hash_token(email), network_hash=network, at=moment))
    session().execute(remove(SignInFailure).where(SignInFailure.at < moment - KEPT))


def forget(email: str, address: str) -> None:
    """A successful sign-in clears what was counted against it from this network."""
    network = hash_token(network_of(address))
    session().execute(
        remove(SignInFailure).where(
            SignInFailure.email_hash == hash_token(email), SignInFailure.network_hash == network
        )
    )


def forget_everywhere(email: str) -> None:
    """Whoever proved to own the address starts afresh."""
    session().execute(remove(SignInFailure).where(SignInFailure.email_hash == hash_token(email)))
