"""A small scenario, and the small curriculum with it."""

from __future__ import annotations

from dataclasses import replace

from app.catalogue.types import Catalogue, Choice, Lesson, Scenario, Scene
from tests.support import curriculum
from tests.support.curriculum import prose, words


def scenario(lesson_id: str, *, must_pass: bool = True) -> Scenario:
    """start → safe | risky | round (back to start); safe → good; risky → good | unsafe. Good with 2 of trust passes."""

    def way(name: str, to: str, score: int = 0) -> Choice:
        skill = "trust" if score else ""
        return Choice(
            id=name, text=words(f"Say {name}"), to=to, feedback=prose(f"Did {name}"), skill=skill, score=score
        )

    def scene(name: str, *ways: Choice, ending: str = "") -> Scene:
        title, body = words(f"Scene {name}"), prose(f"Story of {name}")
        return Scene(id=name, title=title, body=body, choices=ways, ending=ending)  # type: ignore[arg-type]

    return Scenario(
        id=f"{lesson_id}-scenario",
        lesson=lesson_id,
        title=words(f"Scenario of {lesson_id}"),
        summary=words("Somebody waits"),
        start="start",
        scenes=(
            scene("start", way("wait", "safe", 2), way("push", "risky", -1), way("circle", "round")),
            scene("round", way("on", "start")),
            scene("safe", way("stay", "good"), way("leave", "open-end")),
            scene("risky", way("mend", "good", 1), way("promise", "unsafe-end", -2)),
            scene("good", ending="good"),
            scene("open-end", ending="open"),
            scene("unsafe-end", ending="unsafe"),
        ),
        skills={"trust": words("Building trust")},
        alternative=words("Talk with a trainer"),
        must_pass=must_pass,
        pass_skills={"trust": 2},
        languages=("he", "ar", "en"),
    )


def lessons(*, must_pass: bool = True) -> tuple[Lesson, ...]:
    """The reading lesson of each programme, with a scenario."""
    chosen = (one for one in curriculum.lessons() if one.id in (curriculum.READING, curriculum.FOREIGN))
    return tuple(replace(one, scenario=scenario(one.id, must_pass=must_pass)) for one in chosen)


def catalogue(*, must_pass: bool = True) -> Catalogue:
    return curriculum.catalogue(*lessons(must_pass=must_pass))
