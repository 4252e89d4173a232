"""A portfolio as a paper and as a workbook, in the language that its examiner reads."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flask_babel import force_locale

from app.catalogue.types import Words, in_language
from app.core.words import N_
from app.papers import service as papers
from app.portfolio import presenters
from app.portfolio.exports import Export, Part, Rated
from app.portfolio.wording import KINDS, LEVELS, STATES
from app.web import formats
from app.web.languages import gettext, ngettext

TITLE = N_("Portfolio of competencies")
EVIDENCE = {"entry": N_("Entry %(number)s"), "case": N_("Case %(number)s"), "performance": N_("Role-play %(number)s")}
HOLDS = N_(
    "This holds every rating that counts: who rated, when, by what kind of evidence, and which behaviours were seen. "
    "Entries, cases and role-plays are numbered for this document alone. It holds no notes, no case codes, and nothing "
    "of what withdrawn ratings said."
)
WORDS = {
    "number": N_("No."),
    "competency": N_("Competency"),
    "state": N_("State"),
    "met": N_("Assessors who found it met"),
    "day": N_("Day"),
    "kind": N_("Evidence"),
    "level": N_("Level"),
    "assessor": N_("Assessor"),
    "seen": N_("What was seen"),
    "changes": N_("Could harm"),
    "missing": N_("Basic, and not seen"),
    "wanted": N_("Still wanted"),
    "none": N_("No rating yet"),
    "critical": N_("Critical"),
    "holds": N_("What this holds"),
}


def draw(found: Export, language: str) -> bytes:
    """The PDF. Raises papers' Undrawable."""
    with force_locale(language):
        data, title = _data(found, language), gettext(TITLE)
    return papers.draw("portfolio/portfolio", data, language=language, title=title, at=found.made_at)


def _data(found: Export, language: str) -> dict[str, Any]:
    return {
        "words": words() | {"heading": gettext(TITLE)},
        "running": " · ".join(formats.isolated(one) for one in (gettext(TITLE), found.learner.person.name)),
        "facts": list(facts(found, language)),
        "parts": [_part(one, language) for one in found.parts],
        "holds": gettext(HOLDS),
    }


def words() -> dict[str, str]:
    return {name: gettext(text) for name, text in WORDS.items()}


def facts(found: Export, language: str) -> Iterator[tuple[str, str]]:
    cohort = found.learner.cohort
    yield gettext(N_("Name")), found.learner.person.name
    yield gettext(N_("Programme")), say(found.held.programme.title, language)
    yield gettext(N_("Institution")), say(cohort.institution.names, language)
    yield gettext(N_("Shown")), f"{found.shown} / {len(found.parts)}"
    yield gettext(N_("Made on")), formats.moment(found.made_at, language, cohort.institution.time_zone)


def _part(part: Part, language: str) -> dict[str, Any]:
    standing = part.standing
    return {
        "number": str(part.number),
        "title": say(standing.competency.title, language),
        "state": gettext(STATES[standing.state]),
        "met": f"{len(standing.assessors)} / {standing.wanted}",
        "observed": presenters.observed_by(standing.competency),
        "wanted": presenters.wanted(standing),
        "withdrawn": withdrawn(part),
        "ratings": [_rating(one, language) for one in part.ratings],
    }


def withdrawn(part: Part) -> str:
    if not part.withdrawn:
        return ""
    text: str = ngettext(
        "%(num)s rating was withdrawn and does not count.",
        "%(num)s ratings were withdrawn and do not count.",
        part.withdrawn,
    )
    return text


def _rating(one: Rated, language: str) -> dict[str, Any]:
    return {
        "day": formats.day(one.rating.day, language),
        "kind": evidence(one),
        "level": level(one),
        "assessor": one.rating.assessor.name,
        "seen": [say(act.text, language) for act in one.feedback.seen],
        "changes": [say(act.text, language) for act in one.feedback.changes],
        "missing": [say(act.text, language) for act in one.feedback.missing],
    }


def level(one: Rated) -> str:
    text = gettext(LEVELS[one.rating.level])
    return f"{text} · {gettext(WORDS['critical'])}" if one.rating.is_critical else text


def evidence(one: Rated) -> str:
    kind = gettext(KINDS[one.rating.kind]) if one.rating.kind in KINDS else one.rating.kind
    if one.evidence is None:
        return kind
    name, number = one.evidence
    return f"{kind} · {gettext(EVIDENCE[name]) % {'number': number}}"


def say(given: Words, language: str) -> str:
    return in_language(given, language)[1]
