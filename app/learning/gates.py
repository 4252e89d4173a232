"""Gates of a programme for one learner: open since when and whom to turn to, or which lessons are missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.catalogue.types import Catalogue, Gate, Lesson, Programme
from app.core.clock import day_of
from app.enrolment import queries as enrolment
from app.progress import rules
from app.progress.queries import Learning


@dataclass(frozen=True, slots=True)
class GateShown:
    """`opened_on` is the institution's day; `turn_to` names who arranges what the gate leads to."""

    gate: Gate
    done: int
    missing: tuple[Lesson, ...]
    opened_on: date | None
    turn_to: Sequence[str] = ()


def shown(catalogue: Catalogue, programme: Programme, learning: Learning) -> list[GateShown]:
    """One statement more while a gate is open."""
    completions = learning.completions
    standings = [rules.gate_standing(gate, completions) for gate in programme.gates]
    turn_to = enrolment.list_coordinator_names(learning.cohort_id) if any(x.is_open for x in standings) else ()
    return [
        GateShown(
            gate=one.gate,
            done=one.done,
            missing=tuple(catalogue.lessons[x] for x in one.missing),
            opened_on=day_of(one.opened_at, learning.time_zone) if one.opened_at else None,
            turn_to=turn_to,
        )
        for one in standings
    ]
