"""A forgotten password: a link by mail, a new password by the link.

Asking is the same work whether or not the address is known; everything that differs happens later, in a job.
"""

from __future__ import annotations

from datetime import timedelta

from app.accounts import failures, links, queries, service
from app.accounts.models import Person
from app.audit import service as audit
from app.core.db import write_transaction
from app.jobs import letters
from app.jobs import service as jobs
from app.jobs.models import Payload

SEND_LINK = "accounts.send-reset-link"
LINKS_AN_HOUR = 3


def ask(email: str, *, network: str) -> None:
    """Has a link sent if the address is known. Raises TooMany when asked too often, known or not."""
    address = queries.normal_email(email)
    failures.require_no_wait(f"reset {address}", network)
    failures.count_failure(f"reset {address}", network)
    person = queries.find_person(address)
    jobs.enqueue(SEND_LINK, {"person": person.id if person else 0})


def send_link(payload: Payload) -> None:
    """The job: a link for an active person, a few an hour at most."""
    with write_transaction():
        person = queries.find_person_by_id(int(payload["person"]))
        if person is None or not person.is_active or not person.email:
            return
        if links.count_since(person.id, links.RESET, timedelta(hours=1)) >= LINKS_AN_HOUR:
            return
        token = links.issue(person.id, links.RESET)
        link = f"/password-reset/{token}"
        letters.post("password-reset", service.recipient(person), link=link, hours=links.RESET_HOURS)
        audit.record(None, "password.link", f"person:{person.id}")


def get_person(token: str) -> Person:
    """Whose link it is. Raises NotFound or Gone."""
    return queries.get_person(links.get_open(token, links.RESET).person_id)


def choose_password(token: str, password: str) -> None:
    """Sets the password, ends every session and link of the person, clears what was counted against the address.

    Hashing happens outside of the transaction. Raises NotFound or Gone for the link, Invalid for a weak password.
    """
    person = get_person(token)
    hashed = service.checked_hash(person, password)
    with write_transaction():
        links.use(token, links.RESET)
        service.store_password(person, hashed)
        if person.email:
            failures.forget_everywhere(person.email)
        service.tell_password_changed(person)
