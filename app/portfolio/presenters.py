"""Portfolios and ratings as pages show them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.catalogue.portfolio_types import Act, PortfolioCompetency
from app.catalogue.types import Words, in_language
from app.core.words import N_
from app.portfolio import rules
from app.portfolio.content import Held, as_rated
from app.portfolio.evidence import CASE, ENTRY, PERFORMANCE, Offered
from app.portfolio.models import PortfolioRating
from app.portfolio.rules import Standing
from app.portfolio.wording import KINDS, LEVEL_TONES, LEVELS, STATE_TONES, STATES
from app.web.formats import day, isolated
from app.web.languages import gettext, language, ngettext

MARKS = {rules.NOTHING: "–", rules.BEGUN: "", rules.SHOWN: "✓", rules.REOPENED: "!"}
ACT_KINDS = ("basic", "advanced", "harmful")  # in the order in which a sheet shows them


@dataclass(frozen=True, slots=True)
class Row:
    """One competency of somebody's portfolio. `wanted` says in words what is missing."""

    number: int
    competency: PortfolioCompetency
    state: str
    word: str
    tone: str
    observed_by: str
    wanted: tuple[str, ...]
    count: int  # of ratings that were not withdrawn


def rows(held: Held, standings: Iterable[Standing], counts: Mapping[str, int]) -> list[Row]:
    return [row(held, one, counts.get(one.competency.id, 0)) for one in standings]


def row(held: Held, found: Standing, count: int) -> Row:
    return Row(
        number=held.number_of(found.competency.id),
        competency=found.competency,
        state=found.state,
        word=gettext(STATES[found.state]),
        tone=STATE_TONES[found.state],
        observed_by=observed_by(found.competency),
        wanted=tuple(wanted(found)),
        count=count,
    )


def wanted(found: Standing) -> list[str]:
    """What is missing until a competency is shown, nothing once it is."""
    if found.is_shown:
        return []
    said = []
    if found.missing_assessors == found.wanted:
        text = ngettext(
            "%(num)s assessor who finds that it meets the standard",
            "%(num)s different assessors who find that it meets the standard",
            found.wanted,
        )
        said.append(text)
    elif found.missing_assessors:
        text = ngettext(
            "%(num)s more assessor who finds that it meets the standard",
            "%(num)s more assessors who find that it meets the standard",
            found.missing_assessors,
        )
        said.append(text)
    for one in found.observed:
        if one.missing:
            kind = gettext(KINDS[one.kind])
            values = {"kind": kind, "times": one.times, "wanted": one.wanted}
            said.append(gettext(N_("%(kind)s: %(times)s of %(wanted)s")) % values)
    return said


def observed_by(competency: PortfolioCompetency) -> str:
    """How it is to be observed, in one line."""
    parts = (f"{gettext(KINDS[one.kind])} ×{one.times}" for one in competency.observed_by)
    return " · ".join(isolated(one) for one in parts)


@dataclass(frozen=True, slots=True)
class Watch:
    """Behaviours of one kind on a sheet."""

    kind: str
    acts: tuple[Act, ...]


def watches(competency: PortfolioCompetency) -> list[Watch]:
    return [Watch(kind, tuple(one for one in competency.acts if one.kind == kind)) for kind in ACT_KINDS]


@dataclass(frozen=True, slots=True)
class Line:
    """A rating. `note` is None where it is not for this reader, or cannot be read any more."""

    rating: PortfolioRating
    kind: str
    level: str
    tone: str
    feedback: rules.Feedback
    note: str | None
    rests_on: str
    href: str
    is_mine: bool


def line(rating: PortfolioRating, held: Held, *, note: str | None, opens: bool, is_mine: bool) -> Line:
    """`opens`: whether the reader may know which entry or case it rests on."""
    competency = as_rated(rating, held.portfolio.programme) or held.get(rating.competency)
    rests_on, href = evidence(rating, opens=opens)
    return Line(
        rating=rating,
        kind=gettext(KINDS[rating.kind]) if rating.kind in KINDS else rating.kind,
        level=gettext(LEVELS[rating.level]),
        tone="quiet" if rating.withdrawal else LEVEL_TONES[rating.level],
        feedback=rules.feedback(competency, rating.ticks),
        note=note,
        rests_on=rests_on,
        href=href,
        is_mine=is_mine,
    )


def evidence(rating: PortfolioRating, *, opens: bool) -> tuple[str, str]:
    """What a rating rests on, and where that is; without saying which one where it is not for the reader."""
    if rating.performance:
        text = gettext(N_("Role-play of %(day)s")) % {"day": day(rating.performance.day, language())}
        return text, f"/performances/{rating.performance.id}"
    if rating.entry:
        if not opens or rating.entry.day is None:
            return gettext(N_("An entry of practice")), ""
        text = gettext(N_("Entry of %(day)s")) % {"day": day(rating.entry.day, language())}
        return text, f"/practicum/entries/{rating.entry.id}"
    if rating.case:
        text = gettext(N_("Case %(code)s")) % {"code": isolated(rating.case.code)}
        return (text, "") if opens else (gettext(N_("A case")), "")
    return "", ""


def offer(offered: Offered, held: Held) -> dict[str, list[tuple[str, str]]]:
    """What a rating may rest on, as a list with headings."""
    lang, programme = language(), held.programme
    entries = []
    for one in offered.entries:
        category = programme.practicum.find_category(one.category) if programme.practicum else None
        title = _said(category.title) if category else one.category
        when = day(one.day, lang) if one.day else ""
        entries.append((f"{ENTRY}:{one.id}", f"{isolated(when)} · {title}"))
    plays = [(f"{PERFORMANCE}:{one.id}", isolated(day(one.day, lang))) for one in offered.performances]
    cases = [(f"{CASE}:{one.id}", f"{isolated(one.code)} · {isolated(one.age_band)}") for one in offered.cases]
    return {
        gettext(N_("Signed entries")): entries,
        gettext(N_("Cases")): cases,
        gettext(N_("Role-plays")): plays,
    }


def _said(words: Words) -> str:
    used, text = in_language(words, language())
    return text if used == language() else isolated(text)


@dataclass(frozen=True, slots=True)
class Cell:
    """A competency of one person in a cohort's table; `short` is the same in a few signs."""

    competency_id: str
    state: str
    word: str
    tone: str
    short: str
    met: int
    wanted: int


def cell(found: Standing) -> Cell:
    met = min(len(found.assessors), found.wanted)
    return Cell(
        competency_id=found.competency.id,
        state=found.state,
        word=gettext(STATES[found.state]),
        tone=STATE_TONES[found.state],
        short=MARKS[found.state],
        met=met,
        wanted=found.wanted,
    )
