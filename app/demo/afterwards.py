"""What follows from quizzes: a question that was corrected, and questions that come back."""

from __future__ import annotations

from app.accounts.actor import Actor
from app.catalogue.kinds import KINDS
from app.progress import queries as progress_queries
from app.quizzes import regrading, regrading_queries, reviews
from app.quizzes.regrading_plans import Subject, Wish, propose
from app.quizzes.regrading_rules import ACCEPT, name_of

REASON = "הניסוח אפשר להבין גם את התשובה השנייה כנכונה. מעכשיו שתיהן מתקבלות."
LEFT_FOR_TODAY = 3


def correct(coordinator: Actor, lesson_id: str) -> None:
    """The commonest answer without full points is accepted as well."""
    subject = Subject(coordinator, lesson_id)
    doubted = next((one for one in regrading_queries.list_answers(coordinator, lesson_id) if not one.right), None)
    if doubted is None:
        return
    _, asked = subject.asked(doubted.question_id)[doubted.version]
    wish = Wish(ACCEPT, frozenset({(doubted.version, name_of(asked, doubted.chosen))}))
    digest = propose(subject, doubted.question_id, wish).digest
    regrading.correct(subject, doubted.question_id, wish, REASON, digest)


def take_in(actor: Actor, lesson_id: str) -> None:
    """A passed quiz comes back from the next day on."""
    learning, _, lesson = progress_queries.get_for_lesson(actor, lesson_id)
    reviews.add_quiz(learning, lesson)


def practise(actor: Actor) -> None:
    """Answers what comes back today, up to the last few."""
    for own, _, asked in reviews.take_today(actor).cards[:-LEFT_FOR_TODAY]:
        kind = KINDS[asked.kind]
        reviews.answer(actor, own, asked, kind.form(asked, kind.key(asked)))
