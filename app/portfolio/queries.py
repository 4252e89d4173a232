"""Reading ratings, scoped to the actor."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, case, exists, select
from sqlalchemy.orm import contains_eager, joinedload

from app.accounts.actor import Actor
from app.accounts.models import Person
from app.core.db import hold, session
from app.core.errors import NotFound
from app.core.words import N_
from app.enrolment.models import Cohort, Enrolment
from app.portfolio import policy
from app.portfolio.models import PortfolioRating, PortfolioWithdrawal
from app.portfolio.rules import Rated

NO_LEARNER = N_("There is no such learner here.")
NO_RATING = N_("There is no such rating here.")
SHOWN = 200
CRITICAL = "critical"


def get_learner(actor: Actor, enrolment_id: int) -> Enrolment:
    """Somebody whose portfolio the actor may see. Raises NotFound."""
    learner = session().scalars(_learners().where(Enrolment.id == enrolment_id)).one_or_none()
    if learner is None or not policy.may_see_portfolio(actor, learner):
        raise NotFound(NO_LEARNER)
    return learner


def get_assessed(actor: Actor, enrolment_id: int) -> Enrolment:
    """Somebody whom the actor may assess. Raises NotFound."""
    learner = get_learner(actor, enrolment_id)
    if not policy.may_assess(actor, learner):
        raise NotFound(NO_LEARNER)
    return learner


def list_assessed(actor: Actor, programme_ids: Iterable[str]) -> Sequence[Enrolment]:
    """Everybody whom the actor may assess in one of these programmes, by name."""
    wanted = _learners().where(
        policy.assessed(actor), Cohort.programme_id.in_(sorted(programme_ids)), Enrolment.left_on.is_(None)
    )
    return session().scalars(wanted.order_by(Person.name, Enrolment.id).limit(SHOWN)).all()


def get_mine(actor: Actor, rating_id: int) -> PortfolioRating:
    """A rating that the actor has given. Raises NotFound."""
    rating = session().scalars(_ratings().where(PortfolioRating.id == rating_id)).one_or_none()
    if rating is None or not policy.may_withdraw(actor, rating):
        raise NotFound(NO_RATING)
    return rating


def lock(rating: PortfolioRating) -> None:
    """Withdrawals of one rating wait for one another."""
    hold(select(PortfolioRating.id).where(PortfolioRating.id == rating.id).with_for_update())
    session().expire(rating, ["withdrawal"])


def list_ratings(enrolment_id: int, competency: str = "") -> Sequence[PortfolioRating]:
    """Of a learner whom the caller may see, the newest first, withdrawn ones among them."""
    wanted = _ratings().where(PortfolioRating.enrolment_id == enrolment_id)
    if competency:
        wanted = wanted.where(PortfolioRating.competency == competency)
    return session().scalars(wanted.order_by(PortfolioRating.id.desc())).all()


def list_rated(enrolment_ids: Iterable[int]) -> dict[int, list[tuple[str, Rated]]]:
    """By learner: what counts of their ratings, each with its competency. One statement for all of them."""
    found: dict[int, list[tuple[str, Rated]]] = {name: [] for name in enrolment_ids}
    wanted = _standing(PortfolioRating.enrolment_id.in_(sorted(found)))
    for enrolment_id, competency, *facts in session().execute(wanted):
        found[enrolment_id].append((competency, Rated(*facts)))
    return found


def rated(rating: PortfolioRating) -> Rated:
    return Rated(rating.id, rating.kind, rating.day, rating.assessor_id, rating.level, rating.is_critical)


def rated_select() -> Select[*tuple[Any, ...]]:
    """competency, the rest in one word, assessor, rating, day of what counts; first pages add it to theirs.

    The enrolment is bound as `enrolment`; `rated_of` reads a row.
    """
    one = PortfolioRating
    critical = case((one.is_critical, CRITICAL), else_="")
    said = one.kind + "/" + one.level + "/" + critical
    return select(one.competency, said.label("said"), one.assessor_id, one.id, one.day).where(
        one.enrolment_id == bindparam("enrolment"), ~is_withdrawn()
    )


def rated_of(competency: str, said: str, assessor_id: int, rating_id: int, day: date) -> tuple[str, Rated]:
    kind, level, critical = said.split("/")
    return competency, Rated(rating_id, kind, day, assessor_id, level, critical == CRITICAL)


def is_withdrawn() -> ColumnElement[bool]:
    """As a condition on `PortfolioRating`."""
    return exists().where(PortfolioWithdrawal.rating_id == PortfolioRating.id)


def _standing(condition: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    one = PortfolioRating
    facts = (one.id, one.kind, one.day, one.assessor_id, one.level, one.is_critical)
    return select(one.enrolment_id, one.competency, *facts).where(condition, ~is_withdrawn()).order_by(one.id)


def _learners() -> Select[Enrolment]:
    return (
        select(Enrolment)
        .join(Enrolment.cohort)
        .join(Enrolment.person)
        .options(
            contains_eager(Enrolment.person),
            contains_eager(Enrolment.cohort).joinedload(Cohort.institution),
        )
    )


def _ratings() -> Select[PortfolioRating]:
    return (
        select(PortfolioRating)
        .join(PortfolioRating.enrolment)
        .options(
            contains_eager(PortfolioRating.enrolment),
            joinedload(PortfolioRating.assessor),
            joinedload(PortfolioRating.entry),
            joinedload(PortfolioRating.case),
            joinedload(PortfolioRating.performance),
        )
    )
