"""A small, faultless content tree, and a way to plant one fault in it."""

from __future__ import annotations

from collections.abc import Mapping

from app.catalogue.findings import Finding
from app.catalogue.reader import read
from app.catalogue.stamps import restamped

LESSON = "modules/first-steps/first-visit/lesson.en.md"
LESSON_HE = "modules/first-steps/first-visit/lesson.he.md"
FACILITATE = "modules/first-steps/first-visit/facilitate.en.md"
QUIZ = "modules/first-steps/first-visit/quiz.en.md"
QUIZ_HE = "modules/first-steps/first-visit/quiz.he.md"
MODULE = "modules/first-steps/module.yaml"
PROGRAMME = "curriculum/programmes/mentors.yaml"
TOOLS = "curriculum/programmes/tools.yaml"
CONTACTS = "curriculum/contacts.yaml"
SOURCES = "curriculum/sources.yaml"
GLOSSARY = "curriculum/glossary.yaml"
NEVER = "curriculum/never.yaml"
RETIRED = "curriculum/retired-ids.yaml"

_LESSON = """---
id: first-visit
title: A first visit
kind: workshop
minutes: 90
theory_minutes: 30
practice_minutes: 60
objectives:
  - id: say-who-i-am
    text: State who you are in one minute
    assessed_by: quiz
  - id: leave-room
    text: Demonstrate a pause after a question
    assessed_by: rubric
sources: [FHS]
never: [N1]
warning:
  level: 1
  text: One story speaks of being alone.
  alternative: You may read another story.
prerequisites: []
must_pass: false
source_language: en
reviewed: {clinical: 2026-11-01 R. Cohen}
review_due: 2099-01-01
---

## Why it matters {#why}

A door opens slowly [@FHS]. Call {{contact:eran}} when you need to, and see [the end](#end).

- Say your name
- Say how long you stay

### Two doors {#doors}

{{term:mentor|Mentors}} knock and wait.

/// decide | What do you say first?
    id: say-first

Yosef looks at the floor.

- ( ) "Cheer up." {#a}

    > It asks too much.

- (x) "There is no hurry." {#b}

    > It leaves room.
///

/// checklist | Before you leave
    id: before-leaving

- Say when you come back {#come-back}
- Ask what was useful {#useful}
///

/// reflect | What did you notice?
    id: noticed
///

## The end {#end}

Thank people for their time.
"""

_LESSON_HE = """---
title: ביקור ראשון
objectives:
  - לומר בדקה אחת מי אני
  - להדגים שתיקה אחרי שאלה
warning:
  text: סיפור אחד מדבר על בדידות.
  alternative: אפשר לקרוא סיפור אחר.
---

## למה זה חשוב

דלת נפתחת לאט [@FHS]. אפשר להתקשר אל {{contact:eran}} בעת הצורך, וראו [את הסוף](#end).

- אומרים את השם
- אומרים כמה זמן נשארים

### שתי דלתות

{{term:mentor|עמיתים בקהילה}} דופקים ומחכים.

/// decide | מה אומרים קודם?

יוסף מביט ברצפה.

- "תתעודד."

    > זה דורש יותר מדי.

- "אין שום לחץ."

    > זה משאיר מקום.
///

/// checklist | לפני שהולכים

- אומרים מתי חוזרים
- שואלים מה הועיל
///

/// reflect | במה הבחנת?
///

## הסוף

תודה לאנשים על זמנם.
"""

_FACILITATE = """---
lesson: first-visit
title: "Running it: a first visit"
source_language: en
reviewed: {clinical: 2026-11-01 R. Cohen}
---

## Agenda {#agenda}

/// agenda
30 | Story and talk
60 | Practice in threes
///

/// roleplay | The first visit
    id: visit
    minutes: 12

#### The helper

You visit for the first time.

#### The person

You are tired. Silence opens you.

#### The observer

- Says their name
- Waits after a question
///
"""

_FACILITATE_HE = """---
title: "הנחיה: ביקור ראשון"
---

## סדר יום

/// agenda
סיפור ושיחה
תרגול בשלשות
///

/// roleplay | הביקור הראשון

#### מי שעוזר

זה הביקור הראשון שלך.

#### האדם

יש לך עייפות. שתיקה פותחת אותך.

#### מי שצופה

- אומרים את השם
- מחכים אחרי שאלה
///
"""

_QUESTION = """
## Question {n} {{#question-{n} objective=say-who-i-am kind=single}}

Rana opens the door and says nothing. What do you do in visit {n}?

- ({a}) I say my name, and then I wait. {{#a}}

    > Because of a.

- ({b}) I ask why she is so quiet today. {{#b}}

    > Because of b.

- ({c}) I leave, and I come back tomorrow. {{#c}}

    > Because of c.
"""

_QUESTION_HE = """
## שאלה {n}

ראנה פותחת את הדלת ושותקת. מה עושים בביקור {n}?

- אומרים את השם ומחכים.

    > בגלל א.

- שואלים למה היא שותקת.

    > בגלל ב.

- הולכים וחוזרים מחר.

    > בגלל ג.
"""

_QUIZ_FRONT = """---
id: first-visit-check
title: "Check: a first visit"
pass: 80
attempts: unlimited
draw: 3
source_language: en
reviewed: {clinical: 2026-11-01 R. Cohen}
---
"""


def _quiz() -> str:
    def marks(number: int) -> dict[str, str]:
        return {letter: "x" if place == number % 3 else " " for place, letter in enumerate("abc")}

    return _QUIZ_FRONT + "".join(_QUESTION.format(n=number, **marks(number)) for number in range(1, 10))


def _words(text: str) -> str:
    return f"{{en: {text}, he: {text} בעברית, ar: {text} بالعربية}}"


def texts() -> dict[str, str]:
    """Path → text of every file; translations carry their stamps."""
    plain = {
        PROGRAMME: f"""id: mentors
title: {_words("Mentors")}
summary: {_words("Fifty hours")}
learner: {_words("mentor")}
languages: [en, he]
modules:
  - first-steps
requirements:
  - id: total
    title: {_words("All")}
    minutes: 150
  - id: theory
    part: theory
    title: {_words("Theory")}
    minutes: 50
gates:
  - id: safe-start
    title: {_words("Safe start")}
    reason: {_words("Before meeting people")}
    modules: [first-steps]
    lessons: [later]
""",
        TOOLS: f"""id: tools
title: {_words("Tools")}
summary: {_words("A tool a week")}
languages: [en, he]
weeks:
  - {{week: 1, id: slow-breath, title: {_words("Slow breath")}, family: G, minutes: 7, status: planned}}
  - {{week: 2, id: people-map, title: {_words("People map")}, family: S, minutes: 10, status: planned}}
""",
        CONTACTS: f"""- id: eran
  name: {_words("ERAN")}
  phone: "1201"
  doors: [someone]
  says: {_words("First aid for the soul")}
  hours: {_words("Always")}
  languages: [he, ar]
  source: their page
  read_on: "2026-11-22"
  verified_on: "2099-01-01"
  verified_by: R. Cohen
- id: mda
  name: {_words("MDA")}
  phone: "101"
  doors: [with-someone]
  says: {_words("Ambulance")}
  source: their page
  read_on: "2026-11-22"
  verified_on: "2099-01-01"
  verified_by: R. Cohen
""",
        SOURCES: "FHS:\n  author: WHO\n  year: 2025\n  title: Foundational helping skills\n  checked: true\n"
        f"  supports: {_words('Practice teaches')}\n  note: {_words('Read whole')}\n",
        GLOSSARY: f"mentor:\n  term: {_words('mentor')}\n  meaning: {_words('somebody who walks along')}\n",
        NEVER: f"N1:\n  text: {_words('Never diagnose')}\n",
        RETIRED: "retired:\n  - {id: old-lesson, kind: lesson, retired_on: 2026-01-01, reason: merged}\n",
        MODULE: f"""id: first-steps
number: "1"
title: {_words("First steps")}
summary: {_words("How to begin")}
languages: [en, he]
lessons:
  - folder: first-visit
  - id: later
    number: "1.2"
    title: {_words("Later")}
    kind: live
    minutes: 60
    theory_minutes: 20
    practice_minutes: 40
    prerequisites: [first-visit]
    status: planned
""",
        LESSON: _LESSON,
        LESSON_HE: _LESSON_HE,
        FACILITATE: _FACILITATE,
        FACILITATE.replace(".en.", ".he."): _FACILITATE_HE,
        QUIZ: _quiz(),
        QUIZ_HE: '---\ntitle: "בדיקה: ביקור ראשון"\n---\n'
        + "".join(_QUESTION_HE.format(n=number) for number in range(1, 10)),
    }
    files = encoded(plain)
    stamped = {**files, **restamped(read(files))}
    return {path: data.decode() for path, data in stamped.items()}


def encoded(plain: Mapping[str, str]) -> dict[str, bytes]:
    return {path: text.encode() for path, text in sorted(plain.items())}


def files() -> dict[str, bytes]:
    return encoded(texts())


def planted(path: str, old: str, new: str) -> dict[str, bytes]:
    """The tree with the first `old` of one file replaced; refuses a fault that would not be planted."""
    plain = texts()
    if old not in plain[path]:
        raise LookupError(f"{old!r} does not stand in {path}")
    plain[path] = plain[path].replace(old, new, 1)
    return encoded(plain)


def line_of(text: str, snippet: str) -> int:
    """The line that holds the snippet, from 1."""
    return text[: text.index(snippet)].count("\n") + 1


def found(findings: list[Finding], code: str) -> list[Finding]:
    return [finding for finding in findings if finding.code == code]
