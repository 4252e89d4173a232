"""Marking by keyboard alone, on a desk and on a phone, with scripts and without; and the learner's next try."""

from __future__ import annotations

import re
import sqlite3

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import OpenPage
from tests.journeys.test_every_page import AXE, RUN_AXE
from tests.journeys.test_learner import Demo, database_of, press_until

pytestmark = pytest.mark.browser
DESK, PHONE = {"width": 1280, "height": 900}, {"width": 360, "height": 760}
TRAINER, COORDINATOR, WRITER = (f"{box}@demo.kelim.example" for box in ("trainer", "coordinator", "oleg.brenner"))
SAVE, RETURN = "main button[name=action][value=mark]:not([tabindex])", "main button[name=action][value=return]"


def waiting(demo: Demo) -> int:
    """The task that has waited longest for somebody."""
    wanted = "SELECT id FROM marking_task WHERE state = 'waiting' ORDER BY handed_at, id"
    with sqlite3.connect(f"file:{database_of(demo)}?mode=ro", uri=True) as connection:
        return int(connection.execute(wanted).fetchone()[0])


def state(demo: Demo, task_id: int) -> str:
    with sqlite3.connect(f"file:{database_of(demo)}?mode=ro", uri=True) as connection:
        return str(connection.execute("SELECT state FROM marking_task WHERE id = ?", (task_id,)).fetchone()[0])


def choose_best(page: Page) -> None:
    """With the arrow keys: up from the first level of a group leads to its last."""
    names = page.locator("main fieldset input[type=radio]").evaluate_all(
        "all => [...new Set(all.map(one => one.name))]"
    )
    for name in names:
        press_until(page, f"input[name='{name}']")
        page.keyboard.press("ArrowUp")
        assert page.locator(f"input[name='{name}']:checked").count() == 1


def test_an_answer_is_returned_by_keyboard_alone_on_a_phone(demo: Demo, open_page: OpenPage) -> None:
    page = open_page(TRAINER, "he", PHONE)
    task_id = waiting(demo)
    page.goto("/marking")
    press_until(page, f"a[href='/marking/{task_id}']")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/marking/{task_id}")
    page.evaluate(AXE)
    assert page.evaluate(RUN_AXE) == []
    press_until(page, "#phrase")
    page.keyboard.press("ArrowDown")
    press_until(page, "[data-insert]")
    page.keyboard.press("Enter")
    expect(page.locator("#comment")).to_be_focused()
    expect(page.locator("#comment")).not_to_have_value("")
    assert page.url.endswith(f"/marking/{task_id}")
    press_until(page, RETURN)
    page.keyboard.press("Enter")
    expect(page.locator(".message")).to_be_visible()
    assert state(demo, task_id) == "returned"


def test_an_answer_comes_back_without_scripts_and_is_marked_by_keyboard(demo: Demo, open_page: OpenPage) -> None:
    task_id = write_again(demo, open_page(WRITER, "he", PHONE, java_script_enabled=False))
    page = open_page(COORDINATOR, "he", DESK, java_script_enabled=False)
    page.goto(f"/marking/{task_id}")
    for group in page.locator("main fieldset").all():
        group.locator("input[type=radio]").last.check()
    page.locator("#phrase").select_option(index=1)
    page.locator("[data-insert]").click()
    expect(page.locator("#comment")).not_to_have_value("")
    assert page.locator("main input[type=radio]:checked").count() == page.locator("main fieldset").count()
    page.locator(RETURN).click()
    expect(page.locator(".message")).to_be_visible()
    assert state(demo, task_id) == "returned"

    assert write_again(demo, open_page(WRITER, "he", PHONE)) == task_id
    page = open_page(COORDINATOR, "he", DESK)
    page.goto(f"/marking/{task_id}")
    choose_best(page)
    press_until(page, SAVE)
    page.keyboard.press("Enter")
    expect(page.locator(".message")).to_be_visible()
    assert state(demo, task_id) in ("settled", "second")


def write_again(demo: Demo, page: Page) -> int:
    """The learner finds what came back through the notice and sends it again."""
    wanted = """SELECT t.id, t.attempt_id FROM marking_task t JOIN enrolment e ON e.id = t.enrolment_id
        JOIN person p ON p.id = e.person_id WHERE p.email = ? AND t.state = 'returned'"""
    with sqlite3.connect(f"file:{database_of(demo)}?mode=ro", uri=True) as connection:
        task_id, attempt_id = connection.execute(wanted, (WRITER,)).fetchone()
        told = "SELECT MAX(n.id) FROM notice n JOIN person p ON p.id = n.person_id WHERE p.email = ? AND n.kind = ?"
        (notice_id,) = connection.execute(told, (WRITER, "answer-returned")).fetchone()
    page.goto("/notices")
    page.locator(f"main form[action='/notices/{notice_id}/open'] button").click()
    page.wait_for_url(re.compile(rf"/attempts/{attempt_id}/\d+/written"))
    page.locator("#answer-0").fill("Did, said, saw, helped, next: " + "the person hands in the form on Tuesday. " * 4)
    page.locator("main form button").last.click()
    expect(page.locator("#answer-0")).to_have_count(0)
    assert state(demo, task_id) == "waiting"
    return int(task_id)
