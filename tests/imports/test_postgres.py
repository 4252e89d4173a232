"""Two at once, on PostgreSQL: one list is applied once, and nobody is brought in twice."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import func, select

from app.accounts import invitations, setup
from app.accounts.actor import SYSTEM
from app.accounts.invitations import Acceptance
from app.accounts.models import Person
from app.core.db import session, write_transaction
from app.core.errors import Gone, NotFound
from app.enrolment.models import Enrolment
from tests.imports.conftest import Desk, digest_in
from tests.support.school import School

pytestmark = pytest.mark.postgres
PEOPLE = [("e-mail", "name"), *((f"p{n}@example.org", f"Person {n}") for n in range(40))]


@pytest.fixture
def desks(postgres_school: School, make_desk: Callable[[School], Desk]) -> list[Desk]:
    return [make_desk(postgres_school) for _ in range(2)]


def together(*acts: Callable[[], int]) -> list[int]:
    start = Barrier(len(acts))

    def run(act: Callable[[], int]) -> int:
        start.wait()
        return act()

    with ThreadPoolExecutor(len(acts)) as pool:
        return sorted(pool.map(run, acts))


def count(school: School) -> tuple[int, int]:
    with school.app.app_context():
        people = session().scalars(select(func.count()).where(Person.email.like("p%@example.org"))).one()
        return people, session().scalars(select(func.count(Enrolment.id))).one()


def test_one_list_applied_by_two_is_applied_once(desks: list[Desk]) -> None:
    path = desks[0].take_in(PEOPLE)
    seen = digest_in(desks[0].client.get(path).text)
    answers = together(*(lambda d=desk: d.post(f"{path}/apply", digest=seen).status_code for desk in desks))
    assert answers == [303, 409]
    assert count(desks[0].school)[1] == 40


def test_two_lists_with_the_same_people_bring_them_in_once(desks: list[Desk]) -> None:
    paths = [desk.take_in(PEOPLE) for desk in desks]
    seen = [digest_in(desk.client.get(path).text) for desk, path in zip(desks, paths, strict=True)]
    acts = [
        lambda d=desk, p=path, s=digest: d.post(f"{p}/apply", digest=s).status_code
        for desk, path, digest in zip(desks, paths, seen, strict=True)
    ]
    assert together(*acts) == [303, 409]
    assert count(desks[0].school)[1] == 40


def test_undone_by_two_it_is_undone_once(desks: list[Desk]) -> None:
    path = desks[0].bring_in(*PEOPLE[1:])
    assert together(*(lambda d=desk: d.post(f"{path}/undo").status_code for desk in desks)) == [303, 409]


def test_who_comes_in_while_the_list_is_undone_is_in_or_out_but_never_half(desks: list[Desk]) -> None:
    desk = desks[0]
    path = desk.bring_in(PEOPLE[1])
    with desk.school.app.test_request_context(), write_transaction():
        person = session().scalars(select(Person).where(Person.email == PEOPLE[1][0])).one()
        number, token = person.id, invitations.send(SYSTEM, person).rsplit("/", 1)[1]

    def enter() -> int:
        with desk.school.app.test_request_context():
            try:
                invitations.accept(token, Acceptance("P", "he", "four other calm words"), setup.entrance())
            except (Gone, NotFound):
                return 410
            return 303

    with ThreadPoolExecutor(2) as pool:
        start = Barrier(2)
        first = pool.submit(lambda: (start.wait(), enter())[1])
        second = pool.submit(lambda: (start.wait(), desk.post(f"{path}/undo").status_code)[1])
        came, undone = first.result(), second.result()
    assert (came, undone) in {(303, 409), (410, 303)}
    with desk.school.app.app_context():
        person = session().get_one(Person, number)
        assert (person.password_hash is not None) == person.is_active == (came == 303)
