"""Every way through a scenario, walked over states of scene and points: nothing here samples."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from heapq import heappop, heappush

from app.catalogue.types import Choice, Scenario, Scene

# Points of a skill never leave ±LIMIT, so that a way with loops has finitely many states and each can be looked at.
LIMIT = 10
MOST_PASS_SKILLS = 4  # more would be hard to say to a learner

Points = Mapping[str, int]
Sums = tuple[int, ...]


def add(points: Points, choice: Choice) -> dict[str, int]:
    """The points after a choice."""
    total = dict(points)
    if choice.skill:
        total[choice.skill] = max(-LIMIT, min(LIMIT, total.get(choice.skill, 0) + choice.score))
    return total


def passes(scenario: Scenario, ending: str, points: Points) -> bool:
    """Whether a run with this kind of ending and these points passes."""
    is_there = ending in scenario.pass_endings
    return is_there and all(points.get(skill, 0) >= least for skill, least in scenario.pass_skills.items())


def by_id(scenario: Scenario) -> dict[str, Scene]:
    return {scene.id: scene for scene in scenario.scenes}


def reachable(scenario: Scenario) -> dict[str, int]:
    """Scene id → the fewest choices that lead to it, in the order in which they are met."""
    scenes = by_id(scenario)
    found = {scenario.start: 0} if scenario.start in scenes else {}
    for scene in (waiting := list(found)):
        for choice in scenes[scene].choices:
            if choice.to in scenes and choice.to not in found:
                found[choice.to] = found[scene] + 1
                waiting.append(choice.to)
    return found


def with_way_to(scenario: Scenario, goals: Iterable[str]) -> set[str]:
    """Scenes from which at least one of the goals can be reached; the goals are among them."""
    leads_here: dict[str, list[str]] = {}
    for scene in scenario.scenes:
        for choice in scene.choices:
            leads_here.setdefault(choice.to, []).append(scene.id)
    found = set(goals)
    waiting = list(found)
    while waiting:
        for before in leads_here.get(waiting.pop(), ()):
            if before not in found:
                found.add(before)
                waiting.append(before)
    return found


def outcomes(scenario: Scenario) -> Iterator[tuple[Scene, Points]]:
    """Every ending with the best points that ways to it bring, of those skills that the rule names.

    Points that are nowhere higher than others at the same scene are left out: whatever passes with the lower ones
    passes with the higher ones, after the same choices. So the walk is whole, and stays short with loops.
    """
    scenes, wanted = by_id(scenario), tuple(scenario.pass_skills)
    best: dict[str, list[Sums]] = {identifier: [] for identifier in scenes}
    waiting = [(0, scenario.start, tuple(0 for _ in wanted))] if scenario.start in scenes else []
    while waiting:
        _, identifier, sums = heappop(waiting)
        if _is_kept(best[identifier], sums) and not scenes[identifier].ending:
            for choice in scenes[identifier].choices:
                after = add(dict(zip(wanted, sums, strict=True)), choice)
                if choice.to in scenes:
                    total = tuple(after[skill] for skill in wanted)
                    heappush(waiting, (-sum(total), choice.to, total))  # high ones first: they spare the lower ones
    for identifier, kept in best.items():
        if scenes[identifier].ending:
            yield from ((scenes[identifier], dict(zip(wanted, sums, strict=True))) for sums in kept)


def _is_kept(kept: list[Sums], sums: Sums) -> bool:
    """Whether these sums are higher somewhere than each of those before; lower ones make room."""
    if any(all(there >= here for there, here in zip(other, sums, strict=True)) for other in kept):
        return False
    kept[:] = [other for other in kept if not all(a >= b for a, b in zip(sums, other, strict=True))]
    kept.append(sums)
    return True


def find_way(scenario: Scenario, is_wanted: Callable[[Scene, Points], bool]) -> tuple[Choice, ...] | None:
    """A shortest way to an ending that is wanted, as the choices in order; None if there is none."""
    scenes = by_id(scenario)
    waiting: list[tuple[str, Points, tuple[Choice, ...]]] = [(scenario.start, {}, ())]
    seen: set[tuple[str, frozenset[tuple[str, int]]]] = set()
    for identifier, points, way in waiting:
        scene, state = scenes[identifier], (identifier, frozenset(points.items()))
        if scene.ending and is_wanted(scene, points):
            return way
        if state not in seen:
            seen.add(state)
            waiting.extend((choice.to, add(points, choice), (*way, choice)) for choice in scene.choices)
    return None
