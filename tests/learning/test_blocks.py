"""Blocks are rendered once for everybody; what is personal stays with its reader."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from flask.testing import FlaskClient

from app.learning.blocks import TOKEN, WRITING
from app.releases import queries as releases
from tests.support.house import House, csrf_of


@dataclass
class Page:
    lesson: str
    prompt: str


@pytest.fixture
def page(house: House) -> Page:
    """A lesson that is open to everybody in the programme, and a prompt in it."""
    with house.app.app_context():
        catalogue = releases.get_published().catalogue
        lessons = catalogue.lessons_of(catalogue.programmes["community-mentors"])
        for lesson in (x for x in lessons if not x.is_planned and not x.prerequisites):
            for segment in lesson.segments:
                if segment.kind == "reflect":
                    return Page(f"/lessons/{lesson.id}", segment.id)
    raise AssertionError("no lesson has a prompt")


def keep(client: FlaskClient, page: Page, text: str) -> None:
    form = {"csrf_token": csrf_of(client.get(page.lesson).text), "text": text}
    assert client.post(f"{page.lesson}/reflections/{page.prompt}", data=form).status_code == 303


def test_what_one_learner_wrote_is_on_no_other_learners_page(house: House, page: Page) -> None:
    writer, reader = (house.client(house.learner()[0]) for _ in range(2))
    keep(writer, page, "only for me <b>&")

    assert "only for me &lt;b&gt;&amp;" in writer.get(page.lesson).text
    assert "only for me" not in reader.get(page.lesson).text


def test_a_prompt_says_saved_only_to_whoever_wrote_something(house: House, page: Page) -> None:
    writer, reader = (house.client(house.learner()[0]) for _ in range(2))
    keep(writer, page, "only for me")

    assert ">Saved</span>" in writer.get(page.lesson, query_string={"lang": "en"}).text
    assert ">Saved</span>" not in reader.get(page.lesson, query_string={"lang": "en"}).text


def test_every_form_carries_its_own_readers_token(house: House, page: Page) -> None:
    first, second = (house.client(house.learner()[0]) for _ in range(2))
    token = csrf_of(first.get(page.lesson).text)
    text = second.get(page.lesson).text

    assert token not in text
    assert text.count(f'value="{csrf_of(text)}"') == text.count('name="csrf_token"') > 1


def test_what_was_written_is_never_taken_for_a_place_to_fill(house: House, page: Page) -> None:
    client = house.client(house.learner()[0])
    keep(client, page, f"{WRITING} and {TOKEN}")

    assert ">writing and token</textarea>" in client.get(page.lesson).text


def test_staff_who_do_not_learn_it_get_no_forms_though_a_learner_had_them(house: House, page: Page) -> None:
    assert f'action="{page.lesson}/' in house.client(house.learner()[0]).get(page.lesson).text
    assert f'action="{page.lesson}/' not in house.client(house.staff("administrator")).get(page.lesson).text
