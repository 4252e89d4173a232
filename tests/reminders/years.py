"""Whole years of practice, with a calendar that goes on for as long as anybody needs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from app.catalogue.exercise_types import Anchor, CalendarDay, Exercise, Plan, Stretch, YearCalendar
from app.catalogue.types import Catalogue
from app.practice.year import Pause, Year, lay_out
from tests.support import curriculum, exercises
from tests.support.exercises import PLAN, words, written

ZONE = "Asia/Jerusalem"
OPT_IN, FIRST_ANCHOR, SECOND_ANCHOR = 35, 27, 49
WEEKS = tuple(f"week-{number:02}" for number in range(1, 53))


def all_exercises() -> dict[str, Exercise]:
    """52 written ones: two belong to days of the calendar, one is meant for whoever asks for it."""
    special = {
        FIRST_ANCHOR: {"anchor": Anchor(day="memorial-season")},
        SECOND_ANCHOR: {"anchor": Anchor(day="seventh-october")},
        OPT_IN: {"is_opt_in": True},
    }
    return {
        name: written(name, number, "GSH"[number % 3], 5, sheet=None, **special.get(number, {}))
        for number, name in enumerate(WEEKS, 1)
    }


def plan() -> Plan:
    return replace(exercises.plan(), weeks=WEEKS)


def calendar(start: date, days: Sequence[CalendarDay] = ()) -> YearCalendar:
    """Two years from the autumn of `start` on: exams in their winters, anchors in the spring and the autumn after."""
    year = start.year
    stretches = [("autumn", "semester", date(year, 8, 1), date(year + 1, 1, 23))]
    stretches += [("exams", "exams", date(year + 1, 1, 24), date(year + 1, 2, 27))]
    stretches += [("rest", "semester", date(year + 1, 2, 28), date(year + 2, 9, 30))]
    return YearCalendar(
        id=f"from-{year}",
        title=words("A year"),
        stretches=tuple(
            Stretch(id=name, kind=kind, title=words(name), starts=starts, ends=ends)  # type: ignore[arg-type]
            for name, kind, starts, ends in stretches
        ),
        days=tuple(days) or quiet_days(year),
        anchors={"memorial-season": date(year + 1, 5, 4), "seventh-october": date(year + 1, 10, 7)},
    )


def quiet_days(year: int) -> tuple[CalendarDay, ...]:
    return (
        day("single", date(year, 11, 9), is_eve=True),
        day("monday-to-wednesday", date(year + 1, 3, 8), 3),
        day("a-whole-week", date(year + 1, 4, 18), 7),
        day("a-month-of-daily-life", date(year + 1, 2, 8), 29, is_quiet=False),
        day("memorial", date(year + 1, 5, 11), is_eve=True, kind="memorial"),
    )


def day(
    name: str, starts: date, length: int = 1, *, is_eve: bool = False, kind: str = "holiday", is_quiet: bool = True
) -> CalendarDay:
    ends = starts + timedelta(days=length - 1)
    return CalendarDay(
        id=name, title=words(name), starts=starts, ends=ends, kind=kind, is_quiet=is_quiet, begins_evening_before=is_eve
    )


def make(start: date, on: date, pauses: Sequence[Pause] = (), marks: Mapping[str, str] | None = None) -> Year:
    known, held = all_exercises(), calendar(start)
    return Year(
        enrolment_id=1,
        person_id=1,
        time_zone=ZONE,
        day=on,
        plan=plan(),
        exercises=known,
        calendar=held,
        weeks=lay_out(start, plan(), known, held, pauses),
        marks=marks or {},
    )


def catalogue(*starts: date) -> Catalogue:
    """The small curriculum, with a whole year to practise."""
    held = [calendar(start) for start in starts]
    return replace(
        curriculum.catalogue(),
        exercises=all_exercises(),
        plans={PLAN: plan()},
        calendars={one.id: one for one in held},
    )
