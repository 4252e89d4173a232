"""Four hundred entries of everybody cost a page what four do: in statements always, in CPU time in the full matrix."""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest
from sqlalchemy import create_engine

from app.web.database import db
from bench import practicum
from bench.trainees import Known, Size, add
from tests.support.house import House
from tests.support.statements import statements

IS_FULL = os.environ.get("KELIM_TEST_MATRIX") == "full"
SIZES = (Size(15, 4), Size(15, 80))
Made = tuple[House, Known]


@pytest.fixture(scope="module")
def made(new_postgres_database: Callable[..., str], tmp_path_factory: pytest.TempPathFactory) -> list[Made]:
    """Trainees with few entries, and as many with many."""
    houses = []
    for size in SIZES:
        url = new_postgres_database()
        house = practicum.found(tmp_path_factory.mktemp("practised"), url)
        engine = create_engine(url.replace("postgresql://", "postgresql+psycopg://", 1))
        houses.append((house, add(engine, house, size)))
        engine.dispose()
        with house.app.app_context():
            db.session.remove()
            db.engine.dispose()
    return houses


def count(house: House, cookie: str, path: str) -> int:
    client = house.app.test_client()
    client.set_cookie("kelim", cookie)
    assert client.get(path).status_code == 200  # the release is in memory now
    with statements() as seen:
        assert client.get(path).status_code == 200
    return sum(1 for text in seen if not text.startswith(("BEGIN", "COMMIT", "ROLLBACK")))


@pytest.mark.parametrize("page", practicum.PAGES)
def test_a_page_takes_as_many_statements_for_many_entries_as_for_few(made: list[Made], page: str):
    who, path = practicum.PAGES[page]
    cookies = [known.trainees if who == practicum.TRAINEE else known.signers for _, known in made]
    few, many = (count(house, found[0], path) for (house, _), found in zip(made, cookies, strict=True))
    assert few == many <= practicum.MOST_STATEMENTS


@pytest.mark.parametrize("sizes", [(practicum.FEW, practicum.MANY)] if IS_FULL else [SIZES])
def test_a_page_costs_as_much_for_many_entries_as_for_few(postgres_server: str, sizes: tuple[Size, Size]):
    """The small sizes prove that measuring works; only the whole ones are held to the limit."""
    faults = practicum.measure(postgres_server, sizes, requests=200 if IS_FULL else 3)
    assert not IS_FULL or faults == []
