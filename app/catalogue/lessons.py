"""A lesson's folder → a Lesson: what learners read, what trainers read, the quiz, the scenario."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from app.catalogue import scenarios
from app.catalogue.bundles import PageKind, PageReader, Pages, languages_of, read_reviews, titles
from app.catalogue.documents import Bundle, Document
from app.catalogue.places import Places
from app.catalogue.quizzes import OPTIONAL_KEYS, QUESTION_LEVEL, SOURCE_KEYS, build_quiz
from app.catalogue.segments import build_segments
from app.catalogue.types import LANGUAGES, ContentWarning, Facilitation, Lesson, Objective, Quiz, Scenario, Words
from app.catalogue.yaml_records import Record, Value

KINDS = ("self-study", "workshop", "live", "simulation")
ASSESSMENTS = ("quiz", "rubric", "task")

_MINUTES = ("minutes", "theory_minutes", "practice_minutes")
_LESSON = ("id", "title", "kind", *_MINUTES, "objectives", "sources", "source_language", "reviewed", "review_due")
_LESSON_MORE = ("never", "warning", "prerequisites", "must_pass", "days")
_REVIEWS = ("clinical", "lived", "legal", *LANGUAGES)
_WARNING_TEXTS = ("text", "alternative", "aftercare")
PAGES: Mapping[str, PageKind] = {
    "lesson": PageKind(
        may=_LESSON_MORE, must=_LESSON, translated_may=("warning", "stamp"), translated_must=("title", "objectives")
    ),
    "facilitate": PageKind(may=("review_due",), must=("lesson", "title", "source_language", "reviewed")),
    "quiz": PageKind(may=OPTIONAL_KEYS, must=SOURCE_KEYS),
    "scenario": PageKind(
        may=scenarios.OPTIONAL_KEYS,
        must=scenarios.SOURCE_KEYS,
        translated_may=("skills", "stamp"),
        translated_must=scenarios.TRANSLATED_KEYS,
        has_choices=True,
    ),
}


class Lessons:
    def __init__(self, files: Mapping[str, bytes], places: Places) -> None:
        self.places, self.report = places, places.report
        self._reader = PageReader(files, places.report, PAGES, "a lesson")

    def planned(self, identifier: str, module: str, entry: Record) -> Lesson:
        place = entry.place_of("id")
        self.places.declare("lesson", identifier, place)
        for key in (*_MINUTES, "days", "objectives"):
            self.places.put(f"lesson:{identifier}:{key}", entry.place_of(key))
        self.places.check_id(identifier, place)
        entry.choice("status", ("planned",))
        return Lesson(
            id=identifier,
            module=module,
            title=entry.words("title"),
            kind=entry.choice("kind", KINDS),
            number=entry.text("number"),
            minutes=entry.integer("minutes"),
            theory_minutes=entry.integer("theory_minutes"),
            practice_minutes=entry.integer("practice_minutes"),
            days=entry.integer("days"),
            is_planned=True,
            must_pass=entry.truth("must_pass"),
            objectives=tuple(self._objective(identifier, value) for value in entry.items("objectives")),
            prerequisites=entry.texts("prerequisites"),
            never=entry.texts("never"),
        )

    def _objective(self, lesson: str, value: Value) -> Objective:
        """Of a lesson that is only announced: it stands there in all its languages."""
        record = value.record((), ("id", "text", "assessed_by"))
        identifier = record.required_text("id")
        self.places.put(f"objective:{lesson}/{identifier}", record.place)
        assessed_by = record.choice("assessed_by", ASSESSMENTS)
        return Objective(id=identifier, text=record.words("text"), assessed_by=assessed_by)  # type: ignore[arg-type]

    def written(self, folder: str, module: str, number: str, announced: Words) -> tuple[Lesson | None, Pages]:
        """`announced`: its title in languages in which it is not written."""
        found = self._reader.pages(folder, module)
        page = found.bundles.get("lesson")
        if page is None or page.source.record is None:
            return None, found
        lesson = self._lesson(found, page, page.source.record, number)
        return replace(lesson, title={**announced, **lesson.title}), found

    # the lesson

    def _lesson(self, found: Pages, page: Bundle, record: Record, number: str) -> Lesson:
        identifier = record.text("id")
        if identifier != found.id:
            self.report.error(
                record.place_of("id"), "id-and-name", f'the folder of "{identifier}" is named "{found.id}"'
            )
        self._note_places(found.id, record)
        return Lesson(
            id=found.id,
            module=found.module,
            title=titles(page),
            kind=record.choice("kind", KINDS),
            number=number,
            minutes=record.integer("minutes"),
            theory_minutes=record.integer("theory_minutes"),
            practice_minutes=record.integer("practice_minutes"),
            days=record.integer("days"),
            must_pass=record.truth("must_pass"),
            objectives=self._objectives(found.id, page, record),
            warning=self._warning(page, record),
            prerequisites=record.texts("prerequisites"),
            never=record.texts("never"),
            sources=record.texts("sources"),
            segments=build_segments(page, self.report),
            quiz=self._quiz(found),
            scenario=self._scenario(found),
            facilitation=self._facilitation(found),
            languages=languages_of(page),
            source_language=page.source.language,
            reviewed=read_reviews(record, _REVIEWS),
            review_due=record.text("review_due"),
        )

    def _note_places(self, identifier: str, record: Record) -> None:
        self.places.declare("lesson", identifier, record.place_of("id"))
        for key in (*_LESSON, *_LESSON_MORE):
            self.places.put(f"lesson:{identifier}:{key}", record.place_of(key))
        for key in ("sources", "never", "prerequisites"):
            for value in record.items(key):
                self.places.put(f"lesson:{identifier}:{key}:{value.text()}", value.place)

    def _objectives(self, lesson: str, page: Bundle, record: Record) -> tuple[Objective, ...]:
        translated = {language: self._texts(document, record) for language, document in page.translations.items()}
        found, seen = [], set()
        for number, value in enumerate(record.items("objectives")):
            inner = value.record((), ("id", "text", "assessed_by"))
            identifier = inner.required_text("id")
            if identifier in seen:
                self.report.error(
                    inner.place_of("id"), "duplicate-id", f'the objective "{identifier}" stands here twice'
                )
            seen.add(identifier)
            self.places.put(f"objective:{lesson}/{identifier}", inner.place_of("text"))
            words = {page.source.language: inner.required_text("text")}
            words |= {language: texts[number] for language, texts in translated.items() if number < len(texts)}
            assessed_by = inner.choice("assessed_by", ASSESSMENTS)
            found.append(Objective(id=identifier, text=words, assessed_by=assessed_by))  # type: ignore[arg-type]
        return tuple(found)

    def _texts(self, document: Document, source: Record) -> tuple[str, ...]:
        if document.record is None or "objectives" not in document.record.fields:
            return ()
        texts = document.record.texts("objectives")
        wanted = len(source.items("objectives"))
        if len(texts) != wanted:
            place = source.place_of("objectives")
            message = f"here are {len(texts)} objectives; the source has {wanted} at {place.file}:{place.line}"
            self.report.error(document.record.place_of("objectives"), "misaligned", message)
        return texts

    def _warning(self, page: Bundle, record: Record) -> ContentWarning | None:
        if not record.has("warning"):
            for document in page.translations.values():
                if document.record and document.record.has("warning"):
                    self.report.error(document.record.place_of("warning"), "misaligned", "the source has no warning")
            return None
        source = record.fields["warning"].record(("aftercare",), ("level", "text", "alternative"))
        level = source.integer("level")
        if level not in (1, 2, 3):
            self.report.error(source.place_of("level"), "bad-value", "a warning's level is 1, 2 or 3")
        records = {page.source.language: source}
        for language, document in page.translations.items():
            if (translated := self._translated_warning(document, source)) is not None:
                records[language] = translated
        words: dict[str, Words] = {
            key: {language: inner.text(key) for language, inner in records.items() if inner.text(key)}
            for key in _WARNING_TEXTS
        }
        return ContentWarning(level=level, **words)

    def _translated_warning(self, document: Document, source: Record) -> Record | None:
        if document.record is None:
            return None
        if not document.record.has("warning"):
            message = f"the warning of {source.place.file}:{source.place.line} is not translated"
            self.report.error(document.place, "misaligned", message)
            return None
        value: Value = document.record.fields["warning"]
        return value.record(_WARNING_TEXTS, [key for key in _WARNING_TEXTS if source.has(key)])

    def _quiz(self, found: Pages) -> Quiz | None:
        bundle = found.bundles.get("quiz")
        if bundle is None or bundle.source.record is None:
            return None
        record = bundle.source.record
        quiz = build_quiz(bundle, found.id, titles(bundle), self.report)
        if quiz is not None:
            self.places.declare("quiz", quiz.id, record.place_of("id"))
            for key in ("draw", "pass"):
                self.places.put(f"quiz:{found.id}:{key}", record.place_of(key))
            for unit in bundle.source.units:
                if unit.kind == "heading" and unit.level == QUESTION_LEVEL:
                    self.places.put(f"question:{found.id}/{unit.id}", unit.place)
        return quiz

    def _scenario(self, found: Pages) -> Scenario | None:
        bundle = found.bundles.get("scenario")
        if bundle is None or bundle.source.record is None:
            return None
        return scenarios.build_scenario(bundle, found.id, self.places)

    def _facilitation(self, found: Pages) -> Facilitation | None:
        bundle = found.bundles.get("facilitate")
        if bundle is None or bundle.source.record is None:
            return None
        record = bundle.source.record
        if record.text("lesson") != found.id:
            message = f'this page stands in the folder of "{found.id}"'
            self.report.error(record.place_of("lesson"), "id-and-name", message)
        languages = languages_of(bundle)
        segments = build_segments(bundle, self.report)
        return Facilitation(title=titles(bundle), segments=segments, languages=languages)
