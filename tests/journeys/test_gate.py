"""The whole safe start in Arabic on a phone: from the invitation to the gate, which opens with the very last answer."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from app.catalogue.types import Gate, Lesson
from app.core.clock import now, zone
from app.web.formats import minutes
from tests.journeys.answers import catalogue, lesson
from tests.journeys.conftest import OpenPage
from tests.journeys.doing import QUESTION, answer_question, answer_quiz, begin_quiz, do_steps, play
from tests.journeys.test_learner import Demo, database_of
from tests.support.installation import PASSWORD
from tests.support.tongues import foreign, lines

pytestmark = pytest.mark.browser
PROGRAMME = "community-mentors"
EMAIL, NAME = "nur@demo.kelim.example", "نور الصافي"
COORDINATOR, TRAINER = "coordinator@demo.kelim.example", "trainer@demo.kelim.example"
MINUTES = 960


def gate() -> Gate:
    return catalogue().programmes[PROGRAMME].gates[0]


def lessons() -> list[Lesson]:
    """In an order in which each is open when its turn comes."""
    return [lesson(one) for one in gate().lessons]


@dataclass
class Story:
    """A mentor and a trainer in browsers of their own, both in Arabic."""

    demo: Demo
    mentor: Page
    trainer: Page

    def ask(self, query: str, *values: object) -> list[tuple[int, ...]]:
        with sqlite3.connect(f"file:{database_of(self.demo)}?mode=ro", uri=True) as connection:
            return connection.execute(query, values).fetchall()

    @property
    def cohort_id(self) -> int:
        return self.ask("SELECT id FROM cohort WHERE programme_id = ?", PROGRAMME)[0][0]

    def credited(self) -> int:
        """Minutes in the ledger for lessons of the gate."""
        wanted = f"""
            SELECT COALESCE(SUM(h.minutes), 0) FROM hours_credit h JOIN enrolment e ON e.id = h.enrolment_id
            JOIN person p ON p.id = e.person_id
            WHERE p.email = ? AND h.lesson IN ({", ".join("?" * len(gate().lessons))})"""
        return self.ask(wanted, EMAIL, *gate().lessons)[0][0]

    def meet(self, met: Lesson) -> None:
        """The trainer holds the lesson now, and closes a roll on which nobody but the mentor is present."""
        page = self.trainer
        page.goto(f"/cohorts/{self.cohort_id}/meetings/new")
        page.select_option("[name=lesson_id]", met.id)
        begins = just_begun()
        page.fill("[name=day]", begins.date().isoformat())
        page.fill("[name=at]", f"{begins:%H:%M}")
        page.fill("[name=place]", "غرفة 7")
        page.locator("main form button[type=submit], main form .actions button").first.click()
        page.wait_for_url(lambda url: not url.endswith("/new"))
        wanted = "SELECT MAX(id) FROM meeting WHERE cohort_id = ? AND lesson_id = ?"
        page.goto(f"/meetings/{self.ask(wanted, self.cohort_id, met.id)[0][0]}/roll")
        page.locator(".roll-line", has_text=NAME).locator("input[value=present]").check()
        page.click("main button[value=all-absent]")
        page.click("main button[value=close]")
        page.wait_for_url(lambda url: not url.endswith("/roll"))

    def mark_what_waits(self) -> None:
        """A written answer, if one was drawn: the trainer gives every criterion its highest level."""
        wanted = """SELECT t.id FROM marking_task t JOIN quiz_attempt a ON a.id = t.attempt_id
            JOIN enrolment e ON e.id = a.enrolment_id JOIN person p ON p.id = e.person_id
            WHERE p.email = ? AND t.state = 'waiting'"""
        for (task_id,) in self.ask(wanted, EMAIL):
            self.trainer.goto(f"/marking/{task_id}")
            for group in self.trainer.locator("main fieldset:has(input[type=radio])").all():
                group.locator("input[type=radio]").last.check()
            self.trainer.click("main button[name=action][value=mark]:not([tabindex])")
            self.trainer.wait_for_url(lambda url, own=f"/marking/{task_id}": not url.endswith(own))

    def see_gate(self) -> str:
        """What the programme page says of it, all in Arabic."""
        self.mentor.goto(f"/programmes/{PROGRAMME}")
        assert list(foreign(lines(self.mentor), "ar")) == []
        return self.mentor.locator(f"#gate-{gate().id}").inner_text()


def just_begun() -> datetime:
    """A minute ago on the institution's clock, never on another day."""
    local = now().astimezone(zone("Asia/Jerusalem"))
    return max(local - timedelta(minutes=1), local.replace(hour=0, minute=0))


@pytest.fixture
def story(demo: Demo, open_page: OpenPage) -> Iterator[Story]:
    coordinator = open_page(COORDINATOR, "ar")
    coordinator.goto("/people/invite")
    coordinator.fill("[name=email]", EMAIL)
    coordinator.fill("[name=name]", NAME)
    coordinator.select_option("[name=language]", "ar")
    coordinator.select_option("[name=role]", "learner")
    made = Story(demo, open_page(language="ar"), open_page(TRAINER, "ar"))
    coordinator.select_option("[name=place]", f"cohort:{made.cohort_id}")
    coordinator.locator("main form .actions button").first.click()
    made.mentor.goto(str(coordinator.locator("#link").input_value()))
    for name in ("password", "again"):
        made.mentor.fill(f"[name={name}]", PASSWORD + " of mine")
    made.mentor.locator("main form .actions button").click()
    made.mentor.wait_for_url(lambda url: "/invit" not in url)
    return made


def learn(story: Story, one: Lesson) -> None:
    """All of a lesson but its quiz."""
    if one.kind != "self-study":
        story.meet(one)
    story.mentor.goto(f"/lessons/{one.id}")
    do_steps(story.mentor, one.id)
    if one.scenario:
        play(story.mentor, one.id)


def test_it_opens_with_the_last_answer_and_all_its_minutes_are_credited(story: Story) -> None:
    page, database = story.mentor, database_of(story.demo)
    assert all(one.title["ar"] in story.see_gate() for one in lessons())
    for one in lessons()[:-1]:
        learn(story, one)
        begin_quiz(page, one.id)
        answer_quiz(page, database, one.id)
        story.mark_what_waits()
    last = lessons()[-1]
    learn(story, last)
    begin_quiz(page, last.id)
    while True:
        before = story.see_gate()
        page.go_back()
        answer_question(page, database, last.id)
        following = page.locator("main a.button").first
        if not QUESTION.search(str(following.get_attribute("href"))):
            break
        following.click()
    assert last.title["ar"] in before
    assert not any(one.title["ar"] in before for one in lessons()[:-1])
    after = story.see_gate()
    assert "البوّابة مفتوحة" in after
    assert last.title["ar"] not in after
    assert story.credited() == MINUTES == sum(one.minutes for one in lessons())
    page.goto("/hours")
    expect(page.locator("main")).to_contain_text(minutes(MINUTES, "ar"))
    page.goto("/")
    page.click("main a[href='/notices']")
    page.locator("main li", has_text="اكتملت كلّ الدروس التي تسبق").locator("button").click()
    page.wait_for_url(f"**/programmes/{PROGRAMME}#gate-{gate().id}")
    coordinator_sees(story)


def coordinator_sees(story: Story) -> None:
    """Whoever teaches the cohort reads it beside the mentor's name."""
    story.trainer.goto(f"/cohorts/{story.cohort_id}")
    row = story.trainer.locator(".matrix-list .row", has_text=NAME)
    expect(row.locator(".tag-success").first).to_contain_text("البوّابة مفتوحة")
