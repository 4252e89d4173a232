"""PostgreSQL and Redis for tests: named in KELIM_TEST_POSTGRES_URL and KELIM_TEST_REDIS_URL, else our own."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from uuid import uuid4

import psycopg
import pytest
from sqlalchemy import make_url

from tests.support import processes


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """URL of a database from which others can be made."""
    if given := os.environ.get("KELIM_TEST_POSTGRES_URL"):
        yield given
        return
    with processes.postgres() as url:
        yield url


@pytest.fixture(scope="session")
def redis_server() -> Iterator[str]:
    if given := os.environ.get("KELIM_TEST_REDIS_URL"):
        yield given
        return
    with processes.redis() as url:
        yield url


@pytest.fixture(scope="session")
def new_postgres_database(postgres_server: str) -> Iterator[Callable[..., str]]:
    """Makes an empty database, or a copy of the one at URL `template`; returns its URL. All are dropped at the end."""
    made: list[str] = []

    def make(template: str = "template1") -> str:
        name = f"kelim_{uuid4().hex[:12]}"
        source = make_url(template).database if "://" in template else template
        _administer(postgres_server, f'CREATE DATABASE "{name}" TEMPLATE "{source}"')
        made.append(name)
        return make_url(postgres_server).set(database=name).render_as_string(hide_password=False)

    yield make
    for name in made:
        _administer(postgres_server, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _administer(url: str, statement: str) -> None:
    plain = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain, autocommit=True) as connection:
        connection.execute(statement)  # type: ignore[call-overload]
