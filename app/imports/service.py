"""Taking a file in, mending its lines, applying it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import and_, delete, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from app.accounts import bulk as people
from app.accounts import policy as accounts
from app.accounts import queries as accounts_queries
from app.accounts.actor import Actor, person_id
from app.accounts.bulk import Newcomer
from app.accounts.service import Place
from app.audit import service as audit
from app.core.clock import now, today
from app.core.db import hold, session
from app.core.encryption import KeyRing
from app.core.errors import Conflict, Invalid, NotFound
from app.core.words import N_
from app.enrolment import bulk as enrolment
from app.enrolment import policy as enrolment_policy
from app.enrolment import queries as cohorts
from app.imports import queries, reading, rules
from app.imports.models import ImportLine, PeopleImport
from app.imports.rules import JOINS, NEW, PROBLEM, UNCHANGED, WRITES, Outcome

DRAFT_KEPT = timedelta(days=14)
LINES_KEPT = timedelta(days=30)
APPLIED = N_("This list has been applied already.")
MOVED_ON = N_(
    "Something has changed since you looked. The list below is what would happen now: look again, then apply it."
)
LINE_CHANGED = N_("Somebody else changed this line meanwhile.")
PROBLEMS = N_("Some lines are still problems. Mend them, or leave them out.")


@dataclass(frozen=True, slots=True)
class Upload:
    """`place_kind`: cohort | institution."""

    file_name: str
    content: bytes
    role: str
    place_kind: str
    place_id: int
    language: str


def take_in(actor: Actor, draft: Upload) -> PeopleImport:
    """Keeps a file as a draft. Raises Invalid for a file that cannot be read, NotFound or Forbidden for the place."""
    cohort_id, institution_id = _place(actor, draft)
    accounts.require_granting(actor, draft.role, draft.place_kind, draft.place_id, institution_id)
    sheet = reading.read(draft.content)
    one = PeopleImport(
        institution_id=institution_id,
        cohort_id=cohort_id,
        role=draft.role,
        language=draft.language,
        file_name=draft.file_name[:120],
        columns=sheet.columns | {f"unread-{n}": heading for n, heading in enumerate(sheet.unread[:20])},
        by_id=person_id(actor),
        made_at=now(),
    )
    session().add(one)
    session().flush()
    rows = [{"import_id": one.id, "number": line.number, "given": line.given} for line in sheet.lines]
    session().execute(insert(ImportLine), rows)
    audit.record(person_id(actor), "import.take-in", f"import:{one.id}", place=place_of(one), detail=str(len(rows)))
    return one


def _place(actor: Actor, draft: Upload) -> tuple[int | None, int]:
    """Cohort and institution. Raises NotFound for a place that is not the actor's."""
    if draft.place_kind == "cohort":
        cohort = cohorts.get_cohort(actor, draft.place_id, enrolment_policy.COORDINATING)
        return cohort.id, cohort.institution_id
    if draft.role == "learner":
        raise Invalid(N_("A learner learns in a cohort: choose one."), field="place")
    if draft.place_kind != "institution":
        raise NotFound(N_("There is no such place."))
    return None, accounts_queries.get_institution(draft.place_id).id


def place_of(one: PeopleImport) -> str:
    kind, number = one.place
    return f"{kind}:{number}"


def mend(actor: Actor, one: PeopleImport, number: int, texts: Mapping[str, str], seen: str) -> Outcome:
    """Writes values over those of a line, which counts again if it was left out; returns what becomes of it now.

    `seen` is the version of the line that its writer saw. Raises Conflict, NotFound.
    """
    _hold_draft(one)
    line = queries.get_line(one, number)
    if line.version != seen:
        raise Conflict(LINE_CHANGED)
    line.mended, line.is_left_out = dict(texts), False
    session().flush()
    audit.record(person_id(actor), "import.mend", f"import:{one.id}", place=place_of(one), detail=str(number))
    return queries.outcome_of(actor, one, number)


def take_suggestion(actor: Actor, one: PeopleImport, number: int) -> Outcome:
    """Writes what was probably meant over an address that looks like a slip. Raises Conflict if nothing is meant."""
    _hold_draft(one)
    line = queries.get_line(one, number)
    suggested = [trouble.suggestion for trouble in queries.outcome_of(actor, one, number).troubles]
    better = next(filter(None, suggested), "")
    if not better:
        raise Conflict(LINE_CHANGED)
    return mend(actor, one, number, {**line.mended, "email": better}, line.version)


def leave_out(actor: Actor, one: PeopleImport, numbers: Sequence[int]) -> None:
    """These lines do nothing."""
    _hold_draft(one)
    chosen = (ImportLine.import_id == one.id, ImportLine.number.in_(numbers))
    session().execute(update(ImportLine).where(*chosen).values(is_left_out=True))
    audit.record(
        person_id(actor), "import.leave-out", f"import:{one.id}", place=place_of(one), detail=str(len(numbers))
    )


def take_in_again(actor: Actor, one: PeopleImport, number: int) -> None:
    _hold_draft(one)
    queries.get_line(one, number).is_left_out = False
    audit.record(person_id(actor), "import.take-line", f"import:{one.id}", place=place_of(one), detail=str(number))


def discard(actor: Actor, one: PeopleImport) -> None:
    """A draft and its lines are gone. Raises Conflict once it was applied."""
    _hold_draft(one)
    audit.record(person_id(actor), "import.discard", f"import:{one.id}", place=place_of(one))
    session().execute(delete(ImportLine).where(ImportLine.import_id == one.id))
    session().execute(delete(PeopleImport).where(PeopleImport.id == one.id))


def apply(actor: Actor, ring: KeyRing, one: PeopleImport, seen: str) -> None:
    """Does the whole list or nothing. `seen` is the digest of the picture that the actor saw.

    Raises Conflict if that picture is no longer true or the list was applied, Invalid while there are problems.
    """
    _hold_draft(one)
    lines = queries.list_lines(one)
    found = queries.plan(actor, one, lines)
    if rules.digest(found) != seen:
        raise Conflict(MOVED_ON)
    if any(outcome.kind == PROBLEM for outcome in found):
        raise Invalid(PROBLEMS)
    by_number = {line.number: line for line in lines}
    try:
        with session().begin_nested():
            ids = _add(actor, ring, one, found)
            enrolments = _give_places(actor, one, found, ids)
    except IntegrityError as error:  # somebody else enrolled one of them in this moment
        raise Conflict(MOVED_ON) from error
    for outcome in found:
        line = by_number[outcome.number]
        line.outcome = outcome.kind
        if outcome.kind in WRITES:
            line.person_id = ids[outcome.wanted.email]
            line.enrolment_id = enrolments.get(line.person_id)
            line.before = _before(outcome)
        elif outcome.known is not None and outcome.kind == UNCHANGED:
            line.person_id = outcome.known.person_id
    _change(actor, found)
    one.applied_at, one.counts = now(), rules.count(found)
    audit.record(person_id(actor), "import.apply", f"import:{one.id}", place=place_of(one), detail=_said(one.counts))


def _add(actor: Actor, ring: KeyRing, one: PeopleImport, found: Sequence[Outcome]) -> dict[str, int]:
    """Address → person, of everybody whom this list writes about."""
    newcomers = [Newcomer(o.wanted.email, o.wanted.name, o.wanted.language) for o in found if o.kind == NEW]
    made = people.add_people(actor, ring, newcomers, detail=f"import:{one.id}")
    return made | {o.wanted.email: o.known.person_id for o in found if o.known is not None and o.kind in WRITES}


def _give_places(actor: Actor, one: PeopleImport, found: Sequence[Outcome], ids: Mapping[str, int]) -> dict[int, int]:
    """Person → enrolment, of learners who came or came back."""
    coming = [o for o in found if o.kind in {NEW, JOINS}]
    if one.cohort is None or one.role != "learner":
        kind, number = one.place
        fresh = [ids[o.wanted.email] for o in coming]
        people.grant_role(actor, fresh, one.role, Place(kind, number), within=one.institution_id)
        return {}
    day = today(one.institution.time_zone)
    back = {o.known.person_id: o.known.enrolment_id for o in coming if o.known and o.known.enrolment_id}
    first = {number: o.wanted.start or day for o in coming if (number := ids[o.wanted.email]) not in back}
    enrolment.bring_back(actor, one.cohort, list(back.values()))
    return back | enrolment.enrol(actor, one.cohort, first, detail=f"import:{one.id}")


def _change(actor: Actor, found: Sequence[Outcome]) -> None:
    for outcome in found:
        if outcome.known is not None and outcome.changes and outcome.kind in WRITES:
            wanted, known = outcome.wanted, outcome.known
            language = wanted.language if wanted.is_language_given else known.language
            people.name_again(actor, known.person_id, wanted.name, language)


def _before(outcome: Outcome) -> dict[str, object]:
    """What undoing needs: how somebody was named, and when they had left."""
    known = outcome.known
    if known is None:
        return {}
    before: dict[str, object] = {name: list(pair) for name, pair in outcome.changes.items()}
    return before | ({"left_on": known.left_on.isoformat()} if known.left_on else {})


def _said(counts: Mapping[str, int]) -> str:
    return " ".join(f"{kind}={number}" for kind, number in counts.items() if number)


def _hold_draft(one: PeopleImport) -> None:
    """Raises Conflict if the list was applied, also in this moment by somebody else."""
    hold_import(one)
    if not one.is_draft:
        raise Conflict(APPLIED)


def hold_import(one: PeopleImport) -> None:
    """Nobody else changes this list until the transaction ends. Raises Conflict if it is gone."""
    hold(select(PeopleImport.id).where(PeopleImport.id == one.id).with_for_update())
    found = session().execute(select(PeopleImport.applied_at, PeopleImport.undone_at).where(PeopleImport.id == one.id))
    if found.first() is None:
        raise Conflict(N_("This list was thrown away meanwhile."))
    session().refresh(one)


def forget_old() -> None:
    """Drafts after two weeks, lines a month after they were applied, or at once after they were undone."""
    stale = or_(
        and_(PeopleImport.applied_at.is_(None), PeopleImport.made_at < now() - DRAFT_KEPT),
        PeopleImport.applied_at < now() - LINES_KEPT,
    )
    if session().scalars(select(ImportLine.id).join(PeopleImport).where(stale).limit(1)).first() is None:
        return
    session().execute(delete(ImportLine).where(ImportLine.import_id.in_(select(PeopleImport.id).where(stale))))
    old = (PeopleImport.applied_at.is_(None), PeopleImport.made_at < now() - DRAFT_KEPT)
    session().execute(delete(PeopleImport).where(*old))
    session().execute(update(PeopleImport).where(stale).values(file_name="", columns={}))
