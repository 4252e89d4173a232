"""Connections to PostgreSQL that died while nobody used them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import psycopg
import pytest
from sqlalchemy import Engine, create_engine, make_url, text

from app.web import database

pytestmark = pytest.mark.postgres


@pytest.fixture
def engine(new_postgres_database: Callable[..., str]) -> Iterator[Engine]:
    url = make_url(new_postgres_database()).set(drivername="postgresql+psycopg")
    made = create_engine(url, **database.engine_options(str(url)))
    database.ping_after_idling(made)
    yield made
    made.dispose()


def ask(engine: Engine) -> int:
    with engine.connect() as connection:
        return int(connection.execute(text("SELECT pg_backend_pid()")).scalar_one())


def cut(engine: Engine) -> None:
    """Ends every other connection to the database, as a restart does."""
    plain = engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE pid <> pg_backend_pid() AND datname = current_database()"
        )


def test_a_connection_that_was_cut_while_idle_is_replaced(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    first = ask(engine)
    monkeypatch.setattr(database, "IDLE_S", 0.0)
    cut(engine)

    assert ask(engine) != first


def test_a_busy_connection_is_not_asked_whether_it_lives(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    monkeypatch.setattr(engine.dialect, "do_ping", lambda *_: asked.append(1))
    ask(engine)
    ask(engine)

    assert not asked
    monkeypatch.setattr(database, "IDLE_S", 0.0)
    ask(engine)
    assert asked
