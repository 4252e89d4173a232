"""Portfolios as a whole: enough to see in each competency, wanted often enough, nothing missing in a language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from app.catalogue.findings import Place, nearest
from app.catalogue.portfolio_types import Portfolio, PortfolioCompetency, Words
from app.catalogue.reader import Reading
from app.catalogue.types import LANGUAGES

# How many behaviours of a kind can be kept apart by somebody who watches, listens or reads.
COUNTS = {"harmful": (1, 3), "basic": (3, 6), "advanced": (1, 3)}
ASSESSORS = (2, 4)
MOST_TIMES = 10


def check(reading: Reading) -> None:
    said: set[str] = set()
    for portfolio in reading.catalogue.portfolios.values():
        _portfolio(portfolio, reading)
        for competency in portfolio.competencies:
            _wanted(portfolio, competency, reading)
            if competency.id not in said:
                _competency(competency, reading)
            said.add(competency.id)


def _portfolio(portfolio: Portfolio, reading: Reading) -> None:
    def place(key: str) -> Place:
        return reading.places.of(f"portfolio:{portfolio.programme}:{key}")

    programmes = reading.catalogue.programmes
    if portfolio.programme not in programmes:
        hint = nearest(portfolio.programme, programmes)
        message = f'there is no programme "{portfolio.programme}"'
        reading.report.error(place("programme"), "unknown-programme", message, hint)
    if not portfolio.competencies:
        reading.report.error(place("competencies"), "portfolio-empty", "a portfolio names its competencies")
    fewest, most = ASSESSORS
    if not fewest <= portfolio.assessors <= most:
        message = f"nobody's word stands alone: {fewest} to {most} assessors"
        reading.report.error(place("assessors"), "portfolio-assessors", message)
    _languages(place("remediation"), "the way back", portfolio.remediation, reading)


def _wanted(portfolio: Portfolio, competency: PortfolioCompetency, reading: Reading) -> None:
    place = reading.places.of(f"portfolio:{portfolio.programme}:{competency.id}")
    kinds = Counter(one.kind for one in competency.observed_by)
    if not kinds:
        reading.report.error(place, "observed-by", f'"{competency.id}" is observed by nothing')
    if any(count > 1 for count in kinds.values()):
        message = f'"{competency.id}" names a kind of evidence twice'
        reading.report.error(place, "observed-by", message, "times: says how often")
    if any(not 1 <= one.times <= MOST_TIMES for one in competency.observed_by):
        reading.report.error(place, "observed-by", f"times: is 1 to {MOST_TIMES}")


def _competency(competency: PortfolioCompetency, reading: Reading) -> None:
    place = reading.places.of(f"portfolio:competency:{competency.id}")
    counts = Counter(str(one.kind) for one in competency.acts)
    for kind, (fewest, most) in COUNTS.items():
        if not fewest <= counts[kind] <= most:
            message = f'"{competency.id}" has {counts[kind]} {kind} behaviours; {fewest} to {most} are wanted'
            reading.report.error(place, "behaviour-count", message)
    for where, what, words in _words(competency, reading):
        _languages(where, what, words, reading)


def _words(competency: PortfolioCompetency, reading: Reading) -> Iterator[tuple[Place, str, Words]]:
    of = reading.places.of
    yield of(f"portfolio:competency:{competency.id}"), "the competency's title", competency.title
    yield of(f"portfolio:next_step:{competency.id}"), "the next step", competency.next_step
    for one in competency.acts:
        yield of(f"portfolio:behaviour:{one.id}"), "the behaviour's text", one.text


def _languages(place: Place, what: str, words: Words, reading: Reading) -> None:
    for language in LANGUAGES:
        if not words.get(language):
            reading.report.error(place, "translation-missing", f"{what} is missing in “{language}”")
