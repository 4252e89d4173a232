"""The catalogue as readers get it: rendered once, stored as compressed JSON, loaded into the same types."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import date
from functools import lru_cache
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from markupsafe import Markup

from app.catalogue.reader import read
from app.catalogue.types import LANGUAGES, Catalogue, Exercise, Facilitation, Lesson, Segment, Words
from app.releases.books import Books
from app.web.markup import Book, render, render_inline

# Raised by hand when the same content is to be rendered otherwise; a change of the types is noticed by itself.
RENDERING = 5
MAX_SIZE = 200 * 1024 * 1024
MEDIA_ADDRESS = "/media/"
_CARD = "#### "


class BadCompilation(Exception):
    """The blob is not a compiled catalogue."""


class OtherFormat(BadCompilation):
    """It was compiled by another version of Kelim: its files have to be compiled again."""


def _shape(kind: Any) -> str:
    """The fields of a type and of all types inside it."""
    inner = [kind] if is_dataclass(kind) else get_args(kind)
    parts = [f"{name}:{hint}{_shape(hint)}" for one in inner if is_dataclass(one) for name, hint in _hints(one)]
    return ";".join([*parts, *(_shape(one) for one in inner if get_args(one))])


def _hints(kind: Any) -> list[tuple[str, Any]]:
    return sorted(get_type_hints(kind).items())


FORMAT = f"{RENDERING}-{hashlib.sha256(_shape(Catalogue).encode()).hexdigest()[:12]}"


# Markdown → HTML


def compile_files(files: Mapping[str, bytes]) -> Catalogue:
    """For files that have passed the check."""
    return compile_catalogue(read(files).catalogue, media_addresses(files))


def media_addresses(files: Mapping[str, bytes]) -> dict[str, str]:
    """Media are served by hash, so that a page of an old release still finds its own."""
    return {
        path: f"{MEDIA_ADDRESS}{hashlib.sha256(data).hexdigest()}.{path.rsplit('.', 1)[-1].lower()}"
        for path, data in files.items()
        if "/media/" in path
    }


def compile_catalogue(catalogue: Catalogue, media: Mapping[str, str]) -> Catalogue:
    """The same catalogue with HTML for Markdown. `media` maps a file's path to the address that it is served at."""
    books = Books(catalogue, media)
    return replace(
        catalogue,
        lessons={key: _lesson(lesson, books) for key, lesson in catalogue.lessons.items()},
        exercises={key: _exercise(exercise, books) for key, exercise in catalogue.exercises.items()},
    )


def _lesson(lesson: Lesson, books: Books) -> Lesson:
    whole = replace(lesson, sources=books.sources_of(lesson))
    book = books.of(whole.sources, f"modules/{lesson.module}/{lesson.id}/")
    # Nobody leaves a question or a scene by touching a word.
    staying = {language: replace(one, terms_as="tap") for language, one in book.items()}
    return replace(
        whole,
        segments=tuple(_segment(segment, book) for segment in lesson.segments),
        quiz=_rendered(lesson.quiz, staying) if lesson.quiz else None,
        scenario=_rendered(lesson.scenario, staying) if lesson.scenario else None,
        facilitation=_facilitation(lesson.facilitation, book) if lesson.facilitation else None,
    )


def _exercise(exercise: Exercise, books: Books) -> Exercise:
    """Nobody leaves an exercise by touching a word; a sheet cites nothing and explains no terms."""
    whole = replace(exercise, sources=books.sources_of(exercise))
    book = {language: replace(one, terms_as="tap") for language, one in books.of(whole.sources, "").items()}
    plain = {language: replace(one, terms_as="word", citations={}) for language, one in book.items()}
    steps = tuple(
        replace(step, segments=tuple(_segment(segment, book) for segment in step.segments)) for step in whole.steps
    )
    sheet = _rendered(whole.sheet, plain) if whole.sheet else None
    rendered: Exercise = _rendered(replace(whole, steps=(), sheet=None), book)
    return replace(rendered, steps=steps, sheet=sheet)


def _facilitation(facilitation: Facilitation, book: Mapping[str, Book]) -> Facilitation:
    return replace(facilitation, segments=tuple(_segment(segment, book) for segment in facilitation.segments))


def _segment(segment: Segment, book: Mapping[str, Book]) -> Segment:
    if "src" in segment.settings:
        address = book[LANGUAGES[0]].media.get(str(segment.settings["src"]), "")
        segment = replace(segment, settings={**segment.settings, "src": address})
    if segment.kind != "roleplay":
        rendered: Segment = _rendered(segment, book)
        return rendered
    return replace(segment, body={language: _cards(text, book[language]) for language, text in segment.body.items()})


def _cards(markdown: str, book: Book) -> Markup:
    """A roleplay's cards, each a section of its own, so that it can be printed and handed out alone."""
    _, *cards = f"\n{markdown}".split(f"\n{_CARD}")
    section = Markup('<section class="role-card">%s</section>')
    return Markup("\n").join(section % render(f"{_CARD}{card}", book) for card in cards)


def _rendered(thing: Any, book: Mapping[str, Book]) -> Any:
    """A copy with every field that is declared as Markdown rendered, through nested dataclasses and tuples."""
    changed: dict[str, Any] = {}
    for entry in fields(thing):
        value = getattr(thing, entry.name)
        how = entry.metadata.get("markdown")
        if how:
            draw = render if how == "block" else render_inline
            changed[entry.name] = {language: draw(text, book[language]) for language, text in value.items()}
        elif isinstance(value, tuple) and value and is_dataclass(value[0]):
            changed[entry.name] = tuple(_rendered(inner, book) for inner in value)
    return replace(thing, **changed)


# there and back


def dump(catalogue: Catalogue) -> bytes:
    """Equal catalogues give equal bytes."""
    text = json.dumps({"format": FORMAT, "catalogue": _plain(catalogue)}, ensure_ascii=False, separators=(",", ":"))
    return zlib.compress(text.encode(), 6)


def load(data: bytes) -> Catalogue:
    """Raises BadCompilation."""
    try:
        inflater = zlib.decompressobj()
        text = inflater.decompress(data, MAX_SIZE)
        if inflater.unconsumed_tail or not inflater.eof:
            raise BadCompilation("it is cut off or too large")
        parsed = json.loads(text)
        if not isinstance(parsed, dict) or parsed.get("format") != FORMAT:
            raise OtherFormat("it was compiled by another version of Kelim")
        catalogue: Catalogue = _reader(Catalogue)(parsed["catalogue"])
    except (zlib.error, ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadCompilation(f"it is damaged ({type(error).__name__})") from error
    return catalogue


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return {entry.name: _plain(getattr(value, entry.name)) for entry in fields(value)}
    if isinstance(value, Mapping):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, tuple):
        return [_plain(inner) for inner in value]
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Markup) else value


@lru_cache
def _reader(kind: Any) -> Callable[[Any], Any]:
    """A function that turns plain JSON into `kind`; made once for each type."""
    origin, inner = get_origin(kind), get_args(kind)
    if kind is date:
        return date.fromisoformat
    if is_dataclass(kind):
        return _dataclass_reader(kind)
    if origin is tuple:
        item = _reader(inner[0])
        return lambda value: tuple(item(one) for one in value) if item is not _same else tuple(value)
    if origin in (Union, UnionType):
        item = _reader(next(one for one in inner if one is not type(None)))
        return lambda value: None if value is None else item(value)
    if origin is not None and origin is not Literal:
        item = _reader(inner[1])
        return (lambda value: value) if item is _same else lambda value: {key: item(one) for key, one in value.items()}
    return _same


def _same(value: Any) -> Any:
    return value


def _markup(words: Words) -> Words:
    return {language: Markup(text) for language, text in words.items()}  # noqa: S704


def _dataclass_reader(kind: Any) -> Callable[[Any], Any]:
    hints = get_type_hints(kind)
    readers = []
    for entry in fields(kind):
        reader = _markup if entry.metadata.get("markdown") else _reader(hints[entry.name])
        readers.append((entry.name, reader))

    def read(value: Any) -> Any:
        return kind(**{name: reader(value[name]) for name, reader in readers})

    return read
