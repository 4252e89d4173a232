"""A list is taken back as a whole, or it says what depends on it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from app.accounts import invitations, setup
from app.accounts.actor import SYSTEM
from app.accounts.invitations import Acceptance
from app.accounts.models import Person, PersonKey
from app.accounts.service import Place, grant_role
from app.core.clock import now
from app.core.db import session, write_transaction
from app.enrolment.models import Enrolment
from app.imports import inviting, undoing
from app.notices import service as notices
from app.notices.kinds import RESULT_CHANGED
from tests.imports.conftest import Desk

NOA, SAM = ("noa@example.org", "Noa Levi"), ("sam@example.org", "Sam Haddad")


def test_everything_is_as_it_was(desk: Desk) -> None:
    stranger, _ = desk.school.learner(desk.school.cohort(desk.school.institution()))
    desk.bring_in((SAM[0], "Sam"))
    before, keys = desk.totals(), desk.count(PersonKey)
    path = desk.bring_in(NOA, SAM, (stranger.email, stranger.name))
    assert desk.totals() != before
    assert desk.post(f"{path}/undo").status_code == 303
    assert (desk.totals(), desk.count(PersonKey)) == (before, keys)
    assert (desk.find(NOA[0]), desk.find(SAM[0]).name) == (None, "Sam")
    assert "is undone" in desk.client.get(path).text


def test_links_of_this_list_end_and_those_of_an_earlier_one_go_on(desk: Desk) -> None:
    earlier = desk.bring_in(SAM)
    first = links_in(desk.post(f"{earlier}/links").text)
    with time_machine.travel(now() + timedelta(minutes=5)):
        path = desk.bring_in(NOA, SAM)
        second = links_in(desk.post(f"{path}/links").text)
        desk.post(f"{path}/undo")
        client = desk.school.client()
        assert [client.get(link).status_code for link in (*first, *second)] == [200, 410, 410]


def links_in(page: str) -> list[str]:
    return re.findall(r"(/invitations/[\w-]+)", page)


def test_it_is_tried_again_with_the_same_lines(desk: Desk) -> None:
    path = desk.bring_in(NOA, SAM)
    desk.post(f"{path}/undo")
    again = desk.post(f"{path}/again").location
    assert again != path
    assert desk.apply(again).status_code == 303
    assert desk.find(NOA[0]) is not None


def test_an_undone_person_leaves_no_name_and_no_id_for_another(desk: Desk) -> None:
    path = desk.bring_in(NOA)
    first = desk.find(NOA[0]).id
    desk.post(f"{path}/undo")
    desk.apply(desk.post(f"{path}/again").location)
    assert desk.find(NOA[0]).id != first
    with desk.school.app.app_context():
        gone = session().get_one(Person, first)
    assert (gone.name, gone.email, gone.is_active) == ("", None, False)


def test_undoing_twice_undoes_once(desk: Desk) -> None:
    path = desk.bring_in(NOA)
    assert desk.post(f"{path}/undo").status_code == 303
    assert desk.post(f"{path}/undo").status_code == 409


def test_who_came_back_leaves_again_on_the_day_they_had_left(desk: Desk) -> None:
    learner, enrolment_id = desk.school.learner()
    day = now().date()
    with desk.school.app.app_context(), write_transaction():
        session().get_one(Enrolment, enrolment_id).left_on = day
    path = desk.bring_in((learner.email, learner.name))
    assert desk.post(f"{path}/undo").status_code == 303
    with desk.school.app.app_context():
        assert session().get_one(Enrolment, enrolment_id).left_on == day


class TestSomethingDependsOnIt:
    @pytest.fixture
    def path(self, desk: Desk) -> str:
        return desk.bring_in(NOA, SAM)

    def refused(self, desk: Desk, path: str, why: str) -> None:
        before = desk.totals()
        page = desk.client.get(path).text
        assert f"{path}/undo" not in page
        assert why in page
        answer = desk.post(f"{path}/undo")
        assert answer.status_code == 409
        assert why in answer.text
        assert desk.totals() == before

    def test_somebody_has_come(self, desk: Desk, path: str) -> None:
        with desk.school.app.test_request_context(), write_transaction():
            person = session().scalars(select(Person).filter_by(email=NOA[0])).one()
            token = invitations.send(SYSTEM, person).rsplit("/", 1)[1]
        with desk.school.app.test_request_context():
            invitations.accept(token, Acceptance("Noa", "he", "four other calm words"), setup.entrance())
        self.refused(desk, path, undoing.IS_HERE)

    def test_somebody_has_another_role(self, desk: Desk, path: str) -> None:
        with desk.school.app.app_context(), write_transaction():
            person = session().scalars(select(Person).filter_by(email=NOA[0])).one()
            grant_role(SYSTEM, person, "trainer", Place("institution", desk.school.institution_id))
        self.refused(desk, path, undoing.ELSEWHERE)

    def test_another_list_brought_them_elsewhere(self, desk: Desk, path: str) -> None:
        desk.bring_in(NOA, place=f"cohort:{desk.school.cohort()}")
        self.refused(desk, path, undoing.ELSEWHERE)

    def test_something_of_any_room_points_at_them(self, desk: Desk, path: str) -> None:
        with desk.school.app.app_context(), write_transaction():
            notices.tell(desk.find(NOA[0]).id, RESULT_CHANGED, "/hours", lesson_id="reading")
        self.refused(desk, path, undoing.ELSEWHERE)

    def test_they_were_named_anew_since(self, desk: Desk) -> None:
        desk.bring_in((SAM[0], "Sam"))
        path = desk.bring_in(SAM)
        desk.bring_in((SAM[0], "Samuel"))
        self.refused(desk, path, undoing.RENAMED)

    def test_who_joined_has_begun_to_learn(self, desk: Desk) -> None:
        stranger, _ = desk.school.learner(desk.school.cohort(desk.school.institution()))
        path = desk.bring_in((stranger.email, stranger.name))
        client = desk.school.client(stranger)
        assert desk.school.post(client, "/lessons/reading/steps/choose", answer="a").status_code == 303
        page = desk.client.get(path).text
        if undoing.WORKED not in page:  # the step counts for the newest enrolment, which may be the other one
            assert f"{path}/undo" in page
        else:
            self.refused(desk, path, undoing.WORKED)


def test_a_letter_that_still_waits_is_not_sent(desk: Desk) -> None:
    path = desk.bring_in(NOA)
    desk.post(f"{path}/mail")
    desk.letters()
    desk.post(f"{path}/undo")
    (mail,) = desk.letters()
    assert (mail.state, mail.address, mail.text) == ("refused", "", "")


def test_a_job_that_comes_late_writes_to_nobody(desk: Desk) -> None:
    path = desk.bring_in(NOA)
    desk.post(f"{path}/mail")
    desk.post(f"{path}/undo")
    assert desk.letters() == []
    with desk.school.app.app_context():
        inviting.send_mails({"import": 999_999, "by": 1})
