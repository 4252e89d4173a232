"""Scenes and debriefs as pages show them, in one language throughout."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup

from app.catalogue.types import Choice, Lesson, Scenario, Scene, Words, in_language
from app.core.words import N_, direction_of
from app.scenarios import rules
from app.scenarios.queries import Playing
from app.scenarios.rules import Moment, Way
from app.web.languages import gettext
from app.web.trusted import rendered

MINUTES_A_CHOICE = 1
SHOWN = {
    2: N_("shown clearly"),
    1: N_("shown"),
    -1: N_("missed a little"),
    -2: N_("missed"),
}


@dataclass(frozen=True, slots=True)
class Voice:
    """The language in which a scenario is told: the reader's, or the one that it was written in."""

    lang: str
    source: str

    @property
    def dir(self) -> str:
        return direction_of(self.lang)

    def text(self, words: Words) -> str:
        return in_language(words, self.lang, self.source)[1]

    def html(self, words: Words) -> Markup:
        """Of what a release holds rendered."""
        return rendered(self.text(words))


def voice(lesson: Lesson, scenario: Scenario, language: str) -> Voice:
    languages = scenario.languages or (language,)
    fallback = lesson.source_language if lesson.source_language in languages else languages[0]
    return Voice(language if language in languages else fallback, fallback)


@dataclass(frozen=True, slots=True)
class ChoiceShown:
    id: str
    text: Markup
    feedback: Markup
    to: str  # the title of the scene that it leads to
    skill: str = ""
    score: int = 0
    shown: str = ""  # the score in words


@dataclass(frozen=True, slots=True)
class MomentShown:
    """A scene of the way taken; `others` are the choices that were not taken."""

    number: int
    title: str
    body: Markup
    choice: ChoiceShown
    others: tuple[ChoiceShown, ...]


@dataclass(frozen=True, slots=True)
class SceneShown:
    title: str
    body: Markup
    choices: tuple[ChoiceShown, ...]
    ending: str


@dataclass(frozen=True, slots=True)
class SkillShown:
    """`least` is 0 where passing does not depend on it."""

    title: str
    points: int
    least: int

    @property
    def is_enough(self) -> bool:
        return self.points >= self.least


class Telling:
    """Everything of one run that its pages say."""

    def __init__(self, playing: Playing, lesson: Lesson, scenario: Scenario, language: str) -> None:
        self.playing, self.lesson, self.scenario = playing, lesson, scenario
        self.way: Way = rules.follow(scenario, playing.chosen)
        self.voice = voice(lesson, scenario, language)
        self._titles: Mapping[str, Words] = {scene.id: scene.title for scene in scenario.scenes}

    @property
    def title(self) -> str:
        return self.voice.text(self.scenario.title)

    @property
    def scene(self) -> SceneShown:
        return self._scene(self.way.scene)

    @property
    def moments(self) -> list[MomentShown]:
        return [self._moment(moment) for moment in self.way.moments]

    @property
    def last(self) -> MomentShown | None:
        return self._moment(self.way.moments[-1]) if self.way.moments else None

    @property
    def skills(self) -> list[SkillShown]:
        """Those that the run touched or that passing asks for."""
        least = self.scenario.pass_skills
        return [
            SkillShown(self.voice.text(words), self.way.points.get(skill, 0), least.get(skill, 0))
            for skill, words in self.scenario.skills.items()
            if skill in self.way.points or skill in least
        ]

    @property
    def lacks_ending(self) -> bool:
        return self.way.scene.ending not in self.scenario.pass_endings

    def _scene(self, scene: Scene) -> SceneShown:
        choices = tuple(self._choice(choice) for choice in scene.choices)
        return SceneShown(self.voice.text(scene.title), self.voice.html(scene.body), choices, scene.ending)

    def _moment(self, moment: Moment) -> MomentShown:
        scene = moment.scene
        others = tuple(self._choice(one) for one in scene.choices if one.id != moment.choice.id)
        return MomentShown(
            moment.number,
            self.voice.text(scene.title),
            self.voice.html(scene.body),
            self._choice(moment.choice),
            others,
        )

    def _choice(self, choice: Choice) -> ChoiceShown:
        skill = self.scenario.skills.get(choice.skill)
        shown = SHOWN.get(choice.score) if skill else None
        return ChoiceShown(
            choice.id,
            self.voice.html(choice.text),
            self.voice.html(choice.feedback),
            self.voice.text(self._titles.get(choice.to, {})),
            self.voice.text(skill) if skill else "",
            choice.score,
            gettext(shown) if shown else "",
        )


def minutes(scenario: Scenario) -> int:
    """About how long a way takes that comes to the farthest ending."""
    return max(rules.length(scenario)[1] * MINUTES_A_CHOICE, 5)
