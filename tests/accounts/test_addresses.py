"""One's own address: proved by a letter, told to the old one."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.accounts.models import Person
from app.audit.models import AuditEvent
from app.core.db import session
from app.mail.models import OutboxMail
from tests.support.application import PASSWORD
from tests.support.house import House
from tests.support.post import fill_in, link_in

NEW = "new.address@example.org"


@pytest.fixture
def person(house: House) -> Person:
    return house.person()


def ask(client: FlaskClient, email: str = NEW, password: str = PASSWORD):  # type: ignore[no-untyped-def]
    return fill_in(client, "/account/email", email=email, password=password)


def address_of(house: House, person: Person) -> str | None:
    with house.app.app_context():
        return session().get_one(Person, person.id).email


def test_the_link_in_the_letter_changes_it_once_and_the_old_address_is_told(
    house: House, person: Person, letters: Callable[[], list[OutboxMail]]
):
    client, old = house.client(person), person.email
    assert ask(client).status_code == 303
    assert address_of(house, person) == old
    (letter,) = letters()
    assert letter.address == NEW
    path = link_in(letter).partition("?")[0]
    assert NEW in client.get(path).text
    assert fill_in(client, path).status_code == 303
    assert address_of(house, person) == NEW
    assert client.get(path).status_code == 410
    assert [one.address for one in letters() if one.kind == "address-changed"] == [old]
    house.sign_in(house.client(), house_person := session_of(house, person))
    assert house_person.email == NEW
    with house.app.app_context():
        assert session().scalars(select(AuditEvent).filter_by(action="person.address", actor_id=person.id)).one()


def session_of(house: House, person: Person) -> Person:
    with house.app.app_context():
        return session().get_one(Person, person.id)


def test_a_link_of_somebody_else_or_a_changed_one_is_over(
    house: House, person: Person, letters: Callable[[], list[OutboxMail]]
):
    ask(house.client(person))
    path = link_in(letters()[0]).partition("?")[0]
    other = house.client(house.person())
    assert other.get(path).status_code == 410
    assert house.client(person).get(f"{path}x").status_code == 410
    assert house.client().get(path).status_code == 302


@pytest.mark.parametrize(
    ("email", "password"), [("nowhere", PASSWORD), (NEW, "not this one"), ("", PASSWORD), ("a@b\n.example", PASSWORD)]
)
def test_a_wrong_password_or_no_address_sends_nothing(
    house: House, person: Person, letters: Callable[[], list[OutboxMail]], email: str, password: str
):
    assert ask(house.client(person), email, password).status_code == 422
    assert letters() == []


def test_nobody_learns_who_has_an_address(house: House, person: Person, letters: Callable[[], list[OutboxMail]]):
    taken = house.person()
    free = ask(house.client(person))
    assert ask(house.client(person), taken.email).location == free.location
    assert [one.address for one in letters()] == [NEW]
