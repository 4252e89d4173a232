"""What strangers send stands inside a line of the log and never begins one."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from typing import Literal

import pytest
import structlog
from flask.testing import FlaskClient

from app.operations import logs
from tests.support.school import School

FORGED = 'x\r\n{"event": "forged"}\n\x1b[31mforged\u2028forged'


@pytest.fixture
def written(capsys: pytest.CaptureFixture[str]) -> Iterator[pytest.CaptureFixture[str]]:
    yield capsys
    logs.configure()
    logging.getLogger().handlers = []


def lines(written: pytest.CaptureFixture[str]) -> list[str]:
    return written.readouterr().err.strip("\n").split("\n")


def say_it() -> None:
    structlog.get_logger("kelim.test").error("refused", value=FORGED)
    logging.getLogger("some.library").warning("refused %s", FORGED)


def test_what_comes_from_outside_begins_no_line_of_its_own(school: School, written: pytest.CaptureFixture[str]):
    logs.configure("json")
    client = FlaskClient(school.app)
    asked = {"User-Agent": "x forged", "X-Request-ID": "forged", "Referer": "https://forged.example/"}
    client.get("/nothing%0d%0a%7b%22event%22%3a%22forged%22%7d?x=%0aforged", headers=asked)
    client.open("/", method="FORGED")
    say_it()
    found = [json.loads(line) for line in lines(written)]
    assert [line["event"].split(" ")[0] for line in found] == ["request", "request", "refused", "refused"]
    assert "forged" not in json.dumps(found[:2]).lower()


@pytest.mark.parametrize("form", ["json", "console"])
def test_a_text_with_ends_of_lines_is_one_line(form: Literal["json", "console"], written: pytest.CaptureFixture[str]):
    logs.configure(form)
    structlog.get_logger("kelim.other").error("refused", value=FORGED)
    logging.getLogger("some.library").warning("refused %s", FORGED)
    assert len(lines(written)) == 2
