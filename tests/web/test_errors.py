"""Error pages: in the reader's language, with what is safe, a number to ask about, and nothing that we know."""

from __future__ import annotations

import re

import pytest
from sqlalchemy.exc import OperationalError

from app.core.words import LANGUAGES
from app.web import doors
from app.web.doors import Room
from tests.support.school import School
from tests.web.test_languages import language_of


@pytest.fixture
def school(fresh_school: School) -> School:
    return fresh_school


def plant(school: School, error: Exception) -> None:
    def fail(actor: object) -> str:
        raise error

    room = Room("planted", __name__)
    room.get("/planted", fail, who=doors.anyone)
    school.app.register_blueprint(room.blueprint)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nothing-here", 404),
        ("GET", "/attempts/99999999999999999999", 404),
        ("GET", "/attempts/1/x", 404),
        ("POST", "/", 405),
        ("POST", "/sign-in", 400),
        ("GET", "/planted", 500),
    ],
)
def test_an_error_page_is_in_the_readers_language(school: School, language: str, method: str, path: str, status: int):
    plant(school, ZeroDivisionError("a secret detail"))
    answer = school.client().open(f"{path}?lang={language}", method=method)
    assert answer.status_code == status
    assert language_of(answer.text) == language
    assert "a secret detail" not in answer.text
    assert "Traceback" not in answer.text


def test_a_broken_page_names_its_request_and_offers_help(school: School):
    plant(school, ZeroDivisionError())
    answer = school.client().get("/planted")
    assert answer.headers["X-Request-Id"] in answer.text
    assert 'href="/help-now"' in answer.text


def test_a_page_of_another_role_says_who_can_tell(school: School):
    answer = school.client(school.learner()[0]).get(f"/cohorts/{school.cohort_id}")
    assert answer.status_code == 403
    assert "Your coordinator can tell you" in answer.text


@pytest.mark.parametrize("status", [404, 503])
def test_error_pages_do_without_the_database(school: School, monkeypatch: pytest.MonkeyPatch, status: int):
    plant(school, OperationalError("SELECT", {}, Exception("the database is gone")))
    client = school.client()
    answer = client.get("/planted" if status == 503 else "/nothing-here")
    assert answer.status_code == status
    assert "the database is gone" not in answer.text


def test_too_large_a_request_is_refused_in_words(school: School):
    client = school.client(school.learner()[0])
    answer = school.post(client, "/lessons/reading/reflections/ponder", text="a" * 2_100_000)
    assert answer.status_code == 413
    assert "too large" in answer.text


def test_an_expired_form_says_what_to_do(school: School):
    client = school.client(school.learner()[0])
    answer = client.post("/lessons/reading/quiz", data={"csrf_token": "old"})
    assert answer.status_code == 400
    assert re.search("reload the page", answer.text)


@pytest.mark.parametrize("path", ["/", "/sign-in", "/help-now", "/nothing-here"])
def test_every_answer_carries_the_headers_that_keep_strangers_out(school: School, path: str):
    headers = school.client().get(path).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
