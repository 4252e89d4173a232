"""Signatures on paper: who uploads them, what is taken, how they are shown and given out again."""

from __future__ import annotations

import hashlib
from datetime import date, timedelta
from io import BytesIO

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select, text

from app.accounts import service as accounts
from app.accounts.actor import SYSTEM
from app.accounts.models import Person
from app.accounts.service import Place
from app.core.clock import today
from app.core.db import session
from app.practicum import signing_rules
from app.practicum.models import PracticumDecision, PracticumEntry
from app.practicum.signing_models import SigningPaper
from tests.support.practice import Practice, visit, yesterday
from tests.support.school import School

PDF = b"%PDF-1.7 a signature"
PNG = b"\x89PNG\r\n\x1a\n a signature"
JPEG = b"\xff\xd8\xff\xe0 a signature"


@pytest.fixture
def practice(school: School) -> Practice:
    return Practice(school)


@pytest.fixture
def coordinator(school: School) -> Person:
    return school.person("coordinator", Place("institution", school.institution_id), name="Corin Coordinator")


@pytest.fixture
def client(school: School, coordinator: Person) -> FlaskClient:
    return school.client(coordinator)


def upload(  # type: ignore[no-untyped-def]
    practice: Practice,
    client: FlaskClient,
    lines: list[str],
    content: bytes = PDF,
    *,
    name: str = "scan.pdf",
    on: date | None = None,
):
    values = {"line": lines, "signed_on": (on or today()).isoformat(), "scan": (BytesIO(content), name)}
    return practice.house.post(client, f"/supervisors/{practice.supervisor_id}/paper", **values)  # type: ignore[attr-defined]


def line_of(practice: Practice, entry_id: int) -> str:
    with practice.house.app.app_context():
        return f"{entry_id}:{session().get_one(PracticumEntry, entry_id).version}"


def statuses(practice: Practice, ids: list[int]) -> list[str]:
    with practice.house.app.app_context():
        return [session().get_one(PracticumEntry, one).status for one in ids]


@pytest.mark.parametrize(
    ("content", "kind"),
    [(PDF, "application/pdf"), (PNG, "image/png"), (JPEG, "image/jpeg")],
    ids=["pdf", "png", "jpeg"],
)
def test_the_chosen_lines_are_signed_by_it(
    practice: Practice, client: FlaskClient, coordinator: Person, content: bytes, kind: str
):
    ids = [practice.send(visit(today() - timedelta(days=day))) for day in (1, 2, 3)]
    answer = upload(practice, client, [line_of(practice, one) for one in ids[:2]], content, name="anything.exe")
    assert answer.status_code == 303
    assert statuses(practice, ids) == ["approved", "approved", "submitted"]
    with practice.house.app.app_context():
        paper = session().scalars(select(SigningPaper)).one()
        assert (paper.media_type, paper.content, paper.digest) == (kind, content, hashlib.sha256(content).hexdigest())
        made = session().scalars(select(PracticumDecision)).all()
        assert {(one.via, one.paper_id, one.signer_name, one.person_id) for one in made} == {
            ("paper", paper.id, "Sima Supervisor", coordinator.id)
        }
    listed = client.get(f"/supervisors/{practice.supervisor_id}/signing").text
    assert "uploaded by" in listed
    assert "Corin Coordinator" in listed


def test_its_learner_reads_that_it_was_on_paper_and_who_uploaded_it(
    practice: Practice, client: FlaskClient, school: School
):
    entry_id = practice.send(visit(yesterday()))
    upload(practice, client, [line_of(practice, entry_id)])
    page = school.client(practice.learner).get(f"/practicum/entries/{entry_id}").text
    assert "on paper" in page
    assert "Corin Coordinator" in page


@pytest.mark.parametrize(
    "content",
    [b"", b"<html><script>alert(1)</script>", b"GIF89a", b" %PDF-1.7", b"%PDF-" + b"x" * 1000],
    ids=["empty", "html", "gif", "not-at-once", "too-large"],
)
def test_what_is_no_scan_is_refused_whatever_it_calls_itself(
    practice: Practice, client: FlaskClient, monkeypatch: pytest.MonkeyPatch, content: bytes
):
    monkeypatch.setattr(signing_rules, "MOST_SCAN", 1000)
    entry_id = practice.send(visit(yesterday()))
    assert upload(practice, client, [line_of(practice, entry_id)], content).status_code == 422
    assert statuses(practice, [entry_id]) == ["submitted"]


def test_the_day_on_it_can_be_neither_to_come_nor_before_the_practice(practice: Practice, client: FlaskClient):
    entry_id = practice.send(visit(yesterday()))
    for day in (today() + timedelta(days=1), today() - timedelta(days=2)):
        assert upload(practice, client, [line_of(practice, entry_id)], on=day).status_code == 422
    assert statuses(practice, [entry_id]) == ["submitted"]


def test_none_is_signed_if_one_has_moved_on(practice: Practice, client: FlaskClient):
    ids = [practice.send(visit(today() - timedelta(days=day))) for day in (1, 2)]
    lines = [line_of(practice, one) for one in ids]
    practice.give_back(ids[1])
    assert upload(practice, client, lines).status_code == 409
    assert upload(practice, client, [lines[0], f"{ids[0]}:99"]).status_code == 409
    assert upload(practice, client, []).status_code == 422
    assert statuses(practice, ids) == ["submitted", "returned"]
    with practice.house.app.app_context():
        assert session().scalars(select(func.count(SigningPaper.id))).one() == 0


def test_a_line_of_somebody_elses_supervisor_is_not_signed(practice: Practice, client: FlaskClient):
    other = Practice(practice.house)
    entry_id = other.send(visit(yesterday()))
    assert upload(practice, client, [line_of(other, entry_id)]).status_code == 409
    assert statuses(other, [entry_id]) == ["submitted"]


def test_nobody_uploads_a_signature_for_their_own_practice(practice: Practice, school: School):
    entry_id = practice.send(visit(yesterday()))
    with practice.inside():
        learner = session().get_one(Person, practice.learner.id)
        accounts.grant_role(SYSTEM, learner, "coordinator", Place("institution", school.institution_id))
    client = school.client(practice.learner)
    assert upload(practice, client, [line_of(practice, entry_id)]).status_code == 409
    assert statuses(practice, [entry_id]) == ["submitted"]


def test_it_is_given_out_as_a_file_that_runs_nothing(practice: Practice, client: FlaskClient, school: School):
    entry_id = practice.send(visit(yesterday()))
    upload(practice, client, [line_of(practice, entry_id)])
    answer = client.get("/signing-papers/1")
    assert answer.data == PDF
    assert answer.headers["Content-Disposition"] == 'attachment; filename="signature-1.pdf"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert "no-store" in answer.headers["Cache-Control"]
    stranger = school.client(school.person("coordinator", Place("institution", school.institution())))
    assert stranger.get("/signing-papers/1").status_code == 404
    assert school.client(practice.learner).get("/signing-papers/1").status_code == 403


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ("UPDATE signing_paper SET content = x'25'", "signing_paper 1: hash"),
        ("DELETE FROM signing_paper", "practicum_decision 1: paper"),
        ("UPDATE signing_paper SET supervisor_id = 2", "practicum_decision 1: paper"),
    ],
)
def test_a_scan_that_was_touched_behind_our_back_is_named(
    practice: Practice, client: FlaskClient, change: str, named: str
):
    Practice(practice.house)
    upload(practice, client, [line_of(practice, practice.send(visit(yesterday())))])
    verify = practice.house.app.test_cli_runner()
    assert verify.invoke(args=["practicum", "verify"]).exit_code == 0
    with practice.inside():
        session().execute(text(change))
    told = verify.invoke(args=["practicum", "verify"])
    assert told.exit_code == 1
    assert named in told.output
