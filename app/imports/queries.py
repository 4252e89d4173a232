"""Reading imports: the list, one, its lines, and what would become of them today."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

from sqlalchemy import and_, select
from sqlalchemy.orm import aliased, joinedload

from app.accounts.actor import Actor
from app.accounts.models import Person, RoleGrant
from app.core.db import session
from app.core.errors import NotFound
from app.core.words import N_
from app.enrolment import policy as enrolment
from app.enrolment.models import Enrolment
from app.imports import emails, policy, rules
from app.imports.headings import FIRST, LAST, NAME
from app.imports.models import ImportLine, PeopleImport
from app.imports.reading import FORMULAS
from app.imports.rules import Given, Known, Outcome

SHOWN = 30
AT_ONCE = 1_000

Item = TypeVar("Item")


def get_import(actor: Actor, import_id: int) -> PeopleImport:
    """Raises NotFound."""
    wanted = (
        select(PeopleImport)
        .options(joinedload(PeopleImport.institution), joinedload(PeopleImport.cohort), joinedload(PeopleImport.by))
        .where(PeopleImport.id == import_id)
    )
    found = session().scalars(wanted).first()
    if found is None or not policy.may_see_import(actor, found):
        raise NotFound(N_("There is no such list."))
    return found


def list_imports(actor: Actor) -> Sequence[PeopleImport]:
    """Newest first."""
    wanted = (
        select(PeopleImport)
        .options(joinedload(PeopleImport.institution), joinedload(PeopleImport.cohort), joinedload(PeopleImport.by))
        .where(policy.visible_imports(actor))
        .order_by(PeopleImport.id.desc())
        .limit(SHOWN)
    )
    return session().scalars(wanted).all()


def list_lines(one: PeopleImport) -> Sequence[ImportLine]:
    wanted = select(ImportLine).where(ImportLine.import_id == one.id).order_by(ImportLine.number)
    return session().scalars(wanted).all()


def get_line(one: PeopleImport, number: int) -> ImportLine:
    """Raises NotFound."""
    wanted = select(ImportLine).where(ImportLine.import_id == one.id, ImportLine.number == number)
    found = session().scalars(wanted).first()
    if found is None:
        raise NotFound(N_("There is no such line."))
    return found


def given_of(line: ImportLine) -> Given:
    """A name that was written stands for both of its halves."""
    formulas = set(filter(None, line.given.get(FORMULAS, "").split(","))) - line.mended.keys()
    if line.mended.get(NAME):
        formulas -= {FIRST, LAST}
    return Given(line.number, {**line.given, **line.mended}, frozenset(formulas), line.is_left_out)


def place_of(one: PeopleImport) -> rules.Place:
    cohort = one.cohort
    if cohort is None:
        return rules.Place(one.language)
    return rules.Place(one.language, cohort.starts_on, cohort.ends_on)


def plan(actor: Actor, one: PeopleImport, lines: Sequence[ImportLine] | None = None) -> list[Outcome]:
    """What becomes of each line if the import is applied now."""
    read = [given_of(line) for line in (list_lines(one) if lines is None else lines)]
    addresses = {emails.tidy(line.texts.get("email", "")) for line in read if not line.is_left_out}
    return rules.outcomes(read, place_of(one), find_known(actor, one, addresses))


def outcome_of(actor: Actor, one: PeopleImport, number: int) -> Outcome:
    """Of one line, beside all the others. Raises NotFound."""
    found = next((outcome for outcome in plan(actor, one) if outcome.number == number), None)
    if found is None:
        raise NotFound(N_("There is no such line."))
    return found


def find_known(actor: Actor, one: PeopleImport, addresses: Iterable[str]) -> dict[str, Known]:
    """Address → what is there about it."""
    kind, place_id = one.place
    held = aliased(RoleGrant)  # another one than that which `waiting_people` asks about
    holds = and_(
        held.person_id == Person.id,
        held.role == one.role,
        held.place_kind == kind,
        held.place_id == place_id,
    )
    learns = and_(Enrolment.person_id == Person.id, Enrolment.cohort_id == (one.cohort_id or 0))
    own = enrolment.waiting_people(actor).label("is_own")
    wanted = (
        select(Person, own, Enrolment.id, Enrolment.left_on, held.id)
        .outerjoin(Enrolment, learns)
        .outerjoin(held, holds)
    )
    found = {}
    for some in batches(sorted(address for address in addresses if emails.is_good(address))):
        for person, is_own, enrolment_id, left_on, grant_id in session().execute(wanted.where(Person.email.in_(some))):
            found[str(person.email)] = Known(
                person_id=person.id,
                name=person.name,
                language=person.language,
                is_active=person.is_active,
                is_own=bool(is_own),
                enrolment_id=enrolment_id,
                left_on=left_on,
                holds_role=grant_id is not None if one.role != "learner" else enrolment_id is not None,
            )
    return found


def batches(items: Sequence[Item]) -> Iterator[Sequence[Item]]:
    """Parts that a database takes as parameters of one statement."""
    return (items[start : start + AT_ONCE] for start in range(0, len(items), AT_ONCE))
