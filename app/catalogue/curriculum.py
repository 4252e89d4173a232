"""The YAML under `curriculum/` and the `module.yaml` files → frozen objects."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from app.catalogue.calendars import CALENDARS, read_calendar
from app.catalogue.card_types import Cards
from app.catalogue.cards import CARDS, read_cards
from app.catalogue.competencies import COMPETENCIES, read_rubric
from app.catalogue.documents import decode
from app.catalogue.findings import Place
from app.catalogue.glossary import GLOSSARY, Glossary, read_glossary
from app.catalogue.instrument_types import Instrument
from app.catalogue.instruments import INSTRUMENTS, read_baseline, read_instrument
from app.catalogue.places import Places
from app.catalogue.plans import PLAN_KEYS, ReadPlan, read_plan
from app.catalogue.portfolio_types import Portfolio
from app.catalogue.portfolios import PORTFOLIOS, read_portfolios
from app.catalogue.practicum import read_practicum
from app.catalogue.structure import read_cases, read_days
from app.catalogue.types import (
    Contact,
    Gate,
    Module,
    Programme,
    Requirement,
    Rubric,
    Source,
    Words,
    YearCalendar,
)
from app.catalogue.yaml_records import Record, Value, parse

PROGRAMMES = "curriculum/programmes/"
CONTACTS, SOURCES = "curriculum/contacts.yaml", "curriculum/sources.yaml"
NEVER, RETIRED = "curriculum/never.yaml", "curriculum/retired-ids.yaml"
DOORS = ("someone", "with-someone", "violence")
PARTS = ("", "theory", "practice")

_PROGRAMME = ("id", "title", "summary", "languages")
_TRAINING = ("learner", "modules", "requirements", "gates", "minutes_per_hour", "attendance_percent")
_STRUCTURE = ("practicum", "days", "baseline", "simulated_cases")
_PROGRAMME_MORE = (*_TRAINING, *_STRUCTURE, *PLAN_KEYS, "practises", "notes")
_CONTACT = ("id", "name", "doors", "says", "source", "read_on")
_CONTACT_MORE = ("phone", "hours", "languages", "url", "alternates", "verified_on", "verified_by")
_SOURCE_MORE = ("author", "year", "where", "licence", "strength", "checked", "supports", "note")


class Curriculum:
    """Reads one folder's YAML. `places` remembers where each thing stands, for the checks."""

    def __init__(self, files: Mapping[str, bytes], places: Places) -> None:
        self.files, self.places, self.report = files, places, places.report
        self.plans: dict[str, ReadPlan] = {}

    def _root(self, path: str) -> Value | None:
        if path not in self.files:
            self.report.error(Place(path), "missing-file", "this file is missing")
            return None
        text = decode(self.files[path], path, self.report)
        root = parse(text, path, self.report) if text is not None else None
        if text is not None and root is None and not any(found.file == path for found in self.report.errors):
            self.report.error(Place(path), "empty-file", "the file holds nothing but comments")
        return root

    def _under(self, prefix: str) -> Iterator[tuple[str, Value]]:
        for path in sorted(self.files):
            is_here = path.startswith(prefix) and path.endswith(".yaml") and "/" not in path[len(prefix) :]
            if is_here and (root := self._root(path)) is not None:
                yield path, root

    # programmes

    def programmes(self) -> dict[str, Programme]:
        """Those of weekly practice leave their weeks in `plans`."""
        programmes: dict[str, Programme] = {}
        for path, root in self._under(PROGRAMMES):
            record = root.record(_PROGRAMME_MORE, _PROGRAMME)
            identifier = self._id(record, "programme")
            if identifier and f"{PROGRAMMES}{identifier}.yaml" != path:
                self.report.error(
                    record.place_of("id"), "id-and-name", f'the file of "{identifier}" is named otherwise'
                )
            programmes[identifier] = programme = self._programme(identifier, record)
            if (plan := read_plan(identifier, record, programme.languages, self.places)) is not None:
                self.plans[identifier] = plan
        if not programmes:
            self.report.error(Place(PROGRAMMES.rstrip("/")), "missing-file", "there is no programme here")
        return programmes

    def _programme(self, identifier: str, record: Record) -> Programme:
        modules = record.texts("modules")
        self.places.put(f"practises:{identifier}", record.place_of("practises"))
        for value in record.items("modules"):
            self.places.put(f"use:module:{value.text()}@{identifier}", value.place)
        return Programme(
            id=identifier,
            title=record.words("title"),
            summary=record.words("summary"),
            learner=record.words("learner"),
            modules=modules,
            requirements=tuple(self._requirement(identifier, value) for value in record.items("requirements")),
            gates=tuple(self._gate(identifier, value) for value in record.items("gates")),
            languages=record.languages(),
            minutes_per_hour=record.integer("minutes_per_hour", 60),
            attendance_percent=record.integer("attendance_percent", 80),
            practicum=read_practicum(identifier, record.fields["practicum"], self.places)
            if record.has("practicum")
            else None,
            days=read_days(identifier, record, self.places),
            baseline=read_baseline(identifier, record, self.places),
            simulated_cases=read_cases(identifier, record, self.places),
            practises=record.text("practises"),
        )

    def _requirement(self, programme: str, value: Value) -> Requirement:
        record = value.record(("part",), ("id", "title", "minutes"))
        identifier = record.required_text("id")
        self.places.put(f"requirement:{programme}/{identifier}", record.place_of("minutes"))
        return Requirement(
            id=identifier, title=record.words("title"), minutes=record.integer("minutes"), part=record.text("part")
        )

    def _gate(self, programme: str, value: Value) -> Gate:
        """A gate names lessons and whole modules; the latter become their lessons when modules are known."""
        record = value.record(("modules", "lessons"), ("id", "title", "reason"))
        identifier = record.required_text("id")
        self.places.put(f"gate:{programme}/{identifier}", record.place)
        self.places.gate_modules[f"{programme}/{identifier}"] = record.texts("modules")
        return Gate(
            id=identifier, title=record.words("title"), reason=record.words("reason"), lessons=record.texts("lessons")
        )

    def _id(self, record: Record, kind: str) -> str:
        identifier = record.text("id")
        if "id" in record.fields:
            self.places.check_id(identifier, record.place_of("id"))
        self.places.declare(kind, identifier, record.place_of("id"))
        return identifier

    # modules

    def modules(self) -> tuple[dict[str, Module], dict[str, Record]]:
        """Modules, and for each lesson id the record that announces it, in reading order."""
        modules: dict[str, Module] = {}
        announced: dict[str, Record] = {}
        for folder in sorted(
            {path.split("/")[1] for path in self.files if path.startswith("modules/") and path.count("/") > 1}
        ):
            path = f"modules/{folder}/module.yaml"
            if folder in self.plans and path not in self.files:
                continue  # the exercises of a year
            if (root := self._root(path)) is not None:
                module = self._module(folder, root, announced)
                modules[module.id] = module
        return modules, announced

    def _module(self, folder: str, root: Value, announced: dict[str, Record]) -> Module:
        record = root.record(("number",), ("id", "title", "summary", "languages", "lessons"))
        identifier = self._id(record, "module")
        if identifier != folder:
            self.report.error(record.place_of("id"), "id-and-name", f'the folder of "{identifier}" is named "{folder}"')
        self.places.put(f"module:{folder}", record.place)
        lessons = []
        for value in record.items("lessons"):
            entry = self._entry(value)
            lesson = entry.text("folder") or entry.text("id")
            if lesson in announced:
                entry.value.error("duplicate-id", f'the lesson "{lesson}" is announced twice')
            announced[lesson] = entry
            self.places.put(f"entry:{lesson}", entry.place)
            lessons.append(lesson)
        return Module(
            id=folder,
            title=record.words("title"),
            summary=record.words("summary"),
            lessons=tuple(lessons),
            languages=record.languages(),
            number=record.text("number"),
        )

    def _entry(self, value: Value) -> Record:
        is_written = value.is_mapping and any(key == "folder" for key, _, _ in value.entries())
        if is_written:
            return value.record(("number", "title"), ("folder",))
        minutes = ("minutes", "theory_minutes", "practice_minutes")
        return value.record(
            ("number", "days", "objectives", "must_pass", "prerequisites", "never"),
            ("id", "title", "kind", *minutes, "status"),
        )

    # what texts refer to

    def contacts(self) -> dict[str, Contact]:
        root = self._root(CONTACTS)
        found: dict[str, Contact] = {}
        for value in root.items() if root else []:
            record = value.record(_CONTACT_MORE, _CONTACT)
            identifier = record.required_text("id")
            if identifier in found:
                self.report.error(
                    record.place_of("id"), "duplicate-id", f'the contact "{identifier}" stands here twice'
                )
            self.places.put(f"contact:{identifier}", record.place)
            found[identifier] = self._contact(identifier, record)
        return found

    def _contact(self, identifier: str, record: Record) -> Contact:
        for value in record.items("doors"):
            if value.text() not in DOORS:
                value.error("bad-value", f'there is no door "{value.text()}"', ", ".join(DOORS))
        if not record.text("phone") and not record.text("url"):
            self.report.error(record.place, "missing-value", "a contact has a phone number or an address")
        return Contact(
            id=identifier,
            name=record.words("name"),
            phone=record.text("phone"),
            doors=record.texts("doors"),
            says=record.words("says"),
            hours=record.words("hours"),
            languages=record.texts("languages"),
            source=record.required_text("source"),
            read_on=record.required_text("read_on"),
            url=record.text("url"),
            alternates=record.texts("alternates"),
            verified_on=record.text("verified_on"),
            verified_by=record.text("verified_by"),
        )

    def sources(self) -> dict[str, Source]:
        root = self._root(SOURCES)
        found: dict[str, Source] = {}
        for key, _, value in root.entries() if root else ():
            record = value.record(_SOURCE_MORE, ("title",))
            self.places.put(f"source:{key}", record.place)
            texts = {name: record.text(name) for name in ("author", "year", "where", "licence", "strength")}
            found[key] = Source(
                key=key,
                title=record.text("title"),
                is_checked=record.truth("checked"),
                supports=record.words("supports") if record.has("supports") else {},
                note=record.words("note") if record.has("note") else {},
                **texts,
            )
        return found

    def glossary(self) -> Glossary:
        return read_glossary(self._root(GLOSSARY), self.places)

    def never(self) -> tuple[dict[str, Words], dict[str, Words]]:
        """What a mentor never does by code, and the same as short as a card wants it, where that is written."""
        records = {key: value.record(("short",), ("text",)) for key, value in _named(self._root(NEVER))}
        for key, record in records.items():
            self.places.put(f"never:{key}", record.place)
            self.places.put(f"never:{key}:short", record.place_of("short"))
        short = {key: record.words("short") for key, record in records.items() if record.has("short")}
        return {key: record.words("text") for key, record in records.items()}, short

    def cards(self) -> Cards | None:
        """None where no card is written: the file is optional."""
        root = self._root(CARDS) if CARDS in self.files else None
        return read_cards(root, self.places) if root else None

    def rubric(self) -> Rubric | None:
        """None where nobody is rated: the file is optional."""
        root = self._root(COMPETENCIES) if COMPETENCIES in self.files else None
        return read_rubric(root, self.places) if root else None

    def portfolios(self) -> dict[str, Portfolio]:
        """By programme; none where no competency is to be shown: the file is optional."""
        root = self._root(PORTFOLIOS) if PORTFOLIOS in self.files else None
        return read_portfolios(root, self.places) if root else {}

    def instruments(self) -> dict[str, Instrument]:
        """Forms by id; none where the folder is empty."""
        found = (read_instrument(path, root, self.places) for path, root in self._under(INSTRUMENTS))
        return {one.id: one for one in found}

    def calendars(self) -> dict[str, YearCalendar]:
        """Years by id; none where the folder is empty."""
        found = (read_calendar(path, root, self.places) for path, root in self._under(CALENDARS))
        return {one.id: one for one in found}

    def retired(self) -> frozenset[str]:
        if RETIRED not in self.files or (root := self._root(RETIRED)) is None:
            return frozenset()
        values = root.record((), ("retired",)).items("retired")
        entries = [value.record(("kind", "retired_on", "reason"), ("id",)).text("id") for value in values]
        return frozenset(entries)

    def others(self) -> None:
        """Every other YAML file is at least YAML."""
        known = {CARDS, COMPETENCIES, CONTACTS, SOURCES, GLOSSARY, NEVER, PORTFOLIOS, RETIRED}
        for path in sorted(self.files):
            is_module = path.startswith("modules/") and path.endswith("/module.yaml") and path.count("/") == 2
            if (
                path.endswith((".yaml", ".yml"))
                and path not in known
                and not path.startswith((PROGRAMMES, INSTRUMENTS, CALENDARS))
                and not is_module
            ):
                self._root(path)


def _named(root: Value | None) -> Iterator[tuple[str, Value]]:
    """Entries of a mapping by key, or of a list of records by their `id`."""
    if root is None:
        return
    if root.is_mapping:
        for key, _, value in root.entries():
            yield key, value
        return
    for value in root.items():
        if value.is_mapping:
            yield next((inner.text() for key, _, inner in value.entries() if key == "id"), ""), value
