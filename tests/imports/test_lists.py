"""A list from the file to the cohort: looked at, mended, applied; by whom, and what may go wrong meanwhile."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from app.accounts.models import Person, RoleGrant
from app.accounts.service import Place
from app.audit.models import AuditEvent
from app.core.clock import now
from app.core.db import session, write_transaction
from app.enrolment.models import Enrolment
from app.imports import service
from app.imports.models import ImportLine, PeopleImport
from tests.imports.conftest import Desk, digest_in
from tests.support import sheets

NOA = ("noa@example.org", "נועה לוי")


def problems(page: str) -> list[int]:
    return sorted({int(number) for number in re.findall(r"/lines/(\d+)/leave-out", page)})


class TestTheMessyList:
    @pytest.fixture
    def path(self, desk: Desk) -> str:
        return desk.take_in()

    def test_shows_every_problem_with_its_line_and_changes_nothing(self, desk: Desk, path: str) -> None:
        before = desk.totals()
        page = desk.client.get(path).text
        assert problems(page) == [14 + 29 * n for n in range(sheets.BAD)]
        assert "9 lines are problems" in page
        assert "/apply" not in page
        assert desk.totals() == before

    def test_is_mended_in_the_page_and_applied_at_once(self, desk: Desk, path: str) -> None:
        for number in problems(desk.client.get(path).text):
            self.mend(desk, f"{path}/lines/{number}", number)
        page = desk.client.get(path).text
        assert problems(page) == []
        before = desk.totals()
        assert desk.apply(path).status_code == 303
        people, roles, enrolments, links = (after - was for after, was in zip(desk.totals(), before, strict=True))
        assert (people, roles, enrolments, links) == (300, 300, 300, 0)
        assert desk.list_of(path).counts["new"] == 300
        assert desk.letters() == []

    def mend(self, desk: Desk, line: str, number: int) -> None:
        page = desk.client.get(line).text
        assert "field-error" in page
        version = re.search(r'name="version" value="(\w+)"', page)[1]
        given = {"email": f"mended.{number}@example.org", "name": f"Mended {number}", "start": "25/10/2026"}
        answer = desk.post(line, version=version, **given, phone="", language="")
        assert answer.status_code == 303, answer.text

    def test_leaves_all_problems_out_with_one_press(self, desk: Desk, path: str) -> None:
        desk.post(f"{path}/leave-out")
        assert desk.apply(path).status_code == 303
        assert desk.list_of(path).counts | {"new": 291, "left-out": 9} == desk.list_of(path).counts

    def test_is_not_applied_while_there_are_problems(self, desk: Desk, path: str) -> None:
        before = desk.totals()
        assert desk.post(f"{path}/apply", digest="0" * 64).status_code == 409
        assert desk.totals() == before

    def test_keeps_names_clean(self, desk: Desk, path: str) -> None:
        desk.post(f"{path}/leave-out")
        desk.apply(path)
        with desk.school.app.app_context():
            names = session().scalars(select(Person.name).join(Enrolment).order_by(Enrolment.id)).all()
        assert names[0] == "נועה לוי"
        assert not any(re.search("[\u200e\u200f\u202a-\u202e\u00a0]|  ", name) for name in names)


class TestMending:
    @pytest.fixture
    def path(self, desk: Desk) -> str:
        return desk.take_in([("e-mail", "name"), ("noa@gmial.com", "Noa"), NOA])

    def test_takes_what_was_probably_meant(self, desk: Desk, path: str) -> None:
        assert "noa@gmail.com" in desk.client.get(path).text
        assert desk.post(f"{path}/lines/2/suggestion").location == path
        assert problems(desk.client.get(path).text) == []

    def test_gives_back_what_was_typed_with_what_is_wrong(self, desk: Desk, path: str) -> None:
        version = re.search(r'name="version" value="(\w+)"', desk.client.get(f"{path}/lines/2").text)[1]
        typed = {"email": "noa@@example", "name": "Typed Name", "phone": "12", "language": "ar", "start": "x"}
        answer = desk.post(f"{path}/lines/2", version=version, **typed)
        assert answer.status_code == 422
        for value in ("noa@@example", "Typed Name", 'value="12"', 'value="x"'):
            assert value in answer.text
        assert answer.text.count('class="field-error"') == 3
        again = re.search(r'name="version" value="(\w+)"', answer.text)[1]
        assert again == version
        right = {**typed, "email": "noa@example.net", "phone": "", "start": ""}
        assert desk.post(f"{path}/lines/2", version=again, **right).status_code == 303

    def test_of_two_who_mend_one_line_the_second_is_told(self, desk: Desk, path: str) -> None:
        version = re.search(r'name="version" value="(\w+)"', desk.client.get(f"{path}/lines/2").text)[1]
        assert (
            desk.post(f"{path}/lines/2", version=version, email="a@example.net", name="A B", language="").status_code
            == 303
        )
        answer = desk.post(f"{path}/lines/2", version=version, email="c@example.net", name="C D", language="")
        assert answer.status_code == 409
        assert "c@example.net" in answer.text
        assert desk.client.get(path).text.count("a@example.net") == 1

    def test_an_address_may_be_right_as_it_stands(self, desk: Desk, path: str) -> None:
        version = re.search(r'name="version" value="(\w+)"', desk.client.get(f"{path}/lines/2").text)[1]
        answer = desk.post(f"{path}/lines/2", version=version, email="noa@gmial.com", name="Noa", language="", sure="y")
        assert answer.status_code == 303
        desk.apply(path)
        assert desk.find("noa@gmial.com") is not None

    def test_a_line_is_left_out_and_taken_in_again(self, desk: Desk, path: str) -> None:
        desk.post(f"{path}/lines/3/leave-out")
        assert "/lines/3/count" in desk.client.get(path).text
        desk.post(f"{path}/lines/3/count")
        assert "/lines/3/count" not in desk.client.get(path).text


class TestWhatIsThere:
    def test_a_second_list_says_what_is_new_changed_and_unchanged(self, desk: Desk) -> None:
        desk.bring_in(NOA, ("sam@example.org", "Sam"), ("lea@example.org", "Lea", "ar"))
        path = desk.take_in(
            [
                ("e-mail", "name", "language"),
                NOA,
                ("sam@example.org", "Sam Haddad"),
                ("lea@example.org", "Lea", "en"),
                ("new@example.org", "New"),
            ]
        )
        page = desk.client.get(path).text
        assert '<del><bdi dir="auto">Sam</bdi></del> → <ins><bdi dir="auto">Sam Haddad</bdi></ins>' in page
        desk.apply(path)
        counts = desk.list_of(path).counts
        assert (counts["new"], counts["changed"], counts["unchanged"]) == (1, 2, 1)
        sam, lea = desk.find("sam@example.org"), desk.find("lea@example.org")
        assert (sam.name, sam.language, lea.language) == ("Sam Haddad", "he", "en")

    def test_a_person_with_an_account_elsewhere_joins_under_their_own_name(self, desk: Desk) -> None:
        other = desk.school.cohort(desk.school.institution())
        stranger, _ = desk.school.learner(other, name="Name of Their Own")
        path = desk.take_in([("e-mail", "name"), (stranger.email, "What the list says")])
        page = desk.client.get(path).text
        assert "Has an account, joins" in page
        assert "Name of Their Own" not in page
        desk.apply(path)
        assert desk.find(stranger.email).name == "Name of Their Own"
        with desk.school.app.app_context():
            wanted = select(Enrolment).filter_by(person_id=stranger.id, cohort_id=desk.school.cohort_id)
            assert session().scalars(wanted).one().left_on is None

    def test_who_left_comes_back_with_what_they_had(self, desk: Desk) -> None:
        learner, enrolment_id = desk.school.learner()
        with desk.school.app.app_context(), write_transaction():
            session().get_one(Enrolment, enrolment_id).left_on = now().date()
        desk.bring_in((learner.email, learner.name))
        with desk.school.app.app_context():
            assert session().get_one(Enrolment, enrolment_id).left_on is None

    def test_other_roles_are_given_at_an_institution(self, desk: Desk) -> None:
        desk.bring_in(NOA, role="trainer", place=f"institution:{desk.school.institution_id}")
        with desk.school.app.app_context():
            grant = session().scalars(select(RoleGrant).filter_by(person_id=desk.find(NOA[0]).id)).one()
        assert (grant.role, grant.place_kind, grant.place_id) == ("trainer", "institution", desk.school.institution_id)

    def test_the_day_of_a_line_is_the_first_day(self, desk: Desk) -> None:
        day = desk.school.starts + timedelta(days=3)
        path = desk.take_in([("e-mail", "name", "start"), (*NOA, f"{day:%d/%m/%Y}")])
        desk.apply(path)
        with desk.school.app.app_context():
            wanted = select(Enrolment).filter_by(person_id=desk.find(NOA[0]).id)
            assert session().scalars(wanted).one().enrolled_on == day


class TestMeanwhile:
    def test_what_changed_since_the_look_is_shown_again(self, desk: Desk) -> None:
        path = desk.take_in([("e-mail", "name"), NOA])
        seen = digest_in(desk.client.get(path).text)
        desk.bring_in((NOA[0], "Somebody Else"))
        answer = desk.post(f"{path}/apply", digest=seen)
        assert answer.status_code == 409
        assert service.MOVED_ON in answer.text
        assert desk.find(NOA[0]).name == "Somebody Else"
        assert desk.post(f"{path}/apply", digest=digest_in(answer.text)).status_code == 303

    def test_applying_twice_applies_once(self, desk: Desk) -> None:
        path = desk.take_in([("e-mail", "name"), NOA])
        seen = digest_in(desk.client.get(path).text)
        assert desk.post(f"{path}/apply", digest=seen).status_code == 303
        before = desk.totals()
        assert desk.post(f"{path}/apply", digest=seen).status_code == 409
        assert desk.totals() == before

    def test_nothing_of_an_applied_list_is_mended_or_thrown_away(self, desk: Desk) -> None:
        path = desk.bring_in(NOA)
        for action in ("/discard", "/leave-out", "/lines/2/leave-out", "/lines/2/suggestion", "/lines/2/count"):
            assert desk.post(path + action).status_code == 409, action
        assert desk.client.get(f"{path}/lines/2").status_code == 200

    def test_a_list_that_is_thrown_away_leaves_nothing(self, desk: Desk) -> None:
        path = desk.take_in([("e-mail", "name"), NOA])
        assert desk.post(f"{path}/discard").location == "/imports"
        assert desk.client.get(path).status_code == 404
        assert (desk.count(ImportLine), desk.count(PeopleImport)) == (0, 0)


class TestWho:
    def test_coordinators_of_the_place_and_nobody_else(self, desk: Desk) -> None:
        school, path = desk.school, desk.take_in([("e-mail", "name"), NOA])
        colleague = school.client(school.staff("coordinator"))
        stranger = school.client(school.person("coordinator", Place("institution", school.institution())))
        assert colleague.get(path).status_code == 200
        assert path in colleague.get("/imports").text
        assert stranger.get(path).status_code == 404
        assert path not in stranger.get("/imports").text
        for role in ("trainer", "learner"):
            assert school.client(school.staff(role)).get(path).status_code == 403

    def test_only_to_places_of_their_own(self, desk: Desk) -> None:
        foreign = desk.school.institution()
        for place in (f"institution:{foreign}", f"cohort:{desk.school.cohort(foreign)}", "national:0", "cohort:x"):
            answer = desk.send(sheets.workbook([("e-mail", "name"), NOA]), place=place, role="trainer")
            assert answer.status_code == 422, place
        assert desk.count(PeopleImport) == 0

    @pytest.mark.parametrize("role", ["coordinator", "administrator", "evaluator", ""])
    def test_never_to_high_roles(self, desk: Desk, role: str) -> None:
        assert desk.send(sheets.workbook([("e-mail", "name"), NOA]), role=role).status_code == 422

    def test_learners_only_to_a_cohort(self, desk: Desk) -> None:
        place = f"institution:{desk.school.institution_id}"
        answer = desk.send(sheets.workbook([("e-mail", "name"), NOA]), place=place)
        assert answer.status_code == 422
        assert "A learner learns in a cohort" in answer.text

    def test_each_act_is_on_record_without_a_name(self, desk: Desk) -> None:
        desk.bring_in(NOA)
        with desk.school.app.app_context():
            wanted = select(AuditEvent).where(AuditEvent.action.in_(("import.take-in", "import.apply", "person.add")))
            rows = session().scalars(wanted.order_by(AuditEvent.id.desc()).limit(3)).all()
        assert [row.action for row in rows] == ["import.apply", "person.add", "import.take-in"]
        assert not any("noa" in f"{row.detail}{row.subject}".lower() for row in rows)


def test_a_file_that_is_none_is_refused_beside_its_field(desk: Desk) -> None:
    answer = desk.send(b"no list at all", "people.csv")
    assert answer.status_code == 422
    assert "No row of headings was found" in answer.text
    assert desk.count(PeopleImport) == 0


def test_the_empty_list_is_understood_in_every_language(desk: Desk) -> None:
    for language in ("he", "ar", "en"):
        sample = desk.client.get(f"/imports/sample?lang={language}").data
        lines = sample + f'"Noa","noa.{language}@example.org",,,'.encode()
        assert desk.send(lines, "people.csv").status_code == 303


def test_five_thousand_lines_are_looked_at_in_pages(desk: Desk) -> None:
    people = [(f"p{n}@example.org", f"Person {n % 100}") for n in range(5_000)]
    path = desk.take_in([("e-mail", "name"), *people])
    page = desk.client.get(f"{path}?page=50").text
    assert "Page 50 of 50" in page
    assert "p4999@example.org" in page
    assert page.count("row-title") == 100


def test_lists_are_forgotten(desk: Desk) -> None:
    draft, applied = desk.take_in([("e-mail", "name"), ("a@example.org", "A B")]), desk.bring_in(NOA)
    with time_machine.travel(now() + timedelta(days=15)), desk.school.app.app_context(), write_transaction():
        service.forget_old()
    assert desk.client.get(draft).status_code == 404
    assert desk.count(ImportLine) == 1
    with time_machine.travel(now() + timedelta(days=31)), desk.school.app.app_context(), write_transaction():
        service.forget_old()
    assert desk.count(ImportLine) == 0
    one = desk.list_of(applied)
    assert (one.file_name, one.columns, one.counts["new"]) == ("", {}, 1)
    assert "cannot be undone any more" in desk.client.get(applied).text
