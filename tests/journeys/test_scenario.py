"""A scenario on a phone: by keyboard alone, without scripts, in two tabs, and over an ended session."""

from __future__ import annotations

import re
import sqlite3

import pytest
from playwright.sync_api import Page, expect

from app.catalogue.types import Choice
from tests.journeys.conftest import OpenPage, sign_in
from tests.journeys.doing import STEP, begin_scenario, scenario_of, take, way_to
from tests.journeys.test_every_page import AXE, RUN_AXE
from tests.journeys.test_learner import Demo, database_of, press_until

pytestmark = pytest.mark.browser
LESSON = "consent-and-privacy"
INTRO = f"/lessons/{LESSON}/scenario"
DEBRIEF = re.compile(r"/scenario-runs/\d+$")
FRESH, PLAYER, TABS, ENDED = (
    f"{box}@demo.kelim.example" for box in ("rami.zoabi", "lior.ohayon", "svetlana.kogan", "amira.halabi")
)


def passed(demo: Demo, email: str) -> bool:
    wanted = """SELECT COUNT(*) FROM step_done s JOIN enrolment e ON e.id = s.enrolment_id
        JOIN person p ON p.id = e.person_id WHERE p.email = ? AND s.lesson_id = ? AND s.step_id = 'scenario'"""
    with sqlite3.connect(f"file:{database_of(demo)}?mode=ro", uri=True) as connection:
        return bool(connection.execute(wanted, (email, LESSON)).fetchone()[0])


def test_the_keyboard_alone_plays_it_through_in_hebrew(demo: Demo, open_page: OpenPage) -> None:
    page = open_page(FRESH, "he")
    assert not passed(demo, FRESH)
    page.goto(INTRO)
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    press_until(page, f"main form[action='{INTRO}'] button")
    page.keyboard.press("Enter")
    page.wait_for_url(STEP)
    for choice in way_to(LESSON, "pass"):
        before = page.url
        alone = page.locator("main button[name=choice]").count()
        if not alone:
            press_until(page, "main input[name=choice]")
            for _ in range(4):
                if page.evaluate("document.activeElement.value") == choice.id:
                    break
                page.keyboard.press("ArrowDown")
            page.keyboard.press("Space")
            expect(page.locator(f"main input[value='{choice.id}']")).to_be_checked()
        press_until(page, "main form[data-answer] button")
        page.keyboard.press("Enter")
        page.wait_for_url(lambda url, before=before: url != before)
    page.wait_for_url(DEBRIEF)
    assert passed(demo, FRESH)
    page.evaluate(AXE)
    assert page.evaluate(RUN_AXE) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_without_scripts_an_unsafe_ending_leads_to_another_try(open_page: OpenPage) -> None:
    page = open_page(PLAYER, "ar", java_script_enabled=False)
    begin_scenario(page, LESSON)
    way = way_to(LESSON, "unsafe")
    for number, choice in enumerate(way):
        if number == 1:
            page.locator("main details summary").click()
            expect(page.locator("main details")).to_contain_text(scenario_of(LESSON).scenes[0].title["ar"])
        take(page, choice)
    assert DEBRIEF.search(page.url)
    expect(page.locator("main a[href='/help-now']")).to_be_visible()
    page.locator("main form[action$='/again'] button").last.click()
    assert STEP.search(page.url)
    assert page.url.endswith(f"/{len(way)}")
    expect(page.locator("main input[name=choice]").first).to_be_visible()


def test_back_and_a_second_tab_find_the_choice_that_stands(open_page: OpenPage) -> None:
    page = open_page(TABS, "en")
    begin_scenario(page, LESSON)
    first, second = way_to(LESSON, "pass")[:2]
    other = page.context.new_page()
    other.goto(page.url)
    begun = page.url
    take(page, first)
    unlike = next(one for one in scenario_of(LESSON).scenes[0].choices if one.id != first.id)
    take_in_stale_tab(other, unlike)
    expect(other.locator("main")).to_contain_text("The story has gone on from here")
    expect(other.locator("main .said")).to_contain_text(re.sub(r"<[^>]+>", "", first.text["en"])[:20])
    other.locator("main section a.button").click()
    assert other.url == page.url
    page.goto(begun)
    expect(page.locator("main")).to_contain_text("The story has gone on from here")
    page.evaluate(AXE)
    assert page.evaluate(RUN_AXE) == []
    page.go_back()
    page.evaluate(AXE)
    assert page.evaluate(RUN_AXE) == []
    take(page, second)


def take_in_stale_tab(page: Page, choice: Choice) -> None:
    page.locator(f"main input[name=choice][value='{choice.id}']").check()
    page.locator("main form[data-answer] button").click()
    expect(page.locator("main form[data-answer]")).to_have_count(0)


def test_a_session_that_has_ended_leads_back_and_the_choice_arrives(open_page: OpenPage) -> None:
    page = open_page(ENDED, "en")
    begin_scenario(page, LESSON)
    where = page.url
    elsewhere = open_page(ENDED, "en")
    elsewhere.goto("/account/sessions")
    elsewhere.locator("main form[action$='/end-others'] button").click()
    page.locator("main input[name=choice]").first.check()
    page.locator("main form[data-answer] button").click()
    page.wait_for_url(re.compile("/sign-in"))
    sign_in(page, ENDED)
    page.wait_for_url(where)
    expect(page.locator("main")).to_contain_text("The story has gone on from here")
    page.locator("main section a.button").click()
    assert page.url.endswith("/2")
