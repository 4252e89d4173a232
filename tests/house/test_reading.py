"""Law 6: one request, one transaction, committed at the edge; a GET changes nothing but what it may."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Response
from sqlalchemy import insert

from app.config import ROOT
from app.core.clock import now
from app.core.db import session, write_transaction
from app.web import doors
from app.web.doors import Room
from app.web.replay import FormReplay
from tests.house import samples
from tests.house.laws.sources import python_files
from tests.house.test_stairway import plant
from tests.house.test_walk import admits, rules
from tests.support import snapshot
from tests.support.world import ROLES, World

LAST_SEEN = {"browser_session": frozenset({"last_seen_at", "expires_at"})}
MAY_CHANGE = frozenset({"audit_event", "lesson_state"})


def changes_of_gets(world: World, role: str) -> list[str]:
    client, found = world.client(role), []
    before = snapshot.take(world.app, LAST_SEEN)
    for rule in rules(world.app, "GET"):
        if admits(doors.who_may_enter(world.app, rule.endpoint), role):
            client.get(samples.own(rule, world.own(role)) + "?lang=he")
            after = snapshot.take(world.app, LAST_SEEN)
            found += [f"GET {rule}: {change}" for change in snapshot.changes(before, after, MAY_CHANGE)]
            before = after
    return found


@pytest.mark.parametrize("role", [role for role in ROLES if "elsewhere" not in role])
def test_a_get_changes_nothing_but_audit_rows_last_seen_and_the_reading_position(world: World, role: str):
    assert changes_of_gets(world, role) == []


def test_a_get_that_changes_something_is_found(world: World):
    def write(actor: object) -> Response:
        with write_transaction():
            session().execute(insert(FormReplay).values(key_hash="x", location="/", at=now()))
        return Response("done", mimetype="text/plain")

    room = Room("planted", __name__)
    room.get("/planted", write, who=doors.anyone)
    world.app.register_blueprint(room.blueprint)
    found = changes_of_gets(world, "nobody")
    assert len(found) == 1
    assert "form_replay gained" in found[0]


def commits(root: Path) -> Iterator[str]:
    """`commit()` and `rollback()` belong to the database's own file and to the edge."""
    for file in python_files(root):
        if file.name in ("app.core.db", "app.web.doors"):
            continue
        for node in ast.walk(file.tree):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "commit":
                yield file.at(node.lineno, "commits by itself")


def writers(root: Path) -> Iterator[str]:
    """Queries, policies and rules never open a write transaction."""
    for file in python_files(root):
        if file.file in ("queries", "policy", "rules", "models", "presenters", "forms"):
            for node in ast.walk(file.tree):
                if isinstance(node, ast.Call) and "write_transaction" in ast.dump(node.func):
                    yield file.at(node.lineno, "opens a write transaction while reading")


def test_only_the_edge_commits():
    assert list(commits(ROOT)) == []


def test_what_reads_opens_no_write_transaction():
    assert list(writers(ROOT)) == []


def test_a_commit_of_a_service_is_found(tmp_path: Path):
    plant(tmp_path, {"hours/service.py": "def act():\n    session().commit()\n"})
    assert list(commits(tmp_path)) == ["app/hours/service.py:2: commits by itself"]


def test_a_query_that_writes_is_found(tmp_path: Path):
    plant(tmp_path, {"hours/queries.py": "def find():\n    with db.write_transaction():\n        pass\n"})
    assert len(list(writers(tmp_path))) == 1
