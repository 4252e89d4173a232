"""Measures as pages show them: in plain words, never as a word for somebody."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from app.catalogue.instrument_types import Answer, Instrument
from app.catalogue.types import Words
from app.core.words import N_
from app.duty.phones import DutyPhone
from app.duty.rules import dialled
from app.measures import queries, rules
from app.measures.asking import title_of
from app.measures.models import DRAFT, MISTYPED, CaseMeasure
from app.measures.rules import Change, Score
from app.placements.models import Supervisor
from app.web.languages import gettext

BETTER = N_("Since the first time it went further down than measuring alone explains: reliably less.")
RISEN = N_("Since the first time it went further up than measuring alone explains: reliably more.")
BETTER_UP = N_("Since the first time it went further up than measuring alone explains: reliably better.")
WORSE_UP = N_("Since the first time it went further down than measuring alone explains: reliably less well.")
SAME = N_("Since the first time it has not changed more than measuring alone explains.")
NO_FIGURE = N_("How far it has to change to mean something, nobody has published for it.")
RECOVERED = N_("At first the total was where one looks closer; now it is not.")
STILL = N_("The total is where one looks closer: bring it to supervision.")


@dataclass(frozen=True, slots=True)
class Line:
    """One measure in a list. `band` are its authors' words for such a total."""

    measure: CaseMeasure
    title: Words
    band: Words
    highest: int
    is_draft: bool
    is_mistyped: bool


@dataclass(frozen=True, slots=True)
class Course:
    """What was measured with one instrument over time."""

    title: Words
    about: Words
    lines: tuple[Line, ...]
    said: tuple[str, ...]
    unverified: bool


@dataclass(frozen=True, slots=True)
class Question:
    """`text` is empty where the official form is read; `chosen` is what was answered."""

    id: str
    text: Words
    scale: tuple[Answer, ...]
    chosen: int | None
    is_missing: bool


@dataclass(frozen=True, slots=True)
class Phone:
    name: str
    number: str
    dial: str


def line(measure: CaseMeasure, known: Mapping[str, Instrument]) -> Line:
    instrument = known.get(measure.instrument)
    band = rules.band_of(instrument, measure.total) if instrument and measure.total is not None else None
    return Line(
        measure=measure,
        title=title_of(measure, known),
        band=band.title if band else {},
        highest=instrument.highest if instrument else 0,
        is_draft=measure.state == DRAFT,
        is_mistyped=measure.state == MISTYPED,
    )


def lines(measures: Iterable[CaseMeasure], known: Mapping[str, Instrument]) -> list[Line]:
    return [line(one, known) for one in measures]


def courses(case_id: int, known: Mapping[str, Instrument]) -> list[Course]:
    """By instrument, what a case was measured with, and what its first and last say together."""
    by_name: dict[str, list[CaseMeasure]] = {}
    for one in queries.list_of_case(case_id):
        by_name.setdefault(one.instrument, []).append(one)
    scores = queries.scores([case_id]).get(case_id, [])
    return [
        Course(
            title=line(ones[0], known).title,
            about=known[name].about if name in known else {},
            lines=tuple(lines(ones, known)),
            said=tuple(said([score for score in scores if score.instrument == name])),
            unverified=bool(known[name].unverified) if name in known else False,
        )
        for name, ones in by_name.items()
    ]


def said(scores: Sequence[Score]) -> list[str]:
    """What an instrument's totals say, the first first. Never what somebody is."""
    if not scores:
        return []
    first, last = scores[0], scores[-1]
    told = [STILL] if last.is_case_level else []
    if len(scores) > 1:
        change = rules.change(first, last)
        told = [_moved(change, last), *([RECOVERED] if change.is_recovery else []), *told]
    return [gettext(text) for text in told]


def _moved(change: Change, last: Score) -> str:
    if not last.reliable_change:
        return NO_FIGURE
    if change.is_reliable_improvement:
        return BETTER_UP if last.is_higher_better else BETTER
    if change.is_reliable_deterioration:
        return WORSE_UP if last.is_higher_better else RISEN
    return SAME


def questions(instrument: Instrument, answers: Mapping[str, int], *, with_missing: bool = False) -> list[Question]:
    return [
        Question(item.id, item.text, instrument.scale, answers.get(item.id), with_missing and item.id not in answers)
        for item in instrument.items
    ]


def phones(supervisor: Supervisor | None, duty: Iterable[DutyPhone]) -> list[Phone]:
    """Whom to call, the supervisor first."""
    found = [Phone(one.name, one.number, one.dial) for post in duty for one in post.lines]
    if supervisor is None or not supervisor.phone:
        return found
    return [Phone(supervisor.name, supervisor.phone, dialled(supervisor.phone)), *found]
