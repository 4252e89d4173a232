"""The drawing of a scenario: scenes in layers below their start, choices as arrows, endings by shape and word.

Made of presentation attributes alone, so that it may stand in a page whose policy takes no inline style. It is a
picture of what the list beside it says in words.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from markupsafe import Markup

from app.catalogue.types import Choice, Scenario, Scene, in_language
from app.catalogue.walks import by_id

WIDTH, HEIGHT = 168, 76
GAP_ACROSS, GAP_DOWN, MARGIN = 28, 64, 24
LINE_LENGTH, LINES = 20, 2
RIGHT_TO_LEFT = ("he", "ar")

_FRAME = Markup(
    '<svg xmlns="http://www.w3.org/2000/svg" role="img" width="{w}" height="{h}" viewBox="0 0 {w} {h}" '
    'aria-labelledby="{id}-title {id}-desc" font-size="13" fill="currentColor" text-anchor="middle">'
    '<title id="{id}-title">{title}</title><desc id="{id}-desc">{about}</desc>'
    '<defs><marker id="{id}-arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto">'
    '<path d="M0 0 8 4 0 8Z" fill="currentColor"/></marker></defs>{arrows}{boxes}</svg>'
)
_ARROW = Markup(
    '<path d="{d}" fill="none" stroke="currentColor" stroke-width="1.25" opacity="0.75" '
    'marker-end="url(#{id}-arrow)"{dash}/>'
)
_TEXT = Markup('<text x="{x}" y="{y}" direction="{dir}"{more}>{text}</text>')
_DASHED = Markup(' stroke-dasharray="6 5"')
# Canvas is the colour of a page: arrows that pass behind a box do not cross its words.
_BOX = Markup('<path d="{d}" fill="Canvas" stroke="currentColor" stroke-width="{width}"{dash}/>')


@dataclass(frozen=True, slots=True)
class Labels:
    """What the drawing says beside the scenes' titles: its name, what it shows, the kinds of ending."""

    title: str
    about: str
    endings: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Spot:
    """A scene's place: the middle of its box. `number` is that of the list."""

    scene: Scene
    number: int
    layer: int
    x: float
    y: float


def place(scenario: Scenario, *, mirrored: bool = False) -> dict[str, Spot]:
    """Every scene by id, each below all that lead to it without going back; unreachable ones in a last layer."""
    depths = _depths(scenario)
    last = max(depths.values(), default=-1) + 1
    layers: dict[int, list[tuple[int, Scene]]] = {}
    for number, scene in enumerate(scenario.scenes, 1):
        layers.setdefault(depths.get(scene.id, last), []).append((number, scene))
    widest = max((len(scenes) for scenes in layers.values()), default=1)
    spots: dict[str, Spot] = {}
    for layer, scenes in sorted(layers.items()):
        scenes.sort(key=lambda one: (_pull(one[1], scenario, spots), one[0]))
        shift = (widest - len(scenes)) / 2
        for at, (number, scene) in enumerate(scenes):
            across = widest - 1 - (at + shift) if mirrored else at + shift
            x = MARGIN + WIDTH / 2 + across * (WIDTH + GAP_ACROSS)
            spots[scene.id] = Spot(scene, number, layer, x, MARGIN + HEIGHT / 2 + layer * (HEIGHT + GAP_DOWN))
    return spots


def _depths(scenario: Scenario) -> dict[str, int]:
    """The most choices from the start to each scene, counting no choice that leads back to where the way has been."""
    forward: dict[str, list[str]] = {}
    finished: list[str] = []
    scenes = by_id(scenario)
    path: list[tuple[str, Iterator[str]]] = []

    def enter(scene: str) -> None:
        forward[scene] = []
        path.append((scene, iter([choice.to for choice in scenes[scene].choices if choice.to in scenes])))

    if scenario.start in scenes:
        enter(scenario.start)
    while path:
        scene, ways = path[-1]
        following = next(ways, None)
        if following is None:
            finished.append(path.pop()[0])
        elif following not in {on_path for on_path, _ in path}:
            forward[scene].append(following)
            if following not in forward:
                enter(following)
    depths = dict.fromkeys(finished, 0)
    for scene in reversed(finished):
        for following in forward[scene]:
            depths[following] = max(depths[following], depths[scene] + 1)
    return depths


def _pull(scene: Scene, scenario: Scenario, spots: Mapping[str, Spot]) -> float:
    """Scenes stand below those that lead to them, as far as that goes."""
    above = [spots[one.id].x for one in scenario.scenes if one.id in spots and _leads(one, scene)]
    return sum(above) / len(above) if above else 0


def _leads(one: Scene, to: Scene) -> bool:
    return any(choice.to == to.id for choice in one.choices)


def draw(scenario: Scenario, language: str, labels: Labels) -> Markup:
    """An <svg> in which a reader of `language` finds the scenes' titles. Its ids begin with the scenario's."""
    spots = place(scenario, mirrored=language in RIGHT_TO_LEFT)
    name = f"graph-{scenario.id}"
    width = max((spot.x for spot in spots.values()), default=0) + WIDTH / 2 + MARGIN
    height = max((spot.y for spot in spots.values()), default=0) + HEIGHT / 2 + MARGIN
    return _FRAME.format(
        id=name,
        w=round(width),
        h=round(height),
        title=labels.title,
        about=labels.about,
        arrows=Markup("").join(_arrows(scenario, spots, name)),
        boxes=Markup("").join(_box(spot, language, labels) for spot in spots.values()),
    )


def _arrows(scenario: Scenario, spots: Mapping[str, Spot], name: str) -> Iterator[Markup]:
    for scene in scenario.scenes:
        ways = [choice for choice in scene.choices if choice.to in spots]
        for at, choice in enumerate(ways):
            start, end = spots[scene.id], spots[choice.to]
            x = start.x + (at - (len(ways) - 1) / 2) * (WIDTH / (len(ways) + 1))
            yield _arrow(start, end, x, name)
            yield _mark(scene, choice, x, start)


def _arrow(start: Spot, end: Spot, x: float, name: str) -> Markup:
    """Down from a box to the next; backwards, or within a layer, around the side and dashed."""
    y = start.y + HEIGHT / 2
    if end.layer > start.layer:
        bend = (end.y - HEIGHT / 2 - y) / 2
        d = f"M{x:.0f} {y:.0f}C{x:.0f} {y + bend:.0f} {end.x:.0f} {y + bend:.0f} {end.x:.0f} {end.y - HEIGHT / 2:.0f}"
        return _ARROW.format(d=d, id=name, dash="")
    side = 1 if end.x >= start.x else -1
    edge = end.x - side * WIDTH / 2
    d = f"M{x:.0f} {y:.0f}C{x:.0f} {y + 44:.0f} {edge - side * 40:.0f} {end.y + 40:.0f} {edge:.0f} {end.y:.0f}"
    return _ARROW.format(d=d, id=name, dash=_DASHED)


def _mark(scene: Scene, choice: Choice, x: float, start: Spot) -> Markup:
    number = scene.choices.index(choice) + 1
    more = Markup(' font-size="11" font-weight="600"')
    return _TEXT.format(x=round(x + 7), y=round(start.y + HEIGHT / 2 + 13), dir="ltr", more=more, text=number)


def _box(spot: Spot, language: str, labels: Labels) -> Markup:
    scene = spot.scene
    used, title = in_language(scene.title, language)
    direction = "rtl" if used in RIGHT_TO_LEFT else "ltr"
    lines = textwrap.wrap(f"{spot.number}. {title}", LINE_LENGTH, max_lines=LINES, placeholder=" …") or [scene.id]
    word = labels.endings.get(scene.ending, "")
    first = spot.y + 5 - 8 * (len(lines) - 1 + bool(word))
    texts = [
        _TEXT.format(x=round(spot.x), y=round(first + 16 * at), dir=direction, more="", text=line)
        for at, line in enumerate(lines)
    ]
    if word:
        more, y = Markup(' font-weight="600"'), round(first + 16 * len(lines))
        way = "rtl" if language in RIGHT_TO_LEFT else "ltr"
        texts.append(_TEXT.format(x=round(spot.x), y=y, dir=way, more=more, text=word))
    return Markup("<g>") + Markup("").join([*_outline(spot), *texts]) + Markup("</g>")


def _outline(spot: Spot) -> list[Markup]:
    """A scene is a rectangle; a good ending round and doubled; an open one dashed; an unsafe one has eight corners."""
    box = _Box(spot.x, spot.y)
    shapes: dict[str, list[tuple[str, str, str]]] = {
        "": [(box.cut(0), "1.25", "")],
        "good": [(box.rounded(0), "2", ""), (box.rounded(5), "1", "")],
        "open": [(box.rounded(0), "1.75", _DASHED)],
        "unsafe": [(box.cut(16), "3", "")],
    }
    return [_BOX.format(d=d, width=width, dash=dash) for d, width, dash in shapes[spot.scene.ending]]


@dataclass(frozen=True, slots=True)
class _Box:
    x: float
    y: float

    def cut(self, corner: int) -> str:
        """A rectangle whose corners are cut off."""
        across, down, c = WIDTH / 2, HEIGHT / 2, corner
        points = (
            (-across + c, -down),
            (across - c, -down),
            (across, -down + c),
            (across, down - c),
            (across - c, down),
            (-across + c, down),
            (-across, down - c),
            (-across, -down + c),
        )
        return "M" + " ".join(f"{self.x + dx:.0f} {self.y + dy:.0f}" for dx, dy in points) + "Z"

    def rounded(self, inset: int) -> str:
        across, down = WIDTH / 2 - inset, HEIGHT / 2 - inset
        left, right, top, low = self.x - across + down, self.x + across - down, self.y - down, self.y + down
        arc = f"A{down:.0f} {down:.0f} 0 0 1"
        return f"M{left:.0f} {top:.0f}H{right:.0f}{arc} {right:.0f} {low:.0f}H{left:.0f}{arc} {left:.0f} {top:.0f}Z"
