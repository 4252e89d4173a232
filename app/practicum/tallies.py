"""What entries add up to: the database sums and counts, so that four hundred of them cost as much as four.

What counts is what is signed and not replaced, and, as pending, what waits for its first signature.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import (
    CTE,
    BindParameter,
    Case,
    ColumnElement,
    CompoundSelect,
    Date,
    Select,
    and_,
    bindparam,
    case,
    cast,
    func,
    literal_column,
    null,
    or_,
    select,
    union_all,
)

from app.cases.models import CaseSetting, PracticeCase
from app.cases.rules import NONE
from app.catalogue.practicum_types import Category, Practicum
from app.core.db import fetch
from app.enrolment.models import Cohort, Enrolment
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
    keeps_cases: bool = True  # where none are kept, entries' own figures count

    def of(self, *categories: str) -> list[Tally]:
        return [one for one in self.tallies if one.category in categories]

    @property
    def oldest_pending(self) -> date | None:
        return min((one.first for one in self.tallies if not one.is_signed), default=None)


def read(practicum: Practicum, enrolment_ids: Collection[int], day: date, since: date) -> dict[int, Facts]:
    """Of each learner, as of `day`; `recent` minutes are those since `since`. One statement."""
    found: dict[int, Facts] = defaultdict(Facts)
    limits = practicum.limits
    given = {
        "ids": sorted(enrolment_ids),
        "since": since,
        "until": day - timedelta(days=limits.case_review_days),
        "often": limits.finished_contacts,
        "activities": sorted({one for target in practicum.targets for one in target.activities + target.without_cases}),
        "by_method": sorted({target.category for target in practicum.targets if target.counted == "methods"}),
        "by_case": _by_case(practicum),
        "supervision": [one.id for one in practicum.categories if one.counts == SUPERVISION],
    }
    for kind, enrolment_id, *row in fetch(_facts, given):
        facts = found[enrolment_id]
        if kind == TALLY:
            facts.tallies.append(_tally(*row))
        elif kind == MET:
            facts.met[row[0]] = Met(*(int(value) for value in row[4:10]))
        elif kind == UNCODED:
            facts.keeps_cases = False
        else:
            facts.unreviewed.append(Unreviewed(row[0], row[10]))
    for facts in found.values():
        if not facts.keeps_cases:
            facts.unreviewed.clear()
        facts.unreviewed.sort(key=lambda one: (one.since, one.code))
    return found


def counts_codes(category: Category) -> bool:
    """Whether people are counted by their codes; elsewhere everybody is counted at each meeting."""
    return category.needs_case


def _tally(category: str, status: str, activity: str, method: str, *numbers: Any) -> Tally:
    is_group, entries, people, crossed, minutes, recent, first, last = numbers
    sums = (int(entries), int(people), int(crossed), int(minutes), int(recent))
    return Tally(category, status == APPROVED, activity, method, bool(is_group), *sums, first, last)


def _by_case(practicum: Practicum) -> list[str]:
    wanted = {target.category for target in practicum.targets if target.counted in OF_PEOPLE}
    finished = {target.category for target in practicum.targets if target.counted == "cases-finished"}
    return [one.id for one in practicum.categories if one.id in finished or (one.id in wanted and counts_codes(one))]


TALLY, MET, CASE, UNCODED = "tally", "met", "case", "uncoded"


def _facts_select() -> CompoundSelect[Any]:
    """kind, enrolment, four words, six numbers, two days: tallies, people met by code, cases that nobody reviewed, and
    learners whose institution keeps no cases.
    """
    met_by_case = _met_by_case()
    return union_all(_tallies(), _met(met_by_case), _unreviewed(met_by_case), _uncoded())


_E = PracticumEntry.__table__.c


def _alive() -> ColumnElement[bool]:
    """Entries that count, or wait for their first signature."""
    ids: BindParameter[int] = bindparam("ids", expanding=True)
    other = PracticumEntry.__table__.alias("other").c
    replaced = select(other.amends_id).where(
        other.enrolment_id.in_(ids), other.amends_id.is_not(None), other.status == APPROVED
    )
    is_signed = and_(_E.status == APPROVED, _E.id.not_in(replaced))
    return and_(_E.enrolment_id.in_(ids), or_(is_signed, and_(_E.status == SUBMITTED, _E.amends_id.is_(None))))


def _tallies() -> Select[*tuple[Any, ...]]:
    activity = _if(_E.activity.in_(_listed("activities")), _E.activity, "").label("activity")
    method = _if(_E.category.in_(_listed("by_method")), _E.method, "").label("method")
    is_group = _if(_E.setting == GROUP, 1, 0).label("is_group")
    crossed = _if(_E.is_interpreted, _E.people, 0).label("crossed")
    recent = _if(_E.day >= bindparam("since"), _E.minutes, 0).label("recent")
    entry = (
        _E.enrolment_id,
        _E.category,
        _E.status,
        activity,
        method,
        is_group,
        _E.people,
        crossed,
        _E.minutes,
        recent,
    )
    one = select(*entry, _E.day).where(_alive()).subquery("alive").c
    keys = (one.category, one.status, one.activity, one.method, one.is_group)
    sums = (func.sum(one.people), func.sum(one.crossed), func.sum(one.minutes), func.sum(one.recent))
    days = (func.min(one.day), func.max(one.day))
    return select(_word(TALLY), one.enrolment_id, *keys, func.count(), *sums, *days).group_by(one.enrolment_id, *keys)


def _met_by_case() -> CTE:
    """Each case of the learners with what entries of a category say of it."""
    of, named = PracticeCase.__table__.c, PracticumCase.__table__.c
    is_signed, is_crossed = _if(_E.status == APPROVED, 1, 0), _if(_E.is_interpreted, 1, 0)
    keys = (of.id, of.enrolment_id, of.code, of.opened_on, of.closed_on, _E.category)
    return (
        select(
            *keys,
            func.sum(is_signed).label("signed"),
            func.count().label("told"),
            func.sum(is_signed * is_crossed).label("crossed"),
            func.sum(is_crossed).label("crossed_told"),
            func.max(_E.day).label("last"),
        )
        .join(PracticumCase, named.case_id == of.id)
        .join(PracticumEntry, _E.id == named.entry_id)
        .where(of.enrolment_id.in_(bindparam("ids", expanding=True)), _alive())
        .group_by(*keys)
        .cte("met_by_case")
    )


def _met(met_by_case: CTE) -> Select[*tuple[Any, ...]]:
    one = met_by_case.c
    often: BindParameter[int] = bindparam("often")
    is_over = one.closed_on.is_not(None)
    counts = (
        _count(one.signed > 0),
        func.count(),
        _count(one.crossed > 0),
        _count(one.crossed_told > 0),
        _count(and_(is_over, one.signed >= often)),
        _count(and_(is_over, one.told >= often)),
    )
    nothing = [_word("")] * 3
    return (
        select(_word(MET), one.enrolment_id, one.category, *nothing, *counts, _never(), _never())
        .where(one.category.in_(_listed("by_case")))
        .group_by(one.enrolment_id, one.category)
    )


def _unreviewed(met_by_case: CTE) -> Select[*tuple[Any, ...]]:
    """Open cases that were met and that no supervision has named since `until`."""
    one = met_by_case.c
    is_supervision = one.category.in_(_listed("supervision"))
    since = func.coalesce(func.max(_if(is_supervision, one.last, None)), one.opened_on)
    zero: ColumnElement[int] = literal_column("0")
    return (
        select(_word(CASE), one.enrolment_id, one.code, *[_word("")] * 3, *[zero] * 6, since, _never())
        .where(one.closed_on.is_(None))
        .group_by(one.id, one.enrolment_id, one.code, one.opened_on)
        .having(and_(since < bindparam("until"), _count(~is_supervision) > 0))
    )


def _uncoded() -> Select[*tuple[Any, ...]]:
    learner, cohort, setting = Enrolment.__table__.c, Cohort.__table__.c, CaseSetting.__table__.c
    zero: ColumnElement[int] = literal_column("0")
    return (
        select(_word(UNCODED), learner.id, *[_word("")] * 4, *[zero] * 6, _never(), _never())
        .join(Cohort, cohort.id == learner.cohort_id)
        .join(CaseSetting, setting.institution_id == cohort.institution_id)
        .where(learner.id.in_(bindparam("ids", expanding=True)), setting.case_data == NONE)
    )


def _if(condition: Any, value: Any, otherwise: Any) -> Case[Any]:
    return case((condition, value), else_=otherwise)


def _count(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(_if(condition, 1, 0))


def _listed(name: str) -> BindParameter[Any]:
    return bindparam(name, expanding=True)


def _word(text: str) -> ColumnElement[str]:
    return literal_column(f"'{text}'")


def _never() -> ColumnElement[date]:
    return cast(null(), Date)


_facts = _facts_select()
