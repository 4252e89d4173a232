"""A lesson whose quiz asks for a written answer, and everybody who takes part in marking one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from flask.testing import FlaskClient
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from app.accounts.models import Person
from app.catalogue.types import Catalogue, Group, Item, Lesson, Question, Quiz
from app.core.clock import now
from app.core.db import session, write_transaction
from app.marking.models import AnswerMark, MarkingTask
from app.quizzes import waiting
from app.quizzes.models import Answer, Attempt
from app.quizzes.queries import get_to_close
from tests.support import curriculum
from tests.support.curriculum import prose, words
from tests.support.school import School

WORDS = "I would stay beside Dana and say nothing for a while"
AGAIN = "I would ask Dana what would help her this evening"
COMMENT = "Say how you notice it"
STRONG = "Strongmodel"
TELL, PICK = "tell", "pick"
BEST = {"feeling": "l2", "room": "r1"}
NEAR = {"feeling": "l1", "room": "r1"}
WORST = {"feeling": "l0", "room": "r0"}


def rubric(*, version: str = "v1", title: str = "Title of tell") -> Question:
    """Three points to be had; two of them are enough."""
    levels = (("feeling", "l0"), ("feeling", "l1"), ("feeling", "l2"), ("room", "r0"), ("room", "r1"))
    return Question(
        id=TELL,
        kind="reflective",
        objective="o1",
        title=words(title),
        stem=prose("Stem of tell"),
        options=tuple(Item(id=name, text=words(f"Level {name}"), group=group) for group, name in levels),
        groups=tuple(Group(id=name, title=words(f"Criterion {name}")) for name in ("feeling", "room")),
        explanation=prose(STRONG),
        settings={"pass": "60", "min_words": "3", "max_words": "60"},
        version=f"tell-{version}",
    )


def lesson(question: Question | None = None) -> Lesson:
    quiz = Quiz(
        id="written-quiz",
        lesson=curriculum.READING,
        title=words("A written quiz"),
        pass_percent=80,
        draw=2,
        questions=(question or rubric(), curriculum.question(PICK, "o2")),
    )
    return curriculum.lesson(curriculum.READING, "first", quiz=quiz)


def catalogue(question: Question | None = None) -> Catalogue:
    return curriculum.catalogue(lesson(question))


def put(enrolment_id: int, release_id: int, text: str = WORDS) -> int:
    """A handed-in attempt with an answer that waits, straight into the tables; returns the task's id."""
    questions = [{"id": TELL, "version": "tell-v1", "options": []}]
    attempt = Attempt(
        enrolment_id=enrolment_id,
        lesson_id=curriculum.READING,
        quiz_id="written-quiz",
        number=1,
        release_id=release_id,
        questions=questions,
        started_at=now(),
        finished_at=now(),
        score_percent=0,
    )
    session().add(attempt)
    session().flush()
    given = {"chosen": [text], "language": "en", "answered_at": now(), "version": "tell-v1"}
    session().add(Answer(attempt_id=attempt.id, question_id=TELL, is_right=None, score=None, **given))
    session().flush()
    waiting.tell(get_to_close(attempt.id), [TELL], now())
    return session().scalars(select(MarkingTask.id).filter_by(attempt_id=attempt.id)).one()


@dataclass
class Sitter:
    """Somebody who has handed in the quiz."""

    person: Person
    enrolment_id: int
    client: FlaskClient
    attempt_id: int
    number: int
    task_id: int

    @property
    def path(self) -> str:
        return f"/attempts/{self.attempt_id}/{self.number}/written"


@dataclass
class Desk:
    """A cohort with two trainers, a coordinator, and learners who write. Nothing is sampled unless a test says so."""

    school: School
    clients: dict[int, FlaskClient] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.school.publish(catalogue(), "written")
        self.trainer, self.colleague = self.school.staff("trainer"), self.school.staff("trainer")
        self.coordinator = self.school.staff("coordinator")

    def client(self, person: Person) -> FlaskClient:
        if person.id not in self.clients:
            self.clients[person.id] = self.school.client(person)
        return self.clients[person.id]

    def hand_in(self, text: str = WORDS, *, right: bool = True, sampled: bool = False, name: str = "") -> Sitter:
        person, enrolment_id = self.school.learner(name=name)
        return self.sit(person, enrolment_id, text, right=right, sampled=sampled)

    def sit(
        self, person: Person, enrolment_id: int, text: str = WORDS, *, right: bool = True, sampled: bool = False
    ) -> Sitter:
        client = self.client(person)
        attempt_id = self.school.begin(client)
        drawn = self.school.drawn(attempt_id)
        for number, name in enumerate(drawn, 1):
            given = text if name == TELL else ("a" if right else "b")
            assert self.school.post(client, f"/attempts/{attempt_id}/{number}", answer=given).status_code == 303
        with self.school.app.app_context(), write_transaction():
            mine = MarkingTask.attempt_id == attempt_id
            session().execute(update(MarkingTask).where(mine).values(second_wanted=sampled))
            task_id = session().scalars(select(MarkingTask.id).where(mine)).one()
        return Sitter(person, enrolment_id, client, attempt_id, drawn.index(TELL) + 1, task_id)

    def since(self, task_id: int, moment: datetime) -> None:
        """The answer has waited since then."""
        with self.school.app.app_context(), write_transaction():
            session().execute(update(MarkingTask).where(MarkingTask.id == task_id).values(handed_at=moment))

    def page(self, person: Person, task_id: int, **more: str) -> TestResponse:
        return self.client(person).get(f"/marking/{task_id}", **more)

    def mark(
        self,
        person: Person,
        task_id: int,
        levels: Mapping[str, str] = BEST,
        *,
        version: int = 0,
        action: str = "mark",
        **more: object,
    ) -> TestResponse:
        """`version` 0: the one that stands now."""
        sent = {f"level-{name}": level for name, level in levels.items()}
        values: dict[str, object] = {"version": version or self.task(task_id).version, "action": action, **sent, **more}
        answer: TestResponse = self.school.post(self.client(person), f"/marking/{task_id}", **values)
        return answer

    def send_again(self, sitter: Sitter, text: str = AGAIN, *, version: int = 0) -> TestResponse:
        seen = version or self.task(sitter.task_id).version
        answer: TestResponse = self.school.post(sitter.client, sitter.path, answer=text, version=seen)
        return answer

    def task(self, task_id: int) -> MarkingTask:
        with self.school.app.app_context():
            return session().get_one(MarkingTask, task_id)

    def marks(self, task_id: int) -> list[AnswerMark]:
        task = self.task(task_id)
        with self.school.app.app_context():
            wanted = select(AnswerMark).filter_by(attempt_id=task.attempt_id, question_id=task.question_id)
            return list(session().scalars(wanted.order_by(AnswerMark.id)))

    def attempt(self, sitter: Sitter) -> Attempt:
        with self.school.app.app_context():
            return session().get_one(Attempt, sitter.attempt_id)

    def answer(self, sitter: Sitter) -> Answer:
        with self.school.app.app_context():
            return session().get_one(Answer, (sitter.attempt_id, TELL))
