"""Cases, decisions and people as pages of supervision name them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.cases import rules as cases
from app.catalogue.types import Words
from app.core.spoken import ENDONYMS
from app.core.words import N_
from app.handovers.queries import OfCase
from app.measures import queries as measures
from app.measures.rules import Score
from app.practicum.debt import GAP, RATIO, REVIEW
from app.practicum.rules import Remark
from app.supervision import words
from app.supervision.people import Seen
from app.web.languages import gettext

MODES = {"in-person": N_("In person"), "phone": N_("By phone"), "video": N_("By video"), "chat": N_("By chat")}
DEBTS = {RATIO: N_("Supervision owed"), GAP: N_("No supervision lately"), REVIEW: N_("Cases not reviewed")}
HANDED = {
    "offered": N_("Offered, not answered yet"),
    "accepted": N_("Accepted"),
    "declined": N_("Declined"),
    "withdrawn": N_("Taken back"),
    "begun": N_("The first meeting took place"),
    "closed": N_("Over"),
}


@dataclass(frozen=True, slots=True)
class Spoken:
    """Words for codes, in the reader's language."""

    reasons: Mapping[str, str]
    decisions: Mapping[str, str]
    who: Mapping[str, str]
    wishes: Mapping[str, str]
    modes: Mapping[str, str]
    presentations: Mapping[str, str]


def spoken() -> Spoken:
    return Spoken(
        *(
            {code: gettext(text) for code, text in one.items()}
            for one in (words.REASONS, words.DECISIONS, words.WHO, words.WISHES, MODES, cases.PRESENTATIONS)
        )
    )


def language_of(code: str) -> str:
    return ENDONYMS.get(code) or gettext(N_("Another language"))


def say(one: Remark) -> str:
    return str(gettext(one.message) % one.values if one.values else gettext(one.message))


def debt_words(seen: Seen) -> list[str]:
    """What supervision somebody is owed, without naming any case."""
    return [gettext(DEBTS[one.kind]) for one in seen.debts]


@dataclass(frozen=True, slots=True)
class Course:
    """The totals of one instrument, the first first."""

    title: Words
    totals: tuple[tuple[date, int], ...]


def score_lines(scores: Sequence[Score]) -> list[Course]:
    known = measures.list_instruments() if scores else {}
    found: dict[str, list[tuple[date, int]]] = defaultdict(list)
    for one in scores:
        found[one.instrument].append((one.taken_on, one.total))
    return [
        Course(known[name].title if name in known else {"en": name}, tuple(totals)) for name, totals in found.items()
    ]


def handed(found: Iterable[OfCase]) -> list[tuple[OfCase, str]]:
    """Hand-overs of a case, each with the word for where it stands."""
    return [(one, gettext(HANDED[one.state])) for one in found]
