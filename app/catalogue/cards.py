"""`curriculum/cards.yaml` → what stands on the cards that people carry in a pocket."""

from __future__ import annotations

from app.catalogue.card_types import CardNumbers, CardPart, Cards, Words
from app.catalogue.places import Places
from app.catalogue.yaml_records import Record, Value

CARDS = "curriculum/cards.yaml"


def read_cards(root: Value, places: Places) -> Cards:
    """Reports what is wrong at its line and leaves something harmless instead."""
    reader = _Reader(places)
    record = root.record(("reviewed",), ("before_visit", "emergency"))
    places.put("cards", record.place)
    places.put("cards:reviewed", record.place_of("reviewed"))
    visit = reader.record(record, "before_visit", ("title", "lines", "limits"))
    emergency = reader.record(record, "emergency", ("title", "danger", "steps", "unwatched", "talk"))
    return Cards(
        visit_title=reader.words(visit, "title", "card:visit"),
        visit_lines=tuple(reader.line(value, number) for number, value in enumerate(visit.items("lines"), 1)),
        limits=reader.part(reader.record(visit, "limits", ("title", "text")), "title", "card:said"),
        emergency_title=reader.words(emergency, "title", "card:emergency"),
        danger=reader.numbers(emergency, "danger"),
        steps=tuple(
            reader.part(value.record((), ("word", "text")), "word", f"card:step:{number}")
            for number, value in enumerate(emergency.items("steps"), 1)
        ),
        unwatched=reader.words(emergency, "unwatched", "card:unwatched"),
        talk=reader.numbers(emergency, "talk"),
        reviewed=record.mapping("reviewed"),
    )


class _Reader:
    def __init__(self, places: Places) -> None:
        self.places = places

    def record(self, outer: Record, key: str, required: tuple[str, ...]) -> Record:
        if key not in outer.fields:
            return outer  # that it is missing was said already
        inner = outer.fields[key].record((), required)
        self.places.put(f"card:{key}", inner.place)
        for name in required:
            self.places.put(f"card:{key}:{name}", inner.place_of(name))
        return inner

    def words(self, record: Record, key: str, name: str) -> Words:
        self.places.put(name, record.place_of(key))
        return record.words(key)

    def line(self, value: Value, number: int) -> Words:
        self.places.put(f"card:line:{number}", value.place)
        return value.words()

    def part(self, record: Record, title: str, name: str) -> CardPart:
        self.places.put(f"{name}:title", record.place_of(title))
        return CardPart(title=record.words(title), text=self.words(record, "text", name))

    def numbers(self, outer: Record, key: str) -> CardNumbers:
        record = self.record(outer, key, ("text", "contacts"))
        for value in record.items("contacts"):
            self.places.put(f"card:{key}:contact:{value.text()}", value.place)
        return CardNumbers(text=record.words("text"), contacts=record.texts("contacts"))
