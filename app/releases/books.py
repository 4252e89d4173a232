"""What the references of a text mean, per lesson and language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from app.catalogue.types import LANGUAGES, Catalogue, Exercise, Lesson, Segment, Words, in_language
from app.web.markup import Book, Citation, Contact, Term
from app.web.references import CITATION, keys_of


class Books:
    def __init__(self, catalogue: Catalogue, media: Mapping[str, str]) -> None:
        self.catalogue, self.media = catalogue, media
        self._contacts = {language: dict(self._each_contact(language)) for language in LANGUAGES}
        self._terms = {language: dict(self._each_term(language)) for language in LANGUAGES}

    def sources_of(self, page: Lesson | Exercise) -> tuple[str, ...]:
        """What the page names, then what its texts cite beside that, in order of appearance."""
        texts = _texts(page) if isinstance(page, Lesson) else _of_exercise(page)
        cited = (key for text in texts for match in CITATION.finditer(text) for key in keys_of(match[0]))
        return tuple(key for key in dict.fromkeys((*page.sources, *cited)) if key in self.catalogue.sources)

    def of(self, sources: Iterable[str], folder: str) -> Mapping[str, Book]:
        """By language. Citations are numbered in the order of `sources`; `folder` is where the page's media are."""
        citations = {key: Citation(str(number), self._title(key)) for number, key in enumerate(sources, 1)}
        media = {path[len(folder) :]: address for path, address in self.media.items() if path.startswith(folder)}
        return {
            language: Book(
                language=language,
                contacts=self._contacts[language],
                terms=self._terms[language],
                citations=citations,
                media=media,
                never=frozenset(self.catalogue.never),
            )
            for language in LANGUAGES
        }

    def _title(self, key: str) -> str:
        source = self.catalogue.sources[key]
        return ", ".join(part for part in (source.author, source.title, source.year) if part)

    def _each_contact(self, language: str) -> Iterator[tuple[str, Contact]]:
        for key, contact in self.catalogue.contacts.items():
            yield key, Contact(in_language(contact.name, language)[1], contact.phone, contact.url)

    def _each_term(self, language: str) -> Iterator[tuple[str, Term]]:
        for key, term in self.catalogue.glossary.items():
            yield key, Term(in_language(term.term, language)[1], in_language(term.meaning, language)[1])


def _texts(lesson: Lesson) -> Iterator[str]:
    """All Markdown of a lesson, in its source language."""
    language = lesson.source_language
    facilitation = lesson.facilitation.segments if lesson.facilitation else ()
    segments = (*lesson.segments, *facilitation)
    for words in (*_of_segments(segments), *_of_quiz(lesson), *_of_scenario(lesson)):
        yield words.get(language, "")


def _of_exercise(exercise: Exercise) -> Iterator[str]:
    """In the order in which it is read, in its source language."""
    segments = (segment for step in exercise.steps for segment in step.segments)
    ends = (exercise.stop, exercise.sharing, exercise.evidence)
    for words in (exercise.not_now, exercise.adapt, exercise.why, *_of_segments(segments), *ends):
        yield words.get(exercise.source_language, "")


def _of_segments(segments: Iterable[Segment]) -> Iterator[Words]:
    for segment in segments:
        yield segment.body
        for item in segment.items:
            yield item.text
            yield item.feedback


def _of_quiz(lesson: Lesson) -> Iterator[Words]:
    for question in lesson.quiz.questions if lesson.quiz else ():
        yield question.stem
        for group in question.groups:
            yield group.title
        for option in question.options:
            yield option.text
            yield option.match
            yield option.feedback
        yield question.explanation


def _of_scenario(lesson: Lesson) -> Iterator[Words]:
    for scene in lesson.scenario.scenes if lesson.scenario else ():
        yield scene.body
        for choice in scene.choices:
            yield choice.text
            yield choice.feedback
