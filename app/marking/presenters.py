"""Tasks and marks as pages show them. Nothing here knows who wrote an answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from app.accounts.actor import Actor
from app.catalogue.kinds.reflective import levels_of
from app.catalogue.types import Question, Words
from app.core.clock import now
from app.marking import policy, queries, rules
from app.marking.asked import Asked, find_question, get_asked
from app.marking.models import RETURNED, SECOND, SETTLED, THIRD, WAITING, AnswerMark, MarkingComment, MarkingTask
from app.quizzes.texts import html, inline
from app.releases import queries as releases

SHORT = 8
"""So much of a version's hash tells one version of a rubric from another."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the queue."""

    id: int
    lesson: Words
    question: Words
    language: str
    cohort: str
    days: int
    is_late: bool
    state: str
    try_number: int


def rows(queued: Sequence[queries.Queued]) -> list[Row]:
    return [_row(one.task, one.language, now()) for one in queued]


def _row(task: MarkingTask, language: str, moment: datetime) -> Row:
    asked = get_asked(task)
    return Row(
        task.id,
        asked.lesson.title,
        asked.question.title,
        language,
        task.enrolment.cohort.name,
        rules.days_waiting(task.handed_at, moment),
        rules.is_late(task.handed_at, moment),
        task.state,
        task.try_number,
    )


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What the queue can be narrowed to: (value, words) of each list."""

    cohorts: list[tuple[int, str]]
    lessons: list[tuple[str, Words]]
    questions: list[tuple[str, Words]]


def narrowing(choices: Sequence[queries.Choice]) -> Narrowing:
    cohorts, lessons, questions = dict[int, str](), dict[str, Words](), dict[str, Words]()
    for one in choices:
        lesson = releases.published(one.release_id).catalogue.lessons.get(one.lesson_id)
        question = find_question(lesson, one.question_id)
        cohorts[one.cohort_id] = one.cohort_name
        if lesson and question:
            lessons[one.lesson_id] = lesson.title
            questions[f"{one.lesson_id}/{one.question_id}"] = question.title
    return Narrowing(list(cohorts.items()), list(lessons.items()), list(questions.items()))


@dataclass(frozen=True, slots=True)
class LevelShown:
    id: str
    text: Markup
    points: int
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class CriterionShown:
    id: str
    title: Markup
    levels: list[LevelShown]
    is_missing: bool

    @property
    def chosen(self) -> LevelShown | None:
        return next((level for level in self.levels if level.is_chosen), None)

    @property
    def following(self) -> LevelShown | None:
        """The level above the one that was reached."""
        reached = self.chosen
        return next((level for level in self.levels if reached and level.points == reached.points + 1), None)


def criteria(
    question: Question, levels: Mapping[str, str], language: str, missing: Sequence[str] = ()
) -> list[CriterionShown]:
    return [
        CriterionShown(
            group.id,
            inline(group.title, language),
            [
                LevelShown(item.id, inline(item.text, language), points, levels.get(group.id) == item.id)
                for points, item in enumerate(levels_of(question, group.id))
            ],
            group.id in missing,
        )
        for group in question.groups
    ]


@dataclass(frozen=True, slots=True)
class MarkShown:
    mark: AnswerMark
    criteria: list[CriterionShown]
    version: str
    is_own: bool


@dataclass(frozen=True, slots=True)
class TaskShown:
    """`standing`: to-mark, mine (waits for somebody else), theirs, returned, settled."""

    task: MarkingTask
    asked: Asked
    stem: Markup
    explanation: Markup
    text: str
    language: str
    days: int
    is_waiting: bool
    is_late: bool
    criteria: list[CriterionShown]
    marks: list[MarkShown]
    standing: str
    is_third: bool
    is_second: bool
    may_give_back: bool
    may_go_alone: bool
    version: str


def task(
    actor: Actor, one: MarkingTask, language: str, levels: Mapping[str, str], missing: Sequence[str] = ()
) -> TaskShown:
    """`levels` and `missing` are of a form that was refused."""
    asked, answer, marks = get_asked(one, actor.release_id), queries.get_answer(one), queries.list_marks(one)
    markers = {mark.marker_id for mark in marks if mark.try_number == one.try_number}
    is_markable, is_waiting = policy.may_mark(actor, one, markers), one.state in (WAITING, SECOND, THIRD)
    readable = [mark for mark in marks if policy.may_read_marks(one, mark, actor)]
    return TaskShown(
        task=one,
        asked=asked,
        stem=html(asked.question.stem, language),
        explanation=html(asked.question.explanation, language),
        text=" ".join(answer.chosen),
        language=answer.language,
        days=rules.days_waiting(one.handed_at, now()),
        is_waiting=is_waiting,
        is_late=is_waiting and rules.is_late(one.handed_at, now()),
        criteria=criteria(asked.question, levels, language, missing),
        marks=[_mark(mark, asked.question, language, actor) for mark in readable],
        standing=_standing(one, is_markable, actor.id in markers),
        is_third=one.state == THIRD,
        is_second=one.state == SECOND,
        may_give_back=one.try_number < rules.MOST_TRIES,
        may_go_alone=one.state == SECOND and policy.coordinates(actor, one),
        version=asked.question.version[:SHORT],
    )


def _standing(one: MarkingTask, is_markable: bool, has_marked: bool) -> str:
    if is_markable:
        return "to-mark"
    if one.state in (SETTLED, RETURNED):
        return one.state
    return "mine" if has_marked else "theirs"


def _mark(mark: AnswerMark, question: Question, language: str, actor: Actor) -> MarkShown:
    shown = criteria(question, mark.levels, language) if mark.levels else []
    return MarkShown(mark, shown, mark.rubric_version[:SHORT], mark.marker_id == actor.id)


@dataclass(frozen=True, slots=True)
class Phrases:
    """Phrases to choose: those for this very question stand first."""

    own: list[MarkingComment]
    shared: list[MarkingComment]

    @property
    def any(self) -> bool:
        return bool(self.own or self.shared)


def phrases(actor: Actor, shown: TaskShown) -> Phrases:
    place = shown.task.enrolment.cohort.institution_id
    key = f"{shown.task.lesson_id}/{shown.task.question_id}"
    found = queries.list_phrases(actor, place, key, shown.language)
    return Phrases(
        [one for one in found if one.institution_id is None], [one for one in found if one.institution_id is not None]
    )


def question_choices(release_id: int | None) -> list[tuple[str, Words]]:
    """Every question of the newest content that a person marks: lesson/question and its title."""
    lessons = releases.published(release_id).catalogue.lessons.values() if release_id else ()
    return [
        (f"{lesson.id}/{question.id}", question.title)
        for lesson in lessons
        if lesson.quiz
        for question in lesson.quiz.questions
        if question.groups and question.kind == "reflective"
    ]
