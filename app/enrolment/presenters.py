"""Places and roles as a form offers them."""

from __future__ import annotations

from collections.abc import Mapping

from app.accounts.actor import Actor
from app.core.words import LANGUAGES
from app.enrolment import policy, queries
from app.enrolment.forms import ROLES
from app.web.formats import isolated
from app.web.languages import gettext

Choices = list[tuple[str, str]]


def roles(actor: Actor) -> Choices:
    return [(role, gettext(label)) for role, label in ROLES.items() if role in policy.roles_to_give(actor)]


def places(actor: Actor, language: str) -> Choices:
    """Cohorts first: most people who are invited come to learn. Of several places none is chosen beforehand."""
    cohorts = [
        (f"cohort:{cohort.id}", f"{isolated(cohort.name)} · {_in(cohort.institution.names, language)}")
        for cohort in queries.list_cohorts(actor, policy.COORDINATING)
    ]
    institutions = [
        (f"institution:{one.id}", _in(one.names, language)) for one in queries.list_coordinated_institutions(actor)
    ]
    national = [("national:0", gettext("All institutions"))] if actor.is_national("administrator") else []
    found = cohorts + institutions + national
    return [("", gettext("Choose where")), *found] if len(found) > 1 else found


def _in(names: Mapping[str, str], language: str) -> str:
    return next((names[code] for code in (language, *LANGUAGES) if names.get(code)), "")
