"""Doors are shut by default: a route opens only by naming who may enter, here, in one gesture.

A door asks for a role held anywhere; which rows that role opens is the room's policy.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any
from urllib.parse import quote

from flask import Blueprint, Flask, current_app, make_response, redirect, request
from flask.typing import ResponseReturnValue
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from app.core.db import session, write_transaction
from app.core.errors import Forbidden
from app.core.words import N_
from app.web import replay

View = Callable[..., ResponseReturnValue]
Listener = Callable[[Any], None]
LISTENERS = "kelim_readings"


@dataclass(frozen=True, slots=True)
class Who:
    """Those who may enter: everybody, whoever is signed in, or holders of one of `roles`.

    An `unasked` door never looks up who comes: its view gets None for an actor.
    """

    name: str
    roles: frozenset[str] = frozenset()
    signed_out: bool = False
    unasked: bool = False

    def admits(self, actor: Any) -> bool:
        if self.signed_out:
            return True
        if actor.is_anonymous:
            return False
        return not self.roles or any(actor.has_role(role) for role in self.roles)


def _roles(name: str, *roles: str) -> Who:
    return Who(name, frozenset(roles or (name,)))


anyone = Who("anyone", signed_out=True)
everybody = Who("everybody", signed_out=True, unasked=True)
"""Nobody is asked who they are: no session is read, so the page opens without a database; its actor is None."""
signed_in = Who("signed_in")
learner = _roles("learner")
trainer = _roles("trainer", "trainer", "coordinator", "administrator")
coordinator = _roles("coordinator", "coordinator", "administrator")
rater = _roles("rater", "rater", "trainer", "coordinator", "administrator")
supervisor = _roles("supervisor")
evaluator = _roles("evaluator", "evaluator", "administrator")
figures = _roles("figures", "trainer", "coordinator", "evaluator", "administrator")
administrator = _roles("administrator")
staff = _roles("staff", "trainer", "coordinator", "supervisor", "reviewer", "rater", "evaluator", "administrator")


class Room:
    """A room's table of routes."""

    def __init__(self, name: str, import_name: str) -> None:
        self.blueprint = Blueprint(name, import_name)

    def get(self, rule: str, view: View, *, who: Who, endpoint: str = "", told: bool = False) -> None:
        """`told` pages show somebody's own affairs: whoever of the staff reads one is written down."""
        self._add(rule, _telling(view) if told else view, who, endpoint, "GET", transaction=False)

    def post(self, rule: str, view: View, *, who: Who, endpoint: str = "", transaction: bool = True) -> None:
        """`transaction=False` is for views that do slow work first and open their own short one."""
        self._add(rule, view, who, endpoint, "POST", transaction=transaction)

    def _add(self, rule: str, view: View, who: Who, endpoint: str, method: str, *, transaction: bool) -> None:
        name = endpoint or str(getattr(view, "__name__", "view"))
        door = _door(view, who, changes=method == "POST" and transaction)
        self.blueprint.add_url_rule(rule, name, door, methods=[method])


def on_reading(app: Flask, listener: Listener) -> None:
    """Lets a room hear of each told page that somebody of the staff was shown."""
    app.extensions.setdefault(LISTENERS, []).append(listener)


def _telling(view: View) -> View:
    @wraps(view)
    def show(actor: Any, **arguments: Any) -> ResponseReturnValue:
        response = make_response(view(actor, **arguments))
        if actor.is_staff and response.status_code == 200:
            for listener in current_app.extensions.get(LISTENERS, ()):
                listener(actor)
        return response

    return show


def _door(view: View, who: Who, *, changes: bool) -> View:
    @wraps(view)
    def enter(**arguments: Any) -> ResponseReturnValue:
        if who.unasked:
            return view(None, **arguments)
        actor = current_user._get_current_object()
        if not who.admits(actor):
            return _turn_away(actor)
        if not changes:
            return view(actor, **arguments)
        return _in_transaction(view, actor, arguments)

    enter.who = who  # type: ignore[attr-defined]
    return enter


def _in_transaction(view: View, actor: Any, arguments: dict[str, Any]) -> BaseResponse:
    with write_transaction():
        key = _form_key()
        if key and (before := replay.claim(key, actor.id)):
            return redirect(before, code=303)
        response = make_response(view(actor, **arguments))
        if response.status_code >= 400:
            session().rollback()
        elif key:
            replay.remember(key, actor.id, response.location)
        return response


def _form_key() -> str:
    """The key that the form carries, good for its own address only; empty without one."""
    key = request.form.get("form_key", "")
    return f"{request.path} {key}" if key else ""


def _turn_away(actor: Any) -> ResponseReturnValue:
    if not actor.is_anonymous:
        raise Forbidden(N_("This page belongs to another role. Your coordinator can tell you who may open it."))
    code = 302 if request.method == "GET" else 303
    going = _going()
    return redirect(f"/sign-in?next={quote(going, safe='/?=')}" if going else "/sign-in", code=code)


def _going() -> str:
    """Where signing in leads back to: the page itself, or the page whose form was sent if it has the same address."""
    if request.method == "GET":
        return request.full_path.rstrip("?") if request.path != "/" else ""
    routes = current_app.create_url_adapter(request)
    return request.path if routes is not None and routes.test(request.path, method="GET") else ""


def refuse_doorless(app: Flask) -> None:
    """Fails at start if any route was added without a door."""
    for rule in app.url_map.iter_rules():
        view = app.view_functions[rule.endpoint]
        if not hasattr(view, "who"):
            raise RuntimeError(f"route {rule.rule} has no door: say who may enter")


def who_may_enter(app: Flask, endpoint: str) -> Who:
    who: Who = getattr(app.view_functions[endpoint], "who")  # noqa: B009 - the door puts it there
    return who
