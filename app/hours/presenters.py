"""Hours as people read them."""

from __future__ import annotations

from collections.abc import Iterable

from app.catalogue.types import Catalogue, Programme, Words
from app.core.words import N_
from app.web.languages import gettext

YEAR = N_("Exercises of the year")
WORDS = {
    "theory": N_("Theory"),
    "practice": N_("Practice"),
    "tools": YEAR,
    "practised": N_("An exercise, finished or stopped"),
    "self-study-complete": N_("Self-study completed: every step and the quiz"),
    "presence": N_("Minutes present, from the meeting’s roll"),
    "make-up": N_("Make-up task accepted"),
    "lesson": N_("Lesson"),
    "meeting": N_("Meeting"),
    "roll-corrected": N_("The roll was corrected"),
    "presence-proved": N_("Presence was proved later"),
    "left-unnoticed": N_("Somebody left and it was not noted"),
    "entered-by-mistake": N_("Entered by mistake"),
    "supervisor-signed": N_("Practice, signed by a supervisor"),
    "amended": N_("The signed entry was amended"),
}


def words(plans: Iterable[str] = ()) -> dict[str, str]:
    """Codes of the ledger in the reader's language; rows of a plan of practice name nothing but the plan."""
    return {code: gettext(text) for code, text in WORDS.items()} | {plan: gettext(YEAR) for plan in plans}


def titles(catalogue: Catalogue, programme: Programme | None) -> dict[str, Words]:
    """What minutes were credited for, by id: lessons, and kinds of practice."""
    practicum = programme.practicum if programme else None
    kinds = {one.id: one.title for one in practicum.categories} if practicum else {}
    return {lesson.id: lesson.title for lesson in catalogue.lessons.values()} | kinds
