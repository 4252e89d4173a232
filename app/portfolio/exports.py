"""What an examiner gets: every competency with its ratings, evidence by number alone, no notes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.core.clock import now
from app.enrolment.models import Enrolment
from app.portfolio import queries, rules
from app.portfolio.content import Held, as_rated
from app.portfolio.evidence import CASE, ENTRY, PERFORMANCE
from app.portfolio.models import PortfolioRating
from app.portfolio.rules import Feedback, Standing


@dataclass(frozen=True, slots=True)
class Rated:
    """A rating that counts. `evidence` is a kind and a number that is counted anew in each export, or empty."""

    rating: PortfolioRating
    feedback: Feedback
    evidence: tuple[str, int] | None


@dataclass(frozen=True, slots=True)
class Part:
    """A competency. `withdrawn` is how many ratings were taken back."""

    number: int
    standing: Standing
    ratings: tuple[Rated, ...]
    withdrawn: int


@dataclass(frozen=True, slots=True)
class Export:
    learner: Enrolment
    held: Held
    parts: tuple[Part, ...]
    made_at: datetime

    @property
    def shown(self) -> int:
        return sum(one.standing.is_shown for one in self.parts)


def read(learner: Enrolment, held: Held) -> Export:
    ratings = queries.list_ratings(learner.id)[::-1]
    numbers: dict[tuple[str, int], int] = {}
    by_competency: dict[str, list[PortfolioRating]] = {}
    for one in ratings:
        by_competency.setdefault(one.competency, []).append(one)
    parts = [_part(held, one.id, by_competency.get(one.id, []), numbers) for one in held.portfolio.competencies]
    return Export(learner, held, tuple(parts), now())


def _part(
    held: Held, competency_id: str, ratings: Sequence[PortfolioRating], numbers: dict[tuple[str, int], int]
) -> Part:
    competency = held.get(competency_id)
    counted = [one for one in ratings if one.withdrawal is None]
    found = rules.standing(competency, [queries.rated(one) for one in counted], held.portfolio.assessors)
    shown = []
    for one in counted:
        asked = as_rated(one, held.portfolio.programme) or competency
        shown.append(Rated(one, rules.feedback(asked, one.ticks), _number(one, numbers)))
    return Part(held.number_of(competency_id), found, tuple(shown), len(ratings) - len(counted))


def _number(rating: PortfolioRating, numbers: dict[tuple[str, int], int]) -> tuple[str, int] | None:
    """The same entry, case or role-play has the same number throughout one export, and says nothing beyond it."""
    for kind, found in ((PERFORMANCE, rating.performance_id), (ENTRY, rating.entry_id), (CASE, rating.case_id)):
        if found is not None:
            taken = sum(1 for name, _ in numbers if name == kind)
            return kind, numbers.setdefault((kind, found), taken + 1)
    return None
