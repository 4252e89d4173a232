"""Minutes against what is wanted: figures that pages of several rooms and commands show."""

from __future__ import annotations

from dataclasses import dataclass

from app.catalogue.types import Catalogue, Programme, Words
from app.hours.queries import Totals


@dataclass(frozen=True, slots=True)
class Figure:
    """Minutes done and pending of what a requirement wants; `missing` is never below 0."""

    id: str
    title: Words
    part: str
    done: int
    pending: int
    wanted: int

    @property
    def missing(self) -> int:
        return max(0, self.wanted - self.done - self.pending)


def requirements(programme: Programme, totals: Totals) -> list[Figure]:
    return [
        Figure(r.id, r.title, r.part, totals.minutes(r.part), totals.pending_minutes(r.part), r.minutes)
        for r in programme.requirements
    ]


def modules(catalogue: Catalogue, programme: Programme, totals: Totals) -> list[Figure]:
    return [
        Figure(
            module_id,
            catalogue.modules[module_id].title,
            "",
            totals.minutes(module=module_id),
            totals.pending_minutes(module=module_id),
            sum(catalogue.lessons[x].minutes for x in catalogue.modules[module_id].lessons),
        )
        for module_id in programme.modules
    ]
