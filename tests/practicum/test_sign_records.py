"""Signed records: what stands on them, what their code tells, and how a changed one is known."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader
from sqlalchemy import select

from app.accounts.models import Person
from app.accounts.service import Place
from app.core.clock import today
from app.core.db import session
from app.enrolment.models import Enrolment
from app.practicum import record_codes, records, service
from app.practicum.signing_models import SigningRecord
from tests.support import snapshot
from tests.support.papers import lost
from tests.support.practice import Practice, visit
from tests.support.school import School


@pytest.fixture
def practice(school: School) -> Practice:
    made = Practice(school)
    for day in (1, 2):
        made.sign(made.send(visit(today() - timedelta(days=day), learning="Innermostlearning")))
    return made


@pytest.fixture
def own(school: School, practice: Practice) -> FlaskClient:
    return school.client(practice.learner)


@pytest.fixture
def coordinator(school: School) -> Person:
    return school.person("coordinator", Place("institution", school.institution_id))


def make(practice: Practice, client: FlaskClient, language: str = "en", **values: object):  # type: ignore[no-untyped-def]
    span = {"from_day": str(today() - timedelta(days=30)), "until_day": str(today()), "language": language}
    given = {"enrolment": practice.enrolment_id, **span, **values}
    return practice.house.post(client, "/practicum/record", **given)  # type: ignore[attr-defined]


def made(practice: Practice) -> tuple[int, str, bytes]:
    with practice.house.app.app_context():
        record = session().scalars(select(SigningRecord).order_by(SigningRecord.id.desc())).first()
        assert record is not None
        return record.id, record_codes.shown(record.code), record.content


class TestMaking:
    @pytest.mark.parametrize("language", ["he", "ar", "en"])
    def test_the_paper_is_tagged_and_says_who_signed_what(self, practice: Practice, own: FlaskClient, language: str):
        assert make(practice, own, language).status_code == 303
        record_id, code, content = made(practice)
        answer = own.get(f"/practicum/records/{record_id}")
        assert (answer.mimetype, answer.data) == ("application/pdf", content)
        reader = PdfReader(BytesIO(content))
        assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
        assert str(reader.trailer["/Root"]["/Lang"]).startswith(language)
        assert lost(f"{practice.learner.name} {practice.supervising.name} {code}", content) == {}
        assert "Innermostlearning" not in " ".join(page.extract_text() for page in reader.pages)

    def test_only_lines_that_count_are_on_it(self, practice: Practice, own: FlaskClient):
        practice.send(visit(today() - timedelta(days=3)))
        practice.give_back(practice.send(visit(today() - timedelta(days=4))))
        make(practice, own)
        with practice.house.app.app_context():
            facts = session().scalars(select(SigningRecord.facts)).one()
        assert [(kind["lines"], kind["minutes"]) for kind in facts["kinds"]] == [(2, 180)]
        assert len(facts["lines"]) == 2

    @pytest.mark.parametrize(
        "values",
        [
            {"from_day": "2000-01-01", "until_day": "2000-02-01"},
            {"from_day": "2030-01-01", "until_day": "2000-02-01"},
            {"from_day": "nonsense"},
            {"language": "xx"},
        ],
        ids=["nothing", "backwards", "no-day", "no-language"],
    )
    def test_what_cannot_be_is_refused(self, practice: Practice, own: FlaskClient, values: dict[str, object]):
        assert make(practice, own, **values).status_code == 422

    def test_a_coordinator_makes_it_too_and_nobody_else(
        self, practice: Practice, school: School, coordinator: Person, own: FlaskClient
    ):
        assert make(practice, school.client(coordinator)).status_code == 303
        record_id, _, _ = made(practice)
        for stranger in (
            practice.supervising,
            school.learner()[0],
            school.person("coordinator", Place("institution", school.institution())),
        ):
            client = school.client(stranger)
            assert make(practice, client).status_code == 404
            assert client.get(f"/practicum/record?enrolment={practice.enrolment_id}").status_code == 404
            assert client.get(f"/practicum/records/{record_id}").status_code == 404
            assert school.post(client, f"/practicum/records/{record_id}/revoke").status_code == 404

    def test_what_changed_while_it_was_drawn_is_not_kept(
        self, practice: Practice, own: FlaskClient, monkeypatch: pytest.MonkeyPatch
    ):
        """As if a line had been signed after the others were read."""
        whole = records.prepare

        def prepare(learner: Enrolment, from_day: date, until_day: date, language: str) -> records.Draft:
            draft = whole(learner, from_day, until_day, language)
            return replace(draft, entries=draft.entries[:1])

        monkeypatch.setattr(records, "prepare", prepare)
        assert make(practice, own).status_code == 409


class TestVerifying:
    @pytest.fixture
    def anybody(self, school: School) -> FlaskClient:
        return school.client()

    @pytest.fixture
    def code(self, practice: Practice, own: FlaskClient) -> str:
        make(practice, own)
        return made(practice)[1]

    def test_the_code_tells_what_was_meant_to_be_told(
        self, practice: Practice, school: School, anybody: FlaskClient, code: str
    ):
        answer = school.post(anybody, "/verify", code=code.lower().replace("-", " "))
        assert answer.location == f"/verify/{code}"
        page = anybody.get(answer.location).text
        assert "This record holds" in page
        assert "3 h" in page
        for secret in (practice.learner.name, practice.supervising.name, "Innermostlearning", "A centre"):
            assert secret not in page

    def test_the_file_is_compared_and_a_changed_one_is_known(
        self, practice: Practice, school: School, anybody: FlaskClient, code: str
    ):
        content = made(practice)[2]
        for file, said in ((content, "not a letter"), (content + b"\n", "Changed:"), (b"", "Changed:")):
            answer = school.post(anybody, f"/verify/{code}", file=(BytesIO(file), "record.pdf"))
            assert answer.status_code == 200
            assert said in re.sub(r"data-\w+=\"[^\"]*\"", "", answer.text)
        assert school.post(anybody, f"/verify/{code}").status_code == 422

    def test_after_an_amendment_it_says_so(self, practice: Practice, anybody: FlaskClient, code: str):
        with practice.inside():
            first = session().scalars(select(SigningRecord.facts)).one()["lines"][0][0]
            shorter = visit(today() - timedelta(days=2), minutes=60)
            amendment = service.amend(practice.actor, practice.entry(first), shorter, "Left earlier", str(uuid4())).id
            service.submit(practice.actor, practice.entry(amendment))
        assert "This record holds" in anybody.get(f"/verify/{code}").text
        practice.sign(amendment)
        assert "Amended since" in anybody.get(f"/verify/{code}").text

    def test_a_row_that_was_changed_behind_our_back_is_no_longer_what_was_printed(
        self, practice: Practice, anybody: FlaskClient, code: str
    ):
        with practice.inside():
            record = session().scalars(select(SigningRecord)).one()
            lines = [[one, "0" * 64] for one, _ in record.facts["lines"]]
            record.facts = record.facts | {"lines": lines}
        assert "This record holds" not in anybody.get(f"/verify/{code}").text

    def test_taken_back_it_says_so(
        self, practice: Practice, own: FlaskClient, school: School, anybody: FlaskClient, code: str
    ):
        assert school.post(own, f"/practicum/records/{made(practice)[0]}/revoke").status_code == 303
        assert "Taken back" in anybody.get(f"/verify/{code}").text

    def test_codes_that_are_none_are_slowed(self, school: School, anybody: FlaskClient, code: str):
        for _ in range(5):
            assert anybody.get("/verify/AAAA-AAAA-AAAA-AAAA").status_code == 404
        assert anybody.get("/verify/AAAA-AAAA-AAAA-AAAA").status_code == 429
        assert school.post(anybody, "/verify", code=code).status_code == 429

    def test_nothing_is_kept_of_a_compared_file(
        self, practice: Practice, school: School, anybody: FlaskClient, code: str
    ):
        before = snapshot.take(school.app)
        school.post(anybody, f"/verify/{code}", file=(BytesIO(b"%PDF- something private"), "private.pdf"))
        assert list(snapshot.changes(before, snapshot.take(school.app), frozenset())) == []


def test_the_proof_names_a_record_whose_file_was_exchanged(practice: Practice, own: FlaskClient):
    make(practice, own)
    with practice.inside():
        session().scalars(select(SigningRecord)).one().content = b"%PDF- another"
    told = practice.house.app.test_cli_runner().invoke(args=["practicum", "verify"])
    assert (told.exit_code, "signing_record 1: hash" in told.output) == (1, True)


class TestCodes:
    def test_they_are_long_and_never_the_same(self):
        found = {record_codes.new_code() for _ in range(1000)}
        assert len(found) == 1000
        assert record_codes.LENGTH * 5 >= 80

    @given(st.integers(0, 2**80 - 1), st.sampled_from(["", "-", " ", "–"]), st.booleans())
    def test_they_are_read_however_they_are_typed(self, number: int, between: str, lower: bool):
        code = "".join(record_codes.ALPHABET[number >> shift & 31] for shift in range(75, -1, -5))
        typed = between.join(code[at : at + 4] for at in range(0, 16, 4))
        typed = typed.replace("0", "O").replace("1", "l")
        assert record_codes.read(typed.lower() if lower else typed) == code
        assert record_codes.read(record_codes.shown(code)) == code

    @given(st.text(max_size=40))
    def test_anything_else_is_none(self, text: str):
        code = record_codes.read(text)
        assert code == "" or set(code) <= set(record_codes.ALPHABET)
