"""Places and roles as a form offers them."""

from __future__ import annotations

from collections.abc import Mapping

from wtforms import SelectField

from app.accounts.actor import Actor
from app.core.words import LANGUAGES
from app.enrolment import policy
from app.enrolment.finding import Found
from app.enrolment.forms import ROLES
from app.web.formats import isolated
from app.web.languages import gettext

Choices = list[tuple[str, str]]


def choose(place: SelectField, offered: Choices, chosen: str) -> None:
    """Offers places; the one that an address names is chosen beforehand if it is among them."""
    place.choices = offered
    if chosen in {value for value, _ in offered}:
        place.data = chosen


def roles(actor: Actor) -> Choices:
    return [(role, gettext(label)) for role, label in ROLES.items() if role in policy.roles_to_give(actor)]


def places(found: Found, language: str, *, is_national: bool = False) -> Choices:
    """Cohorts first: most people who are invited come to learn. Of several places none is chosen beforehand."""
    cohorts = [
        (f"cohort:{cohort.id}", f"{isolated(cohort.name)} · {_in(cohort.institution.names, language)}")
        for cohort in found.cohorts
    ]
    institutions = [(f"institution:{one.id}", _in(one.names, language)) for one in found.institutions]
    national = [("national:0", gettext("All institutions"))] if is_national else []
    offered = cohorts + institutions + national
    return [("", gettext("Choose where")), *offered] if len(offered) > 1 else offered


def _in(names: Mapping[str, str], language: str) -> str:
    return next((names[code] for code in (language, *LANGUAGES) if names.get(code)), "")
