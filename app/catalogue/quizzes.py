"""A quiz file and its translations → questions."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator

from app.catalogue.documents import Bundle
from app.catalogue.findings import Report, nearest, one_of
from app.catalogue.inline import ID
from app.catalogue.segments import Page, build_options, note_id
from app.catalogue.types import Item, Question, Quiz, Words
from app.catalogue.units import Unit
from app.catalogue.yaml_records import Record

KINDS = ("single", "multiple", "true-false")
UNLIMITED = "unlimited"
TRUTHS = ("true", "false")
SOURCE_KEYS = ("id", "title", "pass", "draw", "source_language", "reviewed")
OPTIONAL_KEYS = ("attempts", "review_due", "lesson")
_QUESTION_KEYS = ("objective", "kind", "must_pass")


def build_quiz(bundle: Bundle, lesson: str, titles: Words, report: Report) -> Quiz | None:
    record = bundle.source.record
    if record is None:
        return None
    page = Page(bundle, report)
    return Quiz(
        id=record.required_text("id"),
        lesson=lesson,
        title=titles,
        pass_percent=_percent(record),
        draw=record.integer("draw"),
        questions=tuple(_questions(page)),
        max_attempts=_attempts(record),
    )


def _percent(record: Record) -> int:
    percent = record.integer("pass")
    if not 1 <= percent <= 100:
        record.report.error(record.place_of("pass"), "bad-value", f"pass is a percentage from 1 to 100, not {percent}")
    return percent


def _attempts(record: Record) -> int | None:
    if record.text("attempts", UNLIMITED) == UNLIMITED:
        return None
    attempts = record.integer("attempts")
    if attempts < 1:
        record.report.error(record.place_of("attempts"), "bad-value", "attempts is a number above 0, or unlimited")
    return max(attempts, 1)


def _questions(page: Page) -> Iterator[Question]:
    heads = [index for index, unit in enumerate(page.source) if unit.kind == "heading"]
    if heads[:1] != [0] and page.source:
        page.report.error(
            page.source[0].place, "quiz-outline", "a quiz is made of questions, each under its ## heading"
        )
    seen: dict[str, Unit] = {}
    for number, index in enumerate(heads):
        end = heads[number + 1] if number + 1 < len(heads) else len(page.source)
        unit = page.source[index]
        if unit.id:
            note_id(seen, unit.id, unit, page.report)
        yield _question(page, index, end)


def _question(page: Page, index: int, end: int) -> Question:
    unit, report = page.source[index], page.report
    start = page.where((index, end), lambda inner: inner.kind == "item")
    settings = _settings(unit, report)
    if unit.level != 2 or not ID.fullmatch(unit.id):
        hint = "## Title {#question-id objective=… kind=single}"
        report.error(unit.place, "question-heading", "a question begins with ## and carries an id", hint)
    if start == index + 1:
        report.error(unit.place, "question-stem", "the question has no text before its options")
    for inner in page.source[index + 1 : start]:
        if inner.kind in ("open", "close"):
            report.error(inner.place, "quiz-outline", "a quiz holds no /// blocks")
    stem, options = page.markdown((index + 1, start)), build_options(page, (start, end))
    return Question(
        id=unit.id,
        kind=settings["kind"],
        objective=settings["objective"],
        title=page.words(index),
        stem=stem,
        options=options,
        must_pass=settings["must_pass"] == TRUTHS[0],
        version=version_of(stem, options),
    )


def _settings(unit: Unit, report: Report) -> dict[str, str]:
    found = {key: setting.value for key, setting in unit.settings.items()}
    for key, setting in unit.settings.items():
        if key not in _QUESTION_KEYS:
            hint = nearest(key, _QUESTION_KEYS) or one_of(_QUESTION_KEYS)
            report.error(setting.place, "unknown-option", f'a question has no "{key}"', hint)
    if found.setdefault("kind", "") not in KINDS:
        hint = nearest(found["kind"], KINDS) or one_of(KINDS)
        report.error(unit.place, "question-kind", f'the kind "{found["kind"]}" is not known', hint)
    if not found.setdefault("objective", ""):
        report.error(unit.place, "question-objective", "a question names the objective that it tests", "objective=…")
    if found.setdefault("must_pass", "false") not in TRUTHS:
        report.error(unit.place, "bad-option", "must_pass is true or false")
    return found


def version_of(stem: Words, options: tuple[Item, ...]) -> str:
    """Changes when words or key change, in any language; attempts point at it."""
    parts = [sorted(stem.items()), [[item.id, item.is_right, sorted(item.text.items())] for item in options]]
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()[:16]
