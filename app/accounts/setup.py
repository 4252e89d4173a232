"""Binds Flask-Login to browser sessions that live in the database."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from flask import Flask, Response, current_app, g
from flask import session as cookie
from flask_login import LoginManager, current_user
from sqlalchemy import ColumnElement, ScalarSelect

from app.accounts import sessions
from app.accounts.actor import Actor, Nobody
from app.accounts.entrance import Entrance
from app.config import Settings
from app.core.clock import now
from app.core.db import Reading, write_transaction
from app.core.encryption import KeyRing


def init_app(
    app: Flask,
    settings: Settings,
    ring: KeyRing,
    active_release: ScalarSelect[Any],
    waiting: Mapping[str, ScalarSelect[Any]],
    has_step: ColumnElement[bool],
) -> None:
    """`active_release`, and `waiting` (counts over `Person`), are scalar subqueries: they come along with the actor.

    `has_step` says over `Person` who has a second step at sign-in.
    """
    lasts = sessions.Lifetimes(
        timedelta(days=settings.learner_session_days),
        timedelta(hours=settings.staff_session_hours),
        timedelta(days=settings.staff_session_days),
    )
    app.extensions["kelim_lifetimes"] = lasts
    app.extensions["kelim_entrance"] = Entrance(lasts, settings.roles_with_second_step, has_step)
    app.extensions["kelim_ring"] = ring
    manager = LoginManager(app)
    manager.session_protection = None
    manager.anonymous_user = Nobody
    manager.user_loader(_loader(sessions.with_more(active_release, waiting)))
    app.after_request(_touch)


def _loader(statement: Reading) -> Callable[[str], Actor | None]:
    def load(token: str) -> Actor | None:
        found = sessions.find_actor(token, statement)
        if found is None:
            cookie.clear()
            return None
        actor, kind = found.actor, found.kind
        idle = now() - found.seen
        if not found.took_second_step and entrance().requires(grant.role for grant in actor.grants):
            cookie.clear()
            return None
        if actor.is_staff and kind != "staff":  # became staff while signed in: from now on the short way
            kind = "staff"
            g.session_to_touch = (actor.session_id, kind)
        if (kind == "staff" and idle > lifetimes().staff) or now() - found.began > lifetimes().in_all(kind):
            cookie.clear()
            return None
        if idle > sessions.TOUCH_AFTER:
            g.session_to_touch = (actor.session_id, kind)
        return actor

    return load


def _touch(response: Response) -> Response:
    if "session_to_touch" in g and response.status_code < 500:
        session_id, kind = g.pop("session_to_touch")
        with write_transaction():
            sessions.touch(session_id, kind, lifetimes())
        cookie.modified = True  # the cookie lasts as long as the session that it names
    return response


def lifetimes() -> sessions.Lifetimes:
    found: sessions.Lifetimes = current_app.extensions["kelim_lifetimes"]
    return found


def entrance() -> Entrance:
    found: Entrance = current_app.extensions["kelim_entrance"]
    return found


def ring() -> KeyRing:
    found: KeyRing = current_app.extensions["kelim_ring"]
    return found


def actor() -> Actor | Nobody:
    found: Actor | Nobody = current_user._get_current_object()
    return found
