"""What must hold of content as a whole. Each check is a function of a `Reading` that adds to its report."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from app.catalogue.checks import (
    cards,
    competencies,
    exercises,
    files,
    freshness,
    instruments,
    items,
    languages,
    objectives,
    order,
    phones,
    plans,
    portfolios,
    practicum,
    questions,
    readability,
    references,
    reviews,
    scenarios,
    structure,
    sums,
    wording,
)
from app.catalogue.findings import Finding
from app.catalogue.reader import Reading, read

CHECKS: tuple[Callable[[Reading], None], ...] = (
    files.check,
    sums.check,
    structure.check,
    order.check,
    objectives.check,
    questions.check,
    items.check,
    scenarios.check,
    competencies.check,
    portfolios.check,
    practicum.check,
    plans.check,
    exercises.check,
    cards.check,
    instruments.check,
    references.check,
    phones.check,
    languages.check,
    freshness.check,
    wording.check,
    readability.check,
    reviews.check,
)


def check(files: Mapping[str, bytes]) -> list[Finding]:
    """Everything that is to be said of these files, by place."""
    return checked(files).report.findings


def checked(files: Mapping[str, bytes]) -> Reading:
    """Reads and checks: publish the catalogue only when the report holds no error."""
    reading = read(files)
    for one in CHECKS:
        one(reading)
    return reading
