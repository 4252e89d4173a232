"""What entries add up to: the database sums and counts, so that four hundred of them cost as much as four.

What counts is what is signed and not replaced, and, as pending, what waits for its first signature.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Select, and_, bindparam, case, func, or_, select

from app.cases.models import PracticeCase
from app.catalogue.practicum_types import Category, Practicum
from app.core.db import fetch
from app.practicum.models import APPROVED, SUBMITTED, PracticumCase, PracticumEntry
from app.practicum.rules import GROUP, SUPERVISION

OF_PEOPLE = ("people", "cases-finished", "cross-cultural")


@dataclass(frozen=True, slots=True)
class Tally:
    """Entries of one kind. `activity` and `method` are empty where no target asks for them.

    `crossed` are people met with an interpreter or across cultures; `recent` the minutes since the day that was asked.
    """

    category: str
    is_signed: bool
    activity: str
    method: str
    is_group: bool
    entries: int
    people: int
    crossed: int
    minutes: int
    recent: int
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Met:
    """Case codes met in a category, each once: by signed entries, and by all of them."""

    people: int = 0
    people_told: int = 0
    crossed: int = 0
    crossed_told: int = 0
    finished: int = 0
    finished_told: int = 0


@dataclass(frozen=True, slots=True)
class Unreviewed:
    """An open case that no supervision has named since that day."""

    code: str
    since: date


@dataclass(slots=True)
class Facts:
    tallies: list[Tally] = field(default_factory=list)
    met: dict[str, Met] = field(default_factory=dict)
    unreviewed: list[Unreviewed] = field(default_factory=list)

    def of(self, *categories: str) -> list[Tally]:
        return [one for one in self.tallies if one.category in categories]

    @property
    def oldest_pending(self) -> date | None:
        return min((one.first for one in self.tallies if not one.is_signed), default=None)


def read(practicum: Practicum, enrolment_ids: Collection[int], day: date, since: date) -> dict[int, Facts]:
    """Of each learner, as of `day`; two statements, or three where case codes are counted."""
    found: dict[int, Facts] = defaultdict(Facts)
    ids = sorted(enrolment_ids)
    for enrolment_id, tally in _read_tallies(practicum, ids, since):
        found[enrolment_id].tallies.append(tally)
    if categories := _by_case(practicum):
        given = {"ids": ids, "categories": categories, "often": practicum.limits.finished_contacts}
        for row in fetch(_met, given):
            found[row[0]].met[row[1]] = Met(*(int(value) for value in row[2:]))
    supervision = [one.id for one in practicum.categories if one.counts == SUPERVISION]
    if supervision:
        until = day - timedelta(days=practicum.limits.case_review_days)
        for row in fetch(_unreviewed, {"ids": ids, "supervision": supervision, "until": until}):
            found[row[0]].unreviewed.append(Unreviewed(row[1], row[2]))
    return found


def counts_codes(category: Category) -> bool:
    """Whether people are counted by their codes; elsewhere everybody is counted at each meeting."""
    return category.needs_case


def _read_tallies(practicum: Practicum, ids: list[int], since: date) -> Iterator[tuple[int, Tally]]:
    given = {
        "ids": ids,
        "since": since,
        "activities": sorted({name for target in practicum.targets for name in target.activities}),
        "by_method": sorted({target.category for target in practicum.targets if target.counted == "methods"}),
    }
    for row in fetch(_tallies, given):
        sums: tuple[Any, ...] = (*map(int, row[6:11]), *row[11:])
        yield row[0], Tally(row[1], row[2] == APPROVED, row[3], row[4], bool(row[5]), *sums)


def _by_case(practicum: Practicum) -> list[str]:
    wanted = {target.category for target in practicum.targets if target.counted in OF_PEOPLE}
    finished = {target.category for target in practicum.targets if target.counted == "cases-finished"}
    return [one.id for one in practicum.categories if one.id in finished or (one.id in wanted and counts_codes(one))]


_E = PracticumEntry.__table__.c
_Replacing = PracticumEntry.__table__.alias("replacing")


def _ids() -> BindParameter[Any]:
    return bindparam("ids", expanding=True)


def _alive() -> ColumnElement[bool]:
    replaced = select(_Replacing.c.amends_id).where(
        _Replacing.c.enrolment_id.in_(_ids()), _Replacing.c.status == APPROVED, _Replacing.c.amends_id.is_not(None)
    )
    signed = and_(_E.status == APPROVED, _E.id.not_in(replaced))
    return and_(_E.enrolment_id.in_(_ids()), or_(signed, and_(_E.status == SUBMITTED, _E.amends_id.is_(None))))


def _tallies_select() -> Select[*tuple[Any, ...]]:
    activity = case((_E.activity.in_(bindparam("activities", expanding=True)), _E.activity), else_="")
    method = case((_E.category.in_(bindparam("by_method", expanding=True)), _E.method), else_="")
    is_group = case((_E.setting == GROUP, 1), else_=0)
    inner = (
        select(
            _E.enrolment_id,
            _E.category,
            _E.status,
            activity.label("activity"),
            method.label("method"),
            is_group.label("is_group"),
            _E.people,
            case((_E.is_interpreted, _E.people), else_=0).label("crossed"),
            _E.minutes,
            case((_E.day >= bindparam("since"), _E.minutes), else_=0).label("recent"),
            _E.day,
        )
        .where(_alive())
        .subquery("alive")
        .c
    )
    keys = (inner.enrolment_id, inner.category, inner.status, inner.activity, inner.method, inner.is_group)
    sums = (func.sum(inner.people), func.sum(inner.crossed), func.sum(inner.minutes), func.sum(inner.recent))
    return select(*keys, func.count(), *sums, func.min(inner.day), func.max(inner.day)).group_by(*keys)


def _met_select() -> Select[*tuple[Any, ...]]:
    is_signed = case((_E.status == APPROVED, 1), else_=0)
    crossed = case((_E.is_interpreted, 1), else_=0)
    one = (
        select(
            _E.enrolment_id,
            _E.category,
            PracticumCase.case_id,
            func.sum(is_signed).label("signed"),
            func.count().label("told"),
            func.sum(is_signed * crossed).label("crossed"),
            func.sum(crossed).label("crossed_told"),
        )
        .join(PracticumCase, PracticumCase.entry_id == _E.id)
        .where(_alive(), _E.category.in_(bindparam("categories", expanding=True)))
        .group_by(_E.enrolment_id, _E.category, PracticumCase.case_id)
        .subquery("one")
        .c
    )

    def count(condition: ColumnElement[bool]) -> ColumnElement[int]:
        return func.sum(case((condition, 1), else_=0))

    is_over = PracticeCase.closed_on.is_not(None)
    often: BindParameter[int] = bindparam("often")
    return (
        select(
            one.enrolment_id,
            one.category,
            count(one.signed > 0),
            func.count(),
            count(one.crossed > 0),
            count(one.crossed_told > 0),
            count(and_(is_over, one.signed >= often)),
            count(and_(is_over, one.told >= often)),
        )
        .join(PracticeCase, PracticeCase.id == one.case_id)
        .group_by(one.enrolment_id, one.category)
    )


def _unreviewed_select() -> Select[*tuple[Any, ...]]:
    """Open cases that were met and that no supervision has named since `until`, the longest ago first."""
    is_supervision = _E.category.in_(bindparam("supervision", expanding=True))
    since = func.coalesce(func.max(case((is_supervision, _E.day))), PracticeCase.opened_on)
    return (
        select(PracticeCase.enrolment_id, PracticeCase.code, since.label("since"))
        .join(PracticumCase, PracticumCase.case_id == PracticeCase.id)
        .join(PracticumEntry, _E.id == PracticumCase.entry_id)
        .where(
            PracticeCase.enrolment_id.in_(_ids()),
            PracticeCase.closed_on.is_(None),
            _E.status.in_((APPROVED, SUBMITTED)),
        )
        .group_by(PracticeCase.id, PracticeCase.enrolment_id, PracticeCase.code, PracticeCase.opened_on)
        .having(and_(since < bindparam("until"), func.count(case((~is_supervision, 1))) > 0))
        .order_by("since", PracticeCase.id)
    )


_tallies, _met, _unreviewed = _tallies_select(), _met_select(), _unreviewed_select()
