"""Reading years of practice: one statement, however many enrolments. Whose they are, the caller has checked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    Integer,
    Select,
    and_,
    bindparam,
    cast,
    func,
    literal_column,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.sql.selectable import CompoundSelect

from app.accounts.actor import Actor
from app.accounts.models import Institution
from app.catalogue.exercise_types import YearCalendar
from app.catalogue.types import Catalogue
from app.core.clock import today
from app.core.db import Rows, fetch
from app.core.errors import NotFound
from app.core.words import N_
from app.enrolment.models import Cohort, Enrolment
from app.practice import year as years
from app.practice.models import (
    CohortPause,
    PracticeAlert,
    PracticeDay,
    PracticeMark,
    PracticePause,
    PracticeSwap,
)
from app.practice.year import Pause, PlannedWeek, Year
from app.releases import queries as releases
from app.releases.models import ContentPointer

NO_YEAR = N_("There is no year of practice in your programmes.")
NO_EXERCISE = N_("There is no such exercise in your year.")
WANTED: ColumnElement[int] = bindparam("enrolments", expanding=True)
DAY: ColumnElement[date] = bindparam("day", type_=Date)


def _line(
    kind: str, enrolment: Any, words: Sequence[Any] = (), numbers: Sequence[Any] = (), days: Sequence[Any] = ()
) -> Select[Any]:
    """Of what, enrolment, two words, two numbers, from, until."""
    none: ColumnElement[str] = literal_column("''")
    nothing, never = cast(null(), Integer), cast(null(), Date)
    padded = [*words, *[none] * (2 - len(words)), *numbers, *[nothing] * (2 - len(numbers))]
    return select(literal_column(f"'{kind}'"), enrolment, *padded, *days, *[never] * (2 - len(days)))


def _select() -> CompoundSelect[Any]:
    release = func.coalesce(Cohort.release_id, select(ContentPointer.release_id).scalar_subquery())
    base = _line(
        "base",
        Enrolment.id,
        (Cohort.programme_id, Institution.time_zone),
        (release, Enrolment.person_id),
        (Cohort.starts_on, Enrolment.left_on),
    ).select_from(Enrolment)
    return union_all(
        base.join(Enrolment.cohort).join(Cohort.institution).where(Enrolment.id.in_(WANTED)),
        *_own_lines(),
        *_area_lines(),
    )


def _own_lines() -> Iterator[Select[Any]]:
    mark, swap, pause, day = PracticeMark, PracticeSwap, PracticePause, PracticeDay
    asked = cast(mark.is_asked, Integer)
    for model, line in (
        (mark, _line("mark", mark.enrolment_id, (mark.exercise_id, mark.state), (literal_column("0"), asked))),
        (swap, _line("swap", swap.enrolment_id, (swap.first_id, swap.second_id), (swap.id,))),
        (pause, _line("pause", pause.enrolment_id, days=(pause.first_day, pause.last_day))),
        (day, _line("day", day.enrolment_id, (day.kind,), days=(day.day,))),
    ):
        yield line.where(model.enrolment_id.in_(WANTED))


def _area_lines() -> Iterator[Select[Any]]:
    """What is set for the cohort of an enrolment, or for its institution."""
    alert, rest = PracticeAlert, CohortPause
    is_on = and_(alert.ended_at.is_(None), alert.first_day <= DAY, or_(alert.last_day.is_(None), alert.last_day >= DAY))
    here = or_(alert.cohort_id.is_(None), alert.cohort_id == Cohort.id)
    rests = _line("cohort", Enrolment.id, days=(rest.first_day, rest.last_day)).select_from(Enrolment)
    alerts = _line("alert", Enrolment.id, days=(alert.first_day,)).select_from(Enrolment).join(Enrolment.cohort)
    yield rests.join(rest, rest.cohort_id == Enrolment.cohort_id).where(Enrolment.id.in_(WANTED))
    yield alerts.join(alert, alert.institution_id == Cohort.institution_id).where(Enrolment.id.in_(WANTED), here, is_on)


_years = _select()


def find_year(enrolment_id: int, day: date) -> Year | None:
    """An enrolment's year as it stands on `day`; None where it has ended, or its programme practises nothing."""
    return find_years([enrolment_id], day).get(enrolment_id)


def find_years(enrolment_ids: Collection[int], day: date) -> Mapping[int, Year]:
    """Enrolment → its year; those without one are left out."""
    if not enrolment_ids:
        return {}
    grouped: dict[int, Rows] = defaultdict(list)
    for row in fetch(_years, {"enrolments": list(enrolment_ids), "day": day}):
        grouped[row[1]].append(row)  # type: ignore[attr-defined]
    found = (_year(enrolment_id, rows, day) for enrolment_id, rows in grouped.items())
    return {year.enrolment_id: year for year in found if year}


def _year(enrolment_id: int, rows: Rows, day: date) -> Year | None:
    by: dict[str, list[Any]] = defaultdict(list)
    for row in rows:
        by[row[0]].append(row[2:])
    programme_id, zone, release_id, person_id, starts_on, left_on = by["base"][0]
    content = releases.published(release_id) if release_id else None
    catalogue = content.catalogue if content else None
    programme = catalogue.programmes.get(programme_id) if catalogue else None
    plan = catalogue.plans.get(programme.practises) if catalogue and programme else None
    if content is None or catalogue is None or plan is None or left_on is not None:
        return None
    cohort = [Pause(first, last) for *_, first, last in by["cohort"]]
    own = [(first, last) for *_, first, last in by["pause"]]
    open_since = min((first for first, last in own if last is None), default=None)
    pauses = tuple(years.merged([*cohort, *_closed(own, day)]))
    swaps = tuple((one, other) for one, other, *_ in sorted(by["swap"], key=lambda row: row[2]))
    calendar, weeks = _laid_out(content, plan.id, starts_on, pauses, swaps)
    return Year(
        enrolment_id=enrolment_id,
        person_id=person_id,
        time_zone=zone,
        day=day,
        plan=plan,
        exercises=catalogue.exercises,
        calendar=calendar,
        weeks=weeks,
        marks={exercise: state for exercise, state, *_ in by["mark"] if state},
        asked=frozenset(row[0] for row in by["mark"] if row[3]),
        own_days=_by_day((on, kind) for kind, *_, on, _ in by["day"]),
        alert_since=min((row[4] for row in by["alert"]), default=None),
        is_paused=open_since is not None,
        paused_until=next((pause.last_day for pause in years.merged(cohort) if pause.holds(day)), None),
    )


@lru_cache(maxsize=256)
def _laid_out(
    content: releases.Published,
    plan_id: str,
    start: date,
    pauses: tuple[Pause, ...],
    swaps: tuple[tuple[str, str], ...],
) -> tuple[YearCalendar | None, tuple[PlannedWeek, ...]]:
    """Most of a cohort have the same weeks."""
    catalogue = content.catalogue
    calendar = years.calendar_of(start, catalogue.calendars.values())
    return calendar, years.lay_out(start, catalogue.plans[plan_id], catalogue.exercises, calendar, pauses, swaps)


def _closed(pauses: Iterable[tuple[date, date | None]], day: date) -> list[Pause]:
    """One that is still open covers this week: what comes after it is laid out as if they came back then."""
    saturday = years.sunday_of(day) + timedelta(days=6)
    return [Pause(first, last or saturday) for first, last in pauses]


def _by_day(chosen: Iterable[tuple[date, str]]) -> dict[date, frozenset[str]]:
    found: dict[date, frozenset[str]] = {}
    for day, kind in chosen:
        found[day] = found.get(day, frozenset()) | {kind}
    return found


def list_own(actor: Actor) -> list[Year]:
    """The actor's own years, newest cohort first; two statements."""
    rows = fetch(_own, {"person": actor.id})
    found: dict[int, Year] = {}
    for zone in {row[1] for row in rows}:
        found |= find_years([row[0] for row in rows if row[1] == zone], today(zone))
    return [found[row[0]] for row in rows if row[0] in found]


def get_own(actor: Actor) -> Year:
    """The newest of the actor's own years. Raises NotFound."""
    own = list_own(actor)
    if not own:
        raise NotFound(NO_YEAR)
    return own[0]


def find_own_with(actor: Actor, exercise_id: str) -> Year | None:
    """The newest of the actor's own years that has the exercise."""
    return next((year for year in list_own(actor) if exercise_id in year.plan.weeks), None)


def practising_programmes(catalogue: Catalogue) -> frozenset[str]:
    """Programmes whose learners practise through the year."""
    return frozenset(name for name, one in catalogue.programmes.items() if one.practises in catalogue.plans)


_own = (
    select(Enrolment.id, Institution.time_zone)
    .join(Enrolment.cohort)
    .join(Cohort.institution)
    .where(Enrolment.person_id == bindparam("person"), Enrolment.left_on.is_(None))
    .order_by(Cohort.starts_on.desc(), Enrolment.id.desc())
)
