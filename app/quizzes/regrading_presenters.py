"""Answers to a question that may be faulty, and what a correction does, as staff read them."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from app.catalogue.kinds import KINDS
from app.catalogue.types import Question, Words
from app.quizzes import field_presenters as asking
from app.quizzes.regrading_plans import Subject, Wish
from app.quizzes.regrading_queries import Answers
from app.quizzes.regrading_rules import ACCEPT, arranged, name_of

Pair = tuple[str, str]
"""Version of a question, and name of an answer."""


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """A question that somebody met. `full` of `count` answers count fully now."""

    id: str
    title: Words
    count: int
    full: int
    versions: int


@dataclass(frozen=True, slots=True)
class AnswerShown:
    """One answer, with how often it was given; `full` of them count fully now. `said`: label and value of each part."""

    token: str
    said: list[tuple[Markup, Markup]]
    count: int
    full: int
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class VersionShown:
    """What was answered to one version; `release_id` is the newest release that it was met on."""

    release_id: int
    is_newest: bool
    answers: list[AnswerShown]


def lines(subject: Subject, answers: Iterable[Answers]) -> list[QuestionLine]:
    """In the order of the newest quiz; what nobody answered at the end."""
    by_id: dict[str, list[Answers]] = {}
    for one in answers:
        by_id.setdefault(one.question_id, []).append(one)
    quiz = subject.newest.quiz
    order = [question.id for question in quiz.questions] if quiz else []
    met = [*order, *(name for name in subject.versions if name not in order)]
    found = [_line(subject, name, by_id.get(name, [])) for name in met if name in subject.versions]
    return sorted(found, key=lambda line: not line.count)


def _line(subject: Subject, name: str, answers: Sequence[Answers]) -> QuestionLine:
    _, asked = next(iter(subject.versions[name].values()))
    versions = {one.version for one in answers}
    return QuestionLine(
        name, asked.title, sum(one.count for one in answers), sum(one.right for one in answers), len(versions)
    )


def versions(
    subject: Subject, question_id: str, answers: Iterable[Answers], chosen: Collection[Pair], language: str
) -> list[VersionShown]:
    """Newest first; each answer once, however it was typed."""
    grouped: dict[str, dict[str, list[Answers]]] = {}
    known = subject.asked(question_id)
    for one in answers:
        if one.version in known:
            name = name_of(known[one.version][1], one.chosen)
            grouped.setdefault(one.version, {}).setdefault(name, []).append(one)
    newest = subject.newest.quiz
    current = {question.version for question in newest.questions} if newest else set()
    return [
        VersionShown(
            release_id,
            version in current,
            [_answer(asked, version, name, same, chosen, language) for name, same in grouped[version].items()],
        )
        for version, (release_id, asked) in known.items()
        if version in grouped
    ]


def _answer(
    asked: Question, version: str, name: str, same: Sequence[Answers], chosen: Collection[Pair], language: str
) -> AnswerShown:
    fields = asking.fields(KINDS[asked.kind].ask(asked, arranged(asked), same[0].chosen), language)
    return AnswerShown(
        token=token(version, name),
        said=[(field.label, field.said) for field in fields if not field.is_empty],
        count=sum(one.count for one in same),
        full=sum(one.right for one in same),
        is_chosen=(version, name) in chosen,
    )


def token(version: str, name: str) -> str:
    """What a form carries for an answer."""
    return hashlib.blake2s(f"{version}/{name}".encode(), digest_size=8).hexdigest()


def wish(asked: Mapping[str, tuple[int, Question]], answers: Iterable[Answers], way: str, tokens: set[str]) -> Wish:
    """What a form asks for; answers that nobody gave are passed over."""
    if way != ACCEPT:
        return Wish(way)
    given = {(one.version, name_of(asked[one.version][1], one.chosen)) for one in answers if one.version in asked}
    return Wish(way, frozenset(pair for pair in given if token(*pair) in tokens))
