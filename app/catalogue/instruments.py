"""`curriculum/instruments/*.yaml` → forms that are filled with somebody, and how they add up."""

from __future__ import annotations

from app.catalogue.findings import nearest, one_of
from app.catalogue.inline import ID
from app.catalogue.instrument_types import BASELINE_DAYS, Answer, AskedItem, Band, Baseline, Instrument
from app.catalogue.places import Places
from app.catalogue.yaml_records import Record, Value

INSTRUMENTS = "curriculum/instruments/"
UNVERIFIED = ("bands", "case", "reliable_change", "licence", "text")
LONGEST_ID = 40  # what a measure keeps of an instrument and its version

_WANTED = ("id", "version", "title", "about", "period", "lowest", "highest", "bands", "licence", "source", "ages")
_LINKS = ("source_url", "form_url")
_MORE = (
    "step",
    "items",
    "scale",
    "may_miss",
    "total_hint",
    "not_shipped",
    "is_higher_better",
    "case_from",
    "case_to",
    "reliable_change",
    "conversation",
    "unverified",
)


def read_instrument(path: str, value: Value, places: Places) -> Instrument:
    """Reports what is wrong at its line and leaves something harmless instead."""
    record = value.record(_MORE, (*_WANTED, *_LINKS))
    identifier = _identifier(path, record, places)
    for key in (*_WANTED, *_LINKS, *_MORE):
        places.put(f"instrument:{identifier}:{key}", record.place_of(key))
    conversation = record.fields["conversation"].record((), ("item", "highest")) if record.has("conversation") else None
    return Instrument(
        id=identifier,
        version=record.required_text("version")[:LONGEST_ID],
        title=record.words("title"),
        about=record.words("about"),
        period=record.words("period"),
        lowest=record.integer("lowest"),
        highest=record.integer("highest"),
        bands=tuple(map(_band, record.items("bands"))),
        licence=record.required_text("licence"),
        source=record.required_text("source"),
        source_url=record.required_text("source_url"),
        form_url=record.required_text("form_url"),
        step=record.integer("step", 1),
        items=tuple(map(_item, record.items("items"))),
        scale=tuple(map(_answer, record.items("scale"))),
        may_miss=record.integer("may_miss"),
        total_hint=record.words("total_hint"),
        not_shipped=record.words("not_shipped"),
        is_higher_better=record.truth("is_higher_better"),
        case_from=_optional(record, "case_from"),
        case_to=_optional(record, "case_to"),
        reliable_change=_optional(record, "reliable_change"),
        conversation_item=conversation.required_text("item") if conversation else "",
        conversation_highest=conversation.integer("highest") if conversation else 0,
        ages_from=_ages_from(record),
        unverified=_unverified(record),
    )


def read_baseline(programme: str, record: Record, places: Places) -> Baseline | None:
    """None where a programme asks nothing at the beginning."""
    if not record.has("baseline"):
        return None
    found = record.fields["baseline"].record(("days",), ("instrument",))
    for key in ("instrument", "days"):
        places.put(f"baseline:{programme}:{key}", found.place_of(key))
    return Baseline(instrument=found.required_text("instrument"), days=found.integer("days", BASELINE_DAYS))


def _identifier(path: str, record: Record, places: Places) -> str:
    identifier, place = record.required_text("id"), record.place_of("id")
    if identifier and (not ID.fullmatch(identifier) or len(identifier) > LONGEST_ID):
        hint = f"lower-case letters, digits, hyphens; {LONGEST_ID} at most"
        places.report.error(place, "bad-id", f'"{identifier[:60]}" cannot be an id', hint)
    if identifier and f"{INSTRUMENTS}{identifier}.yaml" != path:
        places.report.error(place, "id-and-name", f'the file of "{identifier[:60]}" is named otherwise')
    places.declare("instrument", identifier, place)
    return identifier


def _band(value: Value) -> Band:
    record = value.record((), ("from", "title"))
    return Band(least=record.integer("from"), title=record.words("title"))


def _item(value: Value) -> AskedItem:
    record = value.record(("text",), ("id",))
    return AskedItem(id=record.required_text("id"), text=record.words("text"))


def _answer(value: Value) -> Answer:
    record = value.record((), ("value", "text"))
    return Answer(value=record.integer("value"), text=record.words("text"))


def _optional(record: Record, key: str) -> int | None:
    return record.integer(key) if record.has(key) else None


def _ages_from(record: Record) -> int:
    return record.fields["ages"].record((), ("from",)).integer("from") if record.has("ages") else 18


def _unverified(record: Record) -> tuple[str, ...]:
    for value in record.items("unverified"):
        if value.text() not in UNVERIFIED:
            hint = nearest(value.text(), UNVERIFIED) or one_of(UNVERIFIED)
            value.error("bad-value", f'"{value.text()[:40]}" is no fact of an instrument', hint)
    return record.texts("unverified")
