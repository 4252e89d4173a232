"""What ticked behaviours come to: levels, passing, the sample for a second rating, what a learner reads."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from app.catalogue.types import Behaviour, Competency, Rubric, Sheet
from app.core import sampling

OBSERVER, SECOND, SELF = "observer", "second", "self"
PARTS = (OBSERVER, SECOND, SELF)
LONGEST_NOTE = 2000
MOST_STEPS = 2


def level_of(competency: Competency, ticks: Collection[str]) -> int:
    """1: any harmful behaviour was seen. 4: all basic and at least one advanced. 3: all basic. 2: less.

    After EQUIP's levels for the ENACT instrument: levels follow from ticks and are never chosen by a rater.
    """
    seen = {kind: [one.id in ticks for one in competency.behaviours if one.kind == kind] for kind in _KINDS}
    if any(seen["harmful"]):
        return 1
    if not all(seen["basic"]):
        return 2
    return 4 if any(seen["advanced"]) else 3


_KINDS = ("harmful", "basic", "advanced")


@dataclass(frozen=True, slots=True)
class Shortfall:
    """Why a rating does not pass: a competency at too low a level, and the behaviours that it comes from."""

    competency: str
    level: int
    behaviours: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Assessment:
    """Levels by competency, in the sheet's order."""

    levels: Mapping[str, int]
    shortfalls: tuple[Shortfall, ...]

    @property
    def is_passed(self) -> bool:
        return not self.shortfalls


def competencies_of(rubric: Rubric, sheet: Sheet) -> tuple[Competency, ...]:
    return tuple(rubric.competencies[name] for name in sheet.competencies)


def behaviours_of(competencies: Iterable[Competency]) -> dict[str, Behaviour]:
    return {one.id: one for competency in competencies for one in competency.behaviours}


def assess(sheet: Sheet, competencies: Iterable[Competency], ticks: Collection[str]) -> Assessment:
    """Passing is data of the sheet: levels that occur nowhere, and the least level of every core competency."""
    levels: dict[str, int] = {}
    shortfalls = []
    for one in competencies:
        level = levels[one.id] = level_of(one, ticks)
        if level in sheet.no_level or (one.is_core and level < sheet.core_at_least):
            shortfalls.append(Shortfall(one.id, level, to_work_on(one, ticks)))
    return Assessment(levels, tuple(shortfalls))


def to_work_on(competency: Competency, ticks: Collection[str]) -> tuple[str, ...]:
    """Harmful behaviours that were seen; without any, basic ones that were not; without any, the advanced ones."""
    harmful = tuple(one.id for one in competency.behaviours if one.kind == "harmful" and one.id in ticks)
    if harmful:
        return harmful
    missing = tuple(one.id for one in competency.behaviours if one.kind == "basic" and one.id not in ticks)
    return missing or tuple(one.id for one in competency.behaviours if one.kind == "advanced" and one.id not in ticks)


def is_sampled(performance_id: int, percent: int) -> bool:
    """Whether a second rater is wanted: the same answer for the same performance, whoever asks."""
    return sampling.is_sampled(f"second-rating:{performance_id}", percent)


def verdict(observer: bool | None, second: bool | None, *, second_wanted: bool) -> bool | None:
    """The result, or None while a rating is missing. Raises Differ when a third look is needed."""
    if observer is None or (second_wanted and second is None):
        return None
    if second_wanted and second != observer:
        raise Differ
    return observer


class Differ(Exception):
    """Two raters came to different results."""


@dataclass(frozen=True, slots=True)
class Feedback:
    """What a learner reads. `changes` were seen and are worth doing otherwise; `steps` are competencies to practise.

    `missing`: by competency of a step, what was not seen and is asked for.
    """

    seen: tuple[Behaviour, ...]
    changes: tuple[Behaviour, ...]
    steps: tuple[Competency, ...]
    missing: Mapping[str, tuple[Behaviour, ...]]


def feedback(competencies: Iterable[Competency], ticks: Collection[str]) -> Feedback:
    """At most two next steps: first where something harmful was seen, then core competencies that are not whole."""
    everything = tuple(competencies)
    acts = [one for competency in everything for one in competency.behaviours if one.id in ticks]
    open_ones = sorted((_urgency(one, ticks), n) for n, one in enumerate(everything) if level_of(one, ticks) < 3)
    steps = tuple(everything[n] for _, n in open_ones[:MOST_STEPS])
    return Feedback(
        seen=tuple(one for one in acts if one.kind != "harmful"),
        changes=tuple(one for one in acts if one.kind == "harmful"),
        steps=steps,
        missing={one.id: _unseen_basics(one, ticks) for one in steps},
    )


def _unseen_basics(competency: Competency, ticks: Collection[str]) -> tuple[Behaviour, ...]:
    return tuple(one for one in competency.behaviours if one.kind == "basic" and one.id not in ticks)


def _urgency(competency: Competency, ticks: Collection[str]) -> int:
    if level_of(competency, ticks) == 1:
        return 0
    return 1 if competency.is_core else 2


def to_practise(sheet: Sheet, competencies: Iterable[Competency], ticks: Collection[str]) -> list[str]:
    """Ids of the behaviours that a remediation is about, in the sheet's order."""
    return [name for one in assess(sheet, competencies, ticks).shortfalls for name in one.behaviours]
