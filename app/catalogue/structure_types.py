"""How the days of a programme are spread, and the people whom actors play in its simulations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

Words = Mapping[str, str]  # language → text


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """So many days in one room and so many remote ones, each of the same length."""

    in_person: int = 0
    in_person_minutes: int = 0
    remote: int = 0
    remote_minutes: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SimulatedCase:
    """Whom an actor plays. No learner ever reads it: `hidden_risk` is what is to be found out.

    `passes` is what is seen or heard when it goes well; `leads_to` the step that fits; `lessons` where it is played.
    """

    id: str
    name: Words
    age: int
    place: Words
    about: Words
    hidden_risk: Words
    passes: tuple[Words, ...]
    leads_to: Words
    lessons: tuple[str, ...]
    languages: tuple[str, ...]  # in which it can be played
