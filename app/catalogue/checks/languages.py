"""What is promised in a language is there in it: pages, titles, one-line texts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from app.catalogue.documents import Bundle
from app.catalogue.exercises import SHEET
from app.catalogue.findings import Place
from app.catalogue.reader import Reading
from app.catalogue.types import LANGUAGES, Words

_LETTERS = {"he": re.compile("[\u05d0-\u05ea]"), "ar": re.compile("[\u0621-\u064a]")}
_LATIN = re.compile(r"[A-Za-z]{2,}")
_REFERENCES = re.compile(r"\{\{[^}]*\}\}|\[@[^\]]*\]|https?://\S+")

Promise = tuple[Place, str, Words, Iterable[str]]


def check(reading: Reading) -> None:
    if not reading.catalogue.modules:
        return
    for promises in (_programmes, _modules, _exercises, _plans, _references, _sources):
        for place, what, words, promised in promises(reading):
            for language in promised:
                if not words.get(language):
                    message = f"{what} is missing in “{language}”, which is promised"
                    reading.report.error(place, "translation-missing", message)
    _whole_pages(reading)
    for pages in reading.pages:
        for bundle in pages.bundles.values():
            _letters(bundle, reading)


def _whole_pages(reading: Reading) -> None:
    """A sheet is for whoever is accompanied: it is there in every language."""
    for found in reading.lessons.values():
        promised = reading.catalogue.modules[found.module].languages
        for bundle in found.bundles.values():
            _pages(bundle, promised, reading)
    for practised in reading.exercises.values():
        for name, bundle in practised.pages.bundles.items():
            _pages(bundle, LANGUAGES if name == SHEET else practised.week.languages, reading)


def _pages(bundle: Bundle, promised: Iterable[str], reading: Reading) -> None:
    source = bundle.source
    for language in promised:
        if language not in bundle.documents:
            file = source.file.replace(f".{source.language}.md", f".{language}.md")
            message = f"this page is promised in “{language}”, and {file} is not there"
            reading.report.error(
                source.place, "translation-missing", message, "translate it, or promise other languages:"
            )


def _letters(bundle: Bundle, reading: Reading) -> None:
    """A paragraph without one letter of its language was left behind."""
    for document in bundle.documents.values():
        letters = _LETTERS.get(document.language)
        for unit in document.units if letters else ():
            words = _LATIN.findall(_REFERENCES.sub("", unit.text))
            if letters and len(words) > 3 and not letters.search(unit.text):
                message = f"this is not in “{document.language}”: {unit.describe()}"
                reading.report.warning(unit.place, "not-translated", message)


def _programmes(reading: Reading) -> Iterator[Promise]:
    for programme in reading.catalogue.programmes.values():
        place = reading.places.of(f"programme:{programme.id}")
        yield place, "the programme's title", programme.title, programme.languages
        yield place, "the programme's summary", programme.summary, programme.languages
        for requirement in programme.requirements:
            where = reading.places.of(f"requirement:{programme.id}/{requirement.id}")
            yield where, "the requirement's title", requirement.title, programme.languages
        for gate in programme.gates:
            where = reading.places.of(f"gate:{programme.id}/{gate.id}")
            yield where, "the gate's title", gate.title, programme.languages
            yield where, "the gate's reason", gate.reason, programme.languages


def _modules(reading: Reading) -> Iterator[Promise]:
    for module in reading.catalogue.modules.values():
        place = reading.places.of(f"module:{module.id}")
        yield place, "the module's title", module.title, module.languages
        yield place, "the module's summary", module.summary, module.languages
        for identifier in module.lessons:
            lesson = reading.catalogue.lessons.get(identifier)
            if lesson and lesson.is_planned:
                yield reading.places.of(f"lesson:{lesson.id}"), "the lesson's title", lesson.title, module.languages


def _exercises(reading: Reading) -> Iterator[Promise]:
    """Announced ones: the others have a title on each page."""
    written = {key for key, found in reading.exercises.items() if not found.is_draft}
    for exercise in (one for one in reading.catalogue.exercises.values() if one.id not in written):
        promised = reading.catalogue.programmes[exercise.programme].languages
        yield reading.places.of(f"exercise:{exercise.id}"), "the exercise's title", exercise.title, promised


def _plans(reading: Reading) -> Iterator[Promise]:
    """The year is shown in every language, whatever its exercises are written in."""
    for plan in reading.catalogue.plans.values():
        for kind, named in (("families", plan.families), ("moments", plan.moments)):
            for one in named.values():
                yield reading.places.of(f"{kind}:{plan.id}/{one.id}"), f'the title of "{one.id}"', one.title, LANGUAGES
        for phase in plan.phases:
            place = reading.places.of(f"phase:{plan.id}/{phase.id}")
            yield place, "the phase's title", phase.title, LANGUAGES
            yield place, "the phase's rule", phase.rule, LANGUAGES
    for calendar in reading.catalogue.calendars.values():
        place = reading.places.of(f"calendar:{calendar.id}")
        yield place, "the calendar's title", calendar.title, LANGUAGES
        stretches, days = calendar.stretches, calendar.days
        for name, title in [(one.id, one.title) for one in stretches] + [(one.id, one.title) for one in days]:
            yield place, f'the title of "{name}"', title, LANGUAGES


def _sources(reading: Reading) -> Iterator[Promise]:
    """Whoever reads a lesson or an exercise reads in its languages what a source cited there stands for."""
    cited = {
        (key, language)
        for found in reading.exercises.values()
        for key in (found.exercise.sources if found.exercise and not found.is_draft else ())
        for language in found.week.languages
    }
    cited |= {
        (key, language)
        for lesson in reading.catalogue.lessons.values()
        for key in lesson.sources
        for language in reading.catalogue.modules[lesson.module].languages
    }
    for key, language in sorted(cited):
        if source := reading.catalogue.sources.get(key):
            yield reading.places.of(f"source:{key}"), "what the source supports", source.supports, [language]
            if source.note:
                yield reading.places.of(f"source:{key}"), "the source's note", source.note, [language]


def _references(reading: Reading) -> Iterator[Promise]:
    """What is shown on every page, or in an emergency, is there in every language."""
    for contact in reading.catalogue.contacts.values():
        place = reading.places.of(f"contact:{contact.id}")
        yield place, "the contact's name", contact.name, LANGUAGES
        yield place, "what the contact is for", contact.says, LANGUAGES
    for key, term in reading.catalogue.glossary.items():
        place = reading.places.of(f"term:{key}")
        yield place, "the term", term.term, LANGUAGES
        yield place, "the term's meaning", term.meaning, LANGUAGES
        if term.why:
            yield place, "why words are avoided", term.why, LANGUAGES
