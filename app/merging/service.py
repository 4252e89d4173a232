"""Making two accounts one. There is no way back: afterwards nobody knows what had been whose."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from sqlalchemy import Table, delete, select, update

from app.accounts import halves, keys, links, sessions
from app.accounts import service as accounts
from app.accounts.actor import Actor, person_id
from app.accounts.models import AccountLink, Person, RoleGrant
from app.audit import service as audit
from app.baseline import service as baseline
from app.core.clock import now
from app.core.db import hold, session
from app.core.encryption import KeyRing, seal, unseal
from app.core.errors import Conflict, Invalid
from app.core.words import N_
from app.enrolment.bulk import hanging_on
from app.enrolment.models import Enrolment
from app.jobs import letters
from app.merging import queries
from app.merging.models import AccountMerge
from app.merging.queries import ENROLMENTS, Plan
from app.practice import tools
from app.reflections.keys import context
from app.reflections.models import Reflection
from app.sittings import service as sittings

SHORTEST_REASON, LONGEST_REASON = 10, 500
BETWEEN = "\n\n* * *\n\n"
MOVED_ON = N_("Something about these accounts has changed since you looked. Look again, then decide.")


def merge(actor: Actor, ring: KeyRing, plan: Plan, reason: str, seen: str) -> AccountMerge:
    """`seen` is the digest of the plan that the actor saw; the plan was read in this transaction, after `hold_both`.

    Raises Conflict if it is another one now or something stands in the way, Invalid for a reason that says nothing.
    """
    said = " ".join(reason.split())
    if not SHORTEST_REASON <= len(said) <= LONGEST_REASON:
        raise Invalid(N_("Say in a sentence how you know that both are one person."), field="reason")
    if plan.digest != seen:
        raise Conflict(MOVED_ON)
    if plan.obstacles:
        raise Conflict(plan.obstacles[0])
    kept, gone = plan.kept.person, plan.gone.person
    _tell(kept, gone)
    _drop_doubled(plan)
    _seal_anew(ring, kept.id, gone.id)
    baseline.seal_anew(ring, gone.id, kept.id)
    sittings.seal_anew(ring, gone.id, kept.id)
    tools.seal_anew(ring, gone.id, kept.id)
    _move(plan)
    _end_ways_in(gone)
    made = AccountMerge(
        kept_id=kept.id, gone_id=gone.id, by_id=person_id(actor), reason=said, moved=dict(plan.moves), at=now()
    )
    session().add(made)
    session().flush()
    audit.record(person_id(actor), "person.merge", f"person:{gone.id}", detail=f"into person:{kept.id}")
    audit.record(person_id(actor), "person.merge", f"person:{kept.id}", detail=f"from person:{gone.id}")
    return made


def hold_both(kept_id: int, gone_id: int) -> None:
    """Nobody comes in by a link, or changes either account, until the transaction ends."""
    both = (kept_id, gone_id)
    hold(select(AccountLink.id).where(AccountLink.person_id.in_(both)).order_by(AccountLink.id).with_for_update())
    hold(select(Person.id).where(Person.id.in_(both)).order_by(Person.id).with_for_update())


def _tell(kept: Person, gone: Person) -> None:
    """Both addresses hear of it, each in its account's language."""
    for person in (kept, gone):
        letters.post("accounts-merged", accounts.recipient(person), link="/sign-in", address=kept.email or "")


def _drop_doubled(plan: Plan) -> None:
    """Of two enrolments in one cohort the empty one goes."""
    pairs = [*plan.doubled.keys(), *plan.doubled.values()]
    hanging = hanging_on(ENROLMENTS, pairs)
    empty = [mine if mine not in hanging else theirs for mine, theirs in plan.doubled.items()]
    session().execute(delete(Enrolment).where(Enrolment.id.in_(empty)))


def _seal_anew(ring: KeyRing, kept_id: int, gone_id: int) -> None:
    """Private writing is opened and sealed again in memory. Where both wrote, one text stands below the other."""
    written = _written(gone_id)
    if not written:
        return
    old, new = keys.key_of(ring, gone_id), keys.key_of(ring, kept_id)
    own = {(one.lesson_id, one.prompt_id): one for one in _written(kept_id)}
    for one in written:
        where = (one.lesson_id, one.prompt_id)
        text = unseal(old, one.sealed, context(gone_id, *where))
        if mine := own.get(where):
            text = unseal(new, mine.sealed, context(kept_id, *where)) + BETWEEN + text
            mine.sealed = seal(new, text, context(kept_id, *where))
            session().delete(one)
        else:
            values = {"person_id": kept_id, "sealed": seal(new, text, context(kept_id, *where))}
            session().execute(update(Reflection).where(*_is(one)).values(values))
    session().flush()


def _written(number: int) -> Sequence[Reflection]:
    return session().scalars(select(Reflection).where(Reflection.person_id == number)).all()


def _is(one: Reflection):  # type: ignore[no-untyped-def]
    return (
        Reflection.person_id == one.person_id,
        Reflection.lesson_id == one.lesson_id,
        Reflection.prompt_id == one.prompt_id,
    )


def _move(plan: Plan) -> None:
    kept_id, gone_id = plan.kept.person.id, plan.gone.person.id
    held = {(grant.role, grant.place_kind, grant.place_id): grant for grant in plan.kept.grants}
    for grant in plan.gone.grants:
        if mine := held.get((grant.role, grant.place_kind, grant.place_id)):
            _widen(mine, grant)
            session().delete(grant)
    session().flush()
    for column in queries.columns_to(cast("Table", Person.__table__), "moves"):
        table = column.table
        if table.name != Reflection.__tablename__:
            session().execute(update(table).where(column == gone_id).values({column.name: kept_id}))
    session().expire_all()


def _widen(mine: RoleGrant, theirs: RoleGrant) -> None:
    """One role at one place twice: from the earlier day until the later one."""
    days = (mine.from_day, theirs.from_day)
    mine.from_day = None if None in days else min(day for day in days if day)
    ends = (mine.until_day, theirs.until_day)
    mine.until_day = None if None in ends else max(day for day in ends if day)


def _end_ways_in(gone: Person) -> None:
    """Its sessions are over, its password, second steps and key are gone; its row stays for what it signed."""
    sessions.end_all(gone.id)
    halves.end_all(gone.id)
    links.end_open(gone.id)
    for column in queries.columns_to(cast("Table", Person.__table__), "ends"):
        table = column.table
        if table.name not in {"browser_session", "account_link"}:
            session().execute(delete(table).where(column == gone.id))
    gone.email, gone.password_hash, gone.is_active, gone.version = None, None, False, gone.version + 1
    session().flush()
