"""The card of the week, as the first page shows it too."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from app.catalogue.exercise_types import Exercise
from app.practice import tools
from app.practice.year import Offer, Year


def of_week(year: Year) -> dict[str, Any]:
    """This week, for the first page."""
    offer = year.offer()
    question = tools.find_question(year)
    return {
        "year": year,
        "offer": offer,
        "exercise": year.exercises.get(offer.exercise),
        "others": _exercises(year, offer.others),
        "family": _family(year, offer),
        "asks": year.exercises.get(question.exercise) if question else None,
    }


def _exercises(year: Year, names: Iterable[str]) -> list[Exercise]:
    return [year.exercises[name] for name in names if name in year.exercises]


def _family(year: Year, offer: Offer) -> Any:
    exercise = year.exercises.get(offer.exercise)
    return year.plan.families.get(exercise.family) if exercise else None
