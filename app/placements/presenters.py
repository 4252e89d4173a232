"""Sites, supervisors and placements as pages show them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.accounts.models import Institution, Person
from app.catalogue.types import Lesson, Words, in_language
from app.core.words import ENDONYMS, N_
from app.enrolment.models import Enrolment
from app.placements import openings, queries, rules
from app.placements.forms import CLEARANCE_WORDS, SITE_WORDS
from app.placements.leading import list_categories
from app.placements.models import Placement, Supervisor
from app.placements.rules import Opening
from app.placements.sites import SiteLine
from app.releases import queries as releases
from app.web.formats import isolated
from app.web.languages import gettext, ngettext

NOBODY = 0


@dataclass(frozen=True, slots=True)
class Line:
    """`phase`: cancelled | over | waits | planned | running. `signer` is whoever is named, away or not."""

    placement: Placement
    opening: Opening
    phase: str
    signer: Supervisor | None


def lines(placements: Sequence[Placement], day: date) -> list[Line]:
    found = openings.list_openings(placements)
    return [_line(one, found[one.id], day) for one in placements]


def _line(placement: Placement, opening: Opening, day: date) -> Line:
    days = (placement.starts_on, placement.ends_on)
    on = min(max(day, days[0]), days[1])
    return Line(placement, opening, rules.phase(placement.state, days, opening, day), placement.main_on(on))


def phases() -> Mapping[str, tuple[str, str]]:
    """Word and tone."""
    return {
        "cancelled": (gettext(N_("Cancelled")), "quiet"),
        "over": (gettext(N_("Over")), "quiet"),
        "waits": (gettext(N_("Waits")), "warning"),
        "planned": (gettext(N_("Agreed")), "info"),
        "running": (gettext(N_("Running")), "success"),
    }


def acts() -> Mapping[str, str]:
    return {
        "placement.agree": gettext(N_("agreed")),
        "placement.change": gettext(N_("changed")),
        "placement.end": gettext(N_("ended")),
        "placement.cancel": gettext(N_("cancelled")),
        "placement.override": gettext(N_("opened in spite of its gate")),
    }


def kinds() -> Mapping[str, str]:
    return {code: gettext(word) for code, word in SITE_WORDS.items()}


def clearances() -> Mapping[str, str]:
    return {code: gettext(word) for code, word in CLEARANCE_WORDS.items()}


def tongues(codes: Iterable[str]) -> str:
    """Names of languages, each in itself."""
    return " · ".join(isolated(ENDONYMS[code]) for code in codes if code in ENDONYMS)


def missing_lessons(learner: Enrolment, opening: Opening) -> list[Lesson]:
    lessons = releases.published(learner.cohort.release_id).catalogue.lessons
    return [lessons[name] for name in opening.missing if name in lessons]


def gate_choices(gates: Iterable[tuple[str, Words]], language: str, kept: str = "") -> list[tuple[str, str]]:
    """`kept` stays to choose although it has left the content."""
    named = [(gate, said(title, language)) for gate, title in gates]
    old = [(kept, kept)] if kept and kept not in dict(named) else []
    return [("", gettext(N_("Nothing: a placement may begin at once"))), *named, *old]


def institution_choices(
    institutions: Iterable[Institution], language: str, *, is_national: bool = False
) -> list[tuple[int, str]]:
    nobody = [(NOBODY, gettext(N_("Administrators, for the whole country")))] if is_national else []
    return [*((one.id, said(one.names, language)) for one in institutions), *nobody]


def site_choices(offers: Iterable[SiteLine], learner: Enrolment) -> list[tuple[int, str]]:
    """Places that are free, and whether the learner's language is spoken there."""
    return [(one.site.id, _offer(one, learner)) for one in offers]


def _offer(line: SiteLine, learner: Enrolment) -> str:
    free = sum(one.free for one in line.places)
    words = ngettext("%(num)s place free", "%(num)s places free", free) if free else gettext(N_("no place free"))
    fits = learner.person.language in line.site.languages
    name = ENDONYMS[learner.person.language]
    spoken = name if fits else gettext(N_("%(language)s is not spoken there")) % {"language": name}
    return " · ".join(isolated(part) for part in (line.site.name, words, spoken))


def supervisor_choices(supervisors: Iterable[Supervisor]) -> list[tuple[int, str]]:
    return [(NOBODY, gettext(N_("Nobody yet"))), *((one.id, _named(one)) for one in supervisors)]


def leading_choices(supervisors: Iterable[Supervisor]) -> list[tuple[int, str]]:
    nobody = (NOBODY, gettext(N_("Whoever signs at the placement")))
    return [nobody, *((one.id, _named(one)) for one in supervisors)]


def leading(placement: Placement, day: date) -> list[tuple[Words, Supervisor]]:
    """Kinds of supervision that somebody else signs for the learner's whole cohort on that day, with who it is."""
    titles = {one.id: one.title for one in list_categories(placement.enrolment.cohort)}
    found = queries.list_leading(placement.enrolment.cohort_id)
    held = ((one, queries.signer_on(placement, day, one.category)) for one in found if one.holds_on(day))
    return [(titles[one.category], signer) for one, signer in held if signer is not None and one.category in titles]


def stand_in_choices(supervisors: Iterable[Supervisor], absent: Supervisor) -> list[tuple[int, str]]:
    return [(one.id, _named(one)) for one in supervisors if one.id != absent.id]


def account_choices(people: Iterable[Person], kept: Person | None) -> list[tuple[int, str]]:
    """`kept` stays to choose although the role has ended."""
    every = {one.id: one for one in (*people, *([kept] if kept else ()))}
    return [
        (NOBODY, gettext(N_("None: they sign by mail"))),
        *((one.id, f"{isolated(one.name)} {isolated(one.email or '')}") for one in every.values()),
    ]


def _named(supervisor: Supervisor) -> str:
    return " · ".join(isolated(part) for part in (supervisor.name, supervisor.role_title) if part)


def said(words: Words, language: str) -> str:
    return in_language(words, language)[1]
