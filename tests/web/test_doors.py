"""The edge: one transaction a request, a form that acts once, ways in that lead nowhere else."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask import Flask, Response, make_response, redirect
from sqlalchemy import func, select

from app.audit import service as audit
from app.audit.models import AuditEvent
from app.core.db import session, write_transaction
from app.core.errors import Conflict, Forbidden, Gone, Invalid, KelimError, NotFound, ReadOnly, TooMany
from app.web import doors
from app.web.doors import Room
from app.web.replay import FormReplay
from tests.support.school import School


@pytest.fixture
def school(fresh_school: School) -> School:
    return fresh_school


def count(app: Flask, action: str) -> int:
    with app.app_context():
        return session().scalars(select(func.count()).where(AuditEvent.action == action)).one()


def plant(app: Flask, view: Callable[..., object], *, who: doors.Who = doors.signed_in, post: bool = True) -> None:
    room = Room("planted", __name__)
    (room.post if post else room.get)("/planted", view, who=who, endpoint="planted")  # type: ignore[arg-type]
    app.register_blueprint(room.blueprint)


def act(answer: Callable[[], object]) -> Callable[..., object]:
    """A view that leaves a row, then answers or raises."""

    def view(actor: object) -> object:
        audit.record(None, "planted", "thing:1")
        return answer()

    return view


def test_what_a_post_changed_is_kept_when_it_succeeds(school: School):
    plant(school.app, act(lambda: redirect("/", code=303)))
    client = school.client(school.person())
    assert school.post(client, "/planted").status_code == 303
    assert count(school.app, "planted") == 1


@pytest.mark.parametrize("status", [400, 403, 404, 409, 422, 429, 500])
def test_what_a_post_changed_is_undone_when_it_answers_with_an_error(school: School, status: int):
    plant(school.app, act(lambda: ("<p>no</p>", status, {"Content-Type": "text/plain"})))
    assert school.post(school.client(school.person()), "/planted").status_code == status
    assert count(school.app, "planted") == 0


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (NotFound("There is nothing here."), 404),
        (Forbidden("There is nothing here."), 403),
        (Conflict("There is nothing here."), 409),
        (Gone("There is nothing here."), 410),
        (Invalid("There is nothing here."), 422),
        (TooMany("There is nothing here.", seconds=3), 429),
        (KelimError("There is nothing here."), 500),
        (ZeroDivisionError(), 500),
    ],
)
def test_what_a_post_changed_is_undone_when_it_raises(school: School, error: Exception, status: int):
    def fail() -> None:
        raise error

    plant(school.app, act(fail))
    answer = school.post(school.client(school.person()), "/planted")
    assert answer.status_code == status
    assert ("There is nothing here." in answer.text) == isinstance(error, KelimError)
    assert count(school.app, "planted") == 0


def test_a_get_cannot_change_anything_by_mistake(school: School):
    plant(school.app, act(lambda: "done"), post=False)
    assert school.client(school.person()).get("/planted").status_code == 500
    assert count(school.app, "planted") == 0
    with school.app.app_context(), pytest.raises(ReadOnly):
        audit.record(None, "planted", "thing:1")


def test_a_form_that_is_sent_twice_acts_once_and_leads_to_the_first_answer(school: School):
    numbers = iter(range(9))
    plant(school.app, act(lambda: redirect(f"/hours?n={next(numbers)}", code=303)))
    client = school.client(school.person())
    first = school.post(client, "/planted", form_key="once")
    second = school.post(client, "/planted", form_key="once")
    third = school.post(client, "/planted", form_key="another")
    assert [first.location, second.location, third.location] == ["/hours?n=0", "/hours?n=0", "/hours?n=1"]
    assert count(school.app, "planted") == 2


def test_a_form_that_failed_can_be_sent_again_with_its_key(school: School):
    answers = iter([("<p>no</p>", 422, {"Content-Type": "text/plain"}), redirect("/", code=303)])
    plant(school.app, act(lambda: next(answers)))
    client = school.client(school.person())
    assert school.post(client, "/planted", form_key="once").status_code == 422
    assert school.post(client, "/planted", form_key="once").status_code == 303
    assert count(school.app, "planted") == 1


def test_a_form_that_was_only_shown_again_can_be_sent_with_its_key(school: School):
    answers = iter(["<p>look again</p>", redirect("/", code=303)])
    plant(school.app, act(lambda: make_response(next(answers), {"Content-Type": "text/plain"})))
    client = school.client(school.person())
    assert school.post(client, "/planted", form_key="once").status_code == 200
    assert school.post(client, "/planted", form_key="once").status_code == 303


def test_a_key_is_its_senders_alone(school: School):
    plant(school.app, act(lambda: redirect("/", code=303)))
    for _ in range(2):
        school.post(school.client(school.person()), "/planted", form_key="once")
    assert count(school.app, "planted") == 2


def send_together(school: School, copies: int) -> list[Response]:
    person = school.person()
    clients = [school.client(person) for _ in range(copies)]
    for client in clients:
        school.token(client)
    start = Barrier(copies)

    def send(client):  # type: ignore[no-untyped-def]
        start.wait()
        return school.post(client, "/planted", form_key="once")

    with ThreadPoolExecutor(copies) as pool:
        return list(pool.map(send, clients))


def test_copies_of_a_form_that_arrive_together_act_once(school: School):
    plant(school.app, act(lambda: redirect("/hours", code=303)))
    assert {(a.status_code, a.location) for a in send_together(school, 6)} == {(303, "/hours")}
    assert count(school.app, "planted") == 1


@pytest.mark.postgres
def test_copies_of_a_form_that_arrive_together_act_once_on_postgresql(postgres_school: School):
    plant(postgres_school.app, act(lambda: redirect("/hours", code=303)))
    assert {(a.status_code, a.location) for a in send_together(postgres_school, 6)} == {(303, "/hours")}
    assert count(postgres_school.app, "planted") == 1


def test_only_the_hash_of_a_key_is_kept(school: School):
    plant(school.app, act(lambda: redirect("/", code=303)))
    school.post(school.client(school.person()), "/planted", form_key="a-key-to-look-for")
    with school.app.app_context():
        assert "a-key-to-look-for" not in session().scalars(select(FormReplay.key_hash)).one()


@pytest.mark.parametrize(
    "wanted",
    [
        "https://evil.example/",
        "//evil.example/",
        "///evil.example/",
        "/\\evil.example/",
        "\\\\evil.example",
        "javascript:alert(1)",
        "http:evil.example",
        "/\tevil",
        "/%09/evil.example\n",
        "evil.example",
    ],
)
def test_signing_in_leads_to_no_other_host(school: School, wanted: str):
    person, client = school.person(), school.client()
    answer = school.post(client, "/sign-in", email=person.email, password=school.password, next=wanted)
    assert answer.status_code == 303
    assert answer.location == "/"


def test_signing_in_leads_back_to_where_somebody_was_going(school: School):
    person, client = school.person(), school.client()
    asked = client.get("/hours?part=theory")
    assert asked.status_code == 302
    page = client.get(asked.location).text
    assert 'value="/hours?part=theory"' in page
    answer = school.post(client, "/sign-in", email=person.email, password=school.password, next="/hours?part=theory")
    assert answer.location == "/hours?part=theory"


def test_a_form_sent_after_signing_out_leads_to_signing_in_and_changes_nothing(school: School):
    plant(school.app, act(lambda: redirect("/", code=303)))
    client = school.client()
    answer = school.post(client, "/planted")
    assert (answer.status_code, answer.location) == (303, "/sign-in")
    assert count(school.app, "planted") == 0


def test_a_write_inside_a_write_joins_it(school: School):
    def write() -> None:
        with write_transaction():
            with write_transaction():
                audit.record(None, "planted", "thing:1")
            raise ZeroDivisionError

    with school.app.app_context(), pytest.raises(ZeroDivisionError):
        write()
    assert count(school.app, "planted") == 0
