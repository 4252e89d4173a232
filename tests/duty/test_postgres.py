"""The same on PostgreSQL, where two coordinators really write at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.duty.test_duty import FORM, contacts, of_institution
from tests.support.school import School

pytestmark = pytest.mark.postgres


def test_of_two_who_set_a_number_at_once_one_is_told(postgres_school: School):
    school = postgres_school
    clients = [school.client(school.staff("coordinator")) for _ in range(2)]
    tokens = [school.token(client) for client in clients]

    def put(number: int) -> int:
        sent = FORM | {"csrf_token": tokens[number], "phone": f"02-000-000{number}"}
        return clients[number].post(of_institution(school), data=sent).status_code

    with ThreadPoolExecutor(2) as both:
        assert sorted(both.map(put, range(2))) == [303, 409]
    assert [one.replaced_at for one in contacts(school)] == [None]
    assert clients[0].get("/duty").status_code == 200
