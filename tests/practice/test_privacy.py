"""Practice is nobody else's: what others are shown, told or handed does not depend on whether somebody practised."""

from __future__ import annotations

import ast
import json
import logging
import os
import re
from collections.abc import Callable, Iterator

import pytest
from flask.testing import FlaskClient

from app.config import ROOT
from app.core import clock
from app.core.clock import now, today
from app.operations import logs
from app.web import doors
from tests.house import samples
from tests.house.test_walk import admits, rules
from tests.support import snapshot
from tests.support.application import PASSWORD
from tests.support.exercises import MAP, OWN
from tests.support.school import School
from tests.support.tools import practise_alone
from tests.support.world import ROLES, World

OF_THE_LOOKING = frozenset({"trail", "audit", "access_review", "backups", "operations"})
"""Rooms whose pages tell of what their reader has just done."""
EACH_TIME = re.compile(
    r'name="(?:csrf_token|form_key|client_key)"[^>]*value="[^"]*"|<ol class="timeline">.*?</ol>', re.DOTALL
)
"""Tokens, and the list of looks at a learner, which this walk makes longer."""
STAFF = tuple(role for role in ROLES if "learner" not in role and "elsewhere" not in role and role != "nobody")
WHO = STAFF if os.environ.get("KELIM_TEST_MATRIX") == "full" else ("coordinator", "evaluator", "administrator")


def shown(world: World, role: str, client: FlaskClient) -> Iterator[tuple[str, str]]:
    """Every page that opens to this role, about the learner who has not practised yet."""
    side = world.own(role)
    for rule in rules(world.app, "GET"):
        values = {name: samples.SAMPLES[name].of(side) for name in rule.arguments}
        values |= {"enrolment_id": side.fellow_enrolment_id} if "enrolment_id" in values else {}
        is_open = admits(doors.who_may_enter(world.app, rule.endpoint), role)
        if is_open and rule.endpoint.split(".")[0] not in OF_THE_LOOKING:
            path = samples.address(rule, values)
            answer = client.get(path)
            is_text = str(answer.mimetype).startswith("text/") or "json" in str(answer.mimetype)
            text = answer.text if is_text and answer.status_code == 200 else ""
            yield path, f"{answer.status_code} {EACH_TIME.sub('', text)}"


@pytest.mark.parametrize("role", WHO)
def test_no_page_of_staff_knows_whether_somebody_practised(world: World, role: str) -> None:
    school, side = School(world.app, PASSWORD, today()), world.own(role)
    client = world.client(role)
    with clock.at(now()):
        dict(shown(world, role, client))  # what is said at a first look only is said
        before = dict(shown(world, role, client))
        practise_alone(school, side.fellow_enrolment_id, "Words that nobody else may read")
        after = dict(shown(world, role, client))
    assert len(before) > 60
    assert {path: (before[path], after[path]) for path in before if before[path] != after[path]} == {}


OWN_TABLES = frozenset(
    {
        *("sitting", "practice_mark", "practice_tool", "practice_day", "practice_pause", "practice_swap"),
        *("reminder_wish", "calendar_feed", "sharing_note", "hours_credit", "form_replay", "browser_session"),
        "sharing_note",
    }
)


@pytest.fixture
def lines(capsys: pytest.CaptureFixture[str]) -> Iterator[Callable[[], list[dict[str, object]]]]:
    """What was logged since."""
    logs.configure()
    yield lambda: [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    logging.getLogger().handlers = []


def test_practising_leaves_no_trail_no_letter_and_no_name_in_the_log(
    school: School, lines: Callable[[], list[dict[str, object]]]
) -> None:
    person, enrolment_id = school.learner()
    client = school.client(person)
    before = snapshot.take(school.app)
    lines()
    here = school.post(client, f"/practice/exercises/{MAP}/begin", form="full").location
    school.post(client, here, go="finish", **{"text-who-is-there": "Words of mine"})
    school.post(client, f"/practice/year/{OWN}/skip")
    for path in ("/practice", "/practice/year", "/practice/tools", "/practice/journal", f"/practice/exercises/{MAP}"):
        assert client.get(path).status_code == 200
    said = [line for line in lines() if line["event"] == "request"]
    practise_alone(school, enrolment_id, "Words of mine")
    said = [line for line in said if line["endpoint"] not in ("accounts.sign_in_page", "home.home")]
    assert len(said) == 8
    assert {line["person"] for line in said} == {None}
    assert not any(name in json.dumps(said) for name in (MAP, OWN, "Words of mine"))
    after = snapshot.take(school.app)
    assert snapshot.changes(before, after, OWN_TABLES) == []
    rows = " ".join(after["hours_credit"] - before["hours_credit"])
    assert "tools" in rows
    assert MAP not in rows


def test_no_gate_certificate_or_letter_reads_what_was_practised() -> None:
    """By imports: rooms that may know of it, and for what. Others cannot ask."""
    known = {
        "demo": "lets the demo's learners practise",
        "evaluation": "figures of many",
        "home": "the learner's own card",
        "merging": "two accounts become one",
        "practice": "itself",
        "privacy": "names of tables",
        "reminders": "letters to whoever asked for them",
        "sharing": "sheets, and who gave one to whom",
        "sittings": "itself",
    }
    rooms = {"app.practice", "app.sittings", "app.reminders", "app.sharing"}
    readers = set()
    for path in (ROOT / "app").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [one.name for one in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            if any(".".join(name.split(".")[:2]) in rooms for name in names):
                readers.add(path.relative_to(ROOT / "app").parts[0])
    assert {one for one in readers if not one.endswith(".py")} <= set(known)


def test_only_its_owner_and_the_figure_read_the_private_part_of_the_ledger() -> None:
    """Whoever sums the ledger names its parts; the private ones are named in these files alone."""
    named = {
        path.relative_to(ROOT / "app").as_posix()
        for path in (ROOT / "app").rglob("*.py")
        if re.search(r"hours\.queries import .*PRIVATE|queries\.PRIVATE|[\"']tools[\"']", path.read_text("utf-8"))
    }
    hours = {"hours/presenters.py", "hours/queries.py", "hours/views.py"}
    assert named == {*hours, "practice/figures.py", "sittings/service.py"}
