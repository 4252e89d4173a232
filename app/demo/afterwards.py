"""What follows from quizzes: a question that was corrected, a pass that was declared, and questions that come back."""

from __future__ import annotations

from app.accounts.actor import Actor
from app.catalogue.kinds import KINDS
from app.enrolment.models import Enrolment
from app.progress import queries as progress_queries
from app.quizzes import overrides, regrading, regrading_queries, reviews, timing
from app.quizzes.regrading_plans import Subject, Wish, propose
from app.quizzes.regrading_rules import DROP
from app.releases import queries as releases

REASON = "הניסוח לא היה ברור דיו, ולכן השאלה לא נחשבת. במהדורה הבאה היא תנוסח מחדש."
DECLARED = "أُجري الامتحان شفهيًّا مع المدرّبة بعد اللقاء، وكانت كلّ الإجابات صحيحة."
LEFT_FOR_TODAY = 3


def correct(coordinator: Actor, lesson_id: str) -> None:
    """The first question that somebody got wrong is dropped; never one about safety."""
    subject, wish = Subject(coordinator, lesson_id), Wish(DROP)
    for one in regrading_queries.list_answers(coordinator, lesson_id):
        if not one.right and not subject.is_about_safety(one.question_id):
            digest = propose(subject, one.question_id, wish).digest
            regrading.correct(subject, one.question_id, wish, REASON, digest)
            return


def declare(coordinator: Actor, enrolment: Enrolment, lesson_id: str) -> None:
    """A quiz counts as passed, for a reason that its learner reads."""
    content = releases.get_published()
    lesson = content.catalogue.lessons[lesson_id]
    overrides.give(coordinator, enrolment, lesson, timing.PASSED, DECLARED, content.release_id)


def take_in(actor: Actor, lesson_id: str) -> None:
    """A passed quiz comes back from the next day on."""
    learning, _, lesson = progress_queries.get_for_lesson(actor, lesson_id)
    reviews.add_quiz(learning, lesson)


def practise(actor: Actor) -> None:
    """Answers what comes back today, up to the last few."""
    for own, _, asked in reviews.take_today(actor).cards[:-LEFT_FOR_TODAY]:
        kind = KINDS[asked.kind]
        reviews.answer(actor, own, asked, kind.form(asked, kind.key(asked)))
