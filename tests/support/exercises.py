"""A small year of practice: eight weeks of three families, two of them written, and a calendar for them.

`BREATH` has a pacer, ratings before and after, a lite form, and is demonstrated; `MAP` has a journal, a checklist and
cards, and its share sheet is offered. `OWN` is written as well and stays with the mentor. The others are planned.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from markupsafe import Markup

from app.catalogue.exercise_types import (
    Anchor,
    CalendarDay,
    Exercise,
    Named,
    Phase,
    Plan,
    ShareSheet,
    Step,
    Stretch,
    YearCalendar,
)
from app.catalogue.page_types import Item, Segment, Words

PLAN = "finding-the-tools"
BREATH, MAP, OWN = "slow-breath", "people-map", "arrive-and-leave"
ANCHORED, SENSES, NEWS, REST, PHOTO = "orient-early", "five-senses", "news-diet", "one-small-rest", "one-photo"
WRITTEN = (BREATH, MAP, OWN)
CALENDAR = "2026-27"


def words(english: str) -> Words:
    return {"en": english, "he": "משפט קצר בעברית", "ar": "جملة قصيرة بالعربية"}


def prose(english: str) -> Words:
    return {language: Markup("<p>{}</p>").format(text) for language, text in words(english).items()}


def _rate(name: str, when: str) -> Segment:
    settings = {"polarity": "distress", "when": when}
    return Segment(kind="rate", id=name, heading=words("How tense is the body"), settings=settings)


def _lines(kind: str, name: str) -> Segment:
    items = tuple(Item(id=one, text=words(f"Line {one} of {name}")) for one in ("a", "b", "c"))
    return Segment(kind=kind, id=name, heading=words(f"Some lines, {name}"), items=items, is_step=True)


def step(name: str, *segments: Segment, **more: Any) -> Step:
    opening = Segment(kind="prose", body=prose(f"Words of the step {name}"))
    return Step(id=name, title=words(f"Step {name}"), segments=(opening, *segments), **more)


def exercise(name: str, week: int, family: str, minutes: int, **more: Any) -> Exercise:
    """Announced only."""
    found: dict[str, Any] = {
        "id": name,
        "week": week,
        "title": words(f"Exercise {name}"),
        "family": family,
        "minutes": minutes,
        "programme": PLAN,
        "phase": "semester-a" if week < 5 else "exams-a",
        "not_now": words(f"When to leave {name}"),
    }
    return Exercise(**(found | more))


def written(name: str, week: int, family: str, minutes: int, **more: Any) -> Exercise:
    found: dict[str, Any] = {
        "is_planned": False,
        "lite_minutes": 2,
        "share": "demonstrate",
        "moments": ("tense", "before-visit"),
        "adapt": words(f"Another way of {name}"),
        "why": prose(f"Why {name}"),
        "stop": prose("Stop, look around, feel the feet."),
        "sharing": prose("Ask first."),
        "evidence": prose("Small studies."),
        "sources": ("PFA",),
        "languages": ("he", "ar", "en"),
        "sheet": sheet(name),
    }
    return exercise(name, week, family, minutes, **(found | more))


def sheet(name: str) -> ShareSheet:
    return ShareSheet(title=words(f"Sheet of {name}"), body=prose(f"Do {name} together"), languages=("he", "ar", "en"))


def exercises() -> tuple[Exercise, ...]:
    pacer = Segment(kind="breathe", heading=words("Slow breath"), settings={"in": 4, "out": 6, "minutes": 5})
    clock = Segment(kind="timer", heading=words("One minute"), settings={"minutes": 1})
    journal = Segment(kind="reflect", id="who-is-there", heading=words("Who is there"), body=prose("For you alone"))
    return (
        written(
            BREATH,
            1,
            "G",
            7,
            interaction=("breathe", "rate", "timer"),
            unfit=(),
            steps=(
                step("arrive", _rate("tense-before", "before"), lite="yes"),
                step("breath", pacer),
                step("feet", clock, lite="only"),
                step("look-round", _rate("tense-after", "after"), lite="yes"),
            ),
        ),
        written(
            MAP,
            2,
            "S",
            10,
            lite_minutes=3,
            share="offer",
            moments=("lonely", "steady"),
            interaction=("journal", "checklist", "cards"),
            steps=(
                step("rings", _lines("cards", "which-ring"), lite="yes"),
                step("write", journal, lite="yes"),
                step("hello", _lines("checklist", "one-hello")),
            ),
        ),
        written(
            OWN,
            3,
            "H",
            5,
            share="mentor-only",
            sheet=None,
            moments=("before-visit", "after-visit"),
            interaction=("checklist",),
            steps=(step("cue", _lines("checklist", "cues"), lite="yes"), step("leave", lite="yes")),
        ),
        exercise(ANCHORED, 4, "G", 6, anchor=Anchor(day="memorial-season", offset_weeks=-1)),
        exercise(SENSES, 5, "G", 5, unfit=("fasting",), is_lite_offered=True, lite_minutes=2),
        exercise(NEWS, 6, "S", 8, anchor=Anchor(day="seventh-october", offset_weeks=-1)),
        exercise(REST, 7, "H", 8, is_lite_offered=True, lite_minutes=3),
        exercise(PHOTO, 8, "S", 6, is_opt_in=True, unfit=("memorial",)),
    )


def plan() -> Plan:
    phases = (
        Phase(id="semester-a", first_week=1, last_week=4, title=words("Semester A"), rule=words("Whole")),
        Phase(id="exams-a", first_week=5, last_week=8, title=words("Exams A"), rule=words("Lite"), is_lite=True),
    )
    moments = ("tense", "lonely", "before-visit", "after-visit", "steady")
    return Plan(
        id=PLAN,
        families={one: Named(id=one, title=words(f"Family {one}")) for one in ("G", "S", "H")},
        phases=phases,
        weeks=tuple(one.id for one in exercises()),
        moments={one: Named(id=one, title=words(f"Moment {one}")) for one in moments},
        offered_in_alert=(BREATH,),
        withheld_in_alert=(PHOTO,),
    )


def calendar() -> YearCalendar:
    """From 25 October 2026 for 52 weeks, with days of several kinds."""
    return YearCalendar(
        id=CALENDAR,
        title=words("A year"),
        stretches=(
            _stretch("semester-a", "semester", date(2026, 10, 25), date(2027, 1, 23)),
            _stretch("exams-a", "exams", date(2027, 1, 24), date(2027, 2, 27)),
            _stretch("semester-b", "semester", date(2027, 2, 28), date(2027, 6, 26)),
            _stretch("exams-b", "exams", date(2027, 6, 27), date(2027, 7, 24)),
            _stretch("summer", "summer", date(2027, 7, 25), date(2027, 10, 23)),
        ),
        days=(
            _day("sigd", "holiday", date(2026, 11, 9), date(2026, 11, 9), begins_evening_before=True),
            _day("ramadan", "fasting", date(2027, 2, 8), date(2027, 3, 8), is_quiet=False, is_approximate=True),
            _day("memorial-day", "memorial", date(2027, 5, 11), date(2027, 5, 11), begins_evening_before=True),
        ),
        anchors={"memorial-season": date(2027, 5, 4), "seventh-october": date(2027, 10, 7)},
    )


def _stretch(name: str, kind: Any, starts: date, ends: date) -> Stretch:
    return Stretch(id=name, kind=kind, title=words(f"Stretch {name}"), starts=starts, ends=ends)


def _day(name: str, kind: str, starts: date, ends: date, **more: Any) -> CalendarDay:
    return CalendarDay(id=name, title=words(f"Day {name}"), starts=starts, ends=ends, kind=kind, **more)
