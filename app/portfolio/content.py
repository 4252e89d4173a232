"""What a cohort's programme wants shown."""

from __future__ import annotations

from dataclasses import dataclass

from app.catalogue.portfolio_types import Portfolio, PortfolioCompetency
from app.catalogue.types import Programme
from app.core.errors import NotFound
from app.core.words import N_
from app.enrolment.models import Cohort
from app.portfolio.models import PortfolioRating
from app.releases import queries as releases

NONE = N_("This programme has no portfolio of competencies.")
NO_COMPETENCY = N_("There is no such competency in this programme.")


@dataclass(frozen=True, slots=True)
class Held:
    """A portfolio as the cohort's release has it."""

    portfolio: Portfolio
    programme: Programme
    release_id: int

    def get(self, competency_id: str) -> PortfolioCompetency:
        """Raises NotFound."""
        found = self.portfolio.find(competency_id)
        if found is None:
            raise NotFound(NO_COMPETENCY)
        return found

    def number_of(self, competency_id: str) -> int:
        """From 1 on, in the portfolio's order."""
        return [one.id for one in self.portfolio.competencies].index(competency_id) + 1


def find_held(cohort: Cohort, active_id: int | None = None) -> Held | None:
    """`active_id` is the release that is active, where the caller knows it: one statement less."""
    content = releases.published(cohort.release_id or active_id)
    programme = content.catalogue.programmes.get(cohort.programme_id)
    portfolio = content.catalogue.portfolios.get(cohort.programme_id)
    return Held(portfolio, programme, content.release_id) if programme and portfolio else None


def get_held(cohort: Cohort, active_id: int | None = None) -> Held:
    """Raises NotFound for a programme that wants no competency shown."""
    held = find_held(cohort, active_id)
    if held is None:
        raise NotFound(NONE)
    return held


def as_rated(rating: PortfolioRating, programme_id: str) -> PortfolioCompetency | None:
    """The competency with the words that the assessor read; None where that release is not at hand any more."""
    portfolio = releases.published(rating.release_id).catalogue.portfolios.get(programme_id)
    return portfolio.find(rating.competency) if portfolio else None
