"""A syllabus of somebody else: other people, other ids, one language, one module of one lesson."""

from __future__ import annotations

from tests.catalogue.samples import CONTACTS, GLOSSARY, NEVER, RETIRED, SOURCES, encoded, texts

PROGRAMME, MODULE, LESSON = "family-guides", "at-the-table", "a-shared-meal"

_PROGRAMME = f"""id: {PROGRAMME}
title: {{en: Family guides}}
summary: {{en: Ninety minutes for guides of families}}
learner: {{en: guide}}
languages: [en]
modules: [{MODULE}]
requirements:
  - id: total
    title: {{en: All of it}}
    minutes: 90
gates: []
"""
_MODULE = f"""id: {MODULE}
number: "1"
title: {{en: At the table}}
summary: {{en: How a meal brings people together}}
languages: [en]
lessons:
  - folder: {LESSON}
"""
_LESSON = f"""---
id: {LESSON}
title: A shared meal
kind: self-study
minutes: 90
theory_minutes: 60
practice_minutes: 30
objectives:
  - id: name-the-signs
    text: Name two signs that somebody wants to go
    assessed_by: quiz
  - id: plan-a-meal
    text: List what a meal for a guest needs
    assessed_by: quiz
sources: [FHS]
never: [N1]
prerequisites: []
must_pass: false
source_language: en
reviewed: {{clinical: 2026-11-01 R. Cohen}}
review_due: 2099-01-01
---

## Before they come {{#before}}

People eat more when they talk [@FHS]. Ask first what they like.

/// checklist | On the table
    id: on-the-table

- Water for all {{#water}}
- A chair too many {{#chair}}
///
"""
_FRONT = """---
id: a-shared-meal-check
title: "Check: a shared meal"
pass: 60
attempts: unlimited
draw: 3
source_language: en
reviewed: {clinical: 2026-11-01 R. Cohen}
---
"""
_QUESTION = """
## Question {n} {{#question-{n} objective={objective} kind=single}}

The guest of evening {n} looks at the door. What do you say first?

- ({a}) Would you like to stay a little, or shall we stop here? {{#a}}

    > Because of a.

- ({b}) Nobody leaves before the last dish of this long evening. {{#b}}

    > Because of b.

- ({c}) Nothing at all, and I bring another plate to the table. {{#c}}

    > Because of c.
"""


def _quiz() -> str:
    def marks(number: int) -> dict[str, str]:
        return {letter: "x" if place == number % 3 else " " for place, letter in enumerate("abc")}

    goals = ("name-the-signs", "plan-a-meal")
    return _FRONT + "".join(_QUESTION.format(n=n, objective=goals[n % 2], **marks(n)) for n in range(1, 10))


def files() -> dict[str, bytes]:
    """Path → file; sources, numbers and terms are those of the sample."""
    kept = {path: text for path, text in texts().items() if path in {CONTACTS, SOURCES, GLOSSARY, NEVER, RETIRED}}
    folder = f"modules/{MODULE}"
    own = {
        f"curriculum/programmes/{PROGRAMME}.yaml": _PROGRAMME,
        f"{folder}/module.yaml": _MODULE,
        f"{folder}/{LESSON}/lesson.en.md": _LESSON,
        f"{folder}/{LESSON}/quiz.en.md": _quiz(),
    }
    return encoded(kept | own)
