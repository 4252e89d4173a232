"""Case codes: generated, from lists, one's own."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import time

import pytest
from sqlalchemy import select

from app.accounts.service import Place
from app.audit.models import AuditEvent
from app.cases import queries, rules, service
from app.cases.models import PracticeCase
from app.cases.service import CaseDraft
from app.core.db import session
from app.core.errors import Conflict, Invalid, NotFound
from app.practicum import service as entries
from tests.support.measuring import keep_level
from tests.support.practice import Practice, visit, yesterday
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


class TestLevels:
    """What an institution keeps of cases, and what that means for its learners."""

    def test_without_a_row_codes_are_kept(self, practice: Practice):
        with practice.inside():
            assert queries.find_level(practice.house.institution_id) == rules.COUNTS

    def test_where_nothing_is_kept_no_code_is_opened_and_what_stands_is_read(self, practice: Practice, school: School):
        case_id = practice.case()
        keep_level(school, school.institution_id, rules.NONE)
        with pytest.raises(Invalid), practice.inside():
            service.open_case(practice.actor, practice.enrolment, draft())
        client = school.client(practice.learner)
        assert client.get(f"/cases/{case_id}").status_code == 200
        assert "keeps no cases" in client.get("/cases").text
        assert "keeps no cases" in client.get("/cases/new").text
        assert school.post(client, "/cases/new", age_band="18-25", presentation="sleep", step="1").status_code == 422

    def test_entries_need_no_case_there_and_name_no_new_one(self, practice: Practice, school: School):
        case_id = practice.case()
        named = visit(yesterday(), category="session", activity="talk", case_ids=(case_id,))
        before = practice.write(named)
        keep_level(school, school.institution_id, rules.NONE)
        assert practice.send(replace(named, starts=time(14), ends=time(15), case_ids=()))
        with pytest.raises(Invalid) as refusal:
            practice.write(replace(named, starts=time(16), ends=time(17)))
        assert refusal.value.field == "cases"
        with practice.inside():  # what it names already, it may go on naming
            assert entries.change(practice.actor, practice.entry(before), replace(named, learning="More"), 1)
        assert "/cases/new" not in school.client(practice.learner).get("/practicum/entries/new").text

    def test_where_codes_are_kept_entries_need_them(self, practice: Practice):
        with pytest.raises(entries.NotReady) as refusal:
            practice.send(visit(yesterday(), category="session", activity="talk"))
        assert refusal.value.field == "cases"


class TestSetting:
    def path(self, school: School) -> str:
        return f"/institutions/{school.institution_id}/case-data"

    def test_an_administrator_sets_it_and_the_trail_says_so(self, school: School):
        client = school.client(school.person("administrator", name="Ada"))
        assert school.post(client, self.path(school), case_data="scores", version="0").status_code == 303
        page = client.get(self.path(school)).text
        assert "Ada" in page
        assert school.post(client, self.path(school), case_data="none", version="0").status_code == 409
        assert school.post(client, self.path(school), case_data="none", version="1").status_code == 303
        with school.app.app_context():
            rows = session().scalars(select(AuditEvent.detail).where(AuditEvent.action == "case-data.set"))
            assert list(rows) == ["scores", "none"]

    @pytest.mark.parametrize(
        ("form", "field"),
        [
            ({"case_data": "everything"}, "case_data"),
            ({"case_data": ""}, "case_data"),
            ({"minors_measures": "y"}, "signed_off_by"),
            ({"minors_measures": "y", "signed_off_by": "  "}, "signed_off_by"),
            ({"minors_measures": "y", "signed_off_by": "Dr Cohen"}, "signed_off_on"),
            ({"minors_measures": "y", "signed_off_by": "Dr Cohen", "signed_off_on": "2999-01-01"}, "signed_off_on"),
        ],
    )
    def test_nothing_is_half_signed_off(self, school: School, form: dict[str, str], field: str):
        client = school.client(school.person("administrator"))
        sent = {"case_data": "scores", "version": "0"} | form
        answer = school.post(client, self.path(school), **sent)
        assert answer.status_code == 422
        assert f'id="{field}' in answer.text
        with school.app.app_context():
            assert queries.find_setting(school.institution_id) is None

    def test_who_answers_for_minors_stands_on_the_page(self, school: School):
        keep_level(school, school.institution_id, rules.SCORES, minors=True)
        client = school.client(school.person("coordinator", Place("institution", school.institution_id)))
        page = client.get(self.path(school)).text
        assert "Dr Cohen" in page
        assert '<form method="post" action="/institutions' not in page
        assert school.post(client, self.path(school), case_data="none", version="1").status_code == 403

    @pytest.mark.parametrize("role", ["coordinator", "administrator"])
    def test_of_another_institution_nobody_hears(self, school: School, role: str):
        other = school.institution()
        client = school.client(school.person(role, Place("institution", other)))
        assert client.get(self.path(school)).status_code == 404
        assert school.post(client, self.path(school), case_data="none", version="0").status_code == 404

    def test_whoever_only_signs_off_adults_forgets_who_did(self, school: School):
        """The name goes with what it answered for."""
        keep_level(school, school.institution_id, rules.SCORES, minors=True)
        keep_level(school, school.institution_id, rules.SCORES)
        with school.app.app_context():
            setting = queries.find_setting(school.institution_id)
            assert setting is not None
            assert (setting.signed_off_by, setting.signed_off_on) == ("", None)
