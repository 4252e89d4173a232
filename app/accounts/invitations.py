"""Invitations: whoever is added gets a link, by mail and to be copied, and becomes able to sign in by it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.accounts import entrance, links, names, passwords, policy, queries, service
from app.accounts.actor import Actor, person_id
from app.accounts.entrance import Entered, Entrance
from app.accounts.models import Person
from app.audit import service as audit
from app.core.db import write_transaction
from app.core.errors import Conflict
from app.core.words import N_
from app.jobs import letters

ACCEPTED = N_("This person has accepted the invitation already.")


@dataclass(frozen=True, slots=True)
class Acceptance:
    """What an invited person says of themselves."""

    name: str
    language: str
    password: str


def send(actor: Actor, person: Person) -> str:
    """Issues a link, mails it and returns its path; earlier ones stop working.

    The caller has checked that this person is the actor's to invite. Raises Conflict if they can sign in already.
    """
    policy.require_adding_people(actor)
    if person.password_hash is not None:
        raise Conflict(ACCEPTED)
    path = path_of(links.issue(person.id, links.INVITATION, person_id(actor)))
    letters.post("invitation", service.recipient(person), link=path, inviter=actor.name, days=links.INVITATION_DAYS)
    audit.record(person_id(actor), "invitation.send", f"person:{person.id}")
    return path


def path_of(token: str) -> str:
    return f"/invitations/{token}"


def hand_over(actor: Actor, people: Sequence[Person], way: str) -> dict[int, str]:
    """Links that the actor hands over in `way`, without a letter; person → path. Other links of theirs go on working.

    The caller has checked that these people are the actor's to invite. Raises Conflict if somebody can sign in already.
    """
    policy.require_adding_people(actor)
    if any(person.password_hash is not None for person in people):
        raise Conflict(ACCEPTED)
    tokens = links.issue_beside([person.id for person in people], links.INVITATION, way, person_id(actor))
    for one in tokens:
        audit.record(person_id(actor), "invitation.hand-over", f"person:{one}", detail=way)
    return {one: path_of(token) for one, token in tokens.items()}


def post_beside(by_id: int | None, inviter: str, people: Sequence[Person]) -> None:
    """Letters to people who were invited together; links that were handed over in other ways go on working."""
    tokens = links.issue_beside([person.id for person in people], links.INVITATION, links.MAIL, by_id)
    for person in people:
        link = path_of(tokens[person.id])
        letters.post("invitation", service.recipient(person), link=link, inviter=inviter, days=links.INVITATION_DAYS)
        audit.record(by_id, "invitation.send", f"person:{person.id}")


def revoke(actor: Actor, people: Collection[int], since: datetime | None = None) -> None:
    """All their invitations stop working, however they were handed over; or those that were made since a moment."""
    policy.require_adding_people(actor)
    links.end_all(people, links.INVITATION, since)
    for one in people:
        audit.record(person_id(actor), "invitation.revoke", f"person:{one}")


def get_person(token: str) -> Person:
    """Who is invited. Raises NotFound or Gone."""
    return queries.get_person(links.get_open(token, links.INVITATION).person_id)


def accept(token: str, given: Acceptance, door: Entrance, device: str = "") -> Entered:
    """Uses the link up and lets the person in, or half in if their role needs a second step.

    Hashing happens outside of the transaction. Raises NotFound or Gone for the link, Invalid for the name or password.
    """
    person = get_person(token)
    name = names.clean(given.name)
    passwords.check_strength(given.password, email=person.email or "", name=name)
    hashed = passwords.hash_password(given.password)
    with write_transaction():
        links.use(token, links.INVITATION)
        person.name, person.language, person.version = name, given.language, person.version + 1
        service.store_password(person, hashed)
        audit.record(person.id, "invitation.accept", f"person:{person.id}")
        return entrance.enter(person, door, device=device)


def is_own_and_used(actor_id: int | None, token: str, purpose: str) -> bool:
    """Whether this is the actor's own link, used a moment ago: the form was sent twice."""
    link = links.find(token, purpose)
    return link is not None and link.used_at is not None and link.person_id == actor_id
