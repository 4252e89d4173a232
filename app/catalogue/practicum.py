"""`practicum:` of a programme's file → categories of practice, targets and limits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from typing import cast, get_args

from app.catalogue.findings import nearest, one_of
from app.catalogue.inline import ID
from app.catalogue.places import Places
from app.catalogue.practicum_types import (
    Activity,
    Category,
    Counted,
    Counts,
    Limits,
    Method,
    Practicum,
    SessionKind,
    Target,
)
from app.catalogue.yaml_records import Record, Value

MODES = ("in-person", "phone", "video", "chat")
SETTINGS = ("individual", "group")
SESSION_KINDS = ("case-management", "clinical-skills", "individual", "group", "live")
COUNTS: tuple[Counts, ...] = get_args(Counts)
COUNTED: tuple[Counted, ...] = get_args(Counted)
LIMITS = tuple(one.name for one in fields(Limits))
LONGEST_ID = 40  # what an entry keeps of a category, an activity or a method

_PRACTICUM = ("part", "modes", "categories", "limits")
_PRACTICUM_MORE = ("targets", "sessions", "weekly_minutes", "proposed")
_CATEGORY = ("id", "title", "counts", "settings", "activities")
_CATEGORY_MORE = ("methods", "needs_case", "max_minutes")
_SESSION = ("kind", "setting", "category", "activity")
_TARGET_MORE = ("minutes", "count", "counted", "activities", "without_cases")


def read_practicum(programme: str, value: Value, places: Places) -> Practicum:
    """Reports what is wrong at its line and leaves something harmless instead."""
    return _Reader(programme, places).practicum(value)


class _Reader:
    def __init__(self, programme: str, places: Places) -> None:
        self.programme, self.places, self.report = programme, places, places.report
        self.taken: set[tuple[str, str]] = set()

    def practicum(self, value: Value) -> Practicum:
        record = value.record(_PRACTICUM_MORE, _PRACTICUM)
        for key in ("part", "categories", "targets", "weekly_minutes"):
            self.places.put(f"practicum:{self.programme}:{key}", record.place_of(key))
        limits = self.limits(record)
        return Practicum(
            part=record.required_text("part"),
            categories=tuple(self.category(one, limits) for one in record.items("categories")),
            modes=self.known(record, "modes", MODES),
            targets=tuple(map(self.target, record.items("targets"))),
            sessions=tuple(map(self.session, record.items("sessions"))),
            limits=limits,
            weekly_minutes=record.integer("weekly_minutes"),
            is_proposed=record.truth("proposed"),
        )

    def category(self, value: Value, limits: Limits) -> Category:
        record = value.record(_CATEGORY_MORE, _CATEGORY)
        identifier = self.identifier(record, "category")
        name = f"category:{self.programme}/{identifier}"
        for key in ("settings", "activities", "max_minutes"):
            self.places.put(f"{name}:{key}", record.place_of(key))
        activities = [
            self.named(one, f"activity of {identifier}", ("nobody_came",)) for one in record.items("activities")
        ]
        methods = [self.named(one, f"method of {identifier}") for one in record.items("methods")]
        return Category(
            id=identifier,
            title=record.words("title"),
            counts=cast("Counts", record.choice("counts", COUNTS, "other")),
            settings=self.known(record, "settings", SETTINGS),
            activities=tuple(
                Activity(id=one.text("id"), title=one.words("title"), is_missed=one.truth("nobody_came"))
                for one in activities
            ),
            methods=tuple(Method(id=one.text("id"), title=one.words("title")) for one in methods),
            needs_case=record.truth("needs_case"),
            max_minutes=record.integer("max_minutes", limits.entry_minutes),
        )

    def named(self, value: Value, kind: str, more: tuple[str, ...] = ()) -> Record:
        record = value.record(more, ("id", "title"))
        self.identifier(record, kind)
        return record

    def target(self, value: Value) -> Target:
        record = value.record(_TARGET_MORE, ("id", "category", "title"))
        identifier = self.identifier(record, "target")
        for key in ("category", *_TARGET_MORE):
            self.places.put(f"target:{self.programme}/{identifier}:{key}", record.place_of(key))
        return Target(
            id=identifier,
            category=record.required_text("category"),
            title=record.words("title"),
            minutes=record.integer("minutes") if record.has("minutes") else None,
            count=record.integer("count") if record.has("count") else None,
            counted=cast("Counted", record.choice("counted", COUNTED, "entries")),
            activities=record.texts("activities"),
            without_cases=record.texts("without_cases"),
        )

    def session(self, value: Value) -> SessionKind:
        record = value.record((), _SESSION)
        kind, setting = record.choice("kind", SESSION_KINDS, "group"), record.choice("setting", SETTINGS, "group")
        for key in _SESSION:
            self.places.put(f"session:{self.programme}/{kind}/{setting}:{key}", record.place_of(key))
        if ("session", f"{kind}/{setting}") in self.taken:
            message = f'sessions of the kind "{kind}" with the setting "{setting}" stand here twice'
            self.report.error(record.place_of("kind"), "duplicate-id", message)
        self.taken.add(("session", f"{kind}/{setting}"))
        return SessionKind(
            kind=kind,
            setting=setting,
            category=record.required_text("category"),
            activity=record.required_text("activity"),
        )

    def limits(self, record: Record) -> Limits:
        if not record.has("limits"):
            return Limits()
        found = record.fields["limits"].record(LIMITS, ("week_minutes",))
        for key in LIMITS:
            self.places.put(f"limits:{self.programme}:{key}", found.place_of(key))
        return Limits(**{key: found.integer(key) for key in LIMITS if found.has(key)})

    def identifier(self, record: Record, kind: str) -> str:
        identifier, place = record.required_text("id"), record.place_of("id")
        if identifier and (not ID.fullmatch(identifier) or len(identifier) > LONGEST_ID):
            hint = f"lower-case letters, digits, hyphens; {LONGEST_ID} at most"
            self.report.error(place, "bad-id", f'"{identifier[:60]}" cannot be an id', hint)
        if (kind, identifier) in self.taken:
            self.report.error(place, "duplicate-id", f'the {kind} "{identifier}" stands here twice')
        self.taken.add((kind, identifier))
        self.places.put(f"{kind}:{self.programme}/{identifier}", place)
        return identifier

    def known(self, record: Record, key: str, choices: Sequence[str]) -> tuple[str, ...]:
        """The words of a list that are among `choices`, each once."""
        for value in record.items(key):
            if value.text() not in choices:
                hint = nearest(value.text(), choices) or one_of(choices)
                value.error("bad-value", f'"{value.text()[:40]}" is not possible for "{key}"', hint)
        return tuple(text for text in dict.fromkeys(record.texts(key)) if text in choices)
