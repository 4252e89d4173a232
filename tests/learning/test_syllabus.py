"""The syllabus: what it adds up to, what it says of languages, who reads it, and that one sheet is one sheet."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from app.catalogue.types import Catalogue, Lesson, Objective
from app.learning.syllabus import draw_up
from app.releases.queries import Published
from tests.support import curriculum
from tests.support.curriculum import LIVE, LOCKED, MENTORS, OTHERS, PLANNED, READING, words
from tests.support.papers import pages_of
from tests.support.school import School

PAGE = f"/programmes/{MENTORS}/syllabus"


def with_lesson(lesson_id: str, **changes: object) -> Catalogue:
    whole = curriculum.catalogue()
    changed = replace(whole.lessons[lesson_id], **changes)  # type: ignore[arg-type]
    return replace(whole, lessons={**whole.lessons, lesson_id: changed})


def text_of(client: FlaskClient, path: str) -> tuple[str, int]:
    answer = client.get(path)
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf"), answer.text[:2000]
    pages = pages_of(answer.data)
    marks = dict.fromkeys(range(0x2066, 0x206A))
    return " ".join(" ".join(pages).translate(marks).split()), len(pages)


def test_it_adds_up():
    catalogue = curriculum.catalogue()
    lessons = catalogue.lessons_of(catalogue.programmes[MENTORS])
    found = draw_up(Published(1, catalogue), MENTORS)
    assert (found.lessons, found.minutes) == (len(lessons), sum(x.minutes for x in lessons))
    assert found.theory_minutes + found.practice_minutes == found.minutes
    assert sum(count for count, _ in found.modes.values()) == len(lessons)
    assert sum(minutes for _, minutes in found.modes.values()) == found.minutes
    assert found.planned == sum(x.is_planned for x in lessons) > 0


def test_each_source_has_one_number():
    found = draw_up(Published(1, curriculum.catalogue()), MENTORS)
    keys = [source.key for source in found.sources]
    assert keys
    assert len(set(keys)) == len(keys)
    for part in found.parts:
        for entry in part.entries:
            assert sorted(entry.lesson.sources) == sorted(keys[number - 1] for number in entry.sources)


def test_a_language_that_lacks_lessons_is_named_with_those_that_have_them():
    whole = curriculum.catalogue()
    programme = replace(whole.programmes[MENTORS], languages=("en", "he", "ar"))
    lessons = {
        name: replace(one, languages=() if one.is_planned else ("en", "he", "ar"))
        for name, one in whole.lessons.items()
    }
    catalogue = replace(whole, programmes={**whole.programmes, MENTORS: programme}, lessons=lessons)
    assert draw_up(Published(1, catalogue), MENTORS).unwritten == ()
    lessons |= {READING: replace(lessons[READING], languages=("en", "he"))}
    lessons |= {LOCKED: replace(lessons[LOCKED], languages=("en",))}
    catalogue = replace(catalogue, lessons=lessons)
    found = draw_up(Published(1, catalogue), MENTORS)
    assert [(x.language, x.lessons, x.instead) for x in found.unwritten] == [("he", 1, ("en",)), ("ar", 2, ("en",))]
    entries = {entry.lesson.id: entry.unwritten for part in found.parts for entry in part.entries}
    assert (entries[READING], entries[LOCKED], entries[PLANNED]) == (("ar",), ("he", "ar"), ())


def test_a_learner_hears_it_at_home_in_the_programme_and_in_the_syllabus(school: School):
    whole = with_lesson(READING, languages=("en", "he"))
    programme = replace(whole.programmes[MENTORS], languages=("en", "he", "ar"))
    school.publish(replace(whole, programmes={**whole.programmes, MENTORS: programme}), "without Arabic")
    client = school.client(school.learner()[0])
    for path in ("/", f"/programmes/{MENTORS}"):
        assert "غير متوفّر بالعربية بعد" in client.get(f"{path}?lang=ar").text
        assert "not in your language yet" not in client.get(f"{path}?lang=en").text
    assert "not yet in Arabic" in client.get(f"{PAGE}?lang=en").text


def test_those_who_learn_or_work_in_it_read_it(school: School):
    for client in (school.client(school.learner()[0]), school.client(school.staff("coordinator"))):
        page = client.get(PAGE).text
        for wanted in ("Lesson reading", "Being written", "Sources by number"):
            assert wanted in page
    learner = school.client(school.learner()[0])
    for path in ("", "/print", "/print?pages"):
        assert learner.get(f"/programmes/{OTHERS}/syllabus{path}").status_code == 404
        assert learner.get(f"/programmes/none/syllabus{path}").status_code == 404
    signed_out = school.app.test_client().get(PAGE)
    assert (signed_out.status_code, signed_out.location.split("?")[0]) == (302, "/sign-in")


@pytest.mark.parametrize("language", ["en", "he", "ar"])
def test_one_sheet_is_one_sheet(school: School, language: str):
    client = school.client(school.staff("coordinator"))
    small, pages = text_of(client, f"{PAGE}/print?lang={language}")
    assert pages == 1
    for lesson in curriculum.catalogue().lessons.values():
        if lesson.module in curriculum.catalogue().programmes[MENTORS].modules:
            assert str(lesson.minutes) in small
    large, _ = text_of(client, f"{PAGE}/print?pages&lang={language}")
    assert len(large) >= len(small) * 0.9


def test_a_full_programme_still_is_one_sheet_and_spreads_over_pages(school: School):
    """As much as the longest programme of the house: 35 lessons with four aims each."""
    whole = curriculum.catalogue()
    aims = tuple(
        Objective(
            id=f"aim-{n}",
            text=words(f"Aim {n}: to say aloud what a helper does and does not do here"),
            assessed_by="quiz",
        )
        for n in range(4)
    )
    many: dict[str, Lesson] = {
        f"more-{n}": replace(whole.lessons[LIVE], id=f"more-{n}", number=f"{n}.1", objectives=aims) for n in range(35)
    }
    module_id = whole.programmes[MENTORS].modules[0]
    module = replace(whole.modules[module_id], lessons=(*whole.modules[module_id].lessons, *many))
    lessons = {**whole.lessons, **{name: replace(one, module=module_id) for name, one in many.items()}}
    school.publish(replace(whole, lessons=lessons, modules={**whole.modules, module_id: module}), "many")
    client = school.client(school.staff("coordinator"))
    text, pages = text_of(client, f"{PAGE}/print")
    assert pages == 1
    assert text.count("Aim 3") == 35
    _, pages = text_of(client, f"{PAGE}/print?pages")
    assert pages > 1
