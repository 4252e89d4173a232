"""A sentence of a journal stands in no dump of the database, no backup, no log, no trail.

That no page of anybody else shows it, as every role at every address, the walks of `tests/house` prove: the year of
practice in `tests/support/world.py` holds such a sentence.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from app.backups.setup import backups
from app.core.db import Base
from app.operations import logs
from app.web.database import db
from tests.backups.rewriting import parts
from tests.sittings.test_sitting import begin
from tests.support.exercises import BREATH, MAP
from tests.support.school import School

PLAIN = "Something that nobody else may ever read"
OTHER = "Something said in another window"


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def either(request: pytest.FixtureRequest) -> School:
    found: School = request.getfixturevalue("school" if request.param == "sqlite" else "postgres_school")
    return found


def dumped(app: Flask) -> Iterator[tuple[str, bytes]]:
    """Everything that is stored: the SQLite file with its log, or every table of PostgreSQL as COPY gives it."""
    if db.engine.dialect.name == "sqlite":
        folder = Path(str(db.engine.url.database)).parent
        yield from ((path.name, path.read_bytes()) for path in folder.rglob("*") if path.is_file())
        return
    with db.engine.connect() as connection, connection.connection.cursor() as cursor:
        for table in Base.metadata.sorted_tables:
            with cursor.copy(f"COPY {table.name} TO STDOUT") as copy:
                yield table.name, b"".join(bytes(part) for part in copy)


def write(school: School) -> None:
    """Kept, kept in a second window, refused, offered help, stopped, read again, taken along."""
    client = school.client(school.learner()[0])
    here = begin(school, client, MAP)
    for words in (PLAIN, OTHER):
        school.post(client, here, draft="1", **{"text-who-is-there": words, "n-who-is-there": "0"})
    school.post(client, here, go="next", **{"text-who-is-there": PLAIN * 600})
    school.post(client, here, go="stop")
    school.post(client, begin(school, client, BREATH), go="finish", **{"rate-tense-before": "9"})
    for address in (here, "/practice/journal", "/practice/journal/json", "/practice/journal/html"):
        assert PLAIN in client.get(address).text or address == here


def test_no_dump_no_backup_no_log_and_no_trail_holds_it(either: School, capsys: pytest.CaptureFixture[str]):
    logs.configure()
    write(either)
    with either.app.app_context():
        stored = dict(dumped(either.app))
        archived = parts(backups().create().path)
        trail = db.session.execute(text("SELECT * FROM audit_event")).all()
    assert any(b"people-map" in found for found in stored.values()), "it is there, and this finds what is not sealed"
    said = {**stored, **archived, "trail": str(trail).encode(), "log": capsys.readouterr().err.encode()}
    for name, found in said.items():
        for words in (PLAIN, OTHER):
            for form in (words.encode(), words.encode("utf-16-le"), words.encode().hex().encode()):
                assert form not in found, name
    for name in ("trail", "log"):
        for word in (b"people-map", b"slow-breath", b"tense-before"):
            assert word not in said[name]
