"""What ticks come to, and what ratings come to: levels, what is shown, what is still wanted. No sums, no ranks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from app.catalogue.portfolio_types import Act, Evidence, Portfolio, PortfolioCompetency

NOT_YET, EMERGING, MEETS, EXCEEDS = LEVELS = ("not-yet", "emerging", "meets", "exceeds")
MET = (MEETS, EXCEEDS)
NOTHING, BEGUN, SHOWN, REOPENED = "nothing", "begun", "shown", "reopened"
RECORDING = "recording"


def level_of(competency: PortfolioCompetency, ticks: Collection[str]) -> str:
    """As in role-plays, levels follow from ticks and are never chosen.

    not-yet: something harmful was seen, or less than half of what is basic. emerging: half of it or more. meets: all
    of it. exceeds: something advanced as well.
    """
    seen = {kind: [one.id in ticks for one in competency.acts if one.kind == kind] for kind in _KINDS}
    if any(seen["harmful"]) or 2 * sum(seen["basic"]) < len(seen["basic"]):
        return NOT_YET
    if not all(seen["basic"]):
        return EMERGING
    return EXCEEDS if any(seen["advanced"]) else MEETS


_KINDS = ("harmful", "basic", "advanced")


def is_critical(competency: PortfolioCompetency, ticks: Collection[str]) -> bool:
    return any(one.is_critical and one.id in ticks for one in competency.acts)


@dataclass(frozen=True, slots=True)
class Rated:
    """A rating that was not withdrawn, as far as the rule asks."""

    id: int
    kind: str
    day: date
    assessor_id: int
    level: str
    is_critical: bool

    @property
    def is_met(self) -> bool:
        return self.level in MET and not self.is_critical


@dataclass(frozen=True, slots=True)
class Observed:
    """How often a kind of evidence is there, of how often it is wanted."""

    kind: str
    times: int
    wanted: int

    @property
    def missing(self) -> int:
        return max(0, self.wanted - self.times)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one competency is: `assessors` are those who found it met, `wanted` how many different ones it takes."""

    competency: PortfolioCompetency
    state: str
    assessors: frozenset[int]
    wanted: int
    observed: tuple[Observed, ...]

    @property
    def is_shown(self) -> bool:
        return self.state == SHOWN

    @property
    def missing_assessors(self) -> int:
        return max(0, self.wanted - len(self.assessors))


def standing(competency: PortfolioCompetency, ratings: Iterable[Rated], assessors: int) -> Standing:
    """Shown: met in the eyes of `assessors` different people, and observed as often and in the ways it is wanted.

    What counts as met was recorded after the last critical rating, and is not of an earlier day than it.
    """
    rated = sorted(ratings, key=lambda one: one.id)
    critical = [one for one in rated if one.is_critical]
    last_id, last_day = max((one.id for one in critical), default=0), max((one.day for one in critical), default=None)
    met = [one for one in rated if one.is_met and one.id > last_id and (last_day is None or one.day >= last_day)]
    people = frozenset(one.assessor_id for one in met)
    counted = met if competency.must_pass else [one for one in rated if not one.is_critical]
    seen = tuple(_observed(wanted, counted) for wanted in competency.observed_by)
    is_shown = len(people) >= assessors and not any(one.missing for one in seen)
    if is_shown:
        state = SHOWN
    elif critical:
        state = REOPENED
    else:
        state = BEGUN if rated else NOTHING
    return Standing(competency, state, people, assessors, seen)


def _observed(wanted: Evidence, ratings: Sequence[Rated]) -> Observed:
    return Observed(wanted.kind, Counter(one.kind for one in ratings)[wanted.kind], wanted.times)


def standings(portfolio: Portfolio, ratings: Iterable[tuple[str, Rated]]) -> list[Standing]:
    """Of every competency, in the portfolio's order; `ratings` with the competency that each is about."""
    by_competency: dict[str, list[Rated]] = {}
    for competency, rated in ratings:
        by_competency.setdefault(competency, []).append(rated)
    return [standing(one, by_competency.get(one.id, ()), portfolio.assessors) for one in portfolio.competencies]


@dataclass(frozen=True, slots=True)
class Feedback:
    """What a rating tells: what was seen, what is worth doing otherwise, and basic acts that were not seen."""

    seen: tuple[Act, ...]
    changes: tuple[Act, ...]
    missing: tuple[Act, ...]


def feedback(competency: PortfolioCompetency, ticks: Collection[str]) -> Feedback:
    return Feedback(
        seen=tuple(one for one in competency.acts if one.id in ticks and one.kind != "harmful"),
        changes=tuple(one for one in competency.acts if one.id in ticks and one.kind == "harmful"),
        missing=tuple(one for one in competency.acts if one.id not in ticks and one.kind == "basic"),
    )
