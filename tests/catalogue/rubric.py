"""A small, faultless rubric for the sample tree, and the faults that can be planted in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.catalogue.competencies import COMPETENCIES
from tests.catalogue.samples import MODULE, files


def _words(text: str) -> str:
    return f"{{en: {text}, he: {text} בעברית, ar: {text} بالعربية}}"


def _behaviour(name: str, kind: str) -> str:
    return f"      - {{id: {name}, kind: {kind}, text: {_words(f'Does {name}')}}}\n"


def _competency(name: str, *, is_core: bool = True) -> str:
    kinds = ("harmful", "basic", "basic", "advanced")
    acts = "".join(_behaviour(f"{name}-{number}", kind) for number, kind in enumerate(kinds, 1))
    return (
        f"  - id: {name}\n    title: {_words(name.title())}\n    is_core: {str(is_core).lower()}\n"
        f"    behaviours:\n{acts}    next_step: {_words(f'Practise {name} once more')}\n"
    )


RUBRIC = (
    "rubric: helping\nversion: 1\nreviewed: {clinical: 2026-11-01 R. Cohen}\nlevels:\n"
    + "".join(
        f"  - {{level: {number}, id: {name}, title: {_words(title)}}}\n"
        for number, name, title in (
            (1, "harmful", "Could harm"),
            (2, "partial", "Partial"),
            (3, "basic", "Basic skills"),
            (4, "advanced", "Advanced skills"),
        )
    )
    + "competencies:\n"
    + _competency("listening", is_core=False)
    + _competency("limits-of-privacy")
    + _competency("asking-about-danger")
    + f"""sheets:
  - id: first-meeting
    lesson: first-visit
    title: {_words("First meeting")}
    minutes: 10
    competencies: [listening, asking-about-danger, limits-of-privacy]
    raters: [observer, self]
    second_rating_percent: 20
    pass: {{no_level: [1], core_at_least: 3}}
    remediation: {_words("We practise it together")}
"""
)


@dataclass(frozen=True)
class RubricFault:
    """`at` is a snippet that stands on the line to be named; `is_alone` makes the second lesson self-study."""

    code: str
    old: str
    new: str
    at: str
    severity: str = "error"
    is_alone: bool = False


_ADVANCED = _behaviour("asking-about-danger-4", "advanced")
SHEET = RUBRIC[RUBRIC.index("  - id: first-meeting") :]

FAULTS = (
    RubricFault("unknown-key", "minutes: 10", "minutez: 10", "minutez"),
    RubricFault("missing-key", "    remediation:", "    #", "  - id: first-meeting"),
    RubricFault("bad-value", "kind: advanced", "kind: excellent", "excellent"),
    RubricFault("bad-value", "raters: [observer, self]", "raters: [observer, peer]", "peer"),
    RubricFault("bad-value", "no_level: [1]", "no_level: [5]", "no_level"),
    RubricFault("bad-value", "core_at_least: 3", "core_at_least: 1", "core_at_least"),
    RubricFault("bad-value", "percent: 20", "percent: 120", "percent: 120"),
    RubricFault("bad-value", "is_core: true", "is_core: yes", "is_core: yes"),
    RubricFault("bad-id", "id: listening-1,", "id: Listening,", "Listening,"),
    RubricFault("duplicate-id", "id: asking-about-danger-1,", "id: listening-1,", "id: listening-1,"),
    RubricFault("duplicate-id", "id: first-meeting", "id: first-visit-check", "first-visit-check"),
    RubricFault("duplicate-id", "  - id: asking-about-danger\n", "  - id: listening\n", "  - id: listening\n"),
    RubricFault("retired-id", "id: first-meeting", "id: old-lesson", "old-lesson"),
    RubricFault("rubric-levels", "level: 2", "level: 1", "  - {level: 1"),
    RubricFault("rubric-core", "is_core: true", "is_core: false", "  - id: limits-of-privacy"),
    RubricFault("behaviour-count", _ADVANCED, "", "  - id: asking-about-danger\n"),
    RubricFault("unknown-competency", "[listening, ask", "[listenning, ask", "listenning"),
    RubricFault("unknown-lesson", "lesson: first-visit", "lesson: first-vist", "first-vist"),
    RubricFault("sheet-kind", "lesson: first-visit", "lesson: later", "lesson: later", is_alone=True),
    RubricFault("minutes", "minutes: 10", "minutes: 90", "minutes: 90"),
    RubricFault("sheet-raters", "raters: [observer, self]", "raters: [self]", "raters"),
    RubricFault("sheet-core", ", asking-about-danger, limits-of-privacy]", "]", "competencies: [l"),
    RubricFault("translation-missing", ", ar: Does asking-about-danger-2 بالعربية", "", "id: asking-about-danger-2"),
    RubricFault(
        "level-name", "en: Practise asking-about-danger once", "en: You could harm once", "You could harm", "warning"
    ),
    RubricFault("review-pending", "2026-11-01 R. Cohen", "pending", "reviewed:", "warning"),
    RubricFault("bad-date", "2026-11-01 R. Cohen", "soon", "reviewed:"),
)


def with_rubric(text: str = RUBRIC, *, is_alone: bool = False) -> Mapping[str, bytes]:
    tree = files() | {COMPETENCIES: text.encode()}
    if is_alone:
        tree[MODULE] = tree[MODULE].replace(b"kind: live", b"kind: self-study")
    return tree
