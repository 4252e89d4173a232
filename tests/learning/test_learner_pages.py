"""What a learner sees: the next thing first, where each lesson stands and why, and the way through."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.catalogue.structure_types import Days
from tests.support import curriculum
from tests.support.curriculum import LIVE, LOCKED, MENTORS, PLANNED, READING, WORKSHOP
from tests.support.school import School


def finish(school: School, client) -> None:  # type: ignore[no-untyped-def]
    for step in ("choose", "tick"):
        school.post(client, f"/lessons/{READING}/steps/{step}", answer="a")
    school.answer_all(client, school.begin(client))


def test_home_offers_the_next_lesson_and_then_to_go_on_with_it(school: School):
    client = school.client(school.learner()[0])
    assert "Your next lesson" in client.get("/").text
    client.get(f"/lessons/{READING}")
    page = client.get("/").text
    assert "Go on where you stopped" in page
    assert f'href="/lessons/{READING}"' in page


def test_a_workshop_that_was_opened_does_not_stand_in_the_way(school: School):
    client = school.client(school.learner()[0])
    client.get(f"/lessons/{WORKSHOP}")
    assert f'class="button" href="/lessons/{READING}"' in client.get("/").text


def test_home_knows_of_a_lesson_that_somebody_opened(school: School):
    hard = curriculum.lesson(READING, "first", prerequisites=(LIVE,), quiz=curriculum.quiz(READING))
    planned = [curriculum.lesson(name, "second", is_planned=True, objectives=()) for name in (WORKSHOP, LIVE)]
    school.publish(curriculum.catalogue(hard, *planned), "hard")
    person, enrolment = school.learner()
    client = school.client(person)
    assert "Nothing waits for you" in client.get("/").text
    coordinator = school.client(school.staff("coordinator"))
    opened = school.post(coordinator, f"/learners/{enrolment}/open/{READING}", reason="She knows what comes before.")
    assert opened.status_code == 303
    assert f'class="button" href="/lessons/{READING}"' in client.get("/").text


def test_home_shows_minutes_as_soon_as_they_are_credited(school: School):
    client = school.client(school.learner()[0])
    assert "1 h 30 min" not in client.get("/").text.split("How far you are")[1].split("/")[0]
    finish(school, client)
    assert "1 h 30 min" in client.get("/").text.split("How far you are")[1]


def test_home_greets_whoever_is_nowhere_enrolled(school: School):
    answer = school.client(school.person()).get("/")
    assert answer.status_code == 200
    assert "/lessons/" not in answer.text


def test_programmes_lead_straight_to_the_only_one(school: School):
    client = school.client(school.learner()[0])
    assert client.get("/programmes").location == f"/programmes/{MENTORS}"
    assert "not in a programme yet" in school.client(school.person()).get("/programmes").text


def test_the_programme_says_where_every_lesson_stands_and_why(school: School):
    client = school.client(school.learner()[0])
    page = client.get(f"/programmes/{MENTORS}").text
    assert "Opens when these are complete" in page
    assert "Your coordinator can open it earlier." in page
    assert "Being written" in page
    finish(school, client)
    page = client.get(f"/programmes/{MENTORS}").text
    assert "Opens when these are complete" not in page
    assert 'class="row is-done"' in page


@pytest.mark.parametrize(
    ("lesson", "words"),
    [
        (READING, "All its minutes are credited once"),
        (WORKSHOP, "credited from the meeting"),
        (LIVE, "credited from the meeting"),
        (LOCKED, "still locked"),
        (PLANNED, "being written"),
    ],
)
def test_a_lesson_explains_how_it_is_credited_or_why_it_is_closed(school: School, lesson: str, words: str):
    assert words in school.client(school.learner()[0]).get(f"/lessons/{lesson}").text


def test_a_closed_lesson_shows_nothing_of_its_content(school: School):
    hidden = curriculum.lesson(LOCKED, "first", prerequisites=(READING,), segments=curriculum.segments())
    school.publish(curriculum.catalogue(hidden), "hidden")
    client = school.client(school.learner()[0])
    assert "A case" not in client.get(f"/lessons/{LOCKED}").text
    assert school.post(client, f"/lessons/{LOCKED}/reflections/ponder", text="x").status_code in (303, 403, 404)


def test_a_lesson_warns_before_it_begins_and_offers_another_way(school: School):
    page = school.client(school.learner()[0]).get(f"/lessons/{READING}").text
    assert page.index("May be hard") < page.index("A case")
    assert "Another way" in page
    assert "Afterwards" in page


def test_a_lesson_leads_to_its_neighbours(school: School):
    client = school.client(school.learner()[0])
    assert 'rel="prev"' not in client.get(f"/lessons/{READING}").text
    page = client.get(f"/lessons/{WORKSHOP}").text
    assert 'rel="prev"' in page
    assert f'rel="next" href="/lessons/{LIVE}"' in page


def test_an_answered_decision_shows_what_follows_and_keeps_the_answer(school: School):
    client = school.client(school.learner()[0])
    assert "Why b" not in client.get(f"/lessons/{READING}").text
    school.post(client, f"/lessons/{READING}/steps/choose", answer="b")
    school.post(client, f"/lessons/{READING}/steps/choose", answer="a")
    page = client.get(f"/lessons/{READING}").text
    assert "Why b" in page
    assert page.index("Option b") < page.index(">Your answer<") < page.index("Why b")


def test_what_is_not_translated_is_shown_in_its_own_language_and_says_so(school: School):
    english = curriculum.lesson(
        READING,
        "first",
        title={"en": "Only English"},
        languages=("en",),
        objectives=(),
        segments=(curriculum.Segment(kind="prose", body={"en": curriculum.prose("Plain words")["en"]}),),
    )
    school.publish(curriculum.catalogue(english), "english")
    page = school.client(school.learner()[0]).get(f"/lessons/{READING}?lang=he").text
    assert '<span lang="en" dir="ltr">Only English</span>' in page
    assert 'lang="en" dir="ltr"><p>Plain words</p>' in page


def test_a_programme_says_its_days_and_an_announced_lesson_what_it_promises(school: School):
    promise = curriculum.Objective(id="greet", text=curriculum.words("Greet somebody"), assessed_by="rubric")
    two_days = curriculum.lesson(
        curriculum.PLANNED, "first", "workshop", days=2, is_planned=True, objectives=(promise,), languages=()
    )
    content = curriculum.catalogue(two_days)
    days = Days(in_person=2, in_person_minutes=30)
    programme = replace(content.programmes[curriculum.MENTORS], days=days)
    school.publish(replace(content, programmes={**content.programmes, programme.id: programme}), "in-days")
    client = school.client(school.learner()[0])
    page = client.get(f"/programmes/{curriculum.MENTORS}").text
    assert "2 days: in person <bdi>2</bdi></p>" in page
    assert "days in person: <bdi>2</bdi>" in page
    assert "Workshop · 2 days ·" in page
    assert "Greet somebody" in client.get(f"/lessons/{curriculum.PLANNED}").text


@pytest.mark.parametrize("role", ["trainer", "coordinator", "administrator"])
def test_those_who_teach_read_lessons_without_learning_them(school: School, role: str):
    client = school.client(school.staff(role))
    page = client.get(f"/lessons/{READING}").text
    assert "A case" in page
    assert 'name="answer"' not in page
    assert 'name="text"' not in page
    assert school.post(client, f"/lessons/{READING}/steps/choose", answer="a").status_code == 403


def test_a_lesson_of_another_programme_is_not_there(school: School):
    client = school.client(school.learner()[0])
    for path in (
        f"/lessons/{curriculum.FOREIGN}",
        f"/programmes/{curriculum.OTHERS}",
        "/lessons/none",
        "/programmes/x",
    ):
        assert client.get(path).status_code == 404, path
