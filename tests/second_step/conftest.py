"""A service in which coordinators and administrators need a second step, at an address that passkeys know."""

from __future__ import annotations

import html
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pyotp
import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.accounts import sessions
from app.accounts.models import Person
from app.core.clock import now
from app.core.ids import hash_token
from app.second_step.drafts import Owner, find_codes
from tests.support.application import make_app
from tests.support.authenticator import Authenticator
from tests.support.house import House
from tests.support.post import fill_in

ORIGIN = "http://localhost:8000"
STEP, SET_UP, OWN = "/sign-in/second-step", "/sign-in/set-up", "/account/second-step"


@pytest.fixture
def app(prepared: Path, tmp_path: Path) -> Flask:
    folder = tmp_path / "instance"
    shutil.copytree(prepared, folder)
    return make_app(folder, second_step_roles=frozenset({"coordinator", "administrator"}), public_url=ORIGIN)


@dataclass
class Staff:
    """Somebody with a second step: `secret` of the app, or a `device`, and `codes` on paper."""

    house: House
    person: Person
    secret: str = ""
    device: Authenticator = field(default_factory=lambda: Authenticator(ORIGIN))
    codes: list[str] = field(default_factory=list)

    def password(self, client: FlaskClient | None = None, **values: str) -> FlaskClient:
        """A browser that is half in."""
        client = client or self.house.client()
        answer = fill_in(client, "/sign-in", email=str(self.person.email), password=self.house.password, **values)
        assert (answer.status_code, answer.location) == (303, STEP)
        return client

    def code(self, steps: int = 0) -> str:
        """The code of now, or of so many half minutes from now."""
        return pyotp.TOTP(self.secret).at(now(), counter_offset=steps)

    def enter(self, client: FlaskClient, code: str) -> TestResponse:
        return fill_in(client, STEP, code=code)

    def sign_in(self) -> FlaskClient:
        """With the app."""
        client = self.password()
        assert self.enter(client, self.code()).status_code == 303
        return client

    def recover(self, client: FlaskClient, code: str) -> TestResponse:
        return fill_in(client, "/sign-in/recovery", code=code)

    def touch(self, client: FlaskClient, change: Callable[[str], str] = str) -> TestResponse:
        """Answers with the device."""
        return fill_in(client, "/sign-in/passkey", at=STEP, credential=change(self.device.sign(options(client, STEP))))


def options(client: FlaskClient, path: str) -> str:
    """What the page asks the browser's passkeys."""
    found = re.search(r'data-options="([^"]*)"', client.get(path).text)
    assert found
    return html.unescape(found[1])


def secret_on(client: FlaskClient, path: str) -> str:
    found = re.search(r"secret=([A-Z2-7]+)", client.get(path).text)
    assert found
    return found[1]


def codes_of(house: House, client: FlaskClient) -> list[str]:
    """The recovery codes that wait to be written down in this browser."""
    with client.session_transaction() as cookie:
        token = cookie["_user_id"]
    with house.app.app_context():
        found = sessions.find_actor(token)
        assert found
        return find_codes(Owner(found.actor.id, hash_token(token), house.ring))


def is_in(client: FlaskClient) -> bool:
    return client.get("/account").status_code == 200


@pytest.fixture
def coordinator(house: House) -> Staff:
    """Who has not set anything up yet."""
    return Staff(house, house.staff("coordinator"))


def set_up_app(staff: Staff) -> FlaskClient:
    """At sign-in, as their role wants it; returns the browser that is in."""
    client = staff.password()
    fill_in(client, SET_UP, kind="app")
    staff.secret = secret_on(client, f"{SET_UP}/app")
    answer = fill_in(client, f"{SET_UP}/app", code=staff.code())
    assert (answer.status_code, answer.location) == (303, f"{OWN}/codes"), answer.text
    staff.codes = codes_of(staff.house, client)
    return client


def set_up_passkey(staff: Staff) -> FlaskClient:
    client = staff.password()
    token = fill_in(client, SET_UP, kind="passkey")
    assert token.location == f"{SET_UP}/passkey"
    made = staff.device.make(options(client, f"{SET_UP}/passkey"))
    answer = fill_in(client, f"{SET_UP}/passkey", credential=made, name="Blue key")
    assert (answer.status_code, answer.location) == (303, f"{OWN}/codes"), answer.text
    staff.codes = codes_of(staff.house, client)
    return client


@pytest.fixture
def with_app(coordinator: Staff) -> Staff:
    """Since some minutes: a code of now has not been used."""
    with time_machine.travel(now() - timedelta(minutes=5)):
        set_up_app(coordinator)
    return coordinator


@pytest.fixture
def with_passkey(coordinator: Staff) -> Staff:
    set_up_passkey(coordinator)
    return coordinator
