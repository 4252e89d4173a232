"""Ways through the demo: what each account can reach, and the mentor's way to credited minutes."""

from __future__ import annotations

import json
import re
from collections import deque
from urllib.parse import urljoin, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.catalogue.types import Question
from app.demo.accounts import ACCOUNTS, MENTOR
from app.quizzes.models import Attempt
from app.releases.queries import get_published
from app.web.database import db
from tests.support.application import PASSWORD
from tests.support.filling import right
from tests.support.house import csrf_of

LINK = re.compile(r'<a\b[^>]*\bhref="([^"#?]+)')
LESSON, MINUTES = "safe-notes", 60
MOST_PAGES = 70


def signed_in(app: Flask, email: str) -> FlaskClient:
    client = app.test_client()
    sent = {"email": email, "password": PASSWORD, "csrf_token": csrf_of(client.get("/sign-in").text)}
    assert client.post("/sign-in", data=sent).status_code == 303
    return client


@pytest.mark.parametrize("account", ACCOUNTS, ids=lambda account: account.box)
def test_every_link_leads_somewhere(demo_app: Flask, account) -> None:  # type: ignore[no-untyped-def]
    """Breadth first from home; the client judges each page."""
    client = signed_in(demo_app, account.email)
    waiting, seen = deque(["/"]), {"/"}
    while waiting and len(seen) <= MOST_PAGES:
        path = waiting.popleft()
        answer = client.get(path, follow_redirects=True)
        assert answer.status_code == 200, f"{path}: {answer.status_code}"
        if answer.mimetype != "text/html":
            continue
        for link in LINK.findall(answer.text):
            target = urlsplit(urljoin(path, link))
            if not target.netloc and target.scheme == "" and target.path not in seen:
                seen.add(target.path)
                waiting.append(target.path)
    assert len(seen) > 5


def minutes(app: Flask) -> int:
    shown = app.test_cli_runner().invoke(args=["hours", "show", MENTOR.email, "--format", "json"])
    return int(json.loads(shown.stdout)["enrolments"][0]["total"])


def test_from_sign_in_to_credited_minutes(demo_app: Flask) -> None:
    before = minutes(demo_app)
    client = signed_in(demo_app, MENTOR.email)
    assert f"/lessons/{LESSON}" in client.get("/").text
    token = csrf_of(client.get(f"/lessons/{LESSON}/quiz").text)
    begun = client.post(f"/lessons/{LESSON}/quiz", data={"csrf_token": token})
    attempt_id = int(begun.location.split("/")[2])
    for number, question in enumerate(drawn(demo_app, attempt_id), 1):
        token = csrf_of(client.get(f"/attempts/{attempt_id}/{number}").text)
        sent = client.post(f"/attempts/{attempt_id}/{number}", data={"csrf_token": token, **right(question)})
        assert sent.status_code == 303
    assert minutes(demo_app) == before + MINUTES
    assert client.get(f"/attempts/{attempt_id}").status_code == 200
    assert client.get("/hours").status_code == 200
    assert demo_app.test_cli_runner().invoke(args=["hours", "verify"]).exit_code == 0


def drawn(app: Flask, attempt_id: int) -> list[Question]:
    with app.app_context():
        quiz = get_published().catalogue.lessons[LESSON].quiz
        attempt = db.session.get_one(Attempt, attempt_id)
        assert quiz is not None
        questions = {question.id: question for question in quiz.questions}
        return [questions[entry["id"]] for entry in attempt.questions]
