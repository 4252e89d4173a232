"""The folders of a plan → its exercises: what somebody practises, and the sheet that can be shared.

A folder whose week says `status: planned` is a draft: it is read and checked, what would be errors are warnings, and
the exercise stays announced.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, cast

from app.catalogue.bundles import PageKind, PageReader, Pages, languages_of, read_reviews, texts_of, titles
from app.catalogue.documents import Bundle
from app.catalogue.exercise_types import Exercise, ShareSheet, Step
from app.catalogue.places import Places
from app.catalogue.plans import ReadPlan, Week, read_share
from app.catalogue.segments import Page, Part, build_parts, build_segments
from app.catalogue.types import LANGUAGES, Segment, Words
from app.catalogue.yaml_records import Record

ENDS = ("stop", "sharing", "evidence")
LITE = ("yes", "only")
Lite = Literal["", "yes", "only"]
EXERCISE, SHEET = "exercise", "sheet"

_PROSE = ("title", "not_now", "adapt")
_WANTED = (
    *("id", *_PROSE, "family", "minutes", "lite_minutes", "interaction", "share", "moments", "sources"),
    *("source_language", "reviewed", "review_due"),
)
_REVIEWS = ("clinical", "lived", *LANGUAGES)
PAGES: Mapping[str, PageKind] = {
    EXERCISE: PageKind(must=_WANTED, translated_must=_PROSE),
    SHEET: PageKind(may=("review_due",), must=("exercise", "title", "source_language", "reviewed")),
}


@dataclass(frozen=True, slots=True)
class ExerciseFiles:
    """What stands in one folder; `exercise` is what it says, a draft's as well."""

    week: Week
    pages: Pages
    exercise: Exercise | None

    @property
    def is_draft(self) -> bool:
        return not self.week.is_written


class Exercises:
    def __init__(self, files: Mapping[str, bytes], places: Places) -> None:
        self.files, self.places, self.report = files, places, places.report
        self._reader = PageReader(files, places.report, PAGES, "an exercise")

    def of(self, plans: Sequence[ReadPlan]) -> tuple[dict[str, Exercise], dict[str, ExerciseFiles]]:
        """Exercises by id in the order of the weeks, and of those that have a folder what was found in it."""
        exercises: dict[str, Exercise] = {}
        written: dict[str, ExerciseFiles] = {}
        for week in (week for plan in plans for week in plan.weeks):
            said, folder = week.exercise, f"modules/{week.exercise.programme}/{week.exercise.id}/"
            exercises[said.id] = said
            if week.is_written or any(path.startswith(folder) for path in self.files):
                if not week.is_written:
                    self.report.drafts.add(folder)
                written[said.id] = found = self._read(week)
                if week.is_written and found.exercise is not None:
                    exercises[said.id] = found.exercise
        return exercises, written

    def _read(self, week: Week) -> ExerciseFiles:
        pages = self._reader.pages(week.exercise.id, week.exercise.programme)
        page = pages.bundles.get(EXERCISE)
        if page is None or page.source.record is None:
            return ExerciseFiles(week, pages, None)
        return ExerciseFiles(week, pages, self._exercise(week, pages, page, page.source.record))

    def _exercise(self, week: Week, pages: Pages, page: Bundle, record: Record) -> Exercise:
        said = week.exercise
        self._note(said.id, record)
        first, *parts = build_parts(page, self.report, ("lite",))
        *steps, last = parts or [first]
        ends = {segment.kind: segment.body for segment in last.segments if segment.kind in ENDS}
        rest = tuple(segment for segment in last.segments if segment.kind not in ENDS)
        whole = [*steps, replace(last, segments=rest)] if parts else []
        return replace(
            said,
            is_planned=False,
            title={**said.title, **titles(page)},
            family=record.text("family", said.family),
            minutes=record.integer("minutes", said.minutes),
            lite_minutes=record.integer("lite_minutes"),
            share=read_share(record, said.share),
            moments=record.texts("moments"),
            not_now=texts_of(page, "not_now"),
            adapt=texts_of(page, "adapt"),
            interaction=record.texts("interaction"),
            why=_prose(first.segments),
            steps=tuple(map(_step, whole)),
            stop=ends.get("stop", {}),
            sharing=ends.get("sharing", {}),
            evidence=ends.get("evidence", {}),
            sheet=self._sheet(said.id, pages),
            sources=record.texts("sources"),
            languages=languages_of(page),
            source_language=page.source.language,
            reviewed=read_reviews(record, _REVIEWS),
            review_due=record.text("review_due"),
        )

    def _note(self, identifier: str, record: Record) -> None:
        if record.text("id") != identifier:
            message = f'the folder of "{record.text("id")[:60]}" is named "{identifier}"'
            self.report.error(record.place_of("id"), "id-and-name", message)
        for key in _WANTED:
            self.places.put(f"exercise:{identifier}:{key}", record.place_of(key))
        for key in ("sources", "moments", "interaction"):
            for value in record.items(key):
                self.places.put(f"exercise:{identifier}:{key}:{value.text()}", value.place)

    def _sheet(self, exercise: str, pages: Pages) -> ShareSheet | None:
        bundle = pages.bundles.get(SHEET)
        if bundle is None or bundle.source.record is None:
            return None
        record = bundle.source.record
        if record.text("exercise") != exercise:
            message = f'this sheet stands in the folder of "{exercise}"'
            self.report.error(record.place_of("exercise"), "id-and-name", message)
        read_reviews(record, _REVIEWS)
        for segment in build_segments(bundle, self.report):
            if segment.kind != "prose":
                message = f'a sheet is plain text: "{segment.kind}" does not stand on it'
                self.report.error(bundle.source.place, "block-on-sheet", message)
        page = Page(bundle, self.report)
        body = page.markdown((0, len(page.source)))
        return ShareSheet(title=titles(bundle), body=body, languages=languages_of(bundle))


def _step(part: Part) -> Step:
    unit = part.heading
    said = unit.settings["lite"].value if unit and "lite" in unit.settings else ""
    lite = cast("Lite", said if said in LITE else "")
    return Step(id=unit.id if unit else "", title=part.title, segments=part.segments, lite=lite)


def _prose(segments: Sequence[Segment]) -> Words:
    return next((segment.body for segment in segments if segment.kind == "prose"), {})
