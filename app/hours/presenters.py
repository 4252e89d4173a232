"""Hours as people read them."""

from __future__ import annotations

from dataclasses import dataclass

from app.catalogue.types import Catalogue, Programme, Words
from app.core.words import N_
from app.hours.queries import Totals
from app.web.languages import gettext

PARTS = ("theory", "practice")
WORDS = {
    "theory": N_("Theory"),
    "practice": N_("Practice"),
    "self-study-complete": N_("Self-study completed: every step and the quiz"),
    "presence": N_("Minutes present, from the meeting’s roll"),
    "make-up": N_("Make-up task accepted"),
    "lesson": N_("Lesson"),
    "meeting": N_("Meeting"),
    "roll-corrected": N_("The roll was corrected"),
    "entered-by-mistake": N_("Entered by mistake"),
}


def words() -> dict[str, str]:
    """Codes of the ledger in the reader's language."""
    return {code: gettext(text) for code, text in WORDS.items()}


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
