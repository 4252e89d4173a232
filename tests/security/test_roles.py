"""Who may give what where; asked of the services, below every form."""

from __future__ import annotations

import pytest

from app.accounts import queries
from app.accounts import service as accounts
from app.accounts.actor import Actor, Grant
from app.accounts.service import Place
from app.core.db import write_transaction
from app.core.errors import Forbidden
from app.web.doors import anyone, everybody
from tests.support.school import School


def somebody(school: School, role: str, kind: str, place_id: int) -> Actor:
    person = school.person(role, Place(kind, place_id))
    return Actor(id=person.id, name="", language="en", grants=(Grant(role, kind, place_id),))


def give(school: School, actor: Actor, role: str, place: Place, within: int | None = None) -> bool:
    person = school.person()
    try:
        with school.app.app_context(), write_transaction():
            accounts.grant_role(actor, queries.get_person(person.id), role, place, within=within)
    except Forbidden:
        return False
    return True


@pytest.mark.parametrize("role", ["coordinator", "administrator"])
def test_a_role_at_a_cohort_is_given_by_its_own_institution_alone(school: School, role: str):
    elsewhere = school.institution()
    own, foreign = school.cohort_id, school.cohort(elsewhere)
    actor = somebody(school, role, "institution", school.institution_id)
    assert give(school, actor, "trainer", Place("cohort", own), within=school.institution_id)
    assert not give(school, actor, "trainer", Place("cohort", foreign), within=elsewhere)
    assert not give(school, actor, "learner", Place("cohort", foreign))


def test_whoever_coordinates_one_cohort_gives_roles_at_that_one(school: School):
    other = school.cohort()
    actor = somebody(school, "coordinator", "cohort", school.cohort_id)
    assert give(school, actor, "trainer", Place("cohort", school.cohort_id), within=school.institution_id)
    assert not give(school, actor, "trainer", Place("cohort", other), within=school.institution_id)
    assert not give(school, actor, "coordinator", Place("cohort", school.cohort_id), within=school.institution_id)


def test_an_administrator_of_one_institution_adds_no_other(school: School):
    actor = somebody(school, "administrator", "institution", school.institution_id)
    with school.app.app_context(), write_transaction(), pytest.raises(Forbidden):
        accounts.add_institution(actor, "another", {"en": "Another"}, "Asia/Jerusalem")


def test_only_pages_that_ask_nobody_are_open_to_nobody(school: School):
    """A list to read before it grows: everything else wants somebody who is signed in."""
    views = school.app.view_functions
    shown = {name.split(".")[0] for name, view in views.items() if getattr(view, "who") in (anyone, everybody)}  # noqa: B009
    public = {"accounts", "cards", "help_now", "home", "operations", "practicum", "privacy", "second_step"}
    assert shown == {*public, "reminders", "sharing"}, "the end of letters, a calendar by its address; sheets to share"
