"""Taking an applied list back as a whole, as long as nothing depends on it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import cast

from sqlalchemy import Table, select
from sqlalchemy.exc import IntegrityError

from app.accounts import bulk as people
from app.accounts import invitations
from app.accounts.actor import Actor, person_id
from app.accounts.models import Person, RoleGrant
from app.accounts.service import Place
from app.audit import service as audit
from app.core.clock import now
from app.core.db import session
from app.core.errors import Conflict
from app.core.words import N_
from app.enrolment import bulk as enrolment
from app.enrolment.models import Enrolment
from app.imports import queries
from app.imports.models import ImportLine, PeopleImport
from app.imports.rules import CHANGED, JOINS, NEW
from app.imports.service import hold_import, place_of

IS_HERE, ELSEWHERE, WORKED, RENAMED, FORGOTTEN = (
    N_("has accepted the invitation"),
    N_("has another role or cohort by now"),
    N_("something is written about them already: meetings, placements or work"),
    N_("was named differently since"),
    N_("The lines of this list were forgotten a month after it was applied. It cannot be undone any more."),
)
NOT_APPLIED = N_("This list is not applied, or has been undone already.")
DEPENDS = N_("This list cannot be undone: something depends on it by now. Below it says what.")
PEOPLE, ENROLMENTS = cast("Table", Person.__table__), cast("Table", Enrolment.__table__)
OWN = frozenset({"account_link", "enrolment", "people_import_line", "person_key", "role_grant"})
"""Tables that point at everybody who is invited; what is in them is looked at by itself."""


@dataclass(frozen=True, slots=True)
class Blocker:
    number: int
    name: str
    why: str


def list_blockers(one: PeopleImport) -> list[Blocker]:
    """Why the list cannot be undone, by line; empty if it can."""
    lines = [line for line in queries.list_lines(one) if line.outcome]
    new = {line.person_id: line for line in lines if line.outcome == NEW and line.person_id}
    persons = _persons(line.person_id for line in lines if line.person_id)
    found: dict[int, str] = {}
    found |= _renamed(lines, persons)
    found |= _hanging(lines)
    found |= dict.fromkeys(_elsewhere(one, list(new)) | enrolment.hanging_on(PEOPLE, list(new), OWN).keys(), ELSEWHERE)
    found |= {number: IS_HERE for number, person in persons.items() if number in new and person.password_hash}
    by_person = {line.person_id: line for line in lines if line.person_id}
    blockers = [Blocker(by_person[number].number, persons[number].name, why) for number, why in found.items()]
    return sorted(blockers, key=lambda blocker: blocker.number)


def undo(actor: Actor, one: PeopleImport) -> None:
    """Raises Conflict if something depends on it, or there is nothing to undo."""
    hold_import(one)
    if not one.stands:
        raise Conflict(NOT_APPLIED)
    lines = [line for line in queries.list_lines(one) if line.outcome]
    if not lines:
        raise Conflict(FORGOTTEN)
    new = [line.person_id for line in lines if line.outcome == NEW and line.person_id]
    people.hold_links(new)
    if list_blockers(one):
        raise Conflict(DEPENDS)
    try:
        with session().begin_nested():
            _take_out(actor, one, [line for line in lines if line.outcome in {NEW, JOINS}])
    except IntegrityError as error:  # somebody began to learn in this moment
        raise Conflict(DEPENDS) from error
    _name_as_before(actor, lines)
    others = [line.person_id for line in lines if line.outcome != NEW and line.person_id]
    invitations.revoke(actor, others, since=one.applied_at)
    people.take_back(actor, new)
    for line in lines:  # whose line it was is forgotten, what the file said stays for another try
        line.person_id, line.enrolment_id = None, None
    one.undone_at = now()
    audit.record(person_id(actor), "import.undo", f"import:{one.id}", place=place_of(one))


def draft_again(actor: Actor, one: PeopleImport) -> PeopleImport:
    """A new draft of the same lines, with what was mended. Raises Conflict if they were forgotten."""
    lines = queries.list_lines(one)
    if not lines:
        raise Conflict(FORGOTTEN)
    copied = ("institution_id", "cohort_id", "role", "language", "file_name", "columns")
    draft = PeopleImport(**{name: getattr(one, name) for name in copied}, by_id=person_id(actor), made_at=now())
    session().add(draft)
    session().flush()
    kept = ("number", "given", "mended", "is_left_out")
    session().add_all(ImportLine(import_id=draft.id, **{name: getattr(line, name) for name in kept}) for line in lines)
    session().flush()
    audit.record(
        person_id(actor), "import.take-in", f"import:{draft.id}", place=place_of(draft), detail=str(len(lines))
    )
    return draft


def _persons(numbers: Iterable[int]) -> dict[int, Person]:
    found: dict[int, Person] = {}
    for some in queries.batches(sorted(set(numbers))):
        found |= {one.id: one for one in session().scalars(select(Person).where(Person.id.in_(some)))}
    return found


def _renamed(lines: Sequence[ImportLine], persons: Mapping[int, Person]) -> dict[int, str]:
    """Those who would lose what somebody wrote after this list."""
    found = {}
    for line in lines:
        person = persons.get(line.person_id or 0)
        for name in ("name", "language"):
            if person is not None and name in line.before and getattr(person, name) != line.before[name][1]:
                found[person.id] = IS_HERE if person.password_hash else RENAMED
    return found


def _hanging(lines: Sequence[ImportLine]) -> dict[int, str]:
    """Those about whom something is written in the cohort. Who came back had that before, and may leave again."""
    theirs = {line.enrolment_id: line for line in lines if line.enrolment_id and "left_on" not in line.before}
    hanging = enrolment.hanging_on(ENROLMENTS, list(theirs))
    return {theirs[number].person_id or 0: WORKED for number in hanging}


def _elsewhere(one: PeopleImport, new: Sequence[int]) -> set[int]:
    """New people who got more than this list gave them."""
    kind, number = one.place
    here = (RoleGrant.role == one.role) & (RoleGrant.place_kind == kind) & (RoleGrant.place_id == number)
    granted = select(RoleGrant.person_id).where(RoleGrant.person_id.in_(new), ~here)
    enrolled = select(Enrolment.person_id).where(Enrolment.person_id.in_(new))
    if one.cohort_id:
        enrolled = enrolled.where(Enrolment.cohort_id != one.cohort_id)
    return {*session().scalars(granted), *session().scalars(enrolled)}


def _take_out(actor: Actor, one: PeopleImport, lines: Sequence[ImportLine]) -> None:
    if one.cohort is None or one.role != "learner":
        kind, number = one.place
        people.take_role(actor, [line.person_id for line in lines if line.person_id], one.role, Place(kind, number))
        return
    came = {line.enrolment_id: line.person_id for line in lines if line.enrolment_id and line.person_id}
    back = {line.enrolment_id: date.fromisoformat(line.before["left_on"]) for line in lines if "left_on" in line.before}
    enrolment.send_off(actor, one.cohort, {number: day for number, day in back.items() if number})
    enrolment.take_out(actor, one.cohort, {number: person for number, person in came.items() if number not in back})


def _name_as_before(actor: Actor, lines: Sequence[ImportLine]) -> None:
    persons = _persons(line.person_id for line in lines if line.person_id and line.before)
    for line in lines:
        person = persons.get(line.person_id or 0)
        if person is not None and line.outcome in {CHANGED, JOINS} and {"name", "language"} & line.before.keys():
            name = line.before.get("name", [person.name])[0]
            people.name_again(actor, person.id, name, line.before.get("language", [person.language])[0])
