"""The help page as somebody meets it who is signed in, signed out, in any language, with or without a database."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event
from sqlalchemy.engine import Engine
from sqlalchemy.exc import OperationalError

from app.core.words import LANGUAGES
from app.help_now import queries
from tests.support.house import House

PUBLIC = ("/help-now", "/offline", "/away")


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    queries.forget()
    yield
    queries.forget()


@pytest.fixture
def statements() -> Iterator[list[str]]:
    """Every SQL statement that any database was given."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        seen.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    yield seen
    event.remove(Engine, "before_cursor_execute", note)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_number_is_one_tap_away_in_every_language(client: FlaskClient, language: str) -> None:
    page = client.get(f"/help-now?lang={language}")
    assert page.status_code == 200
    assert page.headers["Content-Language"] == language
    assert 'href="tel:1201"' in page.text
    assert page.text.count('<details class="disclosure door" open>') == 1


def test_nothing_is_called_without_a_second_tap(client: FlaskClient) -> None:
    page = client.get("/help-now").text
    assert "http-equiv" not in page
    assert "<script" not in page.split("</head>")[1]


@pytest.mark.parametrize("path", PUBLIC)
def test_no_cookie_is_set_whatever_is_asked(client: FlaskClient, path: str) -> None:
    for query in ("", "?lang=ar", "?lang=xx"):
        assert client.get(path + query).headers.getlist("Set-Cookie") == []


def test_whoever_opens_it_leaves_no_trace_and_gets_the_same_bytes(house: House, statements: list[str]) -> None:
    person, _ = house.learner(language="ar")
    signed_in, stranger = house.client(person), house.client()
    first = stranger.get("/help-now?lang=he")
    statements.clear()
    second = signed_in.get("/help-now?lang=he")
    assert second.data == first.data
    assert statements == []
    assert person.name not in second.text


@pytest.mark.parametrize("path", PUBLIC)
def test_it_may_be_kept_by_caches(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert "public" in answer.headers["Cache-Control"]
    again = client.get(path, headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


def _no_database() -> object:
    raise OperationalError("SELECT 1", {}, ConnectionError("the database is away"))


def test_without_a_database_the_numbers_of_the_file_are_shown(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "get_published", _no_database)
    assert 'href="tel:1201"' in client.get("/help-now").text


def test_without_a_database_the_numbers_read_last_are_shown(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch, tmp_path: object
) -> None:
    client.get("/help-now")
    monkeypatch.setattr(queries, "get_published", _no_database)
    monkeypatch.setattr(queries, "SECONDS_KEPT", 0)
    monkeypatch.setattr(queries, "FILE", "nowhere.yaml")
    assert 'href="tel:1201"' in client.get("/help-now").text


def test_the_page_opens_even_when_no_number_is_to_be_had(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "get_published", _no_database)
    monkeypatch.setattr(queries, "FILE", "nowhere.yaml")
    assert client.get("/help-now").status_code == 200


@pytest.mark.parametrize("language", LANGUAGES)
def test_where_one_goes_from_here_tells_nothing(client: FlaskClient, language: str) -> None:
    page = client.get(f"/away?lang={language}").text
    for word in ("Kelim", "help", "כלים", "כלי", "كيليم", "Sign"):
        assert word not in page.split("<body>")[1]


def test_the_offline_page_leads_to_help(client: FlaskClient) -> None:
    assert 'href="/help-now"' in client.get("/offline").text


def test_the_service_worker_may_keep_the_whole_site(client: FlaskClient) -> None:
    answer = client.get("/service-worker.js")
    assert answer.status_code == 200
    assert answer.headers["Service-Worker-Allowed"] == "/"
    assert answer.headers["Cache-Control"] == "no-cache"
    assert answer.mimetype == "text/javascript"
