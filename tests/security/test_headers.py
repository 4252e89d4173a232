"""What every answer says to browsers, and what no request makes the service believe."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.web import doors
from app.web.assets import Assets, AssetServer, File
from app.web.headers import OF_HTTPS
from tests.support.application import make_app
from tests.support.school import School, furnish, open_school

POLICY = {
    "default-src": "'none'",
    "object-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "media-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "worker-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
}
FREE_TRIES = 5


def public(app: Flask) -> list[str]:
    """Every address without arguments that opens to everybody."""
    return [
        rule.rule
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and not rule.arguments and doors.who_may_enter(app, rule.endpoint).signed_out
    ]


def plain_client(app: Flask) -> FlaskClient:
    """Pages are judged elsewhere."""
    return FlaskClient(app)


def test_the_policy_allows_what_is_ours_and_nothing_else(school: School):
    said = plain_client(school.app).get("/sign-in").headers["Content-Security-Policy"]
    assert dict(directive.split(" ", 1) for directive in said.split("; ")) == POLICY


def test_every_kind_of_answer_carries_the_same_headers(school: School):
    client = plain_client(school.app)
    answers = [client.get(path) for path in public(school.app)]
    answers += [client.get("/nothing-here"), client.get("/hours"), client.post("/sign-in"), client.put("/")]
    assert {answer.status_code for answer in answers} >= {200, 302, 400, 404, 405}
    for answer in answers:
        headers, where = answer.headers, answer.request.path
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"], where
        assert headers["X-Content-Type-Options"] == "nosniff", where
        assert headers["Referrer-Policy"] == "same-origin", where
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin", where
        assert "Server" not in headers, where
        if answer.mimetype.startswith("text/"):
            assert "charset=utf-8" in headers["Content-Type"], where


def test_no_other_origin_is_ever_allowed(school: School):
    client = plain_client(school.app)
    asking = {"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"}
    answers = [client.get(path, headers=asking) for path in public(school.app)]
    answers += [client.options(path, headers=asking) for path in ("/", "/sign-in", "/hours")]
    assert not [name for answer in answers for name, _ in answer.headers if name.lower().startswith("access-control")]


def test_trace_is_not_taken(school: School):
    answer = plain_client(school.app).open("/sign-in", method="TRACE", headers={"Cookie": "kelim=mine"})
    assert answer.status_code == 405
    assert "mine" not in answer.text


def test_a_forged_host_is_in_no_answer(school: School):
    client, forged = plain_client(school.app), {"Host": "evil.example", "X-Forwarded-Host": "evil.example"}
    for path in (*public(school.app), "/hours", "/nothing-here"):
        answer = client.get(path, headers=forged)
        assert "evil" not in answer.text, path
        assert "evil" not in answer.headers.get("Location", ""), path


def test_over_https_every_answer_asks_for_https_for_a_year(tmp_path: Path):
    app = make_app(tmp_path, public_url="https://kelim.example")
    furnish(app)
    client = plain_client(app)
    for path in ("/sign-in", "/nothing-here", "/healthz"):
        assert client.get(path).headers["Strict-Transport-Security"] == OF_HTTPS[1], path
    server = app.wsgi_app
    assert isinstance(server, AssetServer)
    server.files = Assets({}, {"/static/site.css": File("text/css; charset=utf-8", b"")}).files
    assert client.get("/static/site.css").headers["Strict-Transport-Security"] == OF_HTTPS[1]
    year, *more = OF_HTTPS[1].split("; ")
    assert int(year.removeprefix("max-age=")) >= 365 * 24 * 3600
    assert "includeSubDomains" in more


@pytest.fixture
def behind_a_proxy(tmp_path: Path) -> Iterator[School]:
    app = make_app(tmp_path, trusted_proxies=1)
    furnish(app)
    yield from open_school(app)


def guess(school: School, forwarded: str) -> int:
    client = plain_client(school.app)
    sent = {"csrf_token": school.token(client), "email": "noa@example.org", "password": "not the right one"}
    return client.post("/sign-in", data=sent, headers={"X-Forwarded-For": forwarded}).status_code


def test_forwarded_headers_are_believed_from_nobody(school: School):
    """A guesser who makes up addresses waits like any other."""
    answers = [guess(school, f"198.51.100.{number}") for number in range(FREE_TRIES + 1)]
    assert answers == [422] * FREE_TRIES + [429]


def test_behind_one_proxy_the_last_address_counts_and_what_stood_before_it_does_not(behind_a_proxy: School):
    answers = [guess(behind_a_proxy, f"198.51.100.{number}, 203.0.113.9") for number in range(FREE_TRIES + 1)]
    assert answers == [422] * FREE_TRIES + [429]
    assert guess(behind_a_proxy, "203.0.113.10") == 422
