"""Instruments as a whole: figures that fit each other; text that is whole where it stands, else why it does not."""

from __future__ import annotations

from collections.abc import Iterator

from app.catalogue.findings import Place, nearest
from app.catalogue.instrument_types import Baseline, Instrument
from app.catalogue.reader import Reading
from app.catalogue.types import LANGUAGES, Words

_MOST_ITEMS = 60
_MOST_DAYS = 366


def check(reading: Reading) -> None:
    for instrument in reading.catalogue.instruments.values():
        for key, message in _faults(instrument):
            reading.report.error(_place(instrument, key, reading), f"instrument-{key.replace('_', '-')}", message)
        for key, what, words in _words(instrument):
            for language in LANGUAGES:
                if not words.get(language):
                    place = _place(instrument, key, reading)
                    reading.report.error(place, "translation-missing", f"{what} is missing in “{language}”")
    for programme in reading.catalogue.programmes.values():
        if programme.baseline is not None:
            _baseline(programme.id, programme.baseline, reading)


def _baseline(programme: str, asked: Baseline, reading: Reading) -> None:
    """Nobody reads these answers, so no question may be among them that somebody has to act upon."""
    known, place = reading.catalogue.instruments, reading.places.of(f"baseline:{programme}:instrument")
    instrument = known.get(asked.instrument)
    if instrument is None:
        message = f'there is no instrument "{asked.instrument[:40]}"'
        reading.report.error(place, "baseline-instrument", message, nearest(asked.instrument, tuple(known)))
    elif not instrument.items:
        reading.report.error(place, "baseline-instrument", f'the questions of "{instrument.id}" do not stand here')
    elif instrument.conversation_item:
        message = f'"{instrument.id}" asks what needs a conversation the same day, and nobody reads these answers'
        reading.report.error(place, "baseline-instrument", message)
    if not 0 < asked.days <= _MOST_DAYS:
        place = reading.places.of(f"baseline:{programme}:days")
        reading.report.error(place, "baseline-days", f"it is asked for 1 to {_MOST_DAYS} days from the first one on")


def _place(instrument: Instrument, key: str, reading: Reading) -> Place:
    return reading.places.of(f"instrument:{instrument.id}:{key}")


def _faults(one: Instrument) -> Iterator[tuple[str, str]]:
    yield from _range(one)
    yield from _items(one)
    yield from _levels(one)
    yield from _text(one)
    yield from _conversation(one)
    for key in ("source_url", "form_url"):
        if not getattr(one, key).startswith("https://"):
            yield key, f'"{key}" begins with https://'


def _range(one: Instrument) -> Iterator[tuple[str, str]]:
    if one.lowest >= one.highest or one.step < 1 or (one.highest - one.lowest) % one.step:
        yield "highest", "the highest total lies above the lowest, by whole steps"
    if not one.items:
        return
    values = [answer.value for answer in one.scale]
    reached = (min(values, default=0) * len(one.items), max(values, default=0) * len(one.items))
    if (one.lowest, one.highest) != reached:
        message = f"{len(one.items)} questions add up to {reached[0]}–{reached[1]}, not {one.lowest}–{one.highest}"
        yield "highest", f"{message}: another coding of the scale has other thresholds"


def _items(one: Instrument) -> Iterator[tuple[str, str]]:
    names = [item.id for item in one.items]
    values = [answer.value for answer in one.scale]
    if len(set(names)) < len(names) or len(names) > _MOST_ITEMS:
        yield "items", f"each question has an id of its own, {_MOST_ITEMS} at most"
    if bool(one.items) != bool(one.scale):
        yield "scale", "questions have a scale, and a scale has questions"
    if values and (values != list(range(values[0], values[0] + len(values))) or len(values) < 2):
        yield "scale", "the steps of a scale follow each other, the lowest first"
    if one.may_miss * 2 > len(one.items):
        yield "may_miss", "a total with more questions missing than answered says nothing"
    if not one.items and not one.total_hint:
        yield "total_hint", "where only the total is typed, say how it is reckoned"


def _levels(one: Instrument) -> Iterator[tuple[str, str]]:
    least = [band.least for band in one.bands]
    if not least or least[0] != one.lowest or least != sorted(set(least)) or least[-1] > one.highest:
        yield "bands", "bands begin at the lowest total and rise"
    if one.case_from is not None and one.case_to is not None:
        yield "case_from", "a case level is reached from above or from below, not both"
    if (one.case_from is not None and one.is_higher_better) or (one.case_to is not None and not one.is_higher_better):
        yield "is_higher_better", "a case level lies where totals are bad"
    for key in ("case_from", "case_to"):
        level = getattr(one, key)
        if level is not None and not one.lowest < level < one.highest:
            yield key, "the case level lies within the totals"
    if one.reliable_change is not None and not 0 < one.reliable_change < one.highest - one.lowest:
        yield "reliable_change", "a reliable change is smaller than the whole range"


def _text(one: Instrument) -> Iterator[tuple[str, str]]:
    for language in LANGUAGES:
        written = [item for item in one.items if item.text.get(language)]
        if written and len(written) < len(one.items):
            yield "items", f"the questions are whole in “{language}” or not there at all"
        if not written and not one.not_shipped.get(language):
            yield "not_shipped", f"say in “{language}” why its questions are not here, and where they are"


def _conversation(one: Instrument) -> Iterator[tuple[str, str]]:
    if not one.conversation_item:
        return
    if one.items and one.conversation_item not in {item.id for item in one.items}:
        yield "conversation", f'there is no question "{one.conversation_item}"'
    if one.conversation_highest < 1 or (one.scale and one.conversation_highest != one.scale[-1].value):
        yield "conversation", "the highest answer is that of the scale"


def _words(one: Instrument) -> Iterator[tuple[str, str, Words]]:
    yield "title", "the title", one.title
    yield "about", "what it is about", one.about
    yield "period", "the span that it asks about", one.period
    if one.total_hint:
        yield "total_hint", "how the total is reckoned", one.total_hint
    for band in one.bands:
        yield "bands", "a band's title", band.title
    for answer in one.scale:
        yield "scale", "an answer", answer.text
