"""The same on PostgreSQL, where two coordinators really write at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from app.core.clock import today
from app.core.db import session
from app.placements.models import Placement
from tests.support.places import make_site
from tests.support.school import School

pytestmark = pytest.mark.postgres


def count(school: School) -> int:
    with school.app.app_context():
        return session().scalars(select(func.count(Placement.id))).one()


def test_of_two_who_want_the_last_place_one_is_told(postgres_school: School):
    school, rounds = postgres_school, 3
    clients = [school.client(school.staff("coordinator")) for _ in range(2)]
    tokens = [school.token(client) for client in clients]
    for turn in range(rounds):
        site_id = make_site(school, capacity=1)
        learners = [school.learner()[1] for _ in clients]

        def put(number: int, site_id: int = site_id, learners: list[int] = learners) -> int:
            sent = {"enrolment": learners[number], "site": site_id, "starts_on": today(), "ends_on": today()}
            return clients[number].post("/placements/new", data=sent | {"csrf_token": tokens[number]}).status_code

        with ThreadPoolExecutor(2) as both:
            assert sorted(both.map(put, range(2))) == [303, 422]
        assert count(school) == turn + 1


def test_of_two_who_place_one_learner_one_is_told(postgres_school: School):
    school = postgres_school
    clients = [school.client(school.staff("coordinator")) for _ in range(2)]
    tokens = [school.token(client) for client in clients]
    sites = [make_site(school) for _ in clients]
    _, enrolment_id = school.learner()

    def put(number: int) -> int:
        sent = {"enrolment": enrolment_id, "site": sites[number], "starts_on": today(), "ends_on": today()}
        return clients[number].post("/placements/new", data=sent | {"csrf_token": tokens[number]}).status_code

    with ThreadPoolExecutor(2) as both:
        assert sorted(both.map(put, range(2))) == [303, 422]
    assert count(school) == 1
    assert clients[0].get("/placements").status_code == 200
    assert clients[0].get(f"/sites/{sites[0]}").status_code == 200
