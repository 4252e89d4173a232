"""A year of practice holds together: its families, phases and anchors are known, its minutes come to what it says."""

from __future__ import annotations

from collections.abc import Iterable

from app.catalogue.exercise_types import Exercise, Plan
from app.catalogue.exercises import ExerciseFiles
from app.catalogue.findings import nearest
from app.catalogue.reader import Reading

_DECIDED = ("family", "minutes", "share")


def check(reading: Reading) -> None:
    plans = reading.catalogue.plans
    for programme in reading.catalogue.programmes.values():
        if programme.practises and programme.practises not in plans:
            _unknown(f"practises:{programme.id}", "plan", programme.practises, plans, reading)
    for plan in plans.values():
        _sum(plan, reading)
        _phases(plan, reading)
        for name in (*plan.offered_in_alert, *plan.withheld_in_alert):
            if name not in plan.weeks:
                _unknown(f"alert:{plan.id}:{name}", "exercise", name, plan.weeks, reading)
    for exercise in reading.catalogue.exercises.values():
        _week(exercise, plans[exercise.programme], reading)
    for found in reading.exercises.values():
        _agrees(found, reading)


def _unknown(place: str, kind: str, name: str, known: Iterable[str], reading: Reading) -> None:
    message = f'there is no {kind} "{name[:60]}"'
    if kind == "exercise":
        reading.report.error(reading.places.of(place), "unknown-exercise", message, nearest(name, known))
    else:
        reading.report.error(reading.places.of(place), "unknown-in-plan", message, nearest(name, known))


def _sum(plan: Plan, reading: Reading) -> None:
    total = sum(reading.catalogue.exercises[name].minutes for name in plan.weeks)
    if plan.minutes and total != plan.minutes:
        message = f"{plan.id} says {plan.minutes:,} minutes; its weeks come to {total:,}"
        reading.report.error(reading.places.of(f"plan:{plan.id}:minutes"), "plan-sum", message)


def _phases(plan: Plan, reading: Reading) -> None:
    """Each week lies in one phase."""
    for name in plan.weeks if plan.phases else ():
        exercise = reading.catalogue.exercises[name]
        inside = [one.id for one in plan.phases if one.first_week <= exercise.week <= one.last_week]
        if inside != [exercise.phase]:
            message = f'week {exercise.week} lies in {" and ".join(inside) or "no phase"}, not in "{exercise.phase}"'
            reading.report.error(reading.places.of(f"week:{name}:phase", f"exercise:{name}"), "plan-phase", message)


def _week(exercise: Exercise, plan: Plan, reading: Reading) -> None:
    if plan.families and exercise.family not in plan.families:
        _unknown(f"week:{exercise.id}:family", "family", exercise.family, plan.families, reading)
    if exercise.anchor is not None:
        for calendar in reading.catalogue.calendars.values():
            if exercise.anchor.day not in calendar.anchors:
                message = f'{exercise.id}: the calendar has no anchor "{exercise.anchor.day}"'
                hint = nearest(exercise.anchor.day, calendar.anchors)
                reading.report.error(reading.places.of(f"calendar:{calendar.id}"), "anchor-missing", message, hint)


def _agrees(found: ExerciseFiles, reading: Reading) -> None:
    """What the plan decided of a week, its files repeat; what they say, the plan does not."""
    said, exercise = found.week.exercise, found.exercise
    if exercise is None:
        return
    for key in _DECIDED:
        planned, written = getattr(said, key), getattr(exercise, key)
        if planned != written and found.week.record.has(key):
            message = f'the plan of the year says "{planned}" for {key}, this page "{written}"'
            reading.report.error(reading.places.of(f"exercise:{exercise.id}:{key}"), "plan-differs", message)
    for language in set(said.title) & set(exercise.languages) if not found.is_draft else ():
        message = f"the title in “{language}” stands in the files of the exercise; here it is not read"
        reading.report.error(reading.places.of(f"week:{exercise.id}:title"), "plan-differs", message)
