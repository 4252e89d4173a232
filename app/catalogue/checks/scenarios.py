"""Scenarios: every way leads somewhere, and the rule of passing can be met. Proved by walking, never by sampling."""

from __future__ import annotations

from collections import Counter

from app.catalogue.findings import Place, nearest, one_of
from app.catalogue.reader import Reading
from app.catalogue.types import Choice, Scenario, Scene
from app.catalogue.walks import LIMIT, MOST_PASS_SKILLS, by_id, outcomes, passes, reachable, with_way_to

MOST_CHOICES = 4
UNSAFE_WORDS = 30


def check(reading: Reading) -> None:
    for lesson in reading.catalogue.lessons.values():
        if lesson.scenario:
            _Check(lesson.scenario, reading).run()


class _Check:
    def __init__(self, scenario: Scenario, reading: Reading) -> None:
        self.scenario, self.reading, self.report = scenario, reading, reading.report
        self.lesson = scenario.lesson
        self.language = reading.lessons[self.lesson].bundles["scenario"].source.language
        self.scenes = by_id(scenario)
        self.reached = reachable(scenario)

    def run(self) -> None:
        if self.scenario.start not in self.scenes:
            message = f'there is no scene "{self.scenario.start}" to start with'
            hint = nearest(self.scenario.start, self.scenes)
            self.report.error(self._key("start"), "unknown-scene", message, hint)
            return
        for scene in self.scenario.scenes:
            self._scene(scene)
        self._exits()
        self._padding()
        self._skills()
        self._rule()

    def _key(self, key: str) -> Place:
        return self.reading.places.of(f"scenario:{self.lesson}:{key}", f"scenario:{self.lesson}:id")

    def _at(self, scene: str) -> Place:
        return self.reading.places.of(f"scene:{self.lesson}/{scene}")

    def _on(self, scene: Scene, choice: Choice) -> Place:
        return self.reading.places.of(f"choice:{self.lesson}/{scene.id}/{choice.id}", f"scene:{self.lesson}/{scene.id}")

    # scenes

    def _scene(self, scene: Scene) -> None:
        place, count = self._at(scene.id), len(scene.choices)
        if scene.id not in self.reached:
            self.report.error(place, "scene-unreachable", f'no choice leads to "{scene.id}"')
        if scene.ending and count:
            self.report.error(place, "scene-choices", "an ending has no choices; it is left by trying again")
        elif not scene.ending and not count:
            hint = "give it choices, or an ending=good, open or unsafe"
            self.report.error(place, "scene-dead-end", f'"{scene.id}" leads nowhere', hint)
        elif count > MOST_CHOICES:
            self.report.error(place, "scene-choices", f"a scene has at most {MOST_CHOICES} choices, not {count}")
        if scene.ending == "unsafe":
            words = len(scene.body.get(self.language, "").split())
            if words < UNSAFE_WORDS:
                message = f"an unsafe ending teaches in at least {UNSAFE_WORDS} words; here are {words}"
                hint = "what happened, why, and what would have kept people safe"
                self.report.error(place, "unsafe-too-short", message, hint)
        for choice in scene.choices:
            self._choice(scene, choice)

    def _choice(self, scene: Scene, choice: Choice) -> None:
        place = self._on(scene, choice)
        if choice.to and choice.to not in self.scenes:
            hint = nearest(choice.to, self.scenes)
            self.report.error(place, "unknown-scene", f'there is no scene "{choice.to}"', hint)
        if choice.skill and choice.skill not in self.scenario.skills:
            hint = nearest(choice.skill, self.scenario.skills) or one_of(self.scenario.skills)
            self.report.error(place, "unknown-skill", f'the scenario tracks no "{choice.skill}"', hint)

    def _exits(self) -> None:
        """Whoever can go round for ever has no way out; a dead end is said by itself."""
        ends = {scene.id for scene in self.scenario.scenes if scene.ending or not scene.choices}
        broken = {scene.id for scene in self.scenario.scenes for way in scene.choices if way.to not in self.scenes}
        leaving = with_way_to(self.scenario, ends | broken)
        for scene in self.reached:
            if scene not in leaving:
                message = f'from "{scene}" every way goes round and none comes to an ending'
                self.report.error(self._at(scene), "scene-no-exit", message)

    def _padding(self) -> None:
        alone = {scene.id for scene in self.scenario.scenes if len(scene.choices) == 1}
        for scene in self.scenario.scenes:
            following = scene.choices[0].to if scene.id in alone else ""
            if following in alone and following != scene.id:
                message = f'"{following}" has one choice, and so has "{scene.id}" before it: nothing is decided here'
                self.report.warning(self._at(following), "scene-padding", message, "make one scene of the two")

    # skills and passing

    def _skills(self) -> None:
        raised = Counter(way.skill for scene in self.reached for way in self.scenes[scene].choices if way.score > 0)
        for skill in self.scenario.skills:
            if not raised[skill]:
                place = self.reading.places.of(f"skill:{self.lesson}/{skill}")
                self.report.error(
                    place, "skill-not-shown", f'no way lets anybody show "{skill}"', "score=1 on a choice"
                )

    def _rule(self) -> None:
        wanted = self.scenario.pass_skills
        for skill, least in wanted.items():
            place = self.reading.places.of(f"scenario:{self.lesson}:pass:{skill}")
            if skill not in self.scenario.skills:
                hint = nearest(skill, self.scenario.skills) or one_of(self.scenario.skills)
                self.report.error(place, "unknown-skill", f'the scenario tracks no "{skill}"', hint)
            if not 1 <= least <= LIMIT:
                self.report.error(place, "pass-rule", f"points to pass are a number from 1 to {LIMIT}, not {least}")
        if not any(self.scenes[scene].ending == "good" for scene in self.reached):
            self.report.error(self._key("start"), "no-good-ending", "no way comes to a good ending")
        if len(wanted) > MOST_PASS_SKILLS:
            message = f"at most {MOST_PASS_SKILLS} skills decide over passing, not {len(wanted)}"
            self.report.error(self._key("pass"), "pass-rule", message)
        elif not any(passes(self.scenario, scene.ending, points) for scene, points in outcomes(self.scenario)):
            self.report.error(self._key("pass"), "never-passes", "no way through the scenario passes")
