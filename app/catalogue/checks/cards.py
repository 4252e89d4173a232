"""Cards for a pocket: few words in every language, and nothing on them that cannot be called."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from app.catalogue.card_types import CardNumbers, Cards, Words
from app.catalogue.findings import Place, nearest
from app.catalogue.reader import Reading
from app.catalogue.types import LANGUAGES

LINES = 3
STEPS = (4, 6)
SHORT = 60  # letters that fit on one line of the card, vowel signs not counted
_NUMBERS = (1, 4)


def check(reading: Reading) -> None:
    for place, what, words in _never(reading):
        _whole(place, what, words, reading)
    _short(reading)
    cards = reading.catalogue.cards
    if cards is None:
        return
    for place, what, words in _words(cards, reading):
        _whole(place, what, words, reading)
    if len(cards.visit_lines) != LINES:
        place = reading.places.of("card:before_visit:lines", "cards")
        reading.report.error(place, "card-lines", f"the card before a visit has exactly {LINES} lines")
    if not STEPS[0] <= len(cards.steps) <= STEPS[1]:
        place = reading.places.of("card:emergency:steps", "cards")
        reading.report.error(place, "card-steps", f"the emergency card has {STEPS[0]} to {STEPS[1]} steps")
    for name, numbers in (("danger", cards.danger), ("talk", cards.talk)):
        _contacts(name, numbers, reading)


def _whole(place: Place, what: str, words: Words, reading: Reading) -> None:
    for language in LANGUAGES:
        if not words.get(language):
            reading.report.error(place, "translation-missing", f"{what} is missing in “{language}”")


def _never(reading: Reading) -> Iterator[tuple[Place, str, Words]]:
    for key, words in reading.catalogue.never.items():
        yield reading.places.of(f"never:{key}"), f"the text of {key}", words
    for key, words in reading.catalogue.never_short.items():
        yield reading.places.of(f"never:{key}:short"), f"the short form of {key}", words
    if reading.catalogue.cards is not None:
        for key in reading.catalogue.never:
            if key not in reading.catalogue.never_short:
                yield reading.places.of(f"never:{key}"), f"the short form of {key}", {}


def _short(reading: Reading) -> None:
    for key, words in reading.catalogue.never_short.items():
        for language, text in words.items():
            letters = sum(not unicodedata.combining(sign) for sign in text)
            if letters > SHORT:
                message = f"the short form of {key} has {letters} letters in “{language}”; {SHORT} fit on a card"
                reading.report.error(reading.places.of(f"never:{key}:short"), "short-too-long", message)


def _words(cards: Cards, reading: Reading) -> Iterator[tuple[Place, str, Words]]:
    place = reading.places.of
    yield place("card:visit"), "the card's title", cards.visit_title
    for number, line in enumerate(cards.visit_lines, 1):
        yield place(f"card:line:{number}"), f"line {number}", line
    yield place("card:said:title"), "the title of the limits sentence", cards.limits.title
    yield place("card:said"), "the limits sentence", cards.limits.text
    yield place("card:emergency"), "the card's title", cards.emergency_title
    for number, step in enumerate(cards.steps, 1):
        yield place(f"card:step:{number}:title"), f"the word of step {number}", step.title
        yield place(f"card:step:{number}"), f"the text of step {number}", step.text
    yield place("card:unwatched"), "the line that nobody watches", cards.unwatched
    for name, numbers in (("danger", cards.danger), ("talk", cards.talk)):
        yield place(f"card:{name}:text", f"card:emergency:{name}", "cards"), f"the line above {name}", numbers.text


def _contacts(name: str, numbers: CardNumbers, reading: Reading) -> None:
    known = reading.catalogue.contacts
    for identifier in numbers.contacts:
        place = reading.places.of(f"card:{name}:contact:{identifier}")
        if identifier not in known:
            message = f'there is no contact "{identifier}"'
            reading.report.error(place, "unknown-contact", message, nearest(identifier, known))
        elif not known[identifier].phone:
            reading.report.error(place, "card-contact", f'"{identifier}" has no number to call')
    if not _NUMBERS[0] <= len(numbers.contacts) <= _NUMBERS[1]:
        place = reading.places.of(f"card:{name}:contacts", f"card:emergency:{name}", "cards")
        reading.report.error(place, "card-contact", f"{_NUMBERS[0]} to {_NUMBERS[1]} numbers stand here")
