"""Questions in one language throughout, and one's own answers in words. No total is shown, and no word for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from app.baseline.models import BaselineAnswer
from app.catalogue.instrument_types import Instrument
from app.core.words import ENDONYMS, direction_of
from app.releases import queries as releases


@dataclass(frozen=True, slots=True)
class Sheet:
    """An instrument as it is asked: all of it in the language of its official text."""

    id: str
    lang: str
    direction: str
    period: str
    questions: tuple[tuple[str, str], ...]
    scale: tuple[tuple[int, str], ...]
    licence: str
    source: str
    source_url: str


@dataclass(frozen=True, slots=True)
class Given:
    """`title`: the span that was asked about, never what the form is about. `lines`: question and what was answered,
    None where it was left out; empty for what is known no more.
    """

    title: str
    lang: str
    direction: str
    lines: tuple[tuple[str, str | None], ...]


def sheet(instrument: Instrument, lang: str) -> Sheet:
    return Sheet(
        id=instrument.id,
        lang=lang,
        direction=direction_of(lang),
        period=instrument.period[lang],
        questions=tuple((item.id, item.text[lang]) for item in instrument.items),
        scale=tuple((step.value, step.text[lang]) for step in instrument.scale),
        licence=instrument.licence,
        source=instrument.source,
        source_url=instrument.source_url,
    )


def languages(codes: Iterable[str]) -> list[tuple[str, str]]:
    """Code and the language's own name."""
    return [(code, ENDONYMS[code]) for code in codes]


def given(release_id: int | None, answers: Sequence[BaselineAnswer]) -> list[Given]:
    known = releases.published(release_id).catalogue.instruments if answers else {}
    return [_given(one, known) for one in answers]


def _given(one: BaselineAnswer, known: Mapping[str, Instrument]) -> Given:
    instrument = known.get(one.instrument)
    if instrument is None or instrument.version != one.instrument_version or not instrument.has_text(one.language):
        return Given(one.instrument, one.language, direction_of(one.language), ())
    asked = sheet(instrument, one.language)
    said = dict(asked.scale)
    lines = tuple((text, said.get(one.answers.get(name, -1))) for name, text in asked.questions)
    return Given(asked.period, asked.lang, asked.direction, lines)
