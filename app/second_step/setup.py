"""The browser of this request, as the second step sees it."""

from __future__ import annotations

from flask import current_app, request
from flask import session as cookie

from app.accounts import setup
from app.accounts.actor import Actor
from app.accounts.arriving_setup import HALF
from app.core.ids import hash_token
from app.second_step import passkeys
from app.second_step.drafts import Owner
from app.second_step.entering import Arriving
from app.second_step.passkeys import Site


def arriving() -> Arriving:
    """Whoever is half in."""
    return Arriving(str(cookie.get(HALF, "")), network(), setup.entrance(), setup.ring(), site())


def owner(actor: Actor) -> Owner:
    """Whoever is in."""
    return Owner(actor.id, hash_token(actor.session_token), setup.ring())


def network() -> str:
    return request.remote_addr or ""


def site() -> Site | None:
    return passkeys.site_of(str(current_app.extensions["kelim_settings"].public_url))
