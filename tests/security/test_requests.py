"""Hosts, cookies and addresses that a request brings along: none of them is believed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.core.db import session
from app.jobs import setup
from app.mail.models import OutboxMail
from app.web.cookies import name_of
from tests.support.application import make_app
from tests.support.school import School, furnish, open_school

FORGED = {"HTTP_HOST": "evil.example", "HTTP_X_FORWARDED_HOST": "evil.example", "SERVER_NAME": "evil.example"}


@pytest.fixture
def safe_school(tmp_path: Path) -> Iterator[School]:
    """As it is reached over https."""
    app: Flask = make_app(tmp_path, public_url="https://kelim.example")
    furnish(app)
    yield from open_school(app)


def test_letters_lead_to_the_address_of_the_settings_whatever_host_was_asked(school: School):
    learner, _ = school.learner()
    client = school.client()
    sent = {"csrf_token": school.token(client), "email": learner.email}
    cookie = client.get_cookie("kelim")
    assert cookie is not None
    forged = FORGED | {"HTTP_COOKIE": f"kelim={cookie.value}"}
    stranger = school.app.test_client(use_cookies=False)
    assert stranger.post("/password-reset", data=sent, environ_overrides=forged).status_code == 303
    with school.app.app_context():
        runner = setup.jobs().runner
        runner.handlers["mail.send"] = lambda payload: None
        runner.run_due()
        (letter,) = session().scalars(select(OutboxMail))
    assert "evil" not in letter.text + letter.html
    assert "http://127.0.0.1:" in letter.text


@pytest.mark.parametrize("path", ["//evil.example/", "//evil.example", "/\\evil.example", "/account//", "//account"])
def test_no_address_leads_out_of_the_house(school: School, path: str):
    answer = FlaskClient(school.app).get("/", environ_overrides={"PATH_INFO": path})
    assert answer.status_code in (302, 308, 404)
    where = answer.headers.get("Location", "/")
    assert where.startswith(("/", "http://localhost/"))
    assert not where.startswith("//")


def test_cookies_go_over_https_alone_to_nobody_elses_pages_and_scripts(safe_school: School):
    learner, _ = safe_school.learner()
    client = safe_school.app.test_client()
    page = client.get("/sign-in?lang=he", base_url="https://localhost")
    set_first = page.headers.getlist("Set-Cookie")
    token = page.text.split('name="csrf_token" value="')[1].split('"')[0]
    sent = {"csrf_token": token, "email": learner.email, "password": safe_school.password}
    answer = client.post("/sign-in", data=sent, base_url="https://localhost")
    assert answer.status_code == 303
    cookies = [*set_first, *answer.headers.getlist("Set-Cookie")]
    assert len(cookies) == 3
    for cookie in cookies:
        for word in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"):
            assert word in cookie, cookie
        assert "Domain" not in cookie
        assert cookie.startswith("__Host-kelim"), cookie
    assert "max-age" in answer.headers["Strict-Transport-Security"]


def test_the_cookie_of_a_signing_link_goes_over_https_alone_too(safe_school: School, school: School):
    with safe_school.app.app_context():
        assert name_of("signing", is_for_all=False) == "__Secure-signing"
    with school.app.app_context():
        assert name_of("signing", is_for_all=False) == "signing"


def test_a_language_in_the_address_of_a_form_changes_nothing_but_the_language(school: School):
    client = school.client(school.learner()[0])
    answer = school.post(client, f"/account/sessions/{2**31 - 1}/end?lang=ar")
    assert answer.status_code == 404
    assert 'lang="ar"' in answer.text
    assert school.post(client, "/account/sessions/end-others?lang=<script>").status_code == 303


@pytest.mark.parametrize(
    "body", [b"email=%ff%fe&password=%00", b"email=%ed%a0%80&email=b&password=a&password=b", b"&&&=&email", b"\xff\xfe"]
)
def test_forms_that_are_no_text_are_answered(school: School, body: bytes):
    client = school.client()
    token = school.token(client).encode()
    form = {"content_type": "application/x-www-form-urlencoded"}
    assert client.post("/sign-in", data=b"csrf_token=" + token + b"&" + body, **form).status_code in (400, 422)
