"""A case's file: dates of entries, what was decided, measures, what its learner asks for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.cases import queries as cases
from app.cases.models import PracticeCase
from app.cases.rules import SCORES
from app.catalogue.practicum_types import Words
from app.measures import queries as measures
from app.measures.rules import Score
from app.practicum.content import find_held
from app.practicum.models import PracticumEntry
from app.supervision import queries
from app.supervision.models import SupervisionAsk, SupervisionItem

SHOWN = 50


@dataclass(frozen=True, slots=True)
class File:
    entries: Sequence[PracticumEntry]
    titles: Mapping[str, Words]  # of categories, by id
    decisions: Sequence[SupervisionItem]
    scores: Sequence[Score]
    keeps_scores: bool
    asked: SupervisionAsk | None


def read(case: PracticeCase) -> File:
    """The newest first, scores the first first."""
    held = find_held(case.enrolment.cohort)
    return File(
        entries=queries.list_entries(case.id, SHOWN),
        titles={one.id: one.title for one in held.practicum.categories} if held else {},
        decisions=queries.list_history(case.id),
        scores=measures.scores([case.id]).get(case.id, []),
        keeps_scores=cases.find_level(case.institution_id) == SCORES,
        asked=queries.find_ask(case.id),
    )
