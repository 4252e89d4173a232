"""A scenario as those who teach read it: each scene, and where each choice leads."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from app.catalogue.graphs import Labels
from app.catalogue.types import Scenario
from app.core.words import N_
from app.scenarios.presenters import Voice
from app.web.languages import gettext

ENDINGS = {"good": N_("Good ending"), "open": N_("Open ending"), "unsafe": N_("Unsafe ending")}


@dataclass(frozen=True, slots=True)
class Line:
    """A choice: where it leads, and what it shows."""

    text: Markup
    to: str
    to_title: str
    skill: str
    score: int


@dataclass(frozen=True, slots=True)
class SceneLines:
    """`number` is the one that stands in the drawing."""

    id: str
    number: int
    title: str
    ending: str
    choices: tuple[Line, ...]


def labels(title: str) -> Labels:
    words = {kind: gettext(text) for kind, text in ENDINGS.items()}
    about = gettext("Every scene of “%(title)s” and the choices between them, from the start downwards.", title=title)
    return Labels(title, about, words)


def lines(scenario: Scenario, voice: Voice) -> list[SceneLines]:
    titles = {scene.id: voice.text(scene.title) for scene in scenario.scenes}
    return [
        SceneLines(
            scene.id,
            number,
            titles[scene.id],
            gettext(ENDINGS[scene.ending]) if scene.ending else "",
            tuple(
                Line(
                    voice.html(choice.text),
                    choice.to,
                    titles.get(choice.to, choice.to),
                    voice.text(scenario.skills.get(choice.skill, {})),
                    choice.score,
                )
                for choice in scene.choices
            ),
        )
        for number, scene in enumerate(scenario.scenes, 1)
    ]
