"""Pages of targets: who sees which figures, what is never shown, and a month's workbook."""

from __future__ import annotations

import zipfile
from datetime import date, timedelta
from io import BytesIO
from xml.etree import ElementTree as ET

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update

from app.accounts.models import Person
from app.accounts.service import Place
from app.audit.models import AuditEvent
from app.core import clock
from app.core.clock import now, today
from app.core.db import session
from app.practicum import service
from app.web.workbooks import plain
from tests.support.practice import Practice, add_supervisor, visit, yesterday
from tests.support.school import School
from tests.support.statements import statements

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@pytest.fixture
def practice(school: School) -> Practice:
    made = Practice(school)
    made.sign(made.send(visit(yesterday(), learning="A secret thing")))
    made.send(visit(yesterday() - timedelta(days=1), minutes=60, learning="A secret thing"))
    return made


def coordinator(practice: Practice, language: str = "en") -> FlaskClient:
    return practice.house.client(practice.house.staff("coordinator", language=language))


def rename(practice: Practice, name: str) -> None:
    with practice.inside():
        session().execute(update(Person).where(Person.id == practice.learner.id).values(name=name))


class TestPages:
    def test_a_learner_reads_their_own_figures(self, practice: Practice):
        shown = practice.house.client(practice.learner).get("/practicum")
        assert shown.status_code == 200
        assert "1 h 30 min" in shown.text
        assert "17 h 30 min" in shown.text  # of 20 hours, with one waiting
        assert f"/hours/{practice.enrolment_id}/rows?part=field&amp;module=visit" in shown.text

    def test_the_sheet_to_show_has_a_line_without_a_name(self, practice: Practice):
        rename(practice, "Noa Levi")
        shown = practice.house.client(practice.learner).get("/practicum/show").text
        line = shown[shown.index("<textarea") : shown.index("</textarea>")]
        assert "Noa Levi" in shown
        assert "Noa" not in line
        assert "Contact: 1 h 30 min of 20 h (1 h waiting)" in line

    def test_whoever_signs_and_whoever_coordinates_read_the_same_figures(self, practice: Practice):
        path = f"/practicum/of/{practice.enrolment_id}"
        readers = [practice.house.client(practice.supervising), coordinator(practice)]
        own = practice.house.client(practice.learner).get(path).text
        for reader in readers:
            shown = reader.get(path)
            assert shown.status_code == 200
            assert "17 h 30 min" in shown.text
            assert "17 h 30 min" in own
            assert "secret" not in shown.text

    def test_reading_about_somebody_else_leaves_a_row(self, practice: Practice):
        path = f"/practicum/of/{practice.enrolment_id}"
        practice.house.client(practice.learner).get(path)
        practice.house.client(practice.supervising).get(path)
        with practice.house.app.app_context():
            wanted = select(AuditEvent.actor_id, AuditEvent.subject).where(AuditEvent.action == "practicum.figures")
            assert [tuple(row) for row in session().execute(wanted)] == [
                (practice.supervising.id, f"enrolment:{practice.enrolment_id}")
            ]

    def test_it_is_nobody_elses_business(self, practice: Practice):
        house, path = practice.house, f"/practicum/of/{practice.enrolment_id}"
        elsewhere = house.person("coordinator", Place("institution", house.institution()))
        other = house.person("supervisor")
        with practice.inside():
            add_supervisor(house.institution_id, other.id)
        fellow, _ = house.learner()
        for person in (elsewhere, other, fellow, house.staff("trainer")):
            assert house.client(person).get(path).status_code == 404

    def test_codes_of_cases_are_the_learners_alone(self, practice: Practice):
        with clock.at(now() - timedelta(days=60)):
            case_id = practice.case()
        draft = visit(today() - timedelta(days=50), category="session", activity="talk", case_ids=(case_id,))
        entry_id = practice.write(draft)
        with practice.inside(now() - timedelta(days=49)):
            service.submit(practice.actor, practice.entry(entry_id))
            code = practice.entry(entry_id).cases[0].code
        path = f"/practicum/of/{practice.enrolment_id}"
        assert code in practice.house.client(practice.learner).get("/practicum").text
        for reader in (practice.house.client(practice.supervising), coordinator(practice)):
            shown = reader.get(path).text
            assert "1 open case has been named in no supervision for 28 days" in shown
            assert code not in shown

    def test_without_a_practicum_there_is_nothing_to_show(self, school: School):
        assert "nothing to write down" in school.client(school.staff("trainer")).get("/practicum").text

    def test_figures_take_as_many_statements_for_many_entries_as_for_few(self, practice: Practice):
        client = practice.house.client(practice.learner)

        def count() -> int:
            client.get("/practicum")
            with statements() as seen:
                assert client.get("/practicum").status_code == 200
            return sum(1 for text in seen if not text.startswith(("BEGIN", "COMMIT", "ROLLBACK")))

        few = count()
        for day in range(3, 14):
            practice.send(visit(today() - timedelta(days=day)))
        assert count() == few <= 10


class TestCohort:
    def path(self, practice: Practice) -> str:
        return f"/cohorts/{practice.cohort_id}/practicum"

    def test_whoever_needs_somebody_stands_first(self, practice: Practice):
        rename(practice, "Abigail First")
        stuck = Practice(practice.house)
        rename(stuck, "Zohar Last")
        entry_id = stuck.write(visit(today() - timedelta(days=90)))
        with stuck.inside(now() - timedelta(days=89)):
            service.submit(stuck.actor, stuck.entry(entry_id))
        shown = coordinator(practice).get(self.path(practice)).text
        assert shown.index("Zohar Last") < shown.index("Abigail First")
        assert "Standing still" in shown
        assert "No supervision lately" in shown
        assert "secret" not in shown

    def test_only_those_who_coordinate_see_it(self, practice: Practice):
        house = practice.house
        elsewhere = house.person("coordinator", Place("institution", house.institution()))
        for path in (self.path(practice), f"{self.path(practice)}/sheet"):
            assert house.client(elsewhere).get(path).status_code == 404
            assert house.client(practice.learner).get(path).status_code == 403
            assert house.client(practice.supervising).get(path).status_code == 403

    @pytest.mark.parametrize("number", ["0", "-1", "9", "x", "9" * 400, "٣"])
    def test_a_page_that_is_not_there_is_the_nearest_one(self, practice: Practice, number: str):
        assert "Whoever needs" in coordinator(practice).get(f"{self.path(practice)}?page={number}").text


def read_sheet(data: bytes) -> tuple[list[list[object]], str]:
    """Cells of the only sheet, and its XML."""
    with zipfile.ZipFile(BytesIO(data)) as book:
        texts = ["".join(one.itertext()) for one in ET.fromstring(book.read("xl/sharedStrings.xml"))]
        xml = book.read("xl/worksheets/sheet1.xml").decode()
    rows: list[list[object]] = []
    for row in ET.fromstring(xml).iter(f"{MAIN}row"):
        values: list[object] = []
        for cell in row:
            value = cell.findtext(f"{MAIN}v")
            values.append(texts[int(value)] if cell.get("t") == "s" and value else float(value or 0))
        rows.append(values)
    return rows, xml


class TestWorkbook:
    def download(self, practice: Practice, month: date | None = None, language: str = "en"):  # type: ignore[no-untyped-def]
        query = f"?month={month:%Y-%m}" if month else ""
        answer = coordinator(practice, language).get(f"/cohorts/{practice.cohort_id}/practicum/sheet{query}")
        assert answer.status_code == 200, answer.text
        return answer

    def line(self, practice: Practice, month: date | None = None) -> list[object]:
        rows, _ = read_sheet(self.download(practice, month).data)
        return next(row for row in rows if len(row) > 1 and row[1] == practice.enrolment_id)

    def test_a_month_by_the_day_of_practice(self, school: School):
        practice, day = Practice(school), today().replace(day=1) - timedelta(days=3)
        for back, minutes, is_signed in ((0, 90, True), (1, 60, True), (2, 30, False)):
            entry_id = practice.write(visit(day - timedelta(days=back), minutes=minutes))
            with practice.inside(now() - timedelta(days=(today() - day).days - 1)):
                service.submit(practice.actor, practice.entry(entry_id))
                if is_signed:
                    service.approve(practice.signer, practice.entry(entry_id))
        assert self.line(practice, day)[2:] == [150, 0, 0, 0, 150, 2.5, 30]
        assert self.line(practice)[2:] == [0, 0, 0, 0, 0, 0, 0]
        rows, _ = read_sheet(self.download(practice, day).data)
        assert rows[-1] == ["Together", 150, 0, 0, 0, 150, 2.5, 30]

    @pytest.mark.parametrize("name", ['=HYPERLINK("https://example.org","x")', "+1+1", "-2", "@SUM(A1)", "\t=1"])
    def test_a_name_is_never_a_formula(self, practice: Practice, name: str):
        rename(practice, name)
        _, xml = read_sheet(self.download(practice).data)
        assert "<f>" not in xml
        assert "<hyperlink" not in xml
        assert self.line(practice)[0] == plain(name) == f"'{name}"

    def test_it_runs_from_right_to_left_where_its_reader_does(self, practice: Practice):
        for language, is_mirrored in (("he", True), ("ar", True), ("en", False)):
            _, xml = read_sheet(self.download(practice, language=language).data)
            assert ('rightToLeft="1"' in xml) == is_mirrored

    def test_whoever_left_is_in_the_months_in_which_they_practised(self, practice: Practice):
        with practice.inside():
            practice.enrolment.left_on = today()
        assert self.line(practice, yesterday())[2:3] == [90]
        rows, _ = read_sheet(self.download(practice, practice.house.starts).data)
        assert practice.enrolment_id not in [row[1] for row in rows if len(row) > 1]

    @pytest.mark.parametrize("month", ["2001-01", "2026-13", "x", "2026-1", "\0"])
    def test_there_is_no_other_month(self, practice: Practice, month: str):
        client = coordinator(practice)
        path = f"/cohorts/{practice.cohort_id}/practicum/sheet"
        assert client.get(path, query_string={"month": month}).status_code == 404

    def test_who_took_it_is_kept_and_the_file_is_not(self, practice: Practice):
        answer = self.download(practice)
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert answer.headers["Content-Disposition"].startswith("attachment;")
        with practice.house.app.app_context():
            wanted = select(AuditEvent.subject).where(AuditEvent.action == "practicum.sheet")
            assert session().scalars(wanted).all() == [f"cohort:{practice.cohort_id}"]
