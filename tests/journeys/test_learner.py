"""A mentor signs in, learns, passes a quiz and sees the minutes: with scripts, without, and by keyboard alone."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.answers import deal_choices, lesson
from tests.journeys.conftest import OpenPage
from tests.journeys.doing import answer_quiz, do_steps
from tests.support.installation import Installation, Served

LESSON = "safe-notes"
pytestmark = pytest.mark.browser
Demo = tuple[Installation, Served]


def fresh_learners(database: Path) -> list[str]:
    """Demo mentors who have not done a step of the lesson yet, by address."""
    wanted = """
        SELECT p.email FROM person p JOIN enrolment e ON e.person_id = p.id JOIN cohort c ON c.id = e.cohort_id
        WHERE c.programme_id = 'community-mentors'
          AND NOT EXISTS (SELECT 1 FROM step_done s WHERE s.enrolment_id = e.id AND s.lesson_id = ?)
          AND NOT EXISTS (SELECT 1 FROM quiz_attempt a WHERE a.enrolment_id = e.id AND a.lesson_id = ?)
        ORDER BY p.id"""
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as connection:
        return [row[0] for row in connection.execute(wanted, (LESSON, LESSON))]


def database_of(demo: Demo) -> Path:
    return demo[0].folder / "kelim.sqlite3"


def credited(demo: Demo, email: str) -> int:
    wanted = """
        SELECT COALESCE(SUM(h.minutes), 0) FROM hours_credit h JOIN enrolment e ON e.id = h.enrolment_id
        JOIN person p ON p.id = e.person_id WHERE p.email = ? AND h.lesson = ?"""
    with sqlite3.connect(f"file:{database_of(demo)}?mode=ro", uri=True) as connection:
        return int(connection.execute(wanted, (email, LESSON)).fetchone()[0])


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_minutes_are_credited_in_hebrew_on_a_phone(demo: Demo, open_page: OpenPage, scripts: bool) -> None:
    email = fresh_learners(database_of(demo))[0]
    page = open_page(email, "he", java_script_enabled=scripts)
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    page.goto(f"/lessons/{LESSON}")
    do_steps(page, LESSON)
    page.goto(f"/lessons/{LESSON}/quiz")
    page.locator("main form button").click()
    answer_quiz(page, database_of(demo), LESSON)
    assert credited(demo, email) == lesson(LESSON).minutes
    page.goto("/hours")
    page.locator(f"main a[href*='module={lesson(LESSON).module}']").first.click()
    expect(page.locator("main")).to_contain_text(lesson(LESSON).title["he"])


def test_a_returned_entry_comes_before_the_next_lesson(open_page: OpenPage) -> None:
    page = open_page("birhanu.admasu@demo.kelim.example", "he")
    first = page.locator("main .next a.button")
    expect(first).to_be_in_viewport()
    first.click()
    expect(page.locator("h1")).to_be_visible()
    assert "/practicum/entries/" in page.url


def test_the_next_lesson_is_the_first_thing_on_the_page(open_page: OpenPage) -> None:
    page = open_page("lior.ohayon@demo.kelim.example", "he")
    first = page.locator("main .next a.button")
    expect(first).to_be_in_viewport()
    first.click()
    expect(page.locator("h1")).to_be_visible()
    assert "/lessons/" in page.url


def test_the_keyboard_alone_is_enough(demo: Demo, open_page: OpenPage) -> None:
    email = fresh_learners(database_of(demo))[0]
    page = open_page(language="he")
    press_until(page, "[name=email]")
    page.keyboard.type(email)
    page.keyboard.press("Tab")
    page.keyboard.type(demo[0].environment["KELIM_DEMO_PASSWORD"])
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/sign-in" not in url)
    page.goto(f"/lessons/{LESSON}/quiz")
    press_until(page, "main form button")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/attempts/\d+/\d+"))
    deal_choices(database_of(demo), int(page.url.split("/")[-2]), LESSON)
    page.reload()
    press_until(page, "main input[name=answer]")
    page.keyboard.press("Space")
    press_until(page, "main form button")
    page.keyboard.press("Enter")
    expect(page.locator("main input[name=answer]:enabled")).to_have_count(0)


def press_until(page: Page, selector: str, most: int = 60) -> None:
    """Tabs until the focus is on the first match; every stop on the way must be visible."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement?.matches(selector) ?? false", selector):
            return
    raise AssertionError(f"{selector} was not reached with {most} tabs")
