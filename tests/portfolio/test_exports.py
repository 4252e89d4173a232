"""What an examiner gets: everything that counts, under the learner's name, and nothing that tells of anybody else."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest
from pypdf import PdfReader
from sqlalchemy import select, update

from app.accounts.models import Person
from app.audit.models import AuditEvent
from app.cases.models import PracticeCase
from app.core.db import session
from app.web.workbooks import TYPE
from tests.support.papers import lost, pages_of
from tests.support.portfolio import Assessed
from tests.support.practice import visit, yesterday
from tests.support.school import School

SECRET = "Only between assessors"


@pytest.fixture
def assessed(school: School) -> Assessed:
    """Met by two, one of them by a case; a third rating was critical."""
    made = Assessed(school)
    case_id = made.practice.case()
    made.practice.sign(made.practice.send(visit(yesterday(), case_ids=(case_id,))))
    made.rate(made.supervisor, "meeting", rests_on=f"case:{case_id}", note=SECRET)
    made.rate(made.teaching, "meeting", "exceeds")
    made.rate(made.teaching, "risk", "critical", kind="simulation")
    return made


def code(assessed: Assessed) -> str:
    with assessed.house.app.app_context():
        return session().scalars(select(PracticeCase.code)).one()


def xml(data: bytes) -> str:
    with zipfile.ZipFile(BytesIO(data)) as book:
        return "".join(book.read(name).decode() for name in book.namelist() if name.endswith(".xml"))


class TestPaper:
    @pytest.mark.parametrize("language", ["en", "he", "ar"])
    def test_it_is_tagged_in_its_language_and_names_the_learner(self, assessed: Assessed, language: str):
        answer = assessed.client().get(f"/portfolio/paper/{assessed.enrolment_id}?language={language}")
        assert answer.status_code == 200
        assert answer.mimetype == "application/pdf"
        reader = PdfReader(BytesIO(answer.data))
        assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
        assert reader.trailer["/Root"]["/Lang"].startswith(language)
        assert not lost(assessed.practice.learner.name, answer.data)
        assert not lost(assessed.trainer.name, answer.data)

    def test_it_tells_what_was_seen_and_nothing_of_notes_and_cases(self, assessed: Assessed):
        data = assessed.client().get(f"/portfolio/paper/{assessed.enrolment_id}?language=en").data
        text = " ".join(" ".join(pages_of(data)).split())
        for said in ("Act meeting 1", "Case 1", "Act risk 0", "Critical", "2 / 2", "It holds no notes"):
            assert said in text
        assert SECRET not in text
        assert code(assessed) not in text


class TestWorkbook:
    def test_it_holds_the_same(self, assessed: Assessed):
        answer = assessed.client().get(f"/portfolio/workbook/{assessed.enrolment_id}?language=en")
        assert (answer.status_code, answer.mimetype) == (200, TYPE)
        text = xml(answer.data)
        for said in ("Act meeting 1", "Case 1", "Act risk 0", assessed.trainer.name):
            assert said in text
        assert SECRET not in text
        assert code(assessed) not in text

    @pytest.mark.parametrize(("language", "sheets"), [("en", 0), ("he", 2), ("ar", 2)])
    def test_it_runs_from_right_to_left_where_its_reader_does(self, assessed: Assessed, language: str, sheets: int):
        data = assessed.client().get(f"/portfolio/workbook/{assessed.enrolment_id}?language={language}").data
        assert xml(data).count('rightToLeft="1"') == sheets

    @pytest.mark.parametrize("name", ['=HYPERLINK("https://example.org","x")', "+1+1", "@SUM(A1)"])
    def test_a_name_is_never_a_formula(self, assessed: Assessed, name: str):
        with assessed.practice.inside():
            session().execute(update(Person).where(Person.id == assessed.practice.learner.id).values(name=name))
        text = xml(assessed.client(assessed.trainer).get(f"/portfolio/workbook/{assessed.enrolment_id}").data)
        assert "<f>" not in text
        assert "<hyperlink" not in text
        assert f"'{name[0]}" in text


@pytest.mark.parametrize("how", ["paper", "workbook"])
def test_whoever_takes_one_is_in_the_trail_and_signers_alone_take_none(assessed: Assessed, how: str):
    path = f"/portfolio/{how}/{assessed.enrolment_id}"
    takers = [assessed.practice.learner, assessed.trainer, assessed.house.staff("coordinator")]
    for person in takers:
        assert assessed.client(person).get(path).status_code == 200
    for person in (assessed.practice.supervising, assessed.house.person("supervisor")):
        assert assessed.client(person).get(path).status_code == 404
    with assessed.house.app.app_context():
        wanted = select(AuditEvent.actor_id).where(AuditEvent.action == "portfolio.export")
        assert list(session().scalars(wanted.order_by(AuditEvent.id))) == [one.id for one in takers]
