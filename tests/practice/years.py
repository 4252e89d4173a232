"""Small and whole plans to lay out: families, anchors and a calendar as the real ones have them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

from app.catalogue.exercise_types import Anchor, CalendarDay, Exercise, Named, Phase, Plan, Stretch, YearCalendar
from app.catalogue.types import Catalogue
from tests.support import curriculum
from tests.support.exercises import PLAN

FAMILIES = "GSEHPBTAVRCYF"
ANCHORS = {
    27: Anchor(day="memorial-season", offset_weeks=-1),
    28: Anchor(day="memorial-season"),
    29: Anchor(day="memorial-season", offset_weeks=1),
    49: Anchor(day="seventh-october", offset_weeks=-1),
    50: Anchor(day="seventh-october"),
}
START = date(2026, 10, 25)


def name_of(week: int) -> str:
    return f"e{week:02}"


def exercises(count: int = 52, anchors: Mapping[int, Anchor] = ANCHORS) -> dict[str, Exercise]:
    return {
        name_of(week): Exercise(
            id=name_of(week),
            week=week,
            title={"en": f"Exercise {week}"},
            family=FAMILIES[week % len(FAMILIES)],
            minutes=8,
            lite_minutes=3,
            is_planned=False,
            anchor=anchors.get(week),
        )
        for week in range(1, count + 1)
    }


def plan(count: int = 52) -> Plan:
    return Plan(
        id="finding-the-tools",
        families={name: Named(id=name, title={"en": name}) for name in FAMILIES},
        phases=(
            Phase(id="semester-a", first_week=1, last_week=13, title={"en": "Semester A"}, rule={"en": "Full."}),
            Phase(id="exams-a", first_week=14, last_week=18, title={"en": "Exams"}, rule={"en": "Lite."}, is_lite=True),
            Phase(id="semester-b", first_week=19, last_week=count, title={"en": "Semester B"}, rule={"en": "Full."}),
        ),
        weeks=tuple(name_of(week) for week in range(1, count + 1)),
        offered_in_alert=(name_of(1), name_of(46)) if count == 52 else (name_of(1),),
        withheld_in_alert=(name_of(17), name_of(31)) if count == 52 else (),
    )


def calendar(begins: date = START, name: str = "") -> YearCalendar:
    """A year of 52 weeks from `begins`: anchors in its weeks 28 and 50."""
    return YearCalendar(
        id=name or begins.isoformat(),
        title={"en": "A year"},
        stretches=(
            Stretch(
                id="semester-a",
                kind="semester",
                title={"en": "Semester A"},
                starts=begins,
                ends=begins + timedelta(weeks=13, days=-1),
            ),
            Stretch(
                id="exams-a",
                kind="exams",
                title={"en": "Exams A"},
                starts=begins + timedelta(weeks=13),
                ends=begins + timedelta(weeks=18, days=-1),
            ),
            Stretch(
                id="semester-b",
                kind="semester",
                title={"en": "Semester B"},
                starts=begins + timedelta(weeks=18),
                ends=begins + timedelta(weeks=52, days=-1),
            ),
        ),
        days=(_day("a-fast", "fasting", begins, 30), _day("a-feast", "holiday", begins, 44)),
        anchors={
            "memorial-season": begins + timedelta(weeks=27, days=2),
            "seventh-october": begins + timedelta(weeks=49, days=4),
        },
    )


def _day(name: str, kind: str, begins: date, after: int) -> CalendarDay:
    starts = begins + timedelta(days=after)
    return CalendarDay(id=name, title={"en": name}, starts=starts, ends=starts + timedelta(days=2), kind=kind)


def whole_catalogue(begins: date = START) -> Catalogue:
    """The small curriculum with a whole year of exercises."""
    calendars = {"year": calendar(begins)}
    return replace(curriculum.catalogue(), plans={PLAN: plan()}, exercises=exercises(), calendars=calendars)
