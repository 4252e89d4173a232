"""Markers never read who wrote an answer, on no page, in no address, in no state."""

from __future__ import annotations

import re

import pytest

from app.accounts.models import Person
from tests.support.written import BEST, COMMENT, WORST, Desk, Sitter

NAME = "Unmistakable Learnername"


def walk(desk: Desk, person: Person, sitter: Sitter) -> list[str]:
    """Every page of the room that a marker can reach, by following its links."""
    client = desk.client(person)
    found, wanted = dict[str, str](), ["/marking", f"/marking/{sitter.task_id}", "/marking/comments", "/agreement"]
    while wanted:
        path = wanted.pop()
        if path in found:
            continue
        found[path] = client.get(path).text
        wanted += [link for link in re.findall(r'href="(/marking[^"#]*)"', found[path]) if link not in found]
    return [*found, *found.values()]


def secrets(sitter: Sitter) -> tuple[str, ...]:
    return (
        NAME,
        "Learnername",
        str(sitter.person.email),
        f"/learners/{sitter.enrolment_id}",
        f"/attempts/{sitter.attempt_id}",
    )


@pytest.mark.parametrize("state", ["waiting", "second", "third", "returned", "settled", "again"])
def test_no_page_of_the_room_names_who_wrote(desk: Desk, state: str):
    sitter = desk.hand_in(name=NAME, sampled=state in ("second", "third"))
    if state in ("second", "third", "settled"):
        desk.mark(desk.trainer, sitter.task_id, BEST, comment=COMMENT)
    if state == "third":
        desk.mark(desk.colleague, sitter.task_id, WORST)
    if state in ("returned", "again"):
        desk.mark(desk.trainer, sitter.task_id, {}, action="return", comment=COMMENT)
    if state == "again":
        desk.send_again(sitter)
    assert desk.task(sitter.task_id).state == ("waiting" if state == "again" else state)
    for person in (desk.trainer, desk.colleague, desk.coordinator):
        seen = walk(desk, person, sitter)
        assert len(seen) >= 8
        for page in seen:
            for secret in secrets(sitter):
                assert secret not in page, (secret, person.name)


def test_refused_and_conflicting_marks_name_nobody_either(desk: Desk):
    sitter = desk.hand_in(name=NAME)
    answers = [
        desk.mark(desk.trainer, sitter.task_id, {}),
        desk.mark(desk.trainer, sitter.task_id, {}, action="return"),
        desk.mark(desk.trainer, sitter.task_id, version=99),
        desk.mark(desk.trainer, sitter.task_id),
        desk.mark(desk.colleague, sitter.task_id, version=1),
        desk.client(desk.trainer).get("/marking/999999"),
    ]
    assert [answer.status_code for answer in answers] == [422, 422, 409, 303, 409, 404]
    for answer in answers:
        for secret in secrets(sitter):
            assert secret not in answer.text + (answer.location or "")


def test_the_learner_does_not_read_who_marked(desk: Desk):
    sitter = desk.hand_in()
    desk.mark(desk.trainer, sitter.task_id, comment=COMMENT)
    page = sitter.client.get(sitter.path).text
    assert desk.trainer.name not in page
    assert str(desk.trainer.email) not in page
