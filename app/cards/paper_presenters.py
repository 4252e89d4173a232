"""The emergency card on paper: as data that a paper draws, in one language or in all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import force_locale

from app.cards import codes, numbers
from app.catalogue.card_types import Cards
from app.catalogue.types import LANGUAGES, Catalogue, Words, in_language
from app.duty.phones import DutyPhone
from app.help_now.calls import Call
from app.papers.letters import isolated
from app.web import formats
from app.web.languages import gettext

SHEET = 4
NAME, HOURS = 44, 64  # letters
Data = dict[str, object]


@dataclass(frozen=True, slots=True)
class Edition:
    """Which content, where it lives, when it was printed, and who is on duty for whom it was printed."""

    catalogue: Catalogue
    cards: Cards
    release_id: int
    public_url: str
    day: date
    duty: DutyPhone | None = None


@dataclass(frozen=True, slots=True)
class Form:
    """In the reader's language or in all, theirs first; each side a page, or four cards on a sheet."""

    language: str
    in_all: bool
    on_a_sheet: bool


def order(form: Form) -> tuple[str, ...]:
    """The language of each card; on a sheet row by row."""
    others = (code for code in LANGUAGES if code != form.language)
    languages = (form.language, *others) if form.in_all else (form.language,)
    return tuple(languages[number % len(languages)] for number in range(SHEET)) if form.on_a_sheet else languages


def data(edition: Edition, languages: Iterable[str], *, on_a_sheet: bool) -> Data:
    wanted = list(languages)
    return {
        "cards": {language: _card(edition, language) for language in dict.fromkeys(wanted)},
        "order": wanted,
        "sheet": on_a_sheet,
        "how": gettext("Print at full size on both sides, flip on the long edge, and cut along the marks."),
    }


def _card(edition: Edition, language: str) -> Data:
    cards = edition.cards
    address = codes.help_address(edition.public_url, language)
    danger, talk = numbers.first(edition.catalogue, language), numbers.more(edition.catalogue, language)
    with force_locale(language):
        return {
            "title": _in(cards.emergency_title, language),
            "danger": _in(cards.danger.text, language),
            "first": [_number(one, language) for one in danger],
            "duty": _duty(edition.duty, language),
            "steps": [[_in(step.title, language), _in(step.text, language)] for step in cards.steps],
            "talk": _in(cards.talk.text, language),
            "more": [_number(one, language) for one in talk],
            "unwatched": _in(cards.unwatched, language),
            "sources": sources((*danger, *talk), language),
            "code": codes.rows(address),
            "scan": gettext("All help numbers"),
            "address": address.split("://", 1)[-1].split("?", 1)[0],
            "printed": _printed(edition, language),
            "never_title": gettext("What we never do"),
            "never": [[code, _in(words, language)] for code, words in edition.catalogue.never_short.items()],
        }


def _in(words: Words, language: str) -> str:
    return isolated(in_language(words, language)[1])


def _number(one: Call, language: str) -> list[str]:
    return [in_language(one.name, language)[1], one.number]


def _within(text: str, most: int) -> str:
    """What a line of the card has room for."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def _duty(phone: DutyPhone | None, language: str) -> Data:
    """Lines to write on where nobody is on duty, or nobody knows for whom the card is."""
    lines = phone.lines if phone else ()
    labels = (gettext("My coordinator"), gettext("Back-up"))
    known = [[label, _within(line.name, NAME), line.number] for label, line in zip(labels, lines, strict=False)]
    blank = [[label, "", ""] for label in labels[len(known) :]]
    hours = _within(in_language(phone.hours, language)[1], HOURS) if phone else ""
    return {"numbers": known + blank, "hours": isolated(hours)}


def sources(calls: Sequence[Call], language: str) -> str:
    """When the numbers were read, and that nobody confirmed them as long as nobody has."""
    found = [
        gettext("%(number)s: confirmed on %(day)s.", number=one.number, day=one.confirmed_on)
        for one in calls
        if one.confirmed_on
    ]
    unconfirmed: dict[str, list[str]] = {}
    for one in calls:
        if not one.confirmed_on:
            unconfirmed.setdefault(one.read_on, []).append(one.number)
    for day, those in unconfirmed.items():
        listed = formats.COMMAS[language].join(those)
        found.append(gettext("%(numbers)s: read on %(day)s, not confirmed by an institution.", numbers=listed, day=day))
    return " ".join(found)


def _printed(edition: Edition, language: str) -> str:
    day = formats.day(edition.day, language)
    return str(gettext("Printed on %(day)s, content release %(number)s.", day=day, number=edition.release_id))
