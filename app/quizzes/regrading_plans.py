"""What counting answers to a faulty question again would do, and to whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from app.accounts.actor import Actor
from app.catalogue.kinds import KINDS
from app.catalogue.types import Lesson, Question, Quiz
from app.core.errors import Invalid, NotFound
from app.core.words import N_
from app.quizzes import regrading_queries as queries
from app.quizzes import regrading_rules, rules
from app.quizzes.regrading_queries import Met
from app.quizzes.regrading_rules import ACCEPT, DROP, KEY, Correction, Ended, Plan
from app.releases import queries as releases

NO_ATTEMPTS = N_("Nobody whose cohort you coordinate has sat such a quiz.")
NO_QUESTION = N_("Nobody whose cohort you coordinate has met such a question.")


@dataclass(frozen=True, slots=True)
class Wish:
    """What the actor wants; `accepted` holds version and name of each answer that is to count as right."""

    way: str
    accepted: frozenset[tuple[str, str]] = frozenset()


class Subject:
    """One lesson's quiz as it was sat on several releases, and as it is now."""

    def __init__(self, actor: Actor, lesson_id: str) -> None:
        self.actor, self.lesson_id = actor, lesson_id
        self.release_ids = queries.list_releases(actor, lesson_id)
        if not self.release_ids:
            raise NotFound(NO_ATTEMPTS)

    def lesson(self, release_id: int) -> Lesson:
        return releases.published(release_id).catalogue.lessons[self.lesson_id]

    def quiz(self, release_id: int) -> Quiz:
        quiz = self.lesson(release_id).quiz
        if quiz is None:
            raise NotFound(NO_ATTEMPTS)
        return quiz

    @cached_property
    def newest(self) -> Lesson:
        """As it is published now, else as it was sat last."""
        active = releases.published(self.actor.release_id).catalogue.lessons.get(self.lesson_id)
        return active if active is not None and active.quiz else self.lesson(self.release_ids[0])

    @cached_property
    def versions(self) -> Mapping[str, Mapping[str, tuple[int, Question]]]:
        """Question → version → the newest release that it was sat on, and the question as it was there."""
        found: dict[str, dict[str, tuple[int, Question]]] = {}
        for release_id in self.release_ids:
            for asked in self.quiz(release_id).questions:
                found.setdefault(asked.id, {}).setdefault(asked.version, (release_id, asked))
        return found

    def asked(self, question_id: str) -> Mapping[str, tuple[int, Question]]:
        found = self.versions.get(question_id)
        if found is None:
            raise NotFound(NO_QUESTION)
        return found

    def is_about_safety(self, question_id: str) -> bool:
        """Whether it had to be right for the quiz to count, in any of its versions."""
        return any(asked.must_pass for _, asked in self.asked(question_id).values())

    def corrected(self, question_id: str) -> Question | None:
        """The question as it is published now, where that differs from what was asked before."""
        quiz = self.newest.quiz
        fresh = next((q for q in quiz.questions if q.id == question_id), None) if quiz else None
        differs = fresh is not None and any(version != fresh.version for version in self.asked(question_id))
        return fresh if differs and fresh and not KINDS[fresh.kind].is_marked else None


def propose(subject: Subject, question_id: str, wish: Wish, *, to_change: bool = False) -> Plan:
    """What a correction would do. Raises Invalid where the way is closed."""
    actor, lesson_id = subject.actor, subject.lesson_id
    met = queries.list_met(actor, lesson_id, question_id, to_change=to_change)
    correction = _correction(subject, question_id, wish, {one.version(question_id) for one in met})
    given = queries.list_given(actor, lesson_id, question_id)
    scores = queries.list_scores(actor, lesson_id, question_id)
    reached = [one for one in met if one.version(question_id) in correction.versions]
    changes, left = [], 0
    for one in reached:
        if one.finished_at is None:
            continue
        after = _score(subject, correction, one, given)
        left += after is None and correction.way == KEY and one.id in given
        found = regrading_rules.change(_ended(one, scores), subject.quiz(one.release_id), question_id, after)
        if found is not None:
            changes.append(found)
    ended, running = sum(one.finished_at is not None for one in met), sum(one.finished_at is None for one in reached)
    return Plan(correction, tuple(changes), ended, running, left, _stands(subject, correction))


def _correction(subject: Subject, question_id: str, wish: Wish, met: set[str]) -> Correction:
    if wish.way == KEY:
        corrected = subject.corrected(question_id)
        if corrected is None:
            raise Invalid(N_("No corrected version of this question is published."), field="way")
        return Correction(KEY, question_id, frozenset(met - {corrected.version}), corrected=corrected)
    if wish.way == DROP:
        return Correction(DROP, question_id, frozenset(met))
    accepted: dict[str, set[str]] = {}
    for version, name in wish.accepted:
        accepted.setdefault(version, set()).add(name)
    if wish.way != ACCEPT or not accepted:
        raise Invalid(N_("Choose the answers that are right as well."), field="way")
    return Correction(ACCEPT, question_id, frozenset(accepted), accepted)


def _score(
    subject: Subject, correction: Correction, one: Met, given: Mapping[int, tuple[str, list[str]]]
) -> int | None:
    """What is dropped counts for those too who left it open."""
    if one.id not in given:
        return rules.FULL if correction.way == DROP else None
    version, chosen = given[one.id]
    known = subject.asked(correction.question_id).get(version)
    return regrading_rules.score(correction, known[1], version, chosen) if known else None


def _ended(one: Met, scores: Mapping[int, Mapping[str, int | None]]) -> Ended:
    return Ended(
        id=one.id,
        enrolment_id=one.enrolment_id,
        person_id=one.person_id,
        name=one.name,
        number=one.number,
        release_id=one.release_id,
        questions=one.questions,
        percent=one.percent,
        is_passed=one.is_passed,
        time_zone=one.time_zone,
        scores=scores.get(one.id, {}),
    )


def details(subject: Subject, correction: Correction) -> dict[str, object]:
    """What is kept of a correction."""
    return {
        "versions": sorted(correction.versions),
        "accepted": {version: sorted(names) for version, names in sorted(correction.accepted.items())},
        "cohorts": queries.list_cohort_ids(subject.actor),
    }


def _stands(subject: Subject, correction: Correction) -> bool:
    """Whether the last correction of this question was the same."""
    before = queries.list_regrades(subject.lesson_id, correction.question_id)
    if not before:
        return False
    return before[-1].way == correction.way and before[-1].details == details(subject, correction)
