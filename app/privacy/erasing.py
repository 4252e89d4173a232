"""Forgetting a person: who they are, what they wrote, their key. Rows that count or were signed keep a number.

The same is done again after a restore (`again`), from the list beside the backups.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import Text, cast, delete, or_, select, update

from app.accounts.models import Person, RoleGrant
from app.audit import service as audit
from app.backups import erasures
from app.backups.erasures import Erasure
from app.core.clock import now, today
from app.core.db import Base, session
from app.enrolment.models import Enrolment
from app.privacy import finding
from app.privacy.records import GONE, KEPT, NUMBER, STAYS

Forget = Callable[[int], object]
_before: list[Forget] = []


def before(forget: Forget) -> None:
    """`forget` is called with the person's number while their key is still there, in the transaction of the erasure."""
    if forget not in _before:
        _before.append(forget)


def erase(person_id: int, by: int | None) -> list[int]:
    """Erases a person and the accounts that became part of theirs, in the current write transaction; their numbers."""
    numbers = [number for number in (person_id, *_parts(person_id)) if not _is_erased(number)]
    for number in numbers:
        person = session().get_one(Person, number, populate_existing=True)
        erasures.note(number, person.created_at)
        _forget(person)
        audit.record(by, "person.erase", f"person:{number}")
    return numbers


def again(one: Erasure) -> bool:
    """After a restore. False if nobody with that number has an account made at that moment, or they are erased."""
    person = session().get(Person, one.person_id, populate_existing=True)
    if person is None or person.created_at != one.account_made_at or _is_erased(one.person_id):
        return False
    _forget(person)
    audit.record(None, "person.erase", f"person:{one.person_id}", detail="again")
    return True


def name_of(person_id: int) -> str:
    """How somebody who was erased is called from then on: two of them can still be told apart."""
    return f"№ {person_id}"


def _is_erased(person_id: int) -> bool:
    person = session().get(Person, person_id)
    return person is not None and person.email is None and person.name == name_of(person_id)


def _parts(person_id: int) -> list[int]:
    merges = finding.table("account_merge")
    found, newest = [], [person_id]
    while newest:
        newest = list(session().scalars(select(merges.c.gone_id).where(merges.c.kept_id.in_(newest))).all())
        found += newest
    return found


def _forget(person: Person) -> None:
    number = person.id
    for forget in _before:
        forget(number)
    session().flush()
    _end_roles(number)
    _end_places(number)
    _empty_written_answers(number)
    _empty_records(number)
    _strike_from_lists(person.email)
    for name in reversed([one.name for one in Base.metadata.sorted_tables if one.name in KEPT]):
        _follow_list(name, number)
    session().expire_all()
    person.email, person.password_hash, person.name = None, None, name_of(number)
    person.is_active, person.address_form, person.text_size = False, "neutral", "normal"
    person.version += 1
    session().flush()


def _follow_list(name: str, number: int) -> None:
    kept, table = KEPT[name], finding.table(name)
    if kept.erased == STAYS:
        return
    theirs = finding.is_of(name, number)
    if kept.erased == GONE:
        session().execute(delete(table).where(theirs))
    elif not isinstance(kept.erased, str):
        values = {name: name_of(number) if value is NUMBER else value for name, value in kept.erased.items()}
        session().execute(update(table).where(theirs).values(values))


def _end_roles(number: int) -> None:
    day = today()
    open_still = or_(RoleGrant.until_day.is_(None), RoleGrant.until_day >= day)
    ended = update(RoleGrant).where(RoleGrant.person_id == number, open_still)
    session().execute(ended.values(until_day=day - timedelta(days=1)))
    left = update(Enrolment).where(Enrolment.person_id == number, Enrolment.left_on.is_(None))
    session().execute(left.values(left_on=day))


def _end_places(number: int) -> None:
    """Their place is free for somebody else: what has begun ends today, what has not is cancelled."""
    place, day = finding.table("placement"), today()
    theirs = finding.is_of("placement", number) & (place.c.state == "agreed") & (place.c.ends_on >= day)
    session().execute(update(place).where(theirs, place.c.starts_on > day).values(state="cancelled"))
    session().execute(update(place).where(theirs, place.c.starts_on <= day).values(state="ended", ends_on=day))


def _empty_written_answers(number: int) -> None:
    """Answers that somebody marked; what was chosen among given options goes on counting in figures of questions."""
    answers, tasks = finding.table("quiz_answer"), finding.table("marking_task")
    marked = select(tasks.c.id).where(
        tasks.c.attempt_id == answers.c.attempt_id, tasks.c.question_id == answers.c.question_id
    )
    theirs = finding.is_of("quiz_answer", number) & marked.exists()
    session().execute(update(answers).where(theirs).values(chosen=[]))


def _empty_records(number: int) -> None:
    """A signed record is a PDF with a name on it: withdrawn, and empty from now on."""
    record = finding.table("signing_record")
    theirs = finding.is_of("signing_record", number)
    nothing = {"content": b"", "digest": hashlib.sha256(b"").hexdigest()}
    session().execute(update(record).where(theirs, record.c.revoked_at.is_(None)).values(revoked_at=now()))
    session().execute(update(record).where(theirs).values(nothing))


def _strike_from_lists(email: str | None) -> None:
    """Lines of lists that nobody has applied yet name people by their address alone."""
    if not email:
        return
    line = finding.table("people_import_line")
    held = or_(*(cast(line.c[name], Text).icontains(email, autoescape=True) for name in ("given", "mended")))
    session().execute(delete(line).where(held))
