"""How a year of practice is laid out: pure. The same start, plan, calendar, pauses and swaps give the same weeks.

Weeks run from Sunday to Saturday. What nobody did is not carried over: it stands in its week, and can be opened.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Literal

from app.catalogue.exercise_types import Exercise, Phase, Plan, Stretch, YearCalendar
from app.catalogue.page_types import Words

DONE, SKIPPED = "done", "skipped"
FASTING, QUIET, MEMORIAL, FREE = "fasting", "quiet", "memorial", "free"
WEEK = timedelta(days=7)
MOST_OF_A_WEEK = 4
WEEKEND = 4  # Monday is 0: from Friday on, the first week is the following one
Kind = Literal["before", "week", "alert", "paused", "rest", "over"]


@dataclass(frozen=True, slots=True)
class Pause:
    """Both days included."""

    first_day: date
    last_day: date

    def holds(self, day: date) -> bool:
        return self.first_day <= day <= self.last_day

    def count_in(self, first_day: date) -> int:
        """How many days of the week that begins on `first_day` lie in it."""
        shared = min(self.last_day, first_day + WEEK - timedelta(days=1)) - max(self.first_day, first_day)
        return max(shared.days + 1, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekPhase:
    """The stretch of the year that a week lies in."""

    id: str
    title: Words
    rule: Words = field(default_factory=dict)
    is_lite: bool = False


NO_PHASE = WeekPhase(id="", title={})


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedWeek:
    """`exercise` is empty and `number` 0 in a week of pause. `is_anchored`: it stands where the calendar wants it."""

    first_day: date
    number: int
    exercise: str
    phase: WeekPhase
    is_lite_offered: bool = False
    is_anchored: bool = False

    @property
    def last_day(self) -> date:
        return self.first_day + timedelta(days=6)

    @property
    def is_pause(self) -> bool:
        return not self.exercise

    def holds(self, day: date) -> bool:
        return self.first_day <= day <= self.last_day


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What is there for somebody on a day. `exercise` may be empty; `others` can be chosen instead, best first.

    `before` and `over`: the year has not begun, or is over. `rest`: a week without an exercise. `unfit`: the day
    (fasting, memorial) for which this exercise is not meant; `is_opt_in`: it is mentioned, and not announced as due.
    """

    kind: Kind
    exercise: str = ""
    others: tuple[str, ...] = ()
    week: PlannedWeek | None = None
    mark: str = ""
    unfit: str = ""
    is_opt_in: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Year:
    """The year of one enrolment as it stands on `day`. Nobody but its owner and the machine reads it."""

    enrolment_id: int
    person_id: int
    time_zone: str
    day: date
    plan: Plan
    exercises: Mapping[str, Exercise]
    calendar: YearCalendar | None
    weeks: tuple[PlannedWeek, ...]
    marks: Mapping[str, str] = field(default_factory=dict)  # exercise → done, skipped
    asked: frozenset[str] = frozenset()  # exercises about which they said how they served, or that they would not
    own_days: Mapping[date, frozenset[str]] = field(default_factory=dict)  # → fasting, quiet, memorial, free
    alert_since: date | None = None
    is_paused: bool = False  # by the person, until they come back
    paused_until: date | None = None  # by the cohort

    @property
    def is_alert(self) -> bool:
        return self.alert_since is not None

    def find_week(self, day: date | None = None) -> PlannedWeek | None:
        """The week that holds the day: None before the first and after the last."""
        wanted = day or self.day
        return next((week for week in self.weeks if week.holds(wanted)), None)

    @property
    def following(self) -> PlannedWeek | None:
        """The next week with an exercise, after the present one."""
        return next((week for week in self.weeks if week.first_day > self.day and not week.is_pause), None)

    def week_of(self, exercise_id: str) -> PlannedWeek | None:
        return next((week for week in self.weeks if week.exercise == exercise_id), None)

    def is_settled(self, exercise_id: str) -> bool:
        return exercise_id in self.marks

    def offer(self, day: date | None = None) -> Offer:
        return offer(self, day or self.day)


def sunday_of(day: date) -> date:
    return day - timedelta(days=(day.weekday() + 1) % 7)


def first_week(start: date) -> date:
    """The Sunday of week 1: the week that holds the first day, or the next where that is a Friday or Saturday."""
    return sunday_of(start) + (WEEK if start.weekday() in (WEEKEND, WEEKEND + 1) else timedelta())


def calendar_of(start: date, calendars: Iterable[YearCalendar]) -> YearCalendar | None:
    """The calendar whose stretches hold the start, and after its end those that follow, as one.

    Where several hold it, the one that begins last counts. An anchor is its first day from the start on.
    """
    known = [one for one in calendars if one.stretches and _end(one) >= start]
    holding = [one for one in known if _begin(one) <= start]
    chosen = [max(holding, key=lambda one: (_begin(one), one.id))] if holding else []
    for one in sorted(known, key=lambda one: (_begin(one), one.id)):
        if _begin(one) > (_end(chosen[-1]) if chosen else start):
            chosen.append(one)
    return _joined(sunday_of(start), chosen) if chosen else None


def _joined(start: date, calendars: Sequence[YearCalendar]) -> YearCalendar:
    first = calendars[0]
    if len(calendars) == 1:
        return first
    anchors: dict[str, date] = {}
    for one in calendars:
        for name, day in one.anchors.items():
            if name not in anchors or anchors[name] < start <= day:
                anchors[name] = day
    return YearCalendar(
        id=first.id,
        title=first.title,
        stretches=tuple(stretch for one in calendars for stretch in one.stretches),
        days=tuple(day for one in calendars for day in one.days),
        anchors=anchors,
        quiet_weekdays=first.quiet_weekdays,
        weekly_begins_evening_before=first.weekly_begins_evening_before,
        is_quiet_in_alert=first.is_quiet_in_alert,
    )


def _begin(calendar: YearCalendar) -> date:
    return min(stretch.starts for stretch in calendar.stretches)


def _end(calendar: YearCalendar) -> date:
    return max(stretch.ends for stretch in calendar.stretches)


def lay_out(
    start: date,
    plan: Plan,
    exercises: Mapping[str, Exercise],
    calendar: YearCalendar | None = None,
    pauses: Sequence[Pause] = (),
    swaps: Sequence[tuple[str, str]] = (),
) -> tuple[PlannedWeek, ...]:
    """Every exercise of the plan once, the weeks of pause between them without one.

    An exercise whose anchor's week carries none stands in its own place among the others, but not before that week:
    a pause changes nothing in the weeks before it.
    """
    days = tuple(_days(start, len(plan.weeks), pauses))
    carrying = [day for day, is_pause in days if not is_pause]
    wanted = _wanted(start, plan, exercises, calendar)
    anchored = {day: name for day, name in wanted.items() if day in carrying}
    not_before = {name: day for day, name in wanted.items()}
    others = [one for one in swapped(plan.weeks, swaps, anchored.values()) if one not in anchored.values()]
    placed = {day: anchored.get(day) or _take(others, day, not_before) for day in carrying}
    numbers = {day: number for number, day in enumerate(carrying, 1)}
    weeks, last = [], 1
    for day, _ in days:
        last = numbers.get(day, last)
        weeks.append(_week(day, numbers.get(day, 0), placed.get(day, ""), _phase(plan, calendar, day, last), exercises))
    return tuple(replace(week, is_anchored=week.first_day in anchored) for week in weeks)


def _days(start: date, wanted: int, pauses: Sequence[Pause]) -> Iterator[tuple[date, bool]]:
    """The Sundays of a year with so many weeks that carry an exercise, and whether each lies mostly in a pause."""
    day, carrying = first_week(start), 0
    while carrying < wanted:
        is_pause = sum(pause.count_in(day) for pause in merged(pauses)) >= MOST_OF_A_WEEK
        carrying += not is_pause
        yield day, is_pause
        day += WEEK


def merged(pauses: Iterable[Pause]) -> list[Pause]:
    """The same days, each in one pause only."""
    found: list[Pause] = []
    for pause in sorted(pauses, key=lambda one: one.first_day):
        if pause.last_day < pause.first_day:
            continue
        if found and pause.first_day <= found[-1].last_day:
            found[-1] = Pause(found[-1].first_day, max(found[-1].last_day, pause.last_day))
        else:
            found.append(pause)
    return found


def _wanted(
    start: date, plan: Plan, exercises: Mapping[str, Exercise], calendar: YearCalendar | None
) -> dict[date, str]:
    """Week → the exercise that the calendar wants there; where two are wanted, the earlier one in the plan has it.

    Only weeks of the year as it is without pauses: a year that ends later wants nothing anew.
    """
    first = first_week(start)
    found: dict[date, str] = {}
    for name in plan.weeks:
        anchor = exercises[name].anchor if name in exercises else None
        day = calendar.anchors.get(anchor.day) if anchor and calendar else None
        if anchor and day:
            wanted = sunday_of(day) + anchor.offset_weeks * WEEK
            if first <= wanted < first + len(plan.weeks) * WEEK:
                found.setdefault(wanted, name)
    return found


def _take(others: list[str], day: date, not_before: Mapping[str, date]) -> str:
    """The first that may stand on this day, or the first of all; it is gone from the list."""
    there = (index for index, name in enumerate(others) if not_before.get(name, day) <= day)
    return others.pop(next(there, 0))


def swapped(order: Sequence[str], swaps: Iterable[tuple[str, str]], fixed: Iterable[str] = ()) -> list[str]:
    """The order after these exchanges; what is fixed, or is there no more, keeps its place."""
    result, held = list(order), frozenset(fixed)
    for one, other in swaps:
        if one in result and other in result and not held & {one, other}:
            first, second = result.index(one), result.index(other)
            result[first], result[second] = other, one
    return result


def _week(day: date, number: int, exercise_id: str, phase: WeekPhase, exercises: Mapping[str, Exercise]) -> PlannedWeek:
    exercise = exercises.get(exercise_id)
    return PlannedWeek(
        first_day=day,
        number=number,
        exercise=exercise_id,
        phase=phase,
        is_lite_offered=bool(exercise and exercise.lite_minutes and phase.is_lite),
    )


def _phase(plan: Plan, calendar: YearCalendar | None, day: date, number: int) -> WeekPhase:
    """By the calendar where it covers the middle of the week, else by the number of the week."""
    middle = day + timedelta(days=3)
    stretches = calendar.stretches if calendar else ()
    stretch = next((one for one in stretches if one.kind != "recess" and one.starts <= middle <= one.ends), None)
    planned = next((one for one in plan.phases if one.first_week <= number <= one.last_week), None)
    if stretch:
        return _of_stretch(plan, stretch, planned)
    if planned is None:
        return NO_PHASE
    return WeekPhase(id=planned.id, title=planned.title, rule=planned.rule, is_lite=planned.is_lite)


def _of_stretch(plan: Plan, stretch: Stretch, planned: Phase | None) -> WeekPhase:
    is_lite = stretch.kind == "exams"
    same = next((one for one in plan.phases if one.id == stretch.id), planned)
    rule = same.rule if same and same.is_lite == is_lite else {}
    return WeekPhase(id=stretch.id, title=stretch.title, rule=rule, is_lite=is_lite)


def offer(year: Year, day: date) -> Offer:
    """What is there on a day: a pause comes before an alert, an alert before the week."""
    week = year.find_week(day)
    if year.is_paused or (week and week.is_pause and year.paused_until):
        return Offer(kind="paused", week=week)
    if year.is_alert:
        return _in_alert(year, week)
    if week is None:
        return Offer(kind="before" if year.weeks and day < year.weeks[0].first_day else "over")
    exercise = year.exercises.get(week.exercise)
    if exercise is None:
        return Offer(kind="rest", week=week)
    unfit = next((kind for kind in (FASTING, MEMORIAL) if is_unfit(exercise, year.own_days.get(day, ()), kind)), "")
    return Offer(
        kind="week",
        exercise=exercise.id,
        others=_instead(year, exercise, day) if unfit else (),
        week=week,
        mark=year.marks.get(exercise.id, ""),
        unfit=unfit,
        is_opt_in=exercise.is_opt_in,
    )


def is_unfit(exercise: Exercise, kinds: Iterable[str], kind: str) -> bool:
    return kind in kinds and kind in exercise.unfit


def _in_alert(year: Year, week: PlannedWeek | None) -> Offer:
    """What the plan names first; then the week's own, unless it is withheld."""
    wanted = [*year.plan.offered_in_alert, *([week.exercise] if week else [])]
    there = [one for one in dict.fromkeys(wanted) if is_open(year, one)]
    first = there[0] if there else ""
    return Offer(kind="alert", exercise=first, others=tuple(there[1:]), week=week, mark=year.marks.get(first, ""))


def is_open(year: Year, exercise_id: str) -> bool:
    """Whether it is written, and not withheld now."""
    exercise = year.exercises.get(exercise_id)
    is_withheld = year.is_alert and exercise_id in year.plan.withheld_in_alert
    return exercise is not None and not exercise.is_planned and not is_withheld


def _instead(year: Year, exercise: Exercise, day: date) -> tuple[str, ...]:
    """Others of the family that fit the day: those that were done before first, then in the order of the plan."""
    kinds = year.own_days.get(day, frozenset())
    family = [year.exercises[name] for name in year.plan.weeks if name in year.exercises]
    fitting = [
        one.id
        for one in family
        if one.family == exercise.family
        and one.id != exercise.id
        and not one.is_opt_in
        and not kinds & set(one.unfit)
        and is_open(year, one.id)
    ]
    return tuple(sorted(fitting, key=lambda name: year.marks.get(name) != DONE))
