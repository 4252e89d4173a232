"""A learner and a trainer before whom all content of some modules lies open, page by page."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page
from sqlalchemy import func, select, update
from werkzeug.serving import make_server

from app.accounts.actor import Actor
from app.accounts.models import Institution, Person
from app.catalogue.types import Choice, Lesson, Scenario, Scene
from app.config import ROOT
from app.core.clock import now
from app.core.db import session, write_transaction
from app.progress.models import GateOverride
from app.quizzes import finishing
from app.quizzes import queries as quizzes
from app.quizzes import rules as quiz_rules
from app.quizzes import service as sitting_service
from app.quizzes.models import Attempt
from app.releases.queries import get_published
from app.scenarios.models import Run, Step
from tests.journeys.conftest import PHONE, sign_in
from tests.support.filling import right
from tests.support.house import House

SAFE_START = ("role-and-safety", "helping-skills", "crisis-and-gatekeeping")
LANGUAGES = ("he", "ar", "en")


@dataclass(frozen=True)
class Written:
    """A lesson as its folder shows it, so that a walk can be planned without reading all of the content."""

    id: str
    parts: frozenset[str]

    def has(self, part: str) -> bool:
        return part in self.parts


def list_written(module: str) -> Iterator[Written]:
    for source in sorted((ROOT / "modules" / module).glob("*/lesson.en.md")):
        yield Written(source.parent.name, frozenset(_parts(source.parent)))


def _parts(folder: Path) -> Iterator[str]:
    return (file.name.split(".")[0] for file in folder.glob("*.en.md"))


@dataclass
class Walk:
    """Pages of one learner and one trainer, on a server of their own."""

    house: House
    browser: Browser
    address: str
    pages: dict[str, Page] = field(default_factory=dict)
    contexts: list[BrowserContext] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.learner, self.enrolment_id = self.house.learner(name="M 1")
        self.trainer = self.house.staff("trainer")
        self._open_everything()

    def _open_everything(self) -> None:
        lessons = self.lessons()
        with self.house.app.app_context(), write_transaction():
            session().get_one(Institution, self.house.institution_id).names = {
                "he": "מקום",
                "ar": "مكان",
                "en": "Place",
            }
            for lesson_id in lessons:
                values = {"lesson_id": lesson_id, "by_id": self.trainer.id, "reason": "1", "at": now()}
                session().add(GateOverride(enrolment_id=self.enrolment_id, **values))

    def lessons(self) -> dict[str, Lesson]:
        """Of the safe start, by id."""
        with self.house.app.app_context():
            lessons = get_published().catalogue.lessons.values()
        return {one.id: one for one in lessons if one.module in SAFE_START and not one.is_planned}

    def page(self, who: str) -> Page:
        """The one page of "learner" or "trainer", kept for the whole walk."""
        if who not in self.pages:
            context = self.browser.new_context(base_url=self.address, viewport=PHONE)
            self.contexts.append(context)
            page = self.pages[who] = context.new_page()
            page.goto("/sign-in?lang=he")
            sign_in(page, str(self._person(who).email))
        return self.pages[who]

    def _person(self, who: str) -> Person:
        return self.learner if who == "learner" else self.trainer

    def close(self) -> None:
        for context in self.contexts:
            context.close()

    @property
    def actor(self) -> Actor:
        return Actor(self.learner.id, self.learner.name, "he", ())

    def sit(self, lesson: Lesson) -> Attempt:
        """An attempt that holds the whole pool of the lesson's quiz."""
        quiz = lesson.quiz
        assert quiz is not None
        with self.house.app.app_context(), write_transaction():
            whole = quiz_rules.draw(replace(quiz, draw=len(quiz.questions)), seed=1)
            assert {one["id"] for one in whole} == {one.id for one in quiz.questions}
            before = select(func.count()).where(Attempt.enrolment_id == self.enrolment_id, Attempt.quiz_id == quiz.id)
            attempt = Attempt(
                enrolment_id=self.enrolment_id,
                lesson_id=lesson.id,
                quiz_id=quiz.id,
                number=session().scalars(before).one() + 1,
                release_id=get_published().release_id,
                questions=whole,
                started_at=now(),
            )
            session().add(attempt)
        return attempt

    def answer_all(self, attempt: Attempt, lesson: Lesson) -> None:
        """Rightly, and hands it in."""
        assert lesson.quiz is not None
        for number in range(1, len(attempt.questions) + 1):
            with self.house.app.app_context(), write_transaction():
                sitting = quizzes.get_sitting(self.actor, attempt.id)
                question = sitting_service.question_of(lesson.quiz, sitting, number)
                assert question is not None
                sitting_service.answer(sitting, lesson, question, right(question), language="he")
        with self.house.app.app_context(), write_transaction():
            sitting = quizzes.get_sitting(self.actor, attempt.id)
            if sitting.finished_at is None:
                finishing.hand_in(sitting, lesson, now())

    def stand_at(self, lesson: Lesson, scene: Scene) -> str:
        """The page of a run that has come to this scene by the shortest way."""
        scenario = lesson.scenario
        assert scenario is not None
        way = ways(scenario)[scene.id]
        with self.house.app.app_context(), write_transaction():
            own = (Run.enrolment_id == self.enrolment_id, Run.scenario_id == scenario.id)
            session().execute(update(Run).where(*own, Run.finished_at.is_(None)).values(finished_at=now()))
            run = Run(
                enrolment_id=self.enrolment_id,
                lesson_id=lesson.id,
                scenario_id=scenario.id,
                number=session().scalars(select(func.count()).where(*own)).one() + 1,
                release_id=get_published().release_id,
                started_at=now(),
                finished_at=now() if scene.ending else None,
                ending=scene.ending,
                ending_id=scene.id if scene.ending else "",
            )
            session().add(run)
            session().flush()
            _go(scenario, run, way)
            return f"/scenario-runs/{run.id}" + ("" if scene.ending else f"/{len(way) + 1}")


def ways(scenario: Scenario) -> dict[str, tuple[Choice, ...]]:
    """A shortest way to every scene, by the scene's id."""
    scenes = {one.id: one for one in scenario.scenes}
    found: dict[str, tuple[Choice, ...]] = {scenario.start: ()}
    waiting = [scenario.start]
    for name in waiting:
        for choice in scenes[name].choices:
            if choice.to not in found:
                found[choice.to] = (*found[name], choice)
                waiting.append(choice.to)
    return found


def _go(scenario: Scenario, run: Run, way: tuple[Choice, ...]) -> None:
    at = scenario.start
    for number, choice in enumerate(way, 1):
        session().add(Step(run_id=run.id, number=number, scene_id=at, choice_id=choice.id, chosen_at=now()))
        at = choice.to


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """The application behind an address, in a thread of this process."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join(5)
    server.server_close()
