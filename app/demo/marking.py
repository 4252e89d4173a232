"""Written answers of the demo: some wait, one was marked, one came back; and phrases for comments."""

from __future__ import annotations

from sqlalchemy import select

from app.accounts.actor import Actor
from app.core.db import session
from app.demo.people import RETURNED
from app.marking import comments, service
from app.marking.asked import get_asked
from app.marking.models import SECOND, MarkingTask

BACK = "יש כאן עובדות ברורות. חסר עדיין הצעד הבא: מי עושה מה, ומתי. כתבו אותו בשורה אחת ושלחו שוב."
WELL = "השורות קצרות, ואפשר להמשיך מהן בפגישה הבאה."
PHRASES = (
    ("he", "מה ראית או שמעת, שגרם לך לחשוב כך? כתבו את זה במקום המסקנה."),
    ("he", "הצעד הבא ברור. יפה."),
    ("ar", "ماذا رأيتم أو سمعتم؟ اكتبوا ذلك بدل الاستنتاج."),
    ("en", "What did you see or hear that made you think so? Write that instead of the conclusion."),
)


def mark(first: Actor, second: Actor, enrolment_id: int, outcome: str) -> None:
    """The learner's written answer is returned, or marked as well as can be; by two where two are wanted."""
    task = session().scalars(select(MarkingTask).filter_by(enrolment_id=enrolment_id, state="waiting")).one()
    question = get_asked(task).question
    best = {group.id: [one.id for one in question.options if one.group == group.id][-1] for group in question.groups}
    if outcome == RETURNED:
        service.save(first, task, service.Draft(comment=BACK, gives_back=True), task.version)
    elif service.save(first, task, service.Draft(best, WELL), task.version) == SECOND:
        service.save(second, task, service.Draft(best), task.version)


def keep_phrases(coordinator: Actor, institution_id: int) -> None:
    for language, text in PHRASES:
        comments.add(coordinator, comments.CommentDraft(text, language, institution_id=institution_id))
