"""Cohorts and learners as trainers and coordinators see them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from app.catalogue.types import Catalogue, Gate, Item, Lesson, Programme
from app.core.clock import day_of, now
from app.core.words import N_
from app.learning.activity import Learner
from app.learning.presenters import Shown
from app.progress import rules
from app.web.languages import gettext

STATES = ("complete", "started", "open", "locked", "planned")
MARKS = {"complete": "✓", "started": "◐", "open": "○", "locked": "×", "planned": "–"}
WORDS = {
    "complete": N_("Complete"),
    "started": N_("Begun"),
    "open": N_("Open"),
    "locked": N_("Locked"),
    "planned": N_("Being written"),
}
FILTERS = ("all", "not-started", "silent", "learning", "complete")


@dataclass(frozen=True, slots=True)
class Line:
    """A learner in the matrix. `state`: not-started | silent | learning | complete; `gates` are those that are open."""

    learner: Learner
    cells: tuple[str, ...]
    state: str
    last_on: date | None
    silent_days: int
    gates: tuple[Gate, ...] = ()

    def count(self, state: str) -> int:
        return self.cells.count(state)


def lines(
    learners: Iterable[Learner], lessons: Sequence[Lesson], time_zone: str, gates: Sequence[Gate] = ()
) -> list[Line]:
    return [_line(one, lessons, time_zone, gates) for one in learners]


def _line(learner: Learner, lessons: Sequence[Lesson], time_zone: str, gates: Sequence[Gate]) -> Line:
    completed = learner.completed
    cells = tuple(rules.standing(x, learner.lessons, completed, learner.opened).state for x in lessons)
    last_on = day_of(learner.last_at, time_zone) if learner.last_at else None
    silent_days = (now() - learner.last_at).days if learner.last_at else 0
    opened = tuple(gate for gate in gates if rules.gate_standing(gate, learner.completions).is_open)
    return Line(learner, cells, _state(learner, cells), last_on, silent_days, opened)


def _state(learner: Learner, cells: tuple[str, ...]) -> str:
    if learner.last_at is None:
        return "not-started"
    if cells and all(cell == "complete" for cell in cells):
        return "complete"
    return "silent" if learner.is_silent else "learning"


def state_words() -> dict[str, str]:
    return {state: gettext(text) for state, text in WORDS.items()}


def lessons_of(catalogue: Catalogue, programme: Programme | None) -> tuple[Lesson, ...]:
    return catalogue.lessons_of(programme) if programme else ()


@dataclass(frozen=True, slots=True)
class AgendaLine:
    """A line of the agenda with the clock beside it, as 18:00."""

    begins: str
    ends: str
    minutes: int
    text: object


@dataclass(frozen=True, slots=True)
class Notes:
    """A segment of the facilitation page; `agenda` has the lines of an agenda."""

    shown: Shown
    agenda: tuple[AgendaLine, ...] = ()

    @property
    def minutes(self) -> int:
        return sum(line.minutes for line in self.agenda)


def notes(lesson: Lesson, shown: Sequence[Shown], start: int) -> list[Notes]:
    """`start`: minutes after midnight at which every agenda of the page begins."""
    source = lesson.facilitation.segments if lesson.facilitation else ()
    return [
        Notes(one, _agenda(segment.items, one, start) if segment.kind == "agenda" else ())
        for segment, one in zip(source, shown, strict=True)
    ]


def wall_clock(minutes: int) -> str:
    """Minutes after midnight as 18:00, past midnight from 00:00 again."""
    hours, rest = divmod(minutes, 60)
    return f"{hours % 24:02}:{rest:02}"


def _agenda(items: Sequence[Item], shown: Shown, start: int) -> tuple[AgendaLine, ...]:
    found, clock = [], start
    for item, (_, text, _, _) in zip(items, shown.items, strict=True):
        ends = clock + item.minutes
        found.append(AgendaLine(wall_clock(clock), wall_clock(ends), item.minutes, text))
        clock = ends
    return tuple(found)
