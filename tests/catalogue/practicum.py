"""A small, faultless practicum for the sample tree, and the faults that can be planted in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tests.catalogue.samples import PROGRAMME, files


def _words(text: str) -> str:
    return f"{{en: {text}, he: {text} בעברית, ar: {text} بالعربية}}"


def _named(name: str) -> str:
    return f"        - {{id: {name}, title: {_words(f'Named {name}')}}}\n"


PRACTICUM = f"""practicum:
  part: field
  proposed: true
  weekly_minutes: 120
  modes: [in-person, phone]
  limits:
    entry_minutes: 240
    day_minutes: 600
    week_minutes: 900
    late_warn_days: 14
    late_stop_days: 30
    supervision_gap_days: 14
    case_review_days: 28
    contact_per_supervision_minutes: 180
    finished_contacts: 2
  categories:
    - id: visit
      title: {_words("Visits")}
      counts: contact
      settings: [individual, group]
      max_minutes: 180
      activities:
{_named("meet")}{_named("last-meeting")}\
      methods:
{_named("breathing")}{_named("walking")}\
    - id: guidance
      title: {_words("Guidance")}
      counts: supervision
      settings: [individual]
      activities:
{_named("talk")}\
  sessions:
    - {{kind: case-management, setting: individual, category: guidance, activity: talk}}
    - {{kind: live, setting: individual, category: guidance, activity: talk}}
  targets:
    - id: visit-time
      category: visit
      title: {_words("Time of visits")}
      minutes: 1200
    - id: visit-people
      category: visit
      title: {_words("People")}
      count: 12
      counted: people
    - id: visit-groups
      category: visit
      title: {_words("Groups")}
      count: 2
      counted: groups
      activities: [last-meeting]
    - id: visit-methods
      category: visit
      title: {_words("Methods")}
      count: 2
      counted: methods
"""


def with_practicum(text: str = PRACTICUM) -> dict[str, bytes]:
    found: Mapping[str, bytes] = files()
    return {**found, PROGRAMME: found[PROGRAMME] + text.encode()}


@dataclass(frozen=True)
class PracticumFault:
    """`at` is a snippet that stands on the line to be named."""

    code: str
    old: str
    new: str
    at: str


_PEOPLE = "category: visit\n      title: {en: People"
_METHODS = "count: 2\n      counted: methods"

FAULTS = (
    PracticumFault("unknown-key", "weekly_minutes:", "weekly:", "weekly:"),
    PracticumFault("missing-key", "  modes: [in-person, phone]\n", "", "  part: field"),
    PracticumFault("missing-key", "    week_minutes: 900\n", "", "    entry_minutes: 240"),
    PracticumFault("bad-value", "[in-person, phone]", "[in-person, fax]", "fax"),
    PracticumFault("bad-value", "counts: contact", "counts: contacts", "contacts"),
    PracticumFault("bad-value", "settings: [individual, group]", "settings: [individual, crowd]", "crowd"),
    PracticumFault("bad-value", "counted: people", "counted: persons", "persons"),
    PracticumFault("bad-value", "week_minutes: 900", "week_minutes: 15 h", "15 h"),
    PracticumFault("bad-id", "id: visit\n", "id: Visit\n", "id: Visit"),
    PracticumFault("bad-id", "id: guidance", f"id: {'g' * 41}", "ggg"),
    PracticumFault("duplicate-id", "id: guidance", "id: visit", "- id: visit"),
    PracticumFault("duplicate-id", "{id: last-meeting,", "{id: meet,", "Named last-meeting"),
    PracticumFault("duplicate-id", "id: visit-people", "id: visit-time", "- id: visit-time"),
    PracticumFault("practicum-part", "part: field", "part: theory", "part: theory"),
    PracticumFault("practicum-part", "part: field", "part: of the field", "of the field"),
    PracticumFault("category-and-module", "id: guidance", "id: first-steps", "id: first-steps"),
    PracticumFault("practicum-empty", "[in-person, phone]", "[]", "- id: visit"),
    PracticumFault("category-empty", "settings: [individual]\n", "settings: []\n", "settings: []"),
    PracticumFault("practicum-limits", "max_minutes: 180", "max_minutes: 700", "700"),
    PracticumFault("practicum-limits", "day_minutes: 600", "day_minutes: 200", "200"),
    PracticumFault("practicum-limits", "week_minutes: 900", "week_minutes: 10081", "10081"),
    PracticumFault("practicum-limits", "late_stop_days: 30", "late_stop_days: 7", "late_stop_days: 7"),
    PracticumFault("practicum-limits", "finished_contacts: 2", "finished_contacts: 0", "finished_contacts: 0"),
    PracticumFault("practicum-limits", "weekly_minutes: 120", "weekly_minutes: 901", "901"),
    PracticumFault("no-supervision", "counts: supervision", "counts: other", "contact_per_supervision_minutes"),
    PracticumFault("unknown-category", "category: visit\n", "category: visits\n", "category: visits"),
    PracticumFault("target-measure", "minutes: 1200", "minutes: 0", "minutes: 0"),
    PracticumFault("target-measure", "      minutes: 1200\n", "", "- id: visit-time"),
    PracticumFault("target-measure", "count: 12", "count: 12\n      minutes: 60", "minutes: 60"),
    PracticumFault("target-counted", "minutes: 1200", "minutes: 1200\n      counted: people", "counted: people"),
    PracticumFault(
        "target-counted",
        "category: visit\n      title: {en: People",
        "category: guidance\n      title: {en: People",
        "counted: people",
    ),
    PracticumFault(
        "target-counted", "count: 2\n      counted: methods", "count: 3\n      counted: methods", "counted: methods"
    ),
    PracticumFault("target-counted", "      activities: [last-meeting]\n", "", "counted: groups"),
    PracticumFault("target-counted", "settings: [individual, group]", "settings: [individual]", "counted: groups"),
    PracticumFault("unknown-activity", "[last-meeting]", "[last-meating]", "last-meating"),
    PracticumFault("unknown-activity", "[last-meeting]", "[last-meeting]\n      without_cases: [meat]", "[meat]"),
    PracticumFault("target-without-cases", "counted: people", "counted: cases-finished", "- id: visit-people"),
    PracticumFault("target-without-cases", "counted: people", "counted: people\n      without_cases: [meet]", "[meet]"),
    PracticumFault("bad-value", "kind: live", "kind: alive", "alive"),
    PracticumFault("duplicate-id", "kind: live", "kind: case-management", "kind: case-management"),
    PracticumFault("unknown-category", "category: guidance, activity", "category: visit, activity", "category: visit,"),
    PracticumFault("session-setting", "live, setting: individual", "live, setting: group", "live, setting: group"),
    PracticumFault("unknown-activity", "activity: talk", "activity: tall", "activity: tall"),
    PracticumFault("translation-missing", "en: Guidance, he: Guidance בעברית", "en: Guidance", "- id: guidance"),
    PracticumFault("translation-missing", "en: Named meet, ", "", "Named meet בעברית"),
    PracticumFault("translation-missing", "he: People בעברית, ", "", "- id: visit-people"),
)
