"""What needs a conversation, as lists of several rooms show it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.catalogue.instrument_types import Instrument
from app.catalogue.types import Words
from app.core.words import N_
from app.measures import rules
from app.measures.models import ACT_NOW, ACTED, MISTYPED, OPEN, CaseMeasure, MeasurePrompt
from app.web.languages import gettext

STATES = {
    OPEN: (N_("Not answered yet"), "warning"),
    ACTED: (N_("Somebody was told"), "info"),
    ACT_NOW: (N_("Acting now"), "warning"),
    MISTYPED: (N_("It was typed wrongly"), "quiet"),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """A prompt as its supervisor sees it."""

    prompt: MeasurePrompt
    title: Words
    learner: str
    state: str
    tone: str
    told_to: str


def title_of(measure: CaseMeasure, known: Mapping[str, Instrument]) -> Words:
    """Also of an instrument that the release does not know any more."""
    instrument = known.get(measure.instrument)
    return instrument.title if instrument else {"en": measure.instrument.upper()}


def asked(prompts: Iterable[MeasurePrompt], known: Mapping[str, Instrument]) -> list[Asked]:
    return [_asked(one, known) for one in prompts]


def _asked(prompt: MeasurePrompt, known: Mapping[str, Instrument]) -> Asked:
    word, tone = STATES[prompt.state]
    return Asked(
        prompt=prompt,
        title=title_of(prompt.measure, known),
        learner=prompt.measure.enrolment.person.name,
        state=gettext(word),
        tone=tone,
        told_to=gettext(rules.TOLD_TO[prompt.told_to]) if prompt.told_to in rules.TOLD_TO else "",
    )
