"""The meeting's pack on paper: what belongs to it, put together as plain data for `papers/pack.typ`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from app.core.errors import Invalid
from app.core.words import N_
from app.learning import printing_pages_presenters as pages
from app.learning import printing_parts_presenters as parts_of
from app.learning.printing_lesson_presenters import Occasion
from app.web.languages import gettext

PARTS: Mapping[str, str] = {
    "cover": N_("Cover"),
    "agenda": N_("Agenda"),
    "notes": N_("Facilitation notes"),
    "cards": N_("Role-play cards"),
    "handout": N_("Handouts"),
    "never": N_("What we never do"),
    "contacts": N_("Helplines in this lesson"),
    "roll": N_("Roll"),
}
_DRAWN: Mapping[str, Callable[[Occasion], Any]] = {
    "agenda": parts_of.agenda,
    "notes": parts_of.notes,
    "cards": parts_of.cards,
    "handout": parts_of.handouts,
    "never": pages.never,
    "contacts": pages.contacts,
    "roll": pages.roll,
}


def choices() -> list[tuple[str, str]]:
    """Parts and their names, for a form."""
    return [(part, gettext(name)) for part, name in PARTS.items()]


def read_parts(texts: Iterable[str]) -> tuple[str, ...]:
    """`?parts=agenda,cards` or `?parts=agenda&parts=cards`, in the pack's order; all of them without any.

    Raises Invalid.
    """
    wanted = {part.strip() for text in texts for part in text.split(",") if part.strip()}
    if not wanted <= PARTS.keys():
        raise Invalid(N_("A pack has these parts: %(parts)s."), field="parts", parts=", ".join(PARTS))
    return tuple(part for part in PARTS if not wanted or part in wanted)


def pack(occasion: Occasion, parts: tuple[str, ...]) -> dict[str, Any]:
    """Parts in order, each with its title; one that would be empty is left out."""
    drawn = {part: _DRAWN[part](occasion) for part in parts if part in _DRAWN}
    shown = [part for part in parts if part == "cover" or drawn[part]]
    if "cover" in parts:
        drawn["cover"] = pages.cover(occasion, [gettext(PARTS[x]) for x in shown if x != "cover"])
    return {
        "running": pages.running(occasion),
        "parts": [{"kind": part, "title": gettext(PARTS[part]), "body": drawn[part]} for part in shown],
        "words": pages.labels(),
    }
