"""`curriculum/competencies.yaml` → the rubric: competencies, their behaviours, and the sheets that use them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import cast

from app.catalogue.findings import nearest
from app.catalogue.inline import ID
from app.catalogue.places import Places
from app.catalogue.types import Behaviour, BehaviourKind, Competency, Rubric, Sheet, Words
from app.catalogue.yaml_records import Record, Value

COMPETENCIES = "curriculum/competencies.yaml"
KINDS: tuple[BehaviourKind, ...] = ("harmful", "basic", "advanced")
RATERS = ("observer", "self")
LEVELS = ("1", "2", "3", "4")
CORE_LEVELS = (3, 4)  # a core competency below "all basic behaviours" cannot be asked for

_RUBRIC = ("rubric", "version", "levels", "competencies", "sheets")
_SHEET = ("id", "lesson", "title", "minutes", "competencies", "raters", "second_rating_percent", "pass", "remediation")


def read_rubric(root: Value, places: Places) -> Rubric:
    """Reports what is wrong at its line and leaves something harmless instead."""
    reader = _Reader(places)
    record = root.record(("reviewed",), _RUBRIC)
    places.put("rubric", record.place)
    places.put("rubric:reviewed", record.place_of("reviewed"))
    places.put("rubric:levels", record.place_of("levels"))
    competencies = {one.id: one for one in map(reader.competency, record.items("competencies"))}
    sheets = [reader.sheet(value, competencies) for value in record.items("sheets")]
    return Rubric(
        id=reader.identifier(record, "rubric", "rubric"),
        version=record.integer("version"),
        levels=dict(map(reader.level, record.items("levels"))),
        competencies=competencies,
        sheets={sheet.id: replace(sheet, version=version_of(sheet, competencies)) for sheet in sheets},
        reviewed=record.mapping("reviewed"),
    )


def version_of(sheet: Sheet, competencies: Mapping[str, Competency]) -> str:
    """The hash of what a rater ticks and what it counts for: ratings of the same version can be compared."""
    rated = [
        [one.id, one.is_core, [[act.id, act.kind, dict(sorted(act.text.items()))] for act in one.behaviours]]
        for one in (competencies[name] for name in sheet.competencies if name in competencies)
    ]
    rule = [list(sheet.no_level), sheet.core_at_least]
    text = json.dumps([sheet.id, rated, rule], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


class _Reader:
    """`taken` are the ids of the file: a rating names behaviours by theirs alone."""

    def __init__(self, places: Places) -> None:
        self.places, self.report = places, places.report
        self.taken: set[tuple[str, str]] = set()

    def identifier(self, record: Record, kind: str, key: str = "id") -> str:
        identifier = record.required_text(key)
        place = record.place_of(key)
        if identifier and not ID.fullmatch(identifier):
            self.report.error(place, "bad-id", f'"{identifier}" cannot be an id', "lower-case letters, digits, hyphens")
        if (kind, identifier) in self.taken:
            self.report.error(place, "duplicate-id", f'the {kind} "{identifier}" stands here twice')
        self.taken.add((kind, identifier))
        self.places.put(f"{kind}:{identifier}", place)
        return identifier

    def level(self, value: Value) -> tuple[str, Words]:
        record = value.record((), ("level", "id", "title"))
        number = record.choice("level", LEVELS)
        self.identifier(record, "level")
        self.places.put(f"level:{number}", record.place)
        return number, record.words("title")

    def competency(self, value: Value) -> Competency:
        record = value.record(("is_core",), ("id", "title", "behaviours", "next_step"))
        identifier = self.identifier(record, "competency")
        self.places.put(f"competency:{identifier}:next_step", record.place_of("next_step"))
        return Competency(
            id=identifier,
            title=record.words("title"),
            behaviours=tuple(map(self.behaviour, record.items("behaviours"))),
            next_step=record.words("next_step"),
            is_core=record.truth("is_core"),
        )

    def behaviour(self, value: Value) -> Behaviour:
        record = value.record((), ("id", "kind", "text"))
        kind = cast("BehaviourKind", record.choice("kind", KINDS, "basic"))
        return Behaviour(id=self.identifier(record, "behaviour"), kind=kind, text=record.words("text"))

    def sheet(self, value: Value, competencies: Collection[str]) -> Sheet:
        record = value.record((), _SHEET)
        identifier = record.text("id")
        self.places.declare("sheet", self.identifier(record, "sheet"), record.place_of("id"))
        for name in ("lesson", "minutes", "competencies", "raters", "second_rating_percent", "remediation", "pass"):
            self.places.put(f"sheet:{identifier}:{name}", record.place_of(name))
        for one in record.items("competencies"):
            if one.text() not in competencies:
                hint = nearest(one.text(), competencies)
                one.error("unknown-competency", f'there is no competency "{one.text()}"', hint)
        no_level, core_at_least = self._pass(record)
        return Sheet(
            id=identifier,
            lesson=record.required_text("lesson"),
            title=record.words("title"),
            minutes=record.integer("minutes"),
            competencies=tuple(dict.fromkeys(record.texts("competencies"))),
            raters=self._raters(record),
            second_rating_percent=record.integer("second_rating_percent"),
            no_level=no_level,
            core_at_least=core_at_least,
            remediation=record.words("remediation"),
        )

    def _raters(self, record: Record) -> tuple[str, ...]:
        for value in record.items("raters"):
            if value.text() not in RATERS:
                hint = nearest(value.text(), RATERS) or ", ".join(RATERS)
                value.error("bad-value", f'"{value.text()[:40]}" does not rate', hint)
        return tuple(dict.fromkeys(record.texts("raters")))

    def _pass(self, record: Record) -> tuple[tuple[int, ...], int]:
        if not record.has("pass"):
            return (1,), 3
        rule = record.fields["pass"].record((), ("no_level", "core_at_least"))
        for value in rule.items("no_level"):
            if value.text() not in LEVELS[:-1]:
                value.error("bad-value", f'"{value.text()[:40]}" is no level that can be ruled out', "1, 2, 3")
        level = rule.integer("core_at_least", 3)
        if level not in CORE_LEVELS:
            place = rule.place_of("core_at_least")
            self.report.error(place, "bad-value", "a core competency needs level 3 or 4", "core_at_least: 3")
        return tuple(int(text) for text in rule.texts("no_level") if text in LEVELS), level
