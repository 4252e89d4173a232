"""What addresses can be filled with: one entry for each argument that any route has.

A route with an argument that is not here fails `test_every_argument_of_every_route_has_samples`: add it below, with a
value of each side where it names something that belongs to somebody, and with values that nobody ever made.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from werkzeug.routing import Rule

from tests.support.exercises import MAP
from tests.support.world import Side

NUMBERS = ("0", "-1", "999999", str(2**31 - 1), str(2**31), str(2**63), "9" * 5000, "1.0", "٣", "²", "x", "%00", "1%0a")
NAMES = (
    "nothing-like-this",
    "..%2f..%2fetc%2fpasswd",
    "%00",
    "a%00b",
    "%ff%fe",
    "א" * 300,
    "a" * 3000,
    "' OR 1=1 --",
    "<script>alert(1)</script>",
    "{{7*7}}",
    "%25s%25(x)d",
    "\u202e",
)


@dataclass(frozen=True)
class Sample:
    """`of` gives the value that belongs to a side; `is_owned` says whether the other side's is another's property."""

    of: Callable[[Side], object]
    forged: tuple[str, ...] = NUMBERS
    is_owned: bool = True


SAMPLES: Mapping[str, Sample] = {
    "alert_id": Sample(lambda side: side.practised.alert_id),
    "attempt_id": Sample(lambda side: side.attempt_id),
    "case_id": Sample(lambda side: side.case_id),
    "code": Sample(lambda side: side.signed.code, NAMES, is_owned=False),  # whoever holds the code may check it
    "cohort_id": Sample(lambda side: side.cohort_id),
    "comment_id": Sample(lambda side: side.comment_id),
    "competency": Sample(lambda side: "risk", NAMES, is_owned=False),  # each programme names its own
    "contact_id": Sample(lambda side: side.contact_id),
    "correction_id": Sample(lambda side: side.correction_id),
    "digest": Sample(lambda side: "0" * 64, NAMES, is_owned=False),
    "enrolment_id": Sample(lambda side: side.enrolment_id),
    "entry_id": Sample(lambda side: side.entry_id),
    "exercise_id": Sample(lambda side: MAP, NAMES, is_owned=False),  # one plan for everybody who practises
    "glass_id": Sample(lambda side: side.glass_id),
    "feed_token": Sample(lambda side: side.practised.feed_token, NAMES, is_owned=False),  # as that of a letter
    "gone_id": Sample(lambda side: side.gone_id),
    "grant_id": Sample(lambda side: side.grant_id),
    "handover_id": Sample(lambda side: side.handover_id),
    "import_id": Sample(lambda side: side.import_id),
    "institution_id": Sample(lambda side: side.place.id),
    "item_id": Sample(lambda side: side.item_id),
    "kind": Sample(lambda side: "json", NAMES, is_owned=False),
    "lesson_id": Sample(lambda side: side.lesson_id, NAMES),
    "line_number": Sample(lambda side: 2, is_owned=False),
    "marking_id": Sample(lambda side: side.marking_id),
    "measure_id": Sample(lambda side: side.measure_id),
    "meeting_id": Sample(lambda side: side.meeting_id),
    "notice_id": Sample(lambda side: side.notice_id),
    "number": Sample(lambda side: 1, is_owned=False),
    "off_token": Sample(lambda side: side.practised.off_token, NAMES, is_owned=False),  # whoever has the letter
    "paper_id": Sample(lambda side: side.signed.paper_id),
    "part": Sample(lambda side: "observer", NAMES, is_owned=False),
    "passkey_id": Sample(lambda side: side.passkey_id),
    "performance_id": Sample(lambda side: side.performance_id),
    "person_id": Sample(lambda side: side.waiting_id),
    "placement_id": Sample(lambda side: side.placement_id),
    "programme_id": Sample(lambda side: side.programme_id, NAMES),
    "prompt_id": Sample(lambda side: "ponder", NAMES, is_owned=False),
    "question_id": Sample(lambda side: f"{side.lesson_id}-q1", NAMES),
    "rating_id": Sample(lambda side: side.rating_id),
    "receiver_id": Sample(lambda side: side.receiver_id),
    "record_id": Sample(lambda side: side.signed.record_id),
    "request_id": Sample(lambda side: side.request_id),
    "rest_id": Sample(lambda side: side.practised.rest_id),
    "run_id": Sample(lambda side: side.run_id),
    "session_id": Sample(lambda side: side.session_id),
    "signing_token": Sample(lambda side: side.signed.token, NAMES, is_owned=False),  # as that of an invitation
    "site_id": Sample(lambda side: side.site_id),
    "sitting_id": Sample(lambda side: side.practised.sitting_id),
    "span_id": Sample(lambda side: side.span_id),
    "step_id": Sample(lambda side: "tick", NAMES, is_owned=False),
    "suffix": Sample(lambda side: "png", NAMES, is_owned=False),
    "supervision_id": Sample(lambda side: side.supervision_id),
    "supervisor_id": Sample(lambda side: side.supervisor_id),
    "task_id": Sample(lambda side: side.task_id),
    "token": Sample(lambda side: side.token, NAMES, is_owned=False),  # whoever holds the link may open it
}

CONTENT = frozenset({"lesson_id", "programme_id", "question_id"})
"""What these name is published for the whole country: staff may read the content of other programmes."""

# Values that forms and query strings are filled with, all fields at once.
NASTY = (
    "",
    "0",
    "-1",
    "9" * 30,
    "nonsense",
    "2026-02-30",
    "0001-01-01",
    "9999-12-31T23:59",
    "25:99",
    "²",
    "a\x00b",
    "א" * 5000,
    "<script>alert(1)</script>",
    "' OR 1=1 --",
    "%s %(x)s {{7*7}}",
    "//evil.example/",
    "https://[",
)
LANGUAGES = ("he", "ar", "en", "xx", "", "he-IL", "<script>", "../he", "%00", "é" * 500)
_READ = re.compile(r"""request\.(?:args|form|values)(?:\.get(?:list)?\(|\[)\s*["']([a-z_]+)["']""")
_FIELD = re.compile(r"^ {4}([a-z_]+) = \w*Field\(", re.MULTILINE)
_NUMBERED = re.compile(r"""\sname="([a-z_]+-)\{\{""")
_NAMED = re.compile(r"""<(?:input|select|textarea|button)[^>]*\sname="([a-z_]+)""")


def missing(rules: Iterator[Rule]) -> Iterator[str]:
    for rule in rules:
        for name in sorted(rule.arguments - set(SAMPLES)):
            yield f"{rule.rule}: the argument {name!r} has no sample: add it to tests/house/samples.py"


def address(rule: Rule, values: Mapping[str, object]) -> str:
    """The rule's address with values put in as they stand: forged ones are no values that it would build."""
    return re.sub(r"<(?:[^:<>]+:)?([a-z_]+)>", lambda match: str(values[match[1]]), rule.rule)


def is_owned(rule: Rule) -> bool:
    """Whether an address of it names something that is somebody's."""
    return any(SAMPLES[name].is_owned for name in rule.arguments - CONTENT)


def own(rule: Rule, side: Side) -> str:
    return address(rule, {name: SAMPLES[name].of(side) for name in rule.arguments})


def foreign(rule: Rule, own_side: Side, other: Side) -> Iterator[str]:
    """Addresses in which one or all of the owned arguments belong to the other side."""
    mine = {name: SAMPLES[name].of(own_side) for name in rule.arguments}
    owned = [name for name in sorted(rule.arguments) if SAMPLES[name].is_owned]
    for name in owned:
        yield address(rule, mine | {name: SAMPLES[name].of(other)})
    if len(owned) > 1:
        yield address(rule, mine | {name: SAMPLES[name].of(other) for name in owned})


def forged(rule: Rule, side: Side) -> Iterator[str]:
    mine = {name: SAMPLES[name].of(side) for name in rule.arguments}
    for name in sorted(rule.arguments):
        yield from (address(rule, mine | {name: value}) for value in SAMPLES[name].forged)


def fields(root: Path) -> list[str]:
    """Every name that any view reads from a form or a query string, out of the sources."""
    found = {"version"}
    for path in (root / "app").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        found.update(_READ.findall(text))
        if path.stem.endswith("forms"):
            found.update(_FIELD.findall(text))
    for path in (root / "app").rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        found.update(_NAMED.findall(text))
        found.update(f"{stem}{number}" for stem in _NUMBERED.findall(text) for number in range(1, 9))
    return sorted(found - {"csrf_token", "form_key", "lang"})
