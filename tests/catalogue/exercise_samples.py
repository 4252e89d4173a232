"""A year of three weeks for the sample tree, one written, and the faults that can be planted in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.catalogue.reader import read
from app.catalogue.stamps import restamped
from tests.catalogue.samples import LESSON, PROGRAMME, TOOLS, encoded, files

CALENDAR = "curriculum/calendars/2026-27.yaml"
FOLDER = "modules/tools/slow-breath/"
EXERCISE, EXERCISE_HE = f"{FOLDER}exercise.en.md", f"{FOLDER}exercise.he.md"
NOWHERE = "modules/tools/fast-breath/exercise.en.md"
SHEET = f"{FOLDER}sheet.en.md"


def _words(text: str) -> str:
    return f"{{en: {text}, he: {text} בעברית, ar: {text} بالعربية}}"


PLAN = f"""id: tools
title: {_words("Tools")}
summary: {_words("A tool a week")}
languages: [en, he]
minutes: 27
families:
  G:
    title: {_words("Grounding")}
  S:
    title: {_words("People")}
moments:
  tense:
    title: {_words("Tense")}
  low:
    title: {_words("Low")}
phases:
  - id: whole
    weeks: [1, 2]
    title: {_words("Whole")}
    rule: {_words("Everything")}
  - id: lite
    weeks: [3, 3]
    lite: true
    title: {_words("Light")}
    rule: {_words("Less")}
alerts:
  offer: [slow-breath]
  withhold: [sound-map]
weeks:
  - week: 1
    folder: slow-breath
    title: {{ar: نفس}}
    family: G
    minutes: 7
    share: demonstrate
    phase: whole
    unfit: [fasting]
  - {{week: 2, id: people-map, title: {_words("Map")}, family: S, minutes: 10, phase: whole, status: planned}}
  - week: 3
    id: sound-map
    title: {_words("Sounds")}
    family: G
    minutes: 10
    phase: lite
    lite: true
    opt_in: true
    anchor: {{day: memory, offset_weeks: -1}}
    not_now: {_words("After alarms")}
    status: planned
"""

YEAR = f"""id: 2026-27
title: {_words("A year")}
cohort: {{start: "2026-10-25", weeks: 52}}
weeks_start: sunday
semesters:
  - {{id: first, title: {_words("First")}, starts: "2026-10-25", ends: "2027-01-23", weeks: [1, 13]}}
exam_periods:
  - {{id: exams, title: {_words("Exams")}, starts: "2027-01-24", ends: "2027-02-27", weeks: [14, 18]}}
recesses:
  - id: recess
    title: {_words("Recess")}
    starts: "2027-04-18"
    ends: "2027-05-01"
    weeks: [26, 27]
    optional: true
anchors:
  - {{id: memory, week_of: "2027-05-04"}}
quiet:
  weekly:
    - {{id: shabbat, title: {_words("Shabbat")}, weekday: saturday, evening_before: true}}
  holidays: all
  during_alerts: true
  personal_days: true
holidays:
  - id: sigd
    title: {_words("Sigd")}
    starts: "2026-11-09"
    ends: "2026-11-09"
    week: 3
    kind: holiday
    evening_before: true
    traditions: [jewish-ethiopian]
  - id: ramadan
    title: {_words("Ramadan")}
    starts: "2027-02-08"
    ends: "2027-03-08"
    week: 16
    kind: fasting
    quiet: false
    approximate: true
"""

_LONG = "\n\n".join("Put both feet on the floor and feel what carries you today." for _ in range(8))
_PAGE = f"""---
id: slow-breath
title: Slow breath
family: G
minutes: 7
lite_minutes: 2
interaction: [breathe, rate, timer, journal]
share: demonstrate
not_now: When breathing feels hard.
adapt: Stand, sit or lie.
moments: [tense, low]
sources: [FHS]
source_language: en
reviewed: {{clinical: 2026-11-01 R. Cohen}}
review_due: 2099-01-01
---

A slow breath helps some people [@FHS].

{_LONG}

## Arrive {{#arrive lite=yes}}

Look around the room.

/// rate | How tense are you?
    id: tense-before
    polarity: distress
    when: before
///

## Breathe {{#slow}}

Let it be easy.

/// breathe | Slow breath
    in: 4
    out: 6
    minutes: 5
///

/// reflect | What changed?
    id: changed
///

## One minute {{#one-minute lite=only}}

/// timer | Feet
    minutes: 1
///

## Leave {{#leave lite=yes}}

Look around again.

/// rate | And now?
    id: tense-after
    polarity: distress
    when: after
///

/// stop
Stop, look around, call {{{{contact:eran}}}}.
///

/// sharing
Ask first.
///

/// evidence
Small studies [@FHS].
///
"""
_HE = ["חשים את הרגליים על הרצפה."] * 8
_PAGE_HE = """---
title: נשימה איטית
not_now: כשקשה לנשום.
adapt: עומדים, יושבים או שוכבים.
---

נשימה איטית עוזרת לחלק מהאנשים [@FHS].

{long}

## להגיע

מביטים סביב.

/// rate | כמה מתח יש?
///

## לנשום

שיהיה קל.

/// breathe | נשימה איטית
///

/// reflect | מה השתנה?
///

## דקה

/// timer | רגליים
///

## לסיים

מביטים שוב סביב.

/// rate | ועכשיו?
///

/// stop
עוצרים, מביטים סביב, {{{{contact:eran}}}}.
///

/// sharing
קודם שואלים.
///

/// evidence
מחקרים קטנים [@FHS].
///
""".format(long="\n\n".join(_HE))
_SHEET = """---
exercise: slow-breath
title: Feet and breath
source_language: en
reviewed: {clinical: 2026-11-01 R. Cohen}
---

1. Press your feet into the floor.
2. Breathe as you like.

You can stop at any moment. {{contact:eran}}
"""
_SHEETS = {
    "he": ("רגליים ונשימה", "1. לוחצים ברגליים.\n2. נושמים.", "אפשר להפסיק בכל רגע."),
    "ar": ("قدمان ونفس", "1. اضغطوا بالقدمين.\n2. تنفّسوا.", "يمكن التوقّف في أيّ لحظة."),
}


def texts() -> dict[str, str]:
    """Path → text of the files of the year; translations carry their stamps."""
    sheets = {
        f"{FOLDER}sheet.{language}.md": f"---\ntitle: {title}\n---\n\n{steps}\n\n{end} {{{{contact:eran}}}}\n"
        for language, (title, steps, end) in _SHEETS.items()
    }
    plain = {TOOLS: PLAN, CALENDAR: YEAR, EXERCISE: _PAGE, EXERCISE_HE: _PAGE_HE, SHEET: _SHEET, **sheets}
    tree = files() | encoded(plain)
    return plain | {path: data.decode() for path, data in restamped(read(tree)).items()}


def with_year(changed: Mapping[str, str] | None = None) -> dict[str, bytes]:
    """The sample tree, whose mentors practise, with the year; an empty text leaves its file out."""
    tree = files()
    tree[PROGRAMME] += b"practises: tools\n"
    tree |= encoded(texts() | dict(changed or {}))
    return {path: data for path, data in tree.items() if data}


@dataclass(frozen=True)
class ExerciseFault:
    """`at` is a snippet that stands on the line to be named, a number names the line; `seen_in` where it is another."""

    code: str
    path: str
    old: str
    new: str
    at: str | int
    seen_in: str = ""


_STOP = "/// stop\nStop, look around, call {{contact:eran}}.\n///\n"
_SHARING = "/// sharing\nAsk first.\n///\n"
_RATE = "    id: tense-after\n    polarity: distress\n    when: after\n"

FAULTS = (
    ExerciseFault("unknown-in-plan", TOOLS, "family: S", "family: X", "family: X"),
    ExerciseFault("unknown-in-plan", PROGRAMME, "practises: tools", "practises: tols", "practises: tols"),
    ExerciseFault("unknown-exercise", TOOLS, "withhold: [sound-map]", "withhold: [sound-mop]", "sound-mop"),
    ExerciseFault("plan-sum", TOOLS, "minutes: 27", "minutes: 28", "minutes: 28"),
    ExerciseFault("plan-phase", TOOLS, "weeks: [1, 2]", "weeks: [1, 3]", "    phase: lite"),
    ExerciseFault("plan-phase", TOOLS, "weeks: [3, 3]", "weeks: [4, 4]", "    phase: lite"),
    ExerciseFault("plan-differs", EXERCISE, "share: demonstrate", "share: offer", "share: offer"),
    ExerciseFault("plan-differs", EXERCISE, "minutes: 7", "minutes: 8", "minutes: 8"),
    ExerciseFault("plan-differs", EXERCISE, "family: G", "family: S", "family: S"),
    ExerciseFault("plan-differs", TOOLS, "{ar: نفس}", "{he: נשימה}", "title: {he: נשימה}"),
    ExerciseFault("anchor-missing", TOOLS, "day: memory", "day: memori", "id: 2026-27", CALENDAR),
    ExerciseFault("bad-value", TOOLS, "offset_weeks: -1", "offset_weeks: 9", "offset_weeks: 9"),
    ExerciseFault("bad-value", TOOLS, "unfit: [fasting]", "unfit: [tired]", "unfit: [tired]"),
    ExerciseFault("bad-value", TOOLS, "weeks: [1, 2]", "weeks: [2, 1]", "weeks: [2, 1]"),
    ExerciseFault("bad-id", TOOLS, "folder: slow-breath", "folder: Slow", "folder: Slow"),
    ExerciseFault("bad-id", TOOLS, "id: people-map", "id: People", "id: People"),
    ExerciseFault("duplicate-week", TOOLS, "week: 2", "week: 1", "week: 1, id"),
    ExerciseFault("duplicate-id", TOOLS, "id: people-map", "id: first-visit", "id: first-visit", LESSON),
    ExerciseFault("unknown-language", TOOLS, "unfit: [fasting]", "languages: [xx]", "languages: [xx]"),
    ExerciseFault("translation-missing", TOOLS, ", ar: Tense بالعربية", "", "Tense"),
    ExerciseFault("translation-missing", TOOLS, ", ar: Grounding بالعربية", "", "Grounding"),
    ExerciseFault("translation-missing", TOOLS, ", ar: Less بالعربية", "", "  - id: lite"),
    ExerciseFault("translation-missing", TOOLS, "unfit: [fasting]", "languages: [en, he, ar]", 1, EXERCISE),
    ExerciseFault("translation-missing", CALENDAR, ", ar: Sigd بالعربية", "", "id: 2026-27"),
    ExerciseFault("missing-key", TOOLS, "    share: demonstrate\n", "", "- week: 1"),
    ExerciseFault("missing-file", TOOLS, "folder: slow-breath", "folder: fast-breath", 1, NOWHERE),
    ExerciseFault("unlisted-exercise", TOOLS, "folder: slow-breath", "folder: fast-breath", 1, EXERCISE),
    # the calendar
    ExerciseFault("bad-date", CALENDAR, "2027-02-08", "2027-02-30", "2027-02-30"),
    ExerciseFault("bad-date", CALENDAR, "2027-03-08", "2027-02-07", "2027-02-07"),
    ExerciseFault("bad-date", CALENDAR, 'start: "2026-10-25"', 'start: "2026-10-26"', "2026-10-26"),
    ExerciseFault("bad-date", CALENDAR, 'week_of: "2027-05-04"', "week_of: 20270504", "20270504"),
    ExerciseFault("calendar-week", CALENDAR, "week: 16", "week: 17", "week: 17"),
    ExerciseFault("calendar-week", CALENDAR, "weeks: [26, 27]", "weeks: [26, 28]", "weeks: [26, 28]"),
    ExerciseFault("duplicate-id", CALENDAR, "id: ramadan", "id: sigd", 33),
    ExerciseFault("bad-id", CALENDAR, "id: ramadan", "id: Ramadan", "id: Ramadan"),
    ExerciseFault("bad-value", CALENDAR, "kind: fasting", "kind: feast", "kind: feast"),
    ExerciseFault("bad-value", CALENDAR, "weekday: saturday", "weekday: shabbat", "weekday: shabbat"),
    ExerciseFault("bad-value", CALENDAR, "personal_days: true", "personal_days: false", "personal_days: false"),
    ExerciseFault("id-and-name", CALENDAR, "id: 2026-27", "id: 2026", "id: 2026"),
    ExerciseFault("unknown-key", CALENDAR, "approximate: true", "roughly: true", "roughly: true"),
    # an exercise
    ExerciseFault("id-and-name", EXERCISE, "id: slow-breath", "id: slow-breth", "id: slow-breth"),
    ExerciseFault("unknown-key", EXERCISE, "adapt:", "adapts:", "adapts:"),
    ExerciseFault("exercise-empty", EXERCISE, "sources: [FHS]", "sources: []", "sources: []"),
    ExerciseFault("exercise-empty", EXERCISE, "not_now: When breathing feels hard.", "not_now:", "not_now:"),
    ExerciseFault("exercise-empty", EXERCISE, "adapt: Stand, sit or lie.", 'adapt: ""', "adapt:"),
    ExerciseFault("exercise-words", EXERCISE, _LONG, "Feel it.", 1),
    ExerciseFault("exercise-order", EXERCISE, _SHARING, "", "/// stop"),
    ExerciseFault("exercise-order", EXERCISE, _STOP + "\n" + _SHARING, _SHARING + "\n" + _STOP, "/// sharing"),
    ExerciseFault("exercise-order", EXERCISE, _SHARING, _SHARING + "\n## More {#more}\n\nText.\n", "## More"),
    ExerciseFault("exercise-order", EXERCISE, "## Arrive", "/// note | Before\nText.\n///\n\n## Arrive", "/// note"),
    ExerciseFault("empty-block", EXERCISE, "Ask first.\n", "", "/// sharing"),
    ExerciseFault("block-page", EXERCISE, "/// timer | Feet\n    minutes: 1", "/// handout | Feet\n", "/// handout"),
    ExerciseFault("exercise-moments", EXERCISE, "[tense, low]", "[tense]", "[tense]"),
    ExerciseFault("exercise-moments", EXERCISE, "[tense, low]", "[tense, lowe]", "lowe"),
    ExerciseFault("exercise-interaction", EXERCISE, ", journal]", "]", "interaction"),
    ExerciseFault("exercise-interaction", EXERCISE, ", journal]", ", journal, cards]", "interaction"),
    ExerciseFault("exercise-interaction", EXERCISE, ", journal]", ", journal, journal]", "interaction"),
    ExerciseFault("exercise-lite", EXERCISE, "lite_minutes: 2", "lite_minutes: 4", "lite_minutes: 4"),
    ExerciseFault("exercise-lite", EXERCISE, "lite_minutes: 2", "lite_minutes: 0", "lite_minutes: 0"),
    ExerciseFault("exercise-lite", EXERCISE, "{#slow}", "{#slow lite=yes}", "/// breathe"),
    ExerciseFault("exercise-lite", EXERCISE, "{#leave lite=yes}", "{#leave}", "/// rate"),
    ExerciseFault("exercise-lite", EXERCISE, "{#slow}", "{#slow lite=no}", "lite=no"),
    ExerciseFault("bad-attributes", EXERCISE, "{#slow}", "{#slow light=yes}", "light=yes"),
    ExerciseFault("exercise-minutes", EXERCISE, "    minutes: 5", "    minutes: 8", "minutes: 7"),
    ExerciseFault("exercise-minutes", EXERCISE, "    minutes: 1", "    minutes: 3", "lite_minutes"),
    ExerciseFault("exercise-ratings", EXERCISE, _RATE, _RATE.replace("distress", "wellbeing"), "/// rate"),
    ExerciseFault("exercise-ratings", EXERCISE, _RATE, _RATE.replace("when: after", "when: before"), "/// rate"),
    ExerciseFault("unknown-source", EXERCISE, "sources: [FHS]", "sources: [FSH]", "sources: [FSH]"),
    ExerciseFault("unknown-contact", EXERCISE, "{{contact:eran}}", "{{contact:aran}}", "{{contact:aran}}"),
    ExerciseFault("duplicate-id", EXERCISE, "id: changed", "id: arrive", "/// reflect"),
    ExerciseFault("bad-date", EXERCISE, "review_due: 2099-01-01", "review_due: soon", "review_due: soon"),
    ExerciseFault("phone-number", EXERCISE, "Let it be easy.", "Call 1201.", "Call 1201"),
    ExerciseFault("misaligned", EXERCISE_HE, "## לסיים\n", "", 51),
    ExerciseFault("structure-in-translation", EXERCISE_HE, "## לסיים", "## לסיים {#x}", "## לסיים"),
    ExerciseFault("stale-translation", EXERCISE, "Let it be easy.", "Let it be.", "שיהיה קל", EXERCISE_HE),
    ExerciseFault("stale-translation", EXERCISE, "Stand, sit or lie.", "Stand or sit.", "adapt:", EXERCISE_HE),
    ExerciseFault("missing-key", EXERCISE_HE, "adapt: עומדים, יושבים או שוכבים.\n", "", 2),
    # a sheet
    ExerciseFault("sheet-missing", SHEET, "*", "", "share: demonstrate", EXERCISE),
    ExerciseFault("sheet-unwanted", EXERCISE, "share: demonstrate", "share: mentor-only", 1, SHEET),
    ExerciseFault("sheet-words", SHEET, "Breathe as you like.", "Breathe slowly. " * 60, 1),
    ExerciseFault("block-on-sheet", SHEET, "1. Press", "/// note | Now\nText.\n///\n\n1. Press", 1),
    ExerciseFault("id-and-name", SHEET, "exercise: slow-breath", "exercise: slow", "exercise: slow"),
    ExerciseFault("translation-missing", SHEET.replace(".en.", ".ar."), "*", "", 1, SHEET),
)  # fmt: skip


def planted(fault: ExerciseFault) -> tuple[dict[str, bytes], dict[str, str]]:
    """The tree with the fault, and the texts that its files have now; a `*` leaves a whole file out."""
    plain = {path: data.decode() for path, data in with_year().items()}
    if fault.old == "*":
        names = [path for path in plain if path.startswith(f"{FOLDER}sheet.")] if fault.path == SHEET else [fault.path]
        plain = {path: text for path, text in plain.items() if path not in names}
    elif fault.old not in plain[fault.path]:
        raise LookupError(f"{fault.old!r} does not stand in {fault.path}")
    else:
        plain[fault.path] = plain[fault.path].replace(fault.old, fault.new, 1)
    return encoded(plain), plain
