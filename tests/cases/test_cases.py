"""Case codes: generated, from lists, one's own."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from app.cases import rules, service
from app.cases.models import PracticeCase
from app.cases.service import CaseDraft
from app.core.db import session
from app.core.errors import Conflict, Invalid, NotFound
from tests.support.practice import Practice
from tests.support.school import School


@pytest.fixture
def practice(school: School) -> Practice:
    return Practice(school)


def draft(**changes: object) -> CaseDraft:
    return CaseDraft(**({"age_band": "18-25", "step": 1, "presentation": "worry"} | changes))  # type: ignore[arg-type]


def test_a_code_is_easy_to_read_and_says_nothing():
    codes = {rules.new_code() for _ in range(500)}
    assert len(codes) == 500
    assert all(re.fullmatch(r"[2346789A-HJKMNP-RTV-Z]{4}-[2346789A-HJKMNP-RTV-Z]{4}", code) for code in codes)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"age_band": "15"}, "age_band"),
        ({"age_band": ""}, "age_band"),
        ({"step": 4}, "step"),
        ({"presentation": "nothing"}, "presentation"),
        ({"age_band": "16-17"}, "guardian_confirmed"),
    ],
)
def test_what_is_on_no_list_is_refused(practice: Practice, changes: dict[str, object], field: str):
    with pytest.raises(Invalid) as refusal, practice.inside():
        service.open_case(practice.actor, practice.enrolment, draft(**changes))
    assert refusal.value.field == field


def test_minors_are_taken_once_the_rule_about_parents_is_kept(practice: Practice):
    with practice.inside():
        case = service.open_case(practice.actor, practice.enrolment, draft(age_band="16-17", guardian_confirmed=True))
        assert case.guardian_confirmed
        assert not service.open_case(
            practice.actor, practice.enrolment, draft(guardian_confirmed=True)
        ).guardian_confirmed


def test_a_case_is_its_learners_alone(practice: Practice):
    case_id = practice.case()
    stranger = Practice(practice.house)
    with practice.inside():
        case = session().get_one(PracticeCase, case_id)
        for act in (service.close, service.reopen):
            with pytest.raises(NotFound):
                act(stranger.actor, case, case.version)
        with pytest.raises(NotFound):
            service.open_case(stranger.actor, practice.enrolment, draft())
    assert practice.house.client(stranger.learner).get(f"/cases/{case_id}").status_code == 404


def test_it_is_closed_once_and_opened_again(practice: Practice):
    case_id = practice.case()
    with practice.inside():
        service.close(practice.actor, session().get_one(PracticeCase, case_id), 1)
    with pytest.raises(Conflict), practice.inside():
        service.close(practice.actor, session().get_one(PracticeCase, case_id), 1)
    with practice.inside():
        service.reopen(practice.actor, session().get_one(PracticeCase, case_id), 2)
        assert session().get_one(PracticeCase, case_id).closed_on is None


def test_a_code_is_opened_and_closed_in_the_browser(practice: Practice, school: School):
    client = school.client(practice.learner)
    assert school.post(client, "/cases/new", age_band="18-25", presentation="", step="1").status_code == 422
    opened = school.post(client, "/cases/new", age_band="18-25", presentation="sleep", step="1")
    assert opened.status_code == 303
    with school.app.app_context():
        code = session().scalars(select(PracticeCase.code)).one()
    assert code in client.get(opened.location).text
    assert code in client.get("/practicum/entries/new").text
    assert school.post(client, f"{opened.location}/close", version="1").status_code == 303
    assert code not in client.get("/practicum/entries/new").text
