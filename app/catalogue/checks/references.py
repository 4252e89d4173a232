"""Everything that a text points at is there: contacts, terms, sources, NEVER codes, links, media.

Where a list could not be read at all, that is said once, and not again at everything that points into it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from app.catalogue.bundles import Pages
from app.catalogue.documents import Bundle
from app.catalogue.findings import Place, nearest
from app.catalogue.reader import Reading
from app.catalogue.texts import Text, texts
from app.catalogue.types import Lesson
from app.web.markup import is_link
from app.web.references import CITATION, REFERENCE, keys_of

_LINK = re.compile(
    r"(?<!\\)(?P<image>!?)\[[^\[\]]*\]\((?P<address>[^()\s]*(?:\([^()\s]*\)[^()\s]*)*)(?:\s+\"[^\"]*\")?\)"
)
_SCHEME = re.compile(r"^[a-z][a-z0-9+.-]*:", re.IGNORECASE)


def check(reading: Reading) -> None:
    for text in texts(reading.files, ".md"):
        _mentions(text, reading)
    for lesson in reading.catalogue.lessons.values():
        _cited("lesson", lesson.id, lesson.sources, reading)
        _front(lesson, reading)
    for found in reading.exercises.values():
        if found.exercise is not None:
            _cited("exercise", found.exercise.id, found.exercise.sources, reading)
    _glossary(reading)
    for pages in reading.pages:
        for bundle in pages.bundles.values():
            _links(pages, bundle, reading)
            _settings(pages, bundle, reading)
            _parity(bundle, reading)


def _mentions(text: Text, reading: Reading) -> None:
    catalogue = reading.catalogue
    known = {"contact": catalogue.contacts, "term": catalogue.glossary}
    for match in REFERENCE.finditer(text.text):
        kind, key = match[1], match[2]
        if known.get(kind) and key not in known[kind]:
            message = f'there is no {kind} "{key}"'
            reading.report.error(text.place(match.start()), f"unknown-{kind}", message, nearest(key, known[kind]))
    for match in CITATION.finditer(text.text):
        for key in keys_of(match[0]):
            if catalogue.sources and key not in catalogue.sources:
                message = f'curriculum/sources.yaml has no "{key}"'
                reading.report.error(
                    text.place(match.start()), "unknown-source", message, nearest(key, catalogue.sources)
                )


def _cited(kind: str, identifier: str, sources: Iterable[str], reading: Reading) -> None:
    known = reading.catalogue.sources
    for key in sources:
        if known and key not in known:
            place = reading.places.of(f"{kind}:{identifier}:sources:{key}")
            message = f'curriculum/sources.yaml has no "{key}"'
            reading.report.error(place, "unknown-source", message, nearest(key, known))


def _front(lesson: Lesson, reading: Reading) -> None:
    catalogue = reading.catalogue
    for code in lesson.never:
        if catalogue.never and code not in catalogue.never:
            place = reading.places.of(f"lesson:{lesson.id}:never:{code}", f"lesson:{lesson.id}")
            message = f'curriculum/never.yaml has no "{code}"'
            reading.report.error(place, "unknown-never", message, nearest(code, catalogue.never))


def _glossary(reading: Reading) -> None:
    known = reading.catalogue.sources
    for key, term in reading.catalogue.glossary.items():
        for source in term.sources:
            if known and source not in known:
                place = reading.places.of(f"term:{key}:source:{source}")
                message = f'curriculum/sources.yaml has no "{source}"'
                reading.report.error(place, "unknown-source", message, nearest(source, known))


def _links(found: Pages, bundle: Bundle, reading: Reading) -> None:
    anchors = {unit.id for unit in bundle.source.units if unit.kind == "heading" and unit.id}
    anchors |= {
        unit.settings["id"].value for unit in bundle.source.units if unit.kind == "open" and "id" in unit.settings
    }
    for document in bundle.documents.values():
        for unit in document.units:
            for match in _LINK.finditer(unit.text):
                _link(match, unit.place, anchors, found, reading)


def _link(match: re.Match[str], place: Place, anchors: set[str], found: Pages, reading: Reading) -> None:
    address = match["address"]
    if match["image"]:
        _media(address, place, found, reading)
    elif not is_link(address) or not address:
        message = f'a text may not link to "{address[:60]}"'
        reading.report.error(place, "bad-link", message, "https://…, /lessons/…, #heading")
    elif address.startswith("#") and address[1:] not in anchors:
        reading.report.error(place, "unknown-anchor", f'this page has no "{address}"', nearest(address[1:], anchors))
    elif lesson := re.match(r"/lessons/([^/#?]+)", address):
        if lesson[1] not in reading.catalogue.lessons:
            hint = nearest(lesson[1], reading.catalogue.lessons)
            reading.report.error(place, "unknown-lesson", f'there is no lesson "{lesson[1]}"', hint)
    elif not _SCHEME.match(address) and not address.startswith(("/", "#")):
        _media(address, place, found, reading)


def _settings(found: Pages, bundle: Bundle, reading: Reading) -> None:
    for unit in bundle.source.units:
        if "src" in unit.settings:
            _media(unit.settings["src"].value, unit.settings["src"].place, found, reading)


def _media(address: str, place: Place, found: Pages, reading: Reading) -> None:
    if not address.startswith("media/") or ".." in address or f"{found.folder}{address}" not in reading.files:
        message = f'there is no file "{address[:80]}" in this lesson'
        reading.report.error(place, "unknown-media", message, f"put it in {found.folder}media/")


def _parity(bundle: Bundle, reading: Reading) -> None:
    """A translation calls the same people and cites the same sources, paragraph for paragraph."""
    for language, document in bundle.aligned.items():
        if language == bundle.source.language:
            continue
        for theirs, ours in zip(bundle.source.units, document.units, strict=True):
            wanted, given = _pointers(theirs.text), _pointers(ours.text)
            if wanted != given:
                lost, added = _named(wanted - given), _named(given - wanted)
                message = f"the source at {theirs.place.file}:{theirs.first} points at other things here"
                hint = "; ".join(part for part in (lost and f"missing: {lost}", added and f"added: {added}") if part)
                reading.report.warning(ours.place, "reference-differs", message, hint)


def _pointers(text: str) -> Counter[str]:
    citations = (f"[@{key}]" for match in CITATION.finditer(text) for key in keys_of(match[0]))
    contacts = (f"{{{{contact:{match[2]}}}}}" for match in REFERENCE.finditer(text) if match[1] == "contact")
    return Counter([*citations, *contacts])


def _named(pointers: Iterable[str]) -> str:
    return ", ".join(sorted(pointers))
