"""How the people of an applied list hear of it: by mail, by a link that somebody hands them, on a printed card."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import exists, func, select

from app.accounts import bulk, invitations, links, service
from app.accounts import queries as accounts
from app.accounts.actor import Actor, person_id
from app.accounts.models import AccountLink, Person
from app.audit import service as audit
from app.core.clock import now
from app.core.db import session, write_transaction
from app.core.errors import Conflict
from app.enrolment import policy as enrolment
from app.imports.models import ImportLine, PeopleImport
from app.imports.rules import JOINS
from app.imports.service import hold_import, place_of
from app.imports.undoing import NOT_APPLIED
from app.jobs import letters
from app.jobs.models import Payload
from app.jobs.service import enqueue

MAIL_ALL = "imports.mail"
AT_ONCE = 50
ON_A_SHEET = 200
"""Cards of one file; a longer list has several."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody who has not been here yet. `link` is their invitation that lasts longest, if one is open."""

    person: Person
    number: int
    phone: str
    link: AccountLink | None


def list_waiting(actor: Actor, one: PeopleImport) -> list[Waiting]:
    """In the order of the file: those whom the actor may hand a link."""
    wanted = (
        select(Person, ImportLine)
        .join(ImportLine, ImportLine.person_id == Person.id)
        .where(ImportLine.import_id == one.id, enrolment.waiting_people(actor))
        .order_by(ImportLine.number)
    )
    rows = session().execute(wanted).all() if one.stands else []
    still_open = bulk.list_open_links([person.id for person, _ in rows])
    return [
        Waiting(person, line.number, {**line.given, **line.mended}.get("phone", ""), still_open.get(person.id))
        for person, line in rows
    ]


def count_here(one: PeopleImport) -> int:
    """People of the list who can sign in."""
    theirs = select(ImportLine.person_id).where(ImportLine.import_id == one.id)
    here = select(func.count(Person.id)).where(Person.id.in_(theirs), Person.password_hash.is_not(None))
    return session().scalars(here).one()


def mail_all(actor: Actor, one: PeopleImport) -> None:
    """Writes to everybody who waits; the first time also to those who had an account. Letters go out by a job."""
    _hold_standing(one)
    if one.mailed_at is None:
        for person in _list_joined(one):
            letters.post(
                "cohort-joined", service.recipient(person), link="/", inviter=actor.name, place=_place_name(one)
            )
    one.mailed_at = now()
    enqueue(MAIL_ALL, {"import": one.id, "by": actor.id})
    audit.record(person_id(actor), "import.mail", f"import:{one.id}", place=place_of(one))


def send_mails(payload: Payload) -> None:
    """The job: some letters in each short transaction, nobody twice, until everybody has one."""
    by = accounts.find_person_by_id(int(payload["by"]))
    while True:
        with write_transaction():
            people = _list_unwritten(int(payload["import"]))
            if by is not None:
                invitations.post_beside(by.id, by.name, people)
        if len(people) < AT_ONCE or by is None:
            return


def hand_over(actor: Actor, one: PeopleImport, way: str, people: Sequence[Waiting]) -> dict[int, str]:
    """A link for each of them; person → path. What was handed over before goes on working."""
    _hold_standing(one)
    audit.record(person_id(actor), f"import.{way}", f"import:{one.id}", place=place_of(one), detail=str(len(people)))
    return invitations.hand_over(actor, [waiting.person for waiting in people], way)


def revoke(actor: Actor, one: PeopleImport) -> int:
    """Ends every open invitation of those who wait; returns of how many people."""
    _hold_standing(one)
    people = [waiting.person.id for waiting in list_waiting(actor, one) if waiting.link]
    invitations.revoke(actor, people)
    audit.record(person_id(actor), "import.revoke", f"import:{one.id}", place=place_of(one), detail=str(len(people)))
    return len(people)


def parts_of(people: Sequence[Waiting]) -> int:
    """How many files their cards fill."""
    return -(-len(people) // ON_A_SHEET)


def part(people: Sequence[Waiting], number: int) -> Sequence[Waiting]:
    return people[(number - 1) * ON_A_SHEET : number * ON_A_SHEET]


def _list_joined(one: PeopleImport) -> Sequence[Person]:
    wanted = select(Person).join(ImportLine, ImportLine.person_id == Person.id)
    joined = (ImportLine.import_id == one.id, ImportLine.outcome == JOINS, Person.password_hash.is_not(None))
    return session().scalars(wanted.where(*joined, Person.email.is_not(None))).all()


def _list_unwritten(import_id: int) -> Sequence[Person]:
    """Some of those who wait and were not written to since it was asked for; none if the list was undone."""
    written = exists().where(
        AccountLink.person_id == Person.id,
        AccountLink.purpose == links.INVITATION,
        AccountLink.way == links.MAIL,
        AccountLink.created_at >= PeopleImport.mailed_at,
    )
    wanted = (
        select(Person)
        .join(ImportLine, ImportLine.person_id == Person.id)
        .join(PeopleImport, PeopleImport.id == ImportLine.import_id)
        .where(PeopleImport.id == import_id, PeopleImport.undone_at.is_(None), ~written)
        .where(Person.password_hash.is_(None), Person.is_active, Person.email.is_not(None))
        .order_by(ImportLine.number)
        .limit(AT_ONCE)
        .with_for_update(of=ImportLine)
    )
    return session().scalars(wanted).all()


def _place_name(one: PeopleImport) -> str:
    return one.cohort.name if one.cohort else next(iter(one.institution.names.values()), "")


def _hold_standing(one: PeopleImport) -> None:
    hold_import(one)
    if not one.stands:
        raise Conflict(NOT_APPLIED)
