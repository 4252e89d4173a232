"""Logs hold ids and patterns, never people."""

import json
import logging

import pytest
import structlog
from flask import Flask

from app.operations import logs, requests


@pytest.fixture
def lines(capsys):
    """What was logged since, as objects."""
    logs.configure()
    yield lambda: [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    logging.getLogger().handlers = []


@pytest.fixture
def client():
    app = Flask(__name__)
    requests.init_app(app)
    app.add_url_rule("/reset/<token>", "reset", lambda token: "ok", methods=["GET", "POST"])
    app.add_url_rule("/broken", "broken", lambda: 1 / 0)
    return app.test_client()


def test_an_address_is_blanked_wherever_it_slips_in(lines):
    log = structlog.get_logger()
    try:
        raise ValueError("no such person: noa.levi@example.org")
    except ValueError:
        log.exception("failed for noa.levi@example.org", to="<noa.levi@example.org>")
    logging.getLogger("some.library").warning("refused %s", "noa.levi@example.org")
    text = json.dumps(lines())
    assert "noa.levi" not in text
    assert "[address]" in text
    assert "ValueError" in text


def test_a_request_is_one_line_without_its_address(lines, client):
    answer = client.post("/reset/s3cret?email=noa@example.org", data={"password": "correct horse"})
    (line,) = lines()
    assert line["route"] == "/reset/<token>"
    assert (line["method"], line["status"], line["endpoint"]) == ("POST", 200, "reset")
    assert line["request_id"] == answer.headers["X-Request-ID"]
    assert not any(secret in json.dumps(line) for secret in ("s3cret", "noa", "horse"))


def test_an_id_from_outside_is_not_taken(client):
    answer = client.get("/reset/a", headers={"X-Request-ID": "forged"})
    assert len(answer.headers["X-Request-ID"]) == 32


def test_unknown_pages_and_errors_are_logged_too(lines, client):
    client.get("/no/such/page?q=noa")
    client.get("/broken")
    unknown, *_, broken = [line for line in lines() if line["event"] == "request"]
    assert (unknown["route"], unknown["status"]) == (None, 404)
    assert (broken["endpoint"], broken["status"]) == ("broken", 500)
