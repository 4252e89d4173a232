"""Phrases: one's own and an institution's, by language and question, put into a comment with scripts or without."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app.accounts.models import Person
from app.core.db import session
from app.marking.models import MarkingComment
from tests.support import curriculum
from tests.support.school import School
from tests.support.written import COMMENT, NEAR, TELL, Desk

PHRASE = "Say what you saw"


def keep(desk: Desk, person: Person, text: str = PHRASE, status: int = 303, **more: object) -> int:
    values: dict[str, object] = {"text": text, "language": "en", "question": "", "place": "", **more}
    answer = desk.school.post(desk.client(person), "/marking/comments", **values)
    assert answer.status_code == status, answer.text
    with desk.school.app.app_context():
        return session().scalars(select(MarkingComment.id).order_by(MarkingComment.id.desc())).first() or 0


def offered(desk: Desk, person: Person, task_id: int) -> bool:
    return f">{PHRASE}</option>" in desk.page(person, task_id).text


def test_an_own_phrase_is_offered_to_oneself(desk: Desk):
    sitter = desk.hand_in()
    keep(desk, desk.trainer)
    assert offered(desk, desk.trainer, sitter.task_id)
    assert not offered(desk, desk.colleague, sitter.task_id)
    assert not offered(desk, desk.coordinator, sitter.task_id)


def test_an_institution_s_phrase_is_offered_to_everybody_there(desk: Desk):
    sitter = desk.hand_in()
    keep(desk, desk.coordinator, place=str(desk.school.institution_id))
    assert offered(desk, desk.trainer, sitter.task_id)
    other = Desk(School(desk.school.app, desk.school.password, desk.school.starts))
    assert not offered(other, other.trainer, other.hand_in().task_id)


def test_a_trainer_offers_nothing_to_everybody(desk: Desk):
    keep(desk, desk.trainer, place=str(desk.school.institution_id), status=422)
    keep(desk, desk.coordinator, place=str(desk.school.institution()), status=422)


@pytest.mark.parametrize(
    ("more", "is_offered"),
    [
        ({"language": "he"}, False),
        ({"question": f"{curriculum.READING}/{TELL}"}, True),
        ({"language": "en"}, True),
    ],
)
def test_phrases_go_by_language_and_question(desk: Desk, more: dict[str, str], is_offered: bool):
    sitter = desk.hand_in()
    keep(desk, desk.trainer, **more)
    assert offered(desk, desk.trainer, sitter.task_id) is is_offered


@pytest.mark.parametrize("more", [{"text": ""}, {"text": "x" * 501}, {"language": "xx"}, {"question": "nothing/here"}])
def test_what_is_no_phrase_is_refused(desk: Desk, more: dict[str, str]):
    keep(desk, desk.trainer, **{"status": 422, **more})  # type: ignore[arg-type]


def test_a_retired_phrase_is_offered_no_more(desk: Desk):
    sitter = desk.hand_in()
    phrase = keep(desk, desk.trainer)
    path = f"/marking/comments/{phrase}/retire"
    assert desk.school.post(desk.client(desk.colleague), path).status_code == 404
    assert desk.school.post(desk.client(desk.trainer), path).status_code == 303
    assert desk.school.post(desk.client(desk.trainer), path).status_code == 303
    assert not offered(desk, desk.trainer, sitter.task_id)
    assert PHRASE not in desk.client(desk.trainer).get("/marking/comments").text


def test_a_phrase_goes_into_the_comment_without_a_script(desk: Desk):
    sitter = desk.hand_in()
    phrase = keep(desk, desk.trainer)
    sent = {"phrase": phrase, "comment": COMMENT, "version": 1, **{f"level-{name}": one for name, one in NEAR.items()}}
    answer = desk.school.post(desk.client(desk.trainer), f"/marking/{sitter.task_id}/comment", **sent)
    assert answer.status_code == 200
    assert f"{COMMENT}\n{PHRASE}</textarea>" in answer.text
    assert 'value="l1" id="level-feeling-1" checked' in answer.text
    assert desk.marks(sitter.task_id) == []


def test_somebody_else_s_phrase_is_put_nowhere(desk: Desk):
    sitter = desk.hand_in()
    phrase = keep(desk, desk.colleague)
    answer = desk.school.post(desk.client(desk.trainer), f"/marking/{sitter.task_id}/comment", phrase=phrase, version=1)
    assert answer.status_code == 200
    assert PHRASE not in answer.text
