"""A quiz file and its translations → questions."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping

from app.catalogue.documents import Bundle
from app.catalogue.findings import Report, nearest, one_of
from app.catalogue.inline import ID
from app.catalogue.kinds import KINDS
from app.catalogue.pacing import PACING_KEYS, read_pacing
from app.catalogue.segments import Page, Span, note_id
from app.catalogue.types import Group, Item, Question, Quiz, Words
from app.catalogue.units import Unit
from app.catalogue.yaml_records import Record

UNLIMITED = "unlimited"
TRUTHS = ("true", "false")
SOURCE_KEYS = ("id", "title", "pass", "draw", "source_language", "reviewed")
OPTIONAL_KEYS = ("attempts", "review_due", "lesson", *PACING_KEYS)
_QUESTION_KEYS = ("objective", "kind", "must_pass", "scoring")
QUESTION_LEVEL, _GROUP_LEVEL = 2, 3


def build_quiz(bundle: Bundle, lesson: str, titles: Words, report: Report) -> Quiz | None:
    record = bundle.source.record
    if record is None:
        return None
    page, pacing = Page(bundle, report), read_pacing(record)
    return Quiz(
        id=record.required_text("id"),
        lesson=lesson,
        title=titles,
        pass_percent=_percent(record),
        draw=record.integer("draw"),
        questions=tuple(_questions(page)),
        max_attempts=_attempts(record),
        wait_minutes=pacing.wait_minutes,
        feedback=pacing.feedback,
        time_limit_minutes=pacing.time_limit_minutes,
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
    heads = [index for index, unit in enumerate(page.source) if _is_head(unit)]
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


def _is_head(unit: Unit) -> bool:
    return unit.kind == "heading" and unit.level != _GROUP_LEVEL


def _question(page: Page, index: int, end: int) -> Question:
    unit, report = page.source[index], page.report
    start = page.where((index + 1, end), lambda inner: inner.kind in ("item", "heading"))
    stop = _explanation(page, (start, end))
    settings = _settings(unit, report)
    kind = KINDS.get(settings["kind"], KINDS["single"])
    if unit.level != QUESTION_LEVEL or not ID.fullmatch(unit.id):
        hint = "## Title {#question-id objective=… kind=single}"
        report.error(unit.place, "question-heading", "a question begins with ## and carries an id", hint)
    if start == index + 1:
        report.error(unit.place, "question-stem", "the question has no text before its options")
    for inner in page.source[index + 1 : start]:
        if inner.kind in ("open", "close"):
            report.error(inner.place, "quiz-outline", "a quiz holds no /// blocks")
    parsed = kind.parse(page, (start, stop))
    stem = page.markdown((index + 1, start))
    own = {key: settings[key] for key in ("scoring", *kind.settings) if key in settings}
    return Question(
        id=unit.id,
        kind=settings["kind"],
        objective=settings["objective"],
        title=page.words(index),
        stem=stem,
        options=parsed.options,
        groups=parsed.groups,
        explanation=page.words(stop) if stop < end else {},
        settings=own,
        must_pass=settings["must_pass"] == TRUTHS[0],
        version=version_of(stem, parsed.options, parsed.groups, own),
    )


def _explanation(page: Page, span: Span) -> int:
    """Where the quote stands that ends the question; the span's end if there is none."""
    last = span[1] - 1
    return last if span[0] < span[1] and page.source[last].kind == "quote" else span[1]


def _settings(unit: Unit, report: Report) -> dict[str, str]:
    found = {key: setting.value for key, setting in unit.settings.items()}
    kind = KINDS.get(found.setdefault("kind", ""))
    if kind is None:
        hint = nearest(found["kind"], KINDS) or one_of(KINDS)
        report.error(unit.place, "question-kind", f'the kind "{found["kind"]}" is not known', hint)
    known = (*_QUESTION_KEYS, *(kind.settings if kind else ()))
    for key, setting in unit.settings.items():
        if key not in known:
            hint = nearest(key, known) or one_of(known)
            report.error(setting.place, "unknown-option", f'this question takes no "{key}"', hint)
    if kind and "scoring" in found and found["scoring"] not in kind.scorings:
        report.error(unit.place, "bad-option", f'"{kind.name}" is not scored so', one_of(kind.scorings))
    if not found.setdefault("objective", ""):
        report.error(unit.place, "question-objective", "a question names the objective that it tests", "objective=…")
    if found.setdefault("must_pass", "false") not in TRUTHS:
        report.error(unit.place, "bad-option", "must_pass is true or false")
    return found


def version_of(
    stem: Words, options: tuple[Item, ...], groups: tuple[Group, ...] = (), settings: Mapping[str, str] | None = None
) -> str:
    """Changes when words or key change, in any language; attempts point at it. Feedback is no part of it."""
    parts: list[object] = [sorted(stem.items()), [_of_item(item) for item in options]]
    if groups or settings:
        parts += [
            [[group.id, sorted(group.title.items()), sorted(group.settings.items())] for group in groups],
            sorted((settings or {}).items()),
        ]
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()[:16]


def _of_item(item: Item) -> list[object]:
    own: list[object] = [item.id, item.is_right, sorted(item.text.items())]
    more = [item.group, sorted(item.match.items()), sorted(item.forms.items()), item.number]
    return own + more if any(more) else own
