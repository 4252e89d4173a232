"""Law 4: doors are shut by default, and every route stands every visitor and every address."""

from __future__ import annotations

import os
import traceback
from collections.abc import Callable, Iterator
from functools import lru_cache, partial
from urllib.parse import urlencode

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask.typing import ResponseReturnValue
from werkzeug.routing import Map, Rule
from werkzeug.test import TestResponse

from app.config import ROOT
from app.web import doors, errors
from app.web.doors import Room
from tests.house import samples
from tests.support import matrix, snapshot
from tests.support.house import csrf_of
from tests.support.neighbours import Neighbourhood
from tests.support.world import FELLOW, INNERMOST, ROLES, World

FINE = frozenset({200, 302, 303, 400, 403, 404, 405, 409, 410, 413, 422, 429})
FEW = ROLES if os.environ.get("KELIM_TEST_MATRIX") == "full" else ("nobody", "learner", "coordinator", "administrator")
ONE_CLICK = "/reminders/off/<off_token>"
"""Mail programs send it for whoever reads the letter (RFC 8058): the signed address is all that they have."""
OF_SIGNING_IN = frozenset({"audit_event", "browser_session", "sign_in_failure", "form_replay", "job"})


def rules(app: Flask, method: str) -> list[Rule]:
    return [rule for rule in app.url_map.iter_rules() if method in (rule.methods or ())]


def admits(who: doors.Who, role: str) -> bool:
    """Whether a door is for this role, wherever it is held."""
    return who.signed_out or (role != "nobody" and (not who.roles or role.split(" ")[0] in who.roles))


class Visitor:
    """Somebody who knocks at every door; says what is wrong with the answers."""

    def __init__(self, world: World, role: str) -> None:
        self.world, self.role = world, world.plan.roles[role]
        world.app.test_client_class = FlaskClient  # pages are judged elsewhere; here there are thousands
        self.client = world.client(role)
        self.token = csrf_of(self.client.get("/sign-in", follow_redirects=True).text)
        self.faults: list[str] = []
        self.broken: list[str] = []
        world.app.error_handler_spec[None][None][Exception] = self._break

    def _break(self, error: Exception) -> ResponseReturnValue:
        """What broke is said beside the 500."""
        self.broken.append("".join(traceback.format_exception(error)[-3:]))
        return errors.broken(error)

    def get(self, path: str, rule: Rule | None = None, ids: matrix.Ids = "own") -> TestResponse:
        return self._noted("GET", rule, ids, self._look(f"GET {path}", self.client.get(path)))

    def post(
        self, path: str, data: object = None, rule: Rule | None = None, ids: matrix.Ids = "own", **more: object
    ) -> TestResponse:
        answer = self._look(f"POST {path} {str(data)[:60]}", self.client.post(path, data=data, **more))
        return self._noted("POST", rule, ids, answer)

    def _noted(self, method: str, rule: Rule | None, ids: matrix.Ids, answer: TestResponse) -> TestResponse:
        """For the report; where somebody else's row opens, that is a fault."""
        if rule is None:
            return answer
        matrix.note(method, rule.rule, self.role.name, ids, answer.status_code)
        who = doors.who_may_enter(self.world.app, rule.endpoint)
        is_strange = ids.startswith("other") and samples.is_owned(rule) and not self.role.everywhere
        if is_strange and not who.signed_out and answer.status_code == 200:
            self.faults.append(f"{method} {answer.request.path}: {ids}, and opened")
        return answer

    def send(self, path: str, body: bytes, what: str) -> TestResponse:
        """A form that is encoded already."""
        answer = self.client.post(path, data=body, content_type="application/x-www-form-urlencoded")
        return self._look(f"POST {path} {what[:60]!r}", answer)

    def form(self, **values: str) -> dict[str, str]:
        return {"csrf_token": self.token, **values}

    def come_back(self) -> None:
        """Signs in again where the walk has signed out."""
        if self.role.email and self.client.get("/account").status_code != 200:
            self.client = self.world.client(self.role.name)
            self.token = csrf_of(self.client.get("/sign-in", follow_redirects=True).text)

    def _look(self, what: str, answer: TestResponse) -> TestResponse:
        if answer.status_code not in FINE:
            self.faults.append(f"{what}: {answer.status_code} {self.broken[-1:]}")
        said = answer.text if answer.mimetype.startswith("text/") or "json" in answer.mimetype else ""
        for secret in self._secrets():
            if secret in said or secret in (answer.location or ""):
                self.faults.append(f"{what}: {answer.status_code} shows {secret}")
        return answer

    def _secrets(self) -> Iterator[str]:
        """What this visitor must never read."""
        own, other = self.world.own(self.role.name), self.world.foreign(self.role.name)
        if not self.role.email:
            yield own.mark + " L"
        if not self.role.everywhere:
            yield other.mark
        if "learner" not in self.role.name:
            yield INNERMOST
        else:
            yield FELLOW


@pytest.mark.parametrize("role", ROLES)
def test_no_get_opens_more_than_its_door_says(world: World, role: str):
    visitor = Visitor(world, role)
    for rule in rules(world.app, "GET"):
        answer = visitor.get(samples.own(rule, world.own(role)), rule)
        who = doors.who_may_enter(world.app, rule.endpoint)
        if who.signed_out:
            continue
        if role == "nobody":
            shut = answer.status_code == 302 and answer.location.startswith("/sign-in")
            if not shut:
                visitor.faults.append(f"{rule.rule} let nobody in: {answer.status_code}")
        elif not admits(who, role) and answer.status_code not in (403, 404):
            visitor.faults.append(f"{rule.rule} is for {who.name} and let a {role} in: {answer.status_code}")
    assert visitor.faults == []


@pytest.mark.parametrize("role", ROLES)
def test_a_forged_or_foreign_address_shows_nothing_and_breaks_nothing(world: World, role: str):
    visitor = Visitor(world, role)
    for rule in rules(world.app, "GET"):
        for path in samples.foreign(rule, world.own(role), world.foreign(role)):
            visitor.get(path, rule, "other institution")
        who = doors.who_may_enter(world.app, rule.endpoint)
        for path in samples.forged(rule, world.own(role)) if admits(who, role) else ():
            if visitor.get(path, rule, "missing").status_code == 200 and not who.signed_out:
                visitor.faults.append(f"{path}: forged, and opened")
    assert visitor.faults == []


@pytest.mark.parametrize("role", ["learner", "trainer"])
def test_another_cohort_of_the_same_institution_is_foreign_too(neighbourhood: Neighbourhood, role: str):
    """For whoever has to do with one cohort only."""
    visitor, own = Visitor(neighbourhood, role), neighbourhood.own(role)
    filled = visitor.form(**dict.fromkeys(samples.fields(ROOT), "1") | {"answer": "a", "text": "words"})
    before = snapshot.take(neighbourhood.app)
    for method, ask in (("GET", visitor.get), ("POST", partial(visitor.post, data=filled))):
        for rule in rules(neighbourhood.app, method):
            for path in sorted(set(samples.foreign(rule, own, neighbourhood.beside)) - {samples.own(rule, own)}):
                ask(path, rule=rule, ids="other cohort")
    after = snapshot.take(neighbourhood.app)
    visitor.faults += snapshot.changes(before, after, OF_SIGNING_IN)
    assert visitor.faults == []


@pytest.mark.parametrize("role", ROLES)
def test_a_form_sent_to_a_foreign_or_forged_address_changes_nothing(world: World, role: str):
    if world.plan.roles[role].everywhere:
        return
    visitor = Visitor(world, role)
    filled = visitor.form(**dict.fromkeys(samples.fields(ROOT), "1") | {"answer": "a", "text": "words"})
    before = snapshot.take(world.app)
    for rule in rules(world.app, "POST"):
        for path in samples.foreign(rule, world.own(role), world.foreign(role)):
            visitor.post(path, filled, rule, "other institution")
        if admits(doors.who_may_enter(world.app, rule.endpoint), role):
            for path in samples.forged(rule, world.own(role)):
                visitor.post(path, filled, rule, "missing")
        if rule.arguments:
            after = snapshot.take(world.app)
            visitor.faults += [f"POST {rule}: {change}" for change in snapshot.changes(before, after, OF_SIGNING_IN)]
            before = after
    assert visitor.faults == []


@pytest.mark.parametrize("role", ROLES)
def test_a_form_without_a_token_is_refused_and_changes_nothing(world: World, role: str):
    visitor = Visitor(world, role)
    before = snapshot.take(world.app)
    for rule in (one for one in rules(world.app, "POST") if one.rule != ONE_CLICK):
        path = samples.own(rule, world.own(role))
        for data in ({}, {"answer": "a", "text": "words"}, {"csrf_token": "forged"}):
            if visitor.post(path, data).status_code != 400:
                visitor.faults.append(f"{path} took a form without a token")
    assert visitor.faults == []
    assert snapshot.changes(before, snapshot.take(world.app)) == []


@pytest.mark.parametrize("role", FEW)
def test_nasty_questions_and_languages_are_answered(world: World, role: str):
    visitor = Visitor(world, role)
    names = samples.fields(ROOT)
    for rule in rules(world.app, "GET"):
        path, who = samples.own(rule, world.own(role)), doors.who_may_enter(world.app, rule.endpoint)
        for value in samples.NASTY[::2] if admits(who, role) else ():
            visitor._look(f"GET {path} {value!r}", visitor.client.get(path, query_string=dict.fromkeys(names, value)))
    for language in samples.LANGUAGES:
        for path in ("/", "/sign-in", "/nothing-here", samples.own(rules(world.app, "POST")[0], world.own(role))):
            visitor.client.delete_cookie("kelim_lang")
            visitor.get(f"{path}?lang={language}")
            visitor.client.set_cookie("kelim_lang", language.encode().hex() if len(language) > 9 else language)
            visitor.get(path)
    assert visitor.faults == []


@lru_cache(maxsize=2)
def nasty_bodies(token: str) -> list[bytes]:
    """As a browser would send them; encoding one for every door would take longer than all the doors do."""
    names = samples.fields(ROOT)
    return [urlencode(dict.fromkeys(names, value) | {"csrf_token": token}).encode() for value in samples.NASTY]


@lru_cache(maxsize=2)
def huge_bodies(token: str) -> list[bytes]:
    forms = (
        {f"field{n}": "x" for n in range(1200)},
        {"text": "א" * 700_000, "answer": "a"},
        {"form_key": "k" * 100_000},
    )
    return [urlencode(form | {"csrf_token": token}).encode() for form in forms]


def nasty_forms(visitor: Visitor, path: str) -> None:
    visitor.post(path, visitor.form())
    for value, body in zip(samples.NASTY, nasty_bodies(visitor.token), strict=True):
        visitor.send(path, body, value)


def huge_forms(visitor: Visitor, path: str) -> None:
    for body in huge_bodies(visitor.token):
        visitor.send(path, body, "huge")
    visitor.post(path, "{", content_type="application/json", headers={"X-CSRFToken": visitor.token})
    visitor.post(path, b"--x\r\nbroken", content_type="multipart/form-data; boundary=x")
    if visitor.post(path, visitor.form(text="a" * 2_100_000)).status_code != 413:
        visitor.faults.append(f"POST {path}: too large, and taken")


@pytest.mark.parametrize("role", FEW)
def test_huge_empty_and_nasty_forms_are_answered(world: World, role: str):
    walk_forms(world, role, nasty_forms, huge_forms)


@pytest.mark.postgres
@pytest.mark.parametrize("role", ["nobody", "learner", "coordinator"])
def test_postgresql_stands_nasty_forms_and_addresses_too(postgres_world: World, role: str):
    """Huge ones never reach a database."""
    walk_forms(postgres_world, role, nasty_forms)
    visitor = Visitor(postgres_world, role)
    for rule in rules(postgres_world.app, "GET"):
        for path in samples.forged(rule, postgres_world.own(role)):
            visitor.get(path)
    assert visitor.faults == []


def walk_forms(world: World, role: str, *sendings: Callable[[Visitor, str], None]) -> None:
    visitor = Visitor(world, role)
    for rule in rules(world.app, "POST"):
        path, who = samples.own(rule, world.own(role)), doors.who_may_enter(world.app, rule.endpoint)
        if admits(who, role):
            for send in sendings:
                send(visitor, path)
            visitor.come_back()
        else:
            shut = visitor.post(path, visitor.form())
            if shut.status_code not in (303, 403) or (shut.status_code == 303 and "/sign-in" not in shut.location):
                visitor.faults.append(f"POST {path} is for {who.name} and let a {role} in: {shut.status_code}")
    assert visitor.faults == []


def test_every_argument_of_every_route_has_samples(world: World):
    assert list(samples.missing(world.app.url_map.iter_rules())) == []


def test_an_argument_without_a_sample_is_found():
    found = list(samples.missing(iter(Map([Rule("/pianos/<int:piano_id>")]).iter_rules())))
    assert found == ["/pianos/<int:piano_id>: the argument 'piano_id' has no sample: add it to tests/house/samples.py"]


def test_a_route_without_a_door_keeps_the_house_from_opening(world: World):
    doors.refuse_doorless(world.app)
    world.app._got_first_request = False
    world.app.add_url_rule("/ajar", "ajar", lambda: "open")
    with pytest.raises(RuntimeError, match="/ajar has no door"):
        doors.refuse_doorless(world.app)


def test_a_leak_is_found(world: World):
    leak = Room("leak", __name__)
    leak.get("/leak", lambda actor: f"{world.foreign('learner').mark} {FELLOW}", who=doors.signed_in, endpoint="leak")
    leak.get("/broken", lambda actor: str(1 // 0), who=doors.signed_in, endpoint="broken")
    world.app._got_first_request = False
    world.app.register_blueprint(leak.blueprint)
    visitor = Visitor(world, "learner")
    visitor.get("/leak")
    visitor.get("/broken")
    assert len(visitor.faults) == 3
