"""`days:` and `simulated_cases:` of a programme's file."""

from __future__ import annotations

from dataclasses import fields

from app.catalogue.places import Places
from app.catalogue.structure_types import Days, SimulatedCase
from app.catalogue.yaml_records import Record, Value

DAYS = tuple(one.name for one in fields(Days))
_CASE = tuple(one.name for one in fields(SimulatedCase))


def read_days(programme: str, record: Record, places: Places) -> Days | None:
    """None where a programme is not counted in days."""
    if not record.has("days"):
        return None
    found = record.fields["days"].record(DAYS)
    places.put(f"days:{programme}", found.place)
    for key in DAYS:
        places.put(f"days:{programme}:{key}", found.place_of(key))
    return Days(**{key: found.integer(key) for key in DAYS})


def read_cases(programme: str, record: Record, places: Places) -> tuple[SimulatedCase, ...]:
    """Reports what is wrong at its line and leaves something harmless instead."""
    return tuple(_case(programme, value, places) for value in record.items("simulated_cases"))


def _case(programme: str, value: Value, places: Places) -> SimulatedCase:
    record = value.record((), _CASE)
    identifier, place = record.required_text("id"), record.place_of("id")
    if identifier:
        places.check_id(identifier, place)
    for key in _CASE:
        places.put(f"case:{programme}/{identifier}:{key}", record.place_of(key))
    return SimulatedCase(
        id=identifier,
        name=record.words("name"),
        age=record.integer("age"),
        place=record.words("place"),
        about=record.words("about"),
        hidden_risk=record.words("hidden_risk"),
        passes=tuple(one.words() for one in record.items("passes")),
        leads_to=record.words("leads_to"),
        lessons=record.texts("lessons"),
        languages=record.texts("languages"),
    )
