"""Wrong codes are counted and slowed as wrong passwords are; whose account it is hears of many."""

from __future__ import annotations

from app.accounts import failures, queries, service
from app.audit import service as audit
from app.core.errors import TooMany
from app.core.words import N_
from app.jobs import letters

WRONG = N_("This is not right, or was used before. Check it, or wait for the next code.")
TELL_AFTER = 10
CLOSED_AFTER = 50
"""Wrong answers in a quarter of an hour, from wherever, after which codes of the app are not taken any more.

A guess hits one of the three codes of now three times in a million; passkeys and recovery codes stay open.
"""


def require_no_wait(person_id: int, network: str) -> None:
    """Raises TooMany."""
    failures.require_no_wait(_key(person_id), network)


def require_open(person_id: int) -> None:
    """Raises TooMany."""
    wait = failures.seconds_closed(_key(person_id), CLOSED_AFTER)
    if wait:
        raise TooMany(N_("Too many tries. Please wait %(seconds)s seconds, then try again."), seconds=wait)


def count(person_id: int, network: str) -> None:
    """In a transaction that is not rolled back."""
    failures.count_failure(_key(person_id), network)
    audit.record(person_id, "second-step.wrong", f"person:{person_id}", outcome="refused")
    if failures.count_lately(_key(person_id)) == TELL_AFTER:
        person = queries.get_person(person_id)
        if person.email:
            letters.post("second-step-tried", service.recipient(person), link="/account/password")


def forget(person_id: int, network: str) -> None:
    failures.forget(_key(person_id), network)


def _key(person_id: int) -> str:
    return f"second step {person_id}"
