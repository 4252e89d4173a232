"""A service begins with nobody in it: the command line lets the first people in."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner
from sqlalchemy import select

from app.accounts.models import RoleGrant
from app.accounts.queries import find_person
from app.core.db import session
from app.enrolment.models import Cohort, Enrolment
from tests.support.house import csrf_of

ADMINISTRATOR = ("people", "invite", "dana@example.org", "--name", "דנה לוי", "--role", "administrator")
PLACE = ("institutions", "add", "north", "--he", "צפון", "--ar", "شمال", "--en", "North")


@pytest.fixture
def run(app: Flask) -> FlaskCliRunner:
    return app.test_cli_runner()


def test_the_first_administrator_accepts_and_is_signed_in(app: Flask, run: FlaskCliRunner) -> None:
    done = run.invoke(args=ADMINISTRATOR)
    assert done.exit_code == 0, done.output
    path = re.search(r"/invitations/\S+", done.output)
    assert path
    client = app.test_client()
    page = client.get(path[0]).text
    words = "quiet river stones"
    fields = {"name": "דנה לוי", "language": "he", "password": words, "again": words, "csrf_token": csrf_of(page)}
    names = set(re.findall(r'<(?:input|select)[^>]*name="([^"]+)"', page))
    answer = client.post(
        path[0].split("?")[0], data={k: v for k, v in fields.items() if k in names} | _rest(page, words)
    )
    assert answer.status_code == 303, answer.text
    assert client.get("/").status_code == 200


def _rest(page: str, words: str) -> dict[str, str]:
    """Whatever the form calls the repeated password, and its key."""
    found = re.findall(r'<input[^>]*type="password"[^>]*>', page)
    names = [re.search(r'name="([^"]+)"', one)[1] for one in found]  # type: ignore[index]
    key = re.search(r'name="form_key"[^>]*value="([^"]+)"', page)
    return dict.fromkeys(names, words) | ({"form_key": key[1]} if key else {})


def test_an_institution_gets_a_cohort_a_coordinator_and_a_learner(app: Flask, run: FlaskCliRunner) -> None:
    assert run.invoke(args=PLACE).exit_code == 0
    assert "north  North" in run.invoke(args=["institutions", "list"]).output
    contact = ("--name", "תורנות", "--phone", "02-000-0001", "--hours", "תמיד", "--stand-in-phone", "02-000-0002")
    assert run.invoke(args=["institutions", "duty", "north", *contact]).exit_code == 0
    opened = run.invoke(args=["cohorts", "open", "north", "community-mentors", "2026/27", "--starts", "2026-10-25"])
    assert opened.exit_code == 0, opened.output
    cohort = opened.output.strip()
    assert "north  community-mentors  2026/27" in run.invoke(args=["cohorts", "list"]).output
    invited = [
        "people",
        "invite",
        "sami@example.org",
        "--name",
        "سامي",
        "--role",
        "coordinator",
        "--institution",
        "north",
    ]
    assert run.invoke(args=invited).exit_code == 0
    assert run.invoke(args=["people", "grant", "sami@example.org", "trainer", "--cohort", cohort]).exit_code == 0
    assert run.invoke(args=["people", "grant", "sami@example.org", "learner", "--cohort", cohort]).exit_code == 0
    with app.app_context():
        sami = find_person("sami@example.org")
        assert sami is not None
        roles = session().scalars(select(RoleGrant.role).where(RoleGrant.person_id == sami.id)).all()
        assert sorted(roles) == ["coordinator", "learner", "trainer"]
        assert session().scalars(select(Enrolment).where(Enrolment.person_id == sami.id)).one().cohort_id == int(cohort)
        assert session().get_one(Cohort, int(cohort)).ends_on.isoformat() == "2027-10-24"


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (["people", "invite", "nonsense", "--name", "X", "--role", "trainer"], 2, "name@example.org"),
        (["people", "invite", "a@b.org", "--name", "X", "--role", "king"], 2, "king"),
        (["people", "invite", "a@b.org", "--name", "X", "--role", "learner"], 1, "cohort"),
        (["people", "invite", "a@b.org", "--name", "X", "--role", "trainer", "--institution", "nowhere"], 1, "nowhere"),
        (["people", "grant", "nobody@b.org", "trainer"], 1, "nobody@b.org"),
        (["cohorts", "open", "nowhere", "community-mentors", "X", "--starts", "2026-10-25"], 1, "nowhere"),
        (["cohorts", "open", "nowhere", "no-programme", "X", "--starts", "2026-10-25"], 2, "community-mentors"),
        (["cohorts", "open", "nowhere", "community-mentors", "X", "--starts", "soon"], 2, "soon"),
    ],
)
def test_a_mistake_is_said_plainly(run: FlaskCliRunner, arguments: list[str], status: int, said: str) -> None:
    done = run.invoke(args=arguments)
    assert done.exit_code == status, done.output
    assert said in done.output
    assert "Traceback" not in done.output


def test_doing_it_twice_changes_nothing(run: FlaskCliRunner) -> None:
    assert run.invoke(args=ADMINISTRATOR).exit_code == 0
    assert run.invoke(args=ADMINISTRATOR).exit_code == 1
    assert run.invoke(args=["people", "grant", "dana@example.org", "administrator"]).exit_code == 1
    assert run.invoke(args=PLACE).exit_code == 0
    assert run.invoke(args=PLACE).exit_code == 1
