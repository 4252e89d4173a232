"""Lines as those who sign see them, and what many of them together come to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from app.catalogue.practicum_types import Practicum
from app.catalogue.types import Words
from app.practicum import origins, presenters
from app.practicum.models import PracticumDecision, PracticumEntry
from app.practicum.signing_link_queries import Behind
from app.practicum.signing_models import SigningReport
from app.releases import queries as releases


@dataclass(frozen=True, slots=True)
class Waiting:
    """A line to be signed. `stands_in_for` names who is away; `back` is what it was returned for before."""

    line: presenters.Line
    learner: str
    stands_in_for: str
    back: PracticumDecision | None
    before: PracticumEntry | None  # the signed entry that it amends
    is_reported: bool
    told: Sequence[origins.Told] = ()  # what it comes from, where it was not written by hand

    @property
    def entry(self) -> PracticumEntry:
        return self.line.entry


@dataclass(frozen=True, slots=True)
class Kind:
    title: Words
    lines: int
    minutes: int


@dataclass(frozen=True, slots=True)
class Sum:
    """What a signature under several lines is about. `learners` are different people, `people` were met in all."""

    lines: int
    minutes: int
    learners: int
    people: int
    kinds: tuple[Kind, ...]


def waiting(
    entries: Iterable[PracticumEntry],
    own: Iterable[int],
    release_id: int | None = None,
    reports: Mapping[int, Sequence[SigningReport]] | None = None,
) -> list[Waiting]:
    """`own` are the supervisors as whom the reader signs; `release_id` saves looking up the active one."""
    return [_waiting(one, frozenset(own), release_id, reports or {}) for one in entries]


def with_origins(lines: Sequence[Waiting]) -> list[Waiting]:
    """With what each comes from, for pages on which lines are read whole."""
    told = origins.tell([one.entry.id for one in lines])
    return [replace(one, told=told.get(one.entry.id, ())) for one in lines]


def _waiting(
    entry: PracticumEntry,
    own: frozenset[int],
    release_id: int | None,
    reports: Mapping[int, Sequence[SigningReport]],
) -> Waiting:
    away = entry.supervisor if entry.supervisor_id not in own else None
    return Waiting(
        line=presenters.line(entry, practicum_of(entry, release_id)),
        learner=entry.enrolment.person.name,
        stands_in_for=away.name if away else "",
        back=entry.decisions[-1] if entry.decisions else None,
        before=entry.amends if entry.amends_id else None,
        is_reported=any(one.supervisor_id in own for one in reports.get(entry.id, ())),
    )


@dataclass(frozen=True, slots=True)
class BehindLink:
    """A line behind a link, with everything that the signature is about."""

    one: Waiting
    waits: bool
    decision: PracticumDecision | None
    method: Words
    spoken: str
    cases: tuple[str, ...]


def behind(found: Sequence[Behind], supervisor_id: int) -> list[BehindLink]:
    told = origins.tell([one.entry.id for one in found])
    return [_behind(one, supervisor_id, told.get(one.entry.id, ())) for one in found]


def _behind(found: Behind, supervisor_id: int, told: Sequence[origins.Told]) -> BehindLink:
    entry = found.entry
    one = replace(_waiting(entry, frozenset({supervisor_id}), None, {}), is_reported=found.is_reported, told=told)
    return BehindLink(
        one=one,
        waits=found.waits,
        decision=found.decision,
        method=presenters.method(entry, practicum_of(entry)),
        spoken=presenters.spoken(entry.language) if entry.language else "",
        cases=tuple(presenters.case_label(case) for case in entry.cases),
    )


def practicum_of(entry: PracticumEntry, release_id: int | None = None) -> Practicum | None:
    cohort = entry.enrolment.cohort
    programme = releases.published(cohort.release_id or release_id).catalogue.programmes.get(cohort.programme_id)
    return programme.practicum if programme else None


def add_up(lines: Sequence[Waiting]) -> Sum:
    found: dict[str, list[Waiting]] = {}
    for one in lines:
        found.setdefault(one.entry.category, []).append(one)
    kinds = (Kind(same[0].line.title, len(same), sum(one.entry.minutes for one in same)) for same in found.values())
    return Sum(
        lines=len(lines),
        minutes=sum(one.entry.minutes for one in lines),
        learners=len({one.entry.enrolment.person_id for one in lines}),
        people=sum(one.entry.people for one in lines),
        kinds=tuple(sorted(kinds, key=lambda kind: -kind.minutes)),
    )
