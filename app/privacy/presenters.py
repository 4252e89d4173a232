"""Statements as pages show them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from app.accounts.actor import Actor, Nobody
from app.core.words import LANGUAGES, N_
from app.privacy import policy, queries
from app.privacy.models import PrivacyStatement
from app.privacy.rules import FACTS, NEEDED, TEXTS
from app.web.languages import gettext, language
from app.web.render import pick

COORDINATOR = ("accessibility_name", "accessibility_email", "accessibility_phone")
LEFT_TO_RIGHT = frozenset(
    {"contact_email", "contact_phone", "accessibility_email", "accessibility_phone", "registration"}
)


@dataclass(frozen=True, slots=True)
class Shown:
    """A statement; `facts` and `coordinator` are pairs of label and value, `missing` labels."""

    id: int
    name: Markup
    facts: Sequence[tuple[str, Markup]]
    coordinator: Sequence[tuple[str, Markup]]
    texts: Mapping[str, Markup]
    missing: Sequence[str]
    may_keep: bool


def statements(actor: Actor | Nobody) -> list[Shown]:
    """Those that somebody reads: the service's always, and their institutions'."""
    own = queries.institutions_of(actor) if isinstance(actor, Actor) else frozenset()
    found = {one.institution_id: one for one in queries.list_statements(own)}
    names = queries.names_of(own)
    of_service = _shown(actor, None, {}, found.get(None))
    shown = [_shown(actor, number, names[number], found.get(number)) for number in sorted(own)]
    return [of_service, *shown] if not own or found.get(None) or of_service.may_keep else shown


def _shown(
    actor: Actor | Nobody, institution_id: int | None, names: Mapping[str, str], found: PrivacyStatement | None
) -> Shown:
    facts = found.facts if found else {}
    texts = {name: pick(found.texts.get(name, {}) if found else {}, language()) for name in TEXTS}
    return Shown(
        id=institution_id or 0,
        name=pick(names, language()) if institution_id else escape(gettext(N_("This service as a whole"))),
        facts=[_fact(name, facts[name]) for name in FACTS if facts.get(name) and name not in COORDINATOR],
        coordinator=[_fact(name, facts[name]) for name in COORDINATOR if facts.get(name)],
        texts=texts,
        missing=missing(found),
        may_keep=isinstance(actor, Actor) and policy.may_keep_statement(actor, institution_id),
    )


def missing(found: PrivacyStatement | None) -> list[str]:
    """Labels of what an institution has to say and has not said in every language."""
    labels = FACTS | TEXTS
    return [gettext(labels[name]) for name in NEEDED if not _is_there(found, name)]


def _is_there(found: PrivacyStatement | None, name: str) -> bool:
    if found is None:
        return False
    if name in FACTS:
        return bool(found.facts.get(name))
    return all(found.texts.get(name, {}).get(lang) for lang in LANGUAGES)


def _fact(name: str, value: str) -> tuple[str, Markup]:
    direction = "ltr" if name in LEFT_TO_RIGHT else "auto"
    return gettext(FACTS[name]), Markup('<bdi dir="%s">%s</bdi>') % (direction, value)
