"""Two windows of one person at one moment, on PostgreSQL: begun once, nothing lost, earned once."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app.core.db import session
from app.hours.models import Credit
from app.sittings.models import Sitting
from tests.security.test_races import send_both
from tests.sittings.test_sitting import begin
from tests.support.exercises import MAP
from tests.support.school import School

pytestmark = pytest.mark.postgres


def test_two_windows_begin_keep_and_finish_as_one(postgres_school: School):
    school = postgres_school
    person, _ = school.learner()
    client = school.client(person)
    begun = send_both(school, person, f"/practice/exercises/{MAP}/begin", [{"form": "full"}, {"form": "full"}])
    (here,) = {one.location for one in begun}
    assert begin(school, client) == here
    texts = [{"draft": "1", "text-who-is-there": words, "n-who-is-there": "0"} for words in ("from one", "from two")]
    assert [one.status_code for one in send_both(school, person, here, texts)] == [200, 200]
    shown = client.get(here).text
    assert "from one" in shown
    assert "from two" in shown
    send_both(school, person, here, [{"go": "finish"}, {"go": "stop"}])
    with school.app.app_context():
        assert [one.earned for one in session().scalars(select(Sitting))] == [10]
        assert [one.minutes for one in session().scalars(select(Credit).where(Credit.part == "tools"))] == [10]
