"""The year of weekly practice in a programme's file: its families, moments, phases, alerts and weeks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast, get_args

from app.catalogue.exercise_types import Anchor, Exercise, Named, Phase, Plan, Share
from app.catalogue.findings import Place
from app.catalogue.places import Places
from app.catalogue.yaml_records import Record, Value

PLAN_KEYS = ("minutes", "families", "moments", "phases", "alerts", "weeks")
SHARES: tuple[Share, ...] = get_args(Share)
OVERLAYS = ("fasting", "memorial")

_PLANNED = ("week", "id", "title", "family", "minutes", "status")
_WRITTEN = ("week", "folder", "family", "minutes", "share")
_MORE = ("phase", "lite", "anchor", "opt_in", "unfit", "languages")


@dataclass(frozen=True, slots=True)
class Week:
    """`exercise` is what the plan says of it. `is_written`: its folder is part of what is taught."""

    exercise: Exercise
    record: Record
    languages: tuple[str, ...]  # in which the exercise is promised
    is_written: bool


@dataclass(frozen=True, slots=True)
class ReadPlan:
    plan: Plan
    weeks: tuple[Week, ...]


def read_plan(identifier: str, record: Record, languages: tuple[str, ...], places: Places) -> ReadPlan | None:
    """None for a programme without weeks of practice."""
    if not record.has("weeks"):
        return None
    weeks = tuple(_week(identifier, value, languages, places) for value in record.items("weeks"))
    places.put(f"plan:{identifier}:minutes", record.place_of("minutes"))
    alerts = record.fields["alerts"].record(("offer", "withhold")) if record.has("alerts") else None
    for key in ("offer", "withhold"):
        for value in alerts.items(key) if alerts else ():
            places.put(f"alert:{identifier}:{value.text()}", value.place)
    plan = Plan(
        id=identifier,
        families=_named(identifier, record, "families", places),
        phases=tuple(_phase(identifier, value, places) for value in record.items("phases")),
        weeks=tuple(week.exercise.id for week in weeks),
        minutes=record.integer("minutes"),
        moments=_named(identifier, record, "moments", places),
        offered_in_alert=alerts.texts("offer") if alerts else (),
        withheld_in_alert=alerts.texts("withhold") if alerts else (),
    )
    return ReadPlan(plan, weeks)


def _named(plan: str, record: Record, key: str, places: Places) -> Mapping[str, Named]:
    found: dict[str, Named] = {}
    for name, _, value in record.fields[key].entries() if record.has(key) else ():
        inner = value.record(("text",), ("title",))
        places.put(f"{key}:{plan}/{name}", inner.place)
        found[name] = Named(id=name, title=inner.words("title"), text=inner.words("text"))
    return found


def _phase(plan: str, value: Value, places: Places) -> Phase:
    record = value.record(("lite",), ("id", "weeks", "title", "rule"))
    identifier = record.required_text("id")
    places.put(f"phase:{plan}/{identifier}", record.place)
    first, last = week_span(record)
    return Phase(
        id=identifier,
        first_week=first,
        last_week=last,
        title=record.words("title"),
        rule=record.words("rule"),
        is_lite=record.truth("lite"),
    )


def week_span(record: Record) -> tuple[int, int]:
    """`weeks: [first, last]`."""
    numbers = [value.integer() for value in record.items("weeks")]
    if len(numbers) != 2 or not 0 < numbers[0] <= numbers[1]:
        record.report.error(record.place_of("weeks"), "bad-value", "the first and the last week are wanted: [1, 13]")
        return 1, 1
    return numbers[0], numbers[1]


def _week(plan: str, value: Value, languages: tuple[str, ...], places: Places) -> Week:
    """Of a written week the plan keeps what was decided: its family, minutes and share. The rest is in the files."""
    is_written = value.is_mapping and any(key == "folder" for key, _, _ in value.entries())
    record = (
        value.record((*_MORE, "title"), _WRITTEN)
        if is_written
        else value.record((*_MORE, "share", "not_now", "lite_minutes"), _PLANNED)
    )
    key = "folder" if is_written else "id"
    identifier, place = record.required_text(key), record.place_of(key)
    places.check_id(identifier, place)
    if not is_written:
        record.choice("status", ("planned",))
    _note(identifier, record, place, places)
    promised = record.languages() or languages
    return Week(_exercise(plan, identifier, record), record, promised, is_written)


def _note(identifier: str, record: Record, place: Place, places: Places) -> None:
    places.declare("exercise", identifier, place)
    for name in record.fields:
        places.put(f"week:{identifier}:{name}", record.place_of(name))
    for value in record.items("unfit"):
        if value.text() not in OVERLAYS:
            value.error("bad-value", f'"{value.text()[:40]}" is no overlay of a year', ", ".join(OVERLAYS))


def _exercise(plan: str, identifier: str, record: Record) -> Exercise:
    return Exercise(
        id=identifier,
        week=record.integer("week"),
        title=record.words("title"),
        family=record.text("family"),
        minutes=record.integer("minutes"),
        programme=plan,
        lite_minutes=record.integer("lite_minutes"),
        is_lite_offered=record.truth("lite"),
        phase=record.text("phase"),
        share=read_share(record, "mentor-only"),
        anchor=_anchor(record),
        is_opt_in=record.truth("opt_in"),
        unfit=record.texts("unfit"),
        not_now=record.words("not_now"),
    )


def read_share(record: Record, otherwise: Share) -> Share:
    return cast("Share", record.choice("share", SHARES, otherwise))


def _anchor(record: Record) -> Anchor | None:
    if not record.has("anchor"):
        return None
    found = record.fields["anchor"].record(("offset_weeks",), ("day",))
    return Anchor(day=found.required_text("day"), offset_weeks=_offset(found))


def _offset(record: Record) -> int:
    """Weeks, before or after: at most four."""
    text = record.text("offset_weeks", "0")
    if text not in {str(number) for number in range(-4, 5)}:
        record.report.error(record.place_of("offset_weeks"), "bad-value", "a whole number from -4 to 4 is wanted here")
        return 0
    return int(text)
