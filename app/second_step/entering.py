"""From half in to in: the second step at sign-in, or setting one up where the role needs it.

Every try is one transaction that holds the person, so that limits are exact; what counts a wrong one is kept.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app.accounts import entrance, halves, sessions
from app.accounts import queries as accounts
from app.accounts.entrance import Entered, Entrance
from app.accounts.models import HalfSignIn
from app.core.db import write_transaction
from app.core.encryption import KeyRing
from app.core.errors import Gone, Invalid
from app.core.ids import hash_token
from app.core.words import N_
from app.second_step import drafts, factors, queries, service, tries
from app.second_step.drafts import APP, CODES, PASSKEY, Owner
from app.second_step.passkeys import Site

OVER = N_("Signing in took too long, or was tried too often. Begin again.")


@dataclass(frozen=True, slots=True)
class Arriving:
    """A browser that is half in, and what it comes to. `network` is its address."""

    token: str
    network: str
    door: Entrance
    ring: KeyRing
    site: Site | None


def get_half(arriving: Arriving) -> HalfSignIn:
    """Raises Gone."""
    half = halves.find(arriving.token)
    if half is None:
        raise Gone(OVER)
    return half


def owner_of(arriving: Arriving, half: HalfSignIn) -> Owner:
    """Of what is set up while half in."""
    return Owner(half.person_id, half.token_hash, arriving.ring)


def with_code(arriving: Arriving, typed: str) -> Entered:
    """A code of the app. Raises Gone, Invalid or TooMany."""

    def is_right(half: HalfSignIn) -> bool:
        tries.require_open(half.person_id)
        return factors.use_app(owner_of(arriving, half), typed)

    return _try(arriving, is_right, field="code")


def with_passkey(arriving: Arriving, answer: str) -> Entered:
    """A passkey's signature of this sign-in's challenge. Raises Gone, Invalid or TooMany."""

    def is_right(half: HalfSignIn) -> bool:
        site = arriving.site
        return site is not None and factors.use_passkey(half.person_id, site, half.challenge, answer)

    return _try(arriving, is_right, field="", wrong=service.NO_ANSWER)


def with_recovery(arriving: Arriving, typed: str) -> Entered:
    """A recovery code, which its owner is told of. Raises Gone, Invalid or TooMany."""

    def is_right(half: HalfSignIn) -> bool:
        if not factors.use_code(half.person_id, typed):
            return False
        service.tell(half.person_id, "use", CODES)
        return True

    return _try(arriving, is_right, field="code")


def _try(
    arriving: Arriving, is_right: Callable[[HalfSignIn], bool], *, field: str, wrong: str = tries.WRONG
) -> Entered:
    with write_transaction():
        half = _held(arriving)
        tries.require_no_wait(half.person_id, arriving.network)
        entered = None
        if is_right(half):
            entered = _finish(arriving, half)
        else:
            halves.count_try(half)
            tries.count(half.person_id, arriving.network)
    if entered is None:
        raise Invalid(wrong, field=field)
    return entered


def _held(arriving: Arriving) -> HalfSignIn:
    """Looked at again once nobody else changes it."""
    factors.hold_person(get_half(arriving).person_id)
    return get_half(arriving)


def _finish(arriving: Arriving, half: HalfSignIn) -> Entered:
    person = accounts.get_person(half.person_id)
    if not halves.use(half):
        raise Gone(OVER)
    tries.forget(person.id, arriving.network)
    return entrance.finish(person, arriving.door, device=half.device, with_step=True)


def begin(arriving: Arriving, kind: str) -> None:
    """Raises Gone, also for somebody who has a second step: a password alone adds none."""
    half = _settler(arriving)
    drafts.begin(owner_of(arriving, half), kind)


def _settler(arriving: Arriving) -> HalfSignIn:
    """Whoever sets up their first factor. In a transaction."""
    half = _held(arriving)
    if queries.get_standing(half.person_id).is_on:
        raise Gone(OVER)
    return half


def add_app(arriving: Arriving, typed: str) -> Entered:
    """Raises Gone, Invalid or TooMany."""
    with write_transaction():
        half = _settler(arriving)
        is_right = service.put_app(owner_of(arriving, half), typed, network=arriving.network)
        if is_right:
            entered = _settle(arriving, half, APP)
        else:
            halves.count_try(half)
    if not is_right:
        raise Invalid(tries.WRONG, field="code")
    return entered


def add_passkey(arriving: Arriving, site: Site, name: str, answer: str) -> Entered:
    """Raises Gone or Invalid."""
    with write_transaction():
        half = _settler(arriving)
        service.put_passkey(owner_of(arriving, half), site, name, answer)
        return _settle(arriving, half, PASSKEY)


def _settle(arriving: Arriving, half: HalfSignIn, kind: str) -> Entered:
    """In, with ten recovery codes that wait in the new session; sessions that did without a second step end."""
    sessions.end_all(half.person_id)
    entered = _finish(arriving, half)
    owner = Owner(half.person_id, hash_token(entered.token), arriving.ring)
    drafts.put_codes(owner, factors.new_codes(half.person_id))
    service.tell(half.person_id, "add", kind)
    return entered
