"""Days and a simulated case for the sample tree, and the faults that can be planted in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tests.catalogue.samples import MODULE, PROGRAMME, files


def _words(text: str) -> str:
    return f"{{en: {text}, he: {text} בעברית, ar: {text} بالعربية}}"


LESSONS = f"""
  - id: a-day-together
    title: {_words("A day together")}
    kind: workshop
    minutes: 120
    theory_minutes: 60
    practice_minutes: 60
    days: 2
    objectives:
      - id: say-hello
        text: {_words("Say hello")}
        assessed_by: rubric
    status: planned
  - id: a-day-apart
    title: {_words("A day apart")}
    kind: live
    minutes: 45
    theory_minutes: 20
    practice_minutes: 25
    days: 1
    status: planned
"""

STRUCTURE = f"""
days:
  in_person: 2
  in_person_minutes: 60
  remote: 1
  remote_minutes: 45
simulated_cases:
  - id: dana
    name: {_words("Dana")}
    age: 40
    place: {_words("A town")}
    about: {_words("Sleeps little")}
    hidden_risk: {_words("Drives at night")}
    passes:
      - {_words("Asks about sleep")}
      - {_words("Asks about driving")}
      - {_words("Agrees on a step")}
    leads_to: {_words("A physician first")}
    lessons: [first-visit]
    languages: [he, ar]
"""


@dataclass(frozen=True)
class StructureFault:
    """`at` is a snippet that stands on the line to be named, in the file that holds it."""

    code: str
    old: str
    new: str
    at: str


FAULTS = (
    StructureFault("day-minutes", "days: 2", "days: 3", "days: 3"),
    StructureFault("day-sum", "in_person: 2", "in_person: 3", "in_person: 3"),
    StructureFault("day-sum", "remote: 1", "remote: 0", "remote: 0"),
    StructureFault("unknown-key", "remote_minutes", "remot_minutes", "remot_minutes"),
    StructureFault("bad-value", "in_person: 2", "in_person: two", "in_person: two"),
    StructureFault("objective-verb", "en: Say hello", "en: Understand hello", "id: say-hello"),
    StructureFault("translation-missing", ", he: Say hello בעברית", "", "id: say-hello"),
    StructureFault("bad-id", "id: dana", "id: Dana!", "id: Dana!"),
    StructureFault("case-age", "age: 40", "age: 15", "age: 15"),
    StructureFault("case-passes", f"      - {_words('Agrees on a step')}\n", "", "      - {en: Asks about sleep"),
    StructureFault("case-languages", "languages: [he, ar]\n", "languages: [he]\n", "languages: [he]"),
    StructureFault("case-lessons", "lessons: [first-visit]", "lessons: []", "lessons: []"),
    StructureFault("unknown-lesson", "lessons: [first-visit]", "lessons: [first-visits]", "first-visits"),
    StructureFault("translation-missing", ", ar: Drives at night بالعربية", "", "Drives at night"),
    StructureFault("missing-key", "    leads_to:", "    #", "- id: dana"),
)


def with_structure(lessons: str = LESSONS, structure: str = STRUCTURE) -> Mapping[str, bytes]:
    """The sample tree, whose programme has these days and cases and whose only module announces these lessons."""
    tree = dict(files())
    programme = tree[PROGRAMME].decode().replace("minutes: 150", "minutes: 315").replace("minutes: 50", "minutes: 130")
    tree[PROGRAMME] = (programme.rstrip("\n") + structure).encode()
    tree[MODULE] = (tree[MODULE].decode().rstrip("\n") + lessons).encode()
    return tree
