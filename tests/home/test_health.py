"""What monitoring reads of whom people call."""

from __future__ import annotations

from datetime import timedelta

import time_machine

from app.core.clock import now
from app.core.db import session, write_transaction
from app.duty.models import DutyContact
from tests.support import on_duty
from tests.support.places import make_site
from tests.support.school import School


def told(school: School) -> dict[str, object]:
    answer = school.app.test_client().get("/health/details", environ_base={"REMOTE_ADDR": "127.0.0.1"})
    found: dict[str, object] = (answer.json or {})["duty"]
    return found


def test_it_counts_what_stands_and_names_nobody(school: School) -> None:
    make_site(school)
    found = told(school)
    assert (found["duty_phones"], found["sites"], found["late"]) == ({"fine": 1}, {"unconfirmed": 1}, 0)
    with time_machine.travel(now() + timedelta(days=181)):
        assert told(school)["duty_phones"] == {"old": 1}
    assert on_duty.PHONE not in str(found)


def test_what_is_lacking_is_late_at_once_where_no_day_was_given(school: School) -> None:
    with school.app.app_context(), write_transaction():
        session().get_one(DutyContact, 1).backup_phone = ""
    assert (told(school)["duty_phones"], told(school)["late"]) == ({"incomplete": 1}, 1)
    on_duty.nobody(school)
    assert (told(school)["duty_phones"], told(school)["late"]) == ({"missing": 1}, 1)
