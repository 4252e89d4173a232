"""What a corrected question is worth to those who answered it: pure."""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from app.catalogue.kinds import KINDS
from app.catalogue.kinds.forms import fold
from app.catalogue.types import Question, Quiz
from app.quizzes import rules

KEY, ACCEPT, DROP = "key", "accept", "drop"
WAYS = (KEY, ACCEPT, DROP)

Effect = Literal["passed", "better", "worse"]


@dataclass(frozen=True, slots=True)
class Correction:
    """`versions` of the question that it reaches; `accepted`: version → names of answers that are right as well.

    `corrected` is the question with the right key, where the key was corrected.
    """

    way: str
    question_id: str
    versions: frozenset[str]
    accepted: Mapping[str, Collection[str]] = field(default_factory=dict)
    corrected: Question | None = None


def name_of(question: Question, chosen: Sequence[str]) -> str:
    """The same for all answers that say the same; what was typed is compared as its kind compares it."""
    fields = KINDS[question.kind].ask(question, arranged(question), chosen)
    is_typed = any(one.widget == "line" for one in fields)
    return json.dumps([fold(one) if is_typed else one for one in chosen], ensure_ascii=False)


def arranged(question: Question) -> list[str]:
    """Everything that the question offers, in the same order each time."""
    return KINDS[question.kind].arrange(question, random.Random(0))  # noqa: S311 - an order, not a secret


def score(correction: Correction, asked: Question, version: str, chosen: Sequence[str]) -> int | None:
    """What an answer to `asked`, as it stood then, is worth now, in thousandths; None: the correction leaves it."""
    if version not in correction.versions:
        return None
    if correction.way == DROP:
        return rules.FULL
    if correction.way == ACCEPT:
        return rules.FULL if name_of(asked, chosen) in correction.accepted.get(version, ()) else None
    return _by_key(correction.corrected, asked, chosen) if correction.corrected else None


def _by_key(corrected: Question, asked: Question, chosen: Sequence[str]) -> int | None:
    """Only where everything that was answered is still there, and everything that is right was offered then."""
    kind = KINDS[corrected.kind]
    if corrected.kind != asked.kind or kind.is_marked:
        return None
    given, key = _carried(corrected, chosen), kind.key(corrected)
    if given is None or _carried(asked, key) is None:
        return None
    return rules.thousandths(kind.grade(corrected, given).score)


def _carried(question: Question, answer: Sequence[str]) -> list[str] | None:
    """An answer to one version as the other reads it; None if anything of it is lost on the way."""
    kind = KINDS[question.kind]
    try:
        read = kind.read(question, kind.form(question, answer))
    except (KeyError, ValueError):
        return None
    return read if sorted(read) == sorted(answer) else None


@dataclass(frozen=True, slots=True)
class Ended:
    """An ended attempt: its draw, its scores and its result. `time_zone` is its institution's."""

    id: int
    enrolment_id: int
    person_id: int
    name: str
    number: int
    release_id: int
    questions: Sequence[Mapping[str, Any]]
    percent: int | None
    is_passed: bool | None
    time_zone: str
    scores: Mapping[str, int | None]


@dataclass(frozen=True, slots=True)
class Change:
    """What a correction does to one attempt. `score_before` is None for an answer that waited, or was left open."""

    attempt: Ended
    is_answered: bool
    score_before: int | None
    score_after: int
    percent_after: int
    passed_after: bool | None

    @property
    def effect(self) -> Effect:
        if self.passed_after and not self.attempt.is_passed:
            return "passed"
        return "better" if self.score_after > (self.score_before or 0) else "worse"


def change(attempt: Ended, quiz: Quiz, question_id: str, after: int | None) -> Change | None:
    """Counts an attempt again, as a fresh grading would; what was passed stays so. None if nothing changes."""
    before, is_answered = attempt.scores.get(question_id), question_id in attempt.scores
    if after is None or (is_answered and before == after):
        return None
    result = rules.grade(quiz, attempt.questions, {**attempt.scores, question_id: after})
    passed = True if attempt.is_passed else result.is_passed
    return Change(attempt, is_answered, before, after, result.score_percent, passed)


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that a correction would do. `running` attempts are counted by it when they end.

    `left` counts answers that the new key cannot judge; `stands` says that the same correction was made before.
    """

    correction: Correction
    changes: tuple[Change, ...]
    met: int
    running: int
    left: int
    stands: bool

    @property
    def unchanged(self) -> int:
        return self.met - len(self.changes)

    @property
    def is_needed(self) -> bool:
        return bool(self.changes) or bool(self.running and not self.stands)

    def with_effect(self, effect: Effect) -> list[Change]:
        return [one for one in self.changes if one.effect == effect]

    @property
    def digest(self) -> str:
        """Differs as soon as anybody’s change differs; attempts that it leaves alone may come and go."""
        told = [
            self.correction.way,
            self.correction.question_id,
            sorted(self.correction.versions),
            {version: sorted(names) for version, names in self.correction.accepted.items()},
            self.correction.corrected.version if self.correction.corrected else "",
            [_told(one) for one in self.changes],
        ]
        return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def _told(one: Change) -> list[object]:
    kept = one.attempt
    before = [kept.id, one.is_answered, one.score_before, kept.percent, kept.is_passed]
    return [*before, one.score_after, one.percent_after, one.passed_after]
