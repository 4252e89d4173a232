"""Where a run stands and what it adds up to: pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.catalogue import walks
from app.catalogue.types import Choice, Scenario, Scene

Chosen = tuple[str, str]
"""Scene and choice."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A scene with the choice that was made there."""

    number: int
    scene: Scene
    choice: Choice


@dataclass(frozen=True, slots=True)
class Way:
    """The moments so far, the scene in which they have ended up, and the points on the way."""

    moments: tuple[Moment, ...]
    scene: Scene
    points: dict[str, int]

    @property
    def number(self) -> int:
        """Of the step that comes now."""
        return len(self.moments) + 1


def follow(scenario: Scenario, chosen: Sequence[Chosen]) -> Way:
    """The way that these choices made. Raises LookupError if the scenario does not hold them in this order."""
    scenes = walks.by_id(scenario)
    scene, points, moments = scenes[scenario.start], dict[str, int](), list[Moment]()
    for number, (scene_id, choice_id) in enumerate(chosen, 1):
        choice = find_choice(scene, choice_id)
        if scene.id != scene_id or choice is None:
            raise LookupError(f"step {number} is not a step of {scenario.id}")
        moments.append(Moment(number, scene, choice))
        points = walks.add(points, choice)
        scene = scenes[choice.to]
    return Way(tuple(moments), scene, points)


def find_choice(scene: Scene, choice_id: str) -> Choice | None:
    return next((choice for choice in scene.choices if choice.id == choice_id), None)


@dataclass(frozen=True, slots=True)
class Shortfall:
    """A skill of which the rule asks more points than a run has shown."""

    skill: str
    points: int
    least: int


def shortfalls(scenario: Scenario, points: walks.Points) -> list[Shortfall]:
    wanted = scenario.pass_skills.items()
    return [Shortfall(skill, points.get(skill, 0), least) for skill, least in wanted if points.get(skill, 0) < least]


def length(scenario: Scenario) -> tuple[int, int]:
    """The fewest choices to any ending, and the fewest to the one that lies farthest."""
    depths = walks.reachable(scenario)
    ends = [depths[scene.id] for scene in scenario.scenes if scene.ending and scene.id in depths]
    return (min(ends), max(ends)) if ends else (0, 0)
