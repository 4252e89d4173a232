"""What stands on the pages of one's own year."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from app.catalogue.exercise_types import Exercise
from app.core.encryption import KeyRing
from app.practice import card, days, days_rules, service, tools, tools_rules
from app.practice.tools_rules import Tool
from app.practice.year import DONE, PlannedWeek, WeekPhase, Year, is_open


@dataclass(frozen=True, slots=True)
class Line:
    """A week of the year. `exercise` is None in a week of pause; `is_open`: written, and not withheld now."""

    week: PlannedWeek
    exercise: Exercise | None
    mark: str
    is_open: bool


@dataclass(frozen=True, slots=True)
class Stretch:
    """Weeks that follow one another in one phase."""

    phase: WeekPhase
    lines: list[Line]


@dataclass(frozen=True, slots=True)
class Returning:
    """A tool that comes back, and how often it helped."""

    exercise: Exercise
    tool: Tool


def year_page(year: Year) -> dict[str, Any]:
    lines = [_line(year, week) for week in year.weeks]
    return card.of_week(year) | {
        "past": [line for line in lines if line.week.last_day < year.day],
        "coming": list(_stretches(line for line in lines if line.week.first_day > year.day)),
        "ends_on": year.weeks[-1].last_day if year.weeks else None,
        "done": DONE,
    }


def place_page(year: Year, exercise_id: str) -> dict[str, Any]:
    """One exercise in its week, and with which it may change places."""
    others = service.list_swappable(year, exercise_id)
    swappable = [_line(year, week) for week in year.weeks if week.exercise in others]
    week = year.week_of(exercise_id)
    return {
        "year": year,
        "exercise": year.exercises[exercise_id],
        "line": _line(year, week) if week else None,
        "swappable": swappable,
        "is_anchored": bool(week and week.is_anchored),
        "is_over": bool(week and week.last_day < year.day),
        "is_done": year.marks.get(exercise_id) == DONE,
    }


def days_page(year: Year) -> dict[str, Any]:
    offered = year.calendar.days if year.calendar else ()
    chosen = days_rules.dated(year.own_days)
    ticked = days_rules.ticked(days.list_offered(year), chosen)
    listed = [(day, days_rules.span_of(day)) for day in offered if day.ends >= year.day]
    return {
        "year": year,
        "listed": [(day, span, span in ticked) for day, span in sorted(listed, key=lambda pair: pair[1])],
        "own": [span for span in days_rules.spans(chosen) if span.last_day >= year.day],
        "before": timedelta(days=1),
    }


def tools_page(year: Year, ring: KeyRing, moment: str) -> dict[str, Any]:
    known = tools.open_all(ring, year)
    meant = {name: [one.id for one in year.exercises.values() if name in one.moments] for name in year.plan.moments}
    chosen = moment if moment in year.plan.moments else ""
    ranked = tools_rules.ranked(tools.list_met(year), known, meant, chosen, year.day)
    return {
        "year": year,
        "moments": year.plan.moments,
        "chosen": chosen,
        "ranked": [(line, year.exercises[line.exercise]) for line in ranked],
        "returning": returning(year, known),
        "has_said": bool(known),
    }


def returning(year: Year, known: dict[str, Tool]) -> Returning | None:
    """An earlier tool of the family of this week's exercise, once its day has come."""
    week = year.find_week()
    exercise = year.exercises.get(week.exercise) if week else None
    if exercise is None or year.is_paused:
        return None
    family = [name for name in tools.list_met(year) if year.exercises[name].family == exercise.family]
    earlier = [name for name in family if name != exercise.id]
    name = tools_rules.coming_back(known, earlier, year.day)
    return Returning(year.exercises[name], known[name]) if name else None


def _line(year: Year, week: PlannedWeek) -> Line:
    mark = year.marks.get(week.exercise, "")
    return Line(week, year.exercises.get(week.exercise), mark, is_open(year, week.exercise))


def _stretches(lines: Iterable[Line]) -> Iterable[Stretch]:
    found: list[Stretch] = []
    for line in lines:
        if not found or found[-1].phase.id != line.week.phase.id:
            found.append(Stretch(line.week.phase, []))
        found[-1].lines.append(line)
    return found
