"""Post as a person meets it: forms filled in as a browser does, letters read before they are sent."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from app.core.db import session
from app.jobs import setup
from app.mail.models import OutboxMail


def fill_in(client: FlaskClient, path: str, at: str = "", **values: str) -> TestResponse:
    """Opens the page at `at` (or `path`), then posts to `path` with the hidden fields of its form."""
    page = client.get(at or path)
    assert page.status_code == 200, page.text
    hidden = {}
    for found in re.findall(r"<input[^>]*>", page.text):
        if 'type="hidden"' in found:
            name, value = re.search(r'name="([^"]*)"', found), re.search(r'value="([^"]*)"', found)
            hidden[name[1]] = value[1] if value else ""
    return client.post(path, data=hidden | values)


@pytest.fixture
def letters(app: Flask) -> Callable[[], list[OutboxMail]]:
    """Runs the jobs that are due up to the point of sending; what waits in the outbox, oldest first."""

    def read() -> list[OutboxMail]:
        with app.app_context():
            runner = setup.jobs().runner
            runner.handlers["mail.send"] = lambda payload: None
            runner.run_due()
            return list(session().scalars(select(OutboxMail).order_by(OutboxMail.id)))

    return read


def link_in(mail: OutboxMail) -> str:
    """The path of the link in a letter."""
    (found,) = re.findall(r"https?://[^/\s]+(/\S+)", mail.text)
    return str(found)
