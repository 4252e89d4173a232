"""What a learner does in a lesson, through a browser: its steps, its scenario, its quiz."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from app.catalogue.types import Choice, Scenario, Scene
from app.catalogue.walks import Points, find_way, passes
from tests.journeys.answers import lesson, right_form
from tests.support.filling import fill_in

STEP = re.compile(r"/scenario-runs/\d+/\d+$")
QUESTION = re.compile(r"/attempts/(\d+)/(\d+)")
SEND = "main form[data-answer] button:not([type=button])"


def do_steps(page: Page, lesson_id: str) -> None:
    """Answers every step of the lesson, one after the other, as they come on the page."""
    for step in lesson(lesson_id).steps:
        form = page.locator(f"#{step.id} form")
        expect(page.locator(f"#{step.id}")).to_be_attached()  # without scripts each answer draws the page anew
        if not form.count():
            continue
        right = [item.id for item in step.items if item.is_right] or [item.id for item in step.items][:1]
        for option in right:
            form.locator(f"input[value='{option}']").check()
        form.locator("button").click()
        expect(page.locator(f"#{step.id} form")).to_have_count(0)


def answer_question(page: Page, database: Path, lesson_id: str) -> None:
    """Rightly; the page then says how it was."""
    match = QUESTION.search(page.url)
    assert match is not None
    fill_in(page, right_form(database, int(match[1]), int(match[2]), lesson_id))
    page.locator(SEND).last.click()
    expect(page.locator("main form[data-answer]")).to_have_count(0)


def answer_quiz(page: Page, database: Path, lesson_id: str) -> None:
    """From a question's page to the result."""
    while QUESTION.search(page.url):
        answer_question(page, database, lesson_id)
        page.locator("main a.button").first.click()


def begin_quiz(page: Page, lesson_id: str) -> None:
    page.goto(f"/lessons/{lesson_id}/quiz")
    page.locator("main form button").first.click()
    page.wait_for_url(QUESTION)


def scenario_of(lesson_id: str) -> Scenario:
    found = lesson(lesson_id).scenario
    assert found is not None
    return found


def way_to(lesson_id: str, kind: str) -> tuple[Choice, ...]:
    """The shortest way that passes, or that comes to this kind of ending."""
    scenario = scenario_of(lesson_id)

    def is_wanted(scene: Scene, points: Points) -> bool:
        return passes(scenario, scene.ending, points) if kind == "pass" else scene.ending == kind

    found = find_way(scenario, is_wanted)
    assert found
    return found


def begin_scenario(page: Page, lesson_id: str) -> None:
    page.goto(f"/lessons/{lesson_id}/scenario")
    page.locator(f"main form[action='/lessons/{lesson_id}/scenario'] button").last.click()
    page.wait_for_url(STEP)


def take(page: Page, choice: Choice) -> None:
    """Makes a choice and waits for what follows."""
    before = page.url
    option = page.locator(f"main input[name=choice][value='{choice.id}']")
    if option.count():
        option.check()
        page.locator("main form[data-answer] button").click()
    else:
        page.locator(f"main button[name=choice][value='{choice.id}']").click()
    page.wait_for_url(lambda url: url != before)


def play(page: Page, lesson_id: str) -> None:
    """To an ending that passes."""
    begin_scenario(page, lesson_id)
    for choice in way_to(lesson_id, "pass"):
        take(page, choice)
