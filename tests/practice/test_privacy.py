"""Practice is nobody else's: what others are shown, told or handed does not depend on whether somebody practised."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from app.core import clock
from app.core.clock import now, today
from app.web import doors
from tests.house import samples
from tests.house.test_walk import admits, rules
from tests.support.application import PASSWORD
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
            is_text = answer.mimetype.startswith("text/") or "json" in answer.mimetype
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
