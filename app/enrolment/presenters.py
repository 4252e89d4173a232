"""Places and roles as a form offers them."""

from __future__ import annotations

from app.accounts.actor import Actor
from app.enrolment import policy
from app.enrolment.finding import Found
from app.enrolment.forms import ROLES
from app.web.formats import place_name
from app.web.forms import Choices
from app.web.languages import gettext, language


def roles(actor: Actor) -> Choices:
    return [(role, gettext(label)) for role, label in ROLES.items() if role in policy.roles_to_give(actor)]


def places(actor: Actor, found: Found) -> Choices:
    """Cohorts first: most people who are invited come to learn."""
    national = [("national:0", gettext("All institutions"))] if actor.is_national("administrator") else []
    return [(value, place_name(name, names, language())) for value, name, names in found.offered()] + national
