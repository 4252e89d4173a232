"""Observed role-plays of the demo's mentors: passed with a second rating, not yet, passed alone, and two that wait."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from app.catalogue.types import Competency
from app.core.clock import today
from app.core.db import session
from app.demo.accounts import COORDINATOR, MENTOR, TRAINER
from app.demo.story import Story
from app.demo.teaching import Series
from app.performance import opening, queries, service, settling, sheets
from app.performance.models import Performance
from app.performance.rules import OBSERVER, SECOND, SELF

LESSON = "observed-role-play"


@dataclass(frozen=True, slots=True, kw_only=True)
class RolePlay:
    """`short_of`: core competencies, the first so many, of which something basic was not seen. None: not rated yet."""

    box: str
    days_ago: int
    language: str
    short_of: int | None = None
    note: str = ""
    is_second_in: bool = True
    sees_themselves: bool = False
    plan: str = ""


ROLE_PLAYS = (
    RolePlay(
        box="oleg.brenner",
        days_ago=12,
        language="he",
        short_of=2,
        note="שאל ״למה״ ארבע פעמים. כשהשחקנית השתתקה עבר מיד לעצה.",
        plan="שני תרגולים עם תמר לפני המפגש הבא: לשתוק שלוש שניות, ואז לשאול שאלה פתוחה אחת.",
    ),
    RolePlay(
        box="svetlana.kogan",
        days_ago=12,
        language="he",
        short_of=0,
        note="הסבירה את גבולות הפרטיות לפני הסיפור הראשון, ושאלה ישירות על סכנה.",
        sees_themselves=True,
    ),
    RolePlay(box=MENTOR.box, days_ago=1, language="he"),
    RolePlay(
        box="yamenesh.tesfaye",
        days_ago=4,
        language="he",
        short_of=0,
        note="ליוותה את השתיקה. סיכמה במילים של השחקן.",
        is_second_in=False,
    ),
    RolePlay(
        box="amira.halabi",
        days_ago=11,
        language="ar",
        short_of=0,
        note="سألت بوضوح عن الأمان، وبقيت هادئة حين بكى الممثّل.",
        sees_themselves=True,
    ),
)


def rate(story: Story, teaching: Series) -> None:
    """Opened in the morning, played and rated in the afternoon."""
    for number, one in enumerate(ROLE_PLAYS):
        story.tell(story.ago(one.days_ago, 9, number), partial(_open, story, teaching, one))


def _open(story: Story, teaching: Series, one: RolePlay) -> None:
    if all(one.lesson.id != LESSON for one in sheets.list_rated(teaching.cohort)):
        return
    trainer = teaching.cast.actor(TRAINER.box)
    enrolment = teaching.cast.enrolments[teaching.cohort.id][one.box]
    draft = opening.OpeningDraft(LESSON, today(story.time_zone), one.language)
    performance = opening.open_for(trainer, teaching.cohort, [enrolment.id], draft)[0]
    if one.short_of is None:
        return
    afternoon = story.ago(one.days_ago, 16)
    if one.sees_themselves:
        story.tell(afternoon, lambda: _send(teaching, one, performance.id, SELF, one.box))
    story.tell(afternoon + timedelta(minutes=4), lambda: _send(teaching, one, performance.id, OBSERVER, TRAINER.box))
    if one.is_second_in and performance.second_wanted:
        later = afternoon + timedelta(minutes=9)
        story.tell(later, lambda: _send(teaching, one, performance.id, SECOND, COORDINATOR.box))
    if one.plan:
        story.tell(afternoon + timedelta(hours=2), lambda: _plan(teaching, one, performance.id))


def _send(teaching: Series, one: RolePlay, performance_id: int, part: str, box: str) -> None:
    performance = session().get_one(Performance, performance_id)
    ticks = seen(sheets.get_watched(performance).competencies, one.short_of or 0)
    key = f"demo-role-play-{performance_id}-{part}"
    note = one.note if part == OBSERVER else ""
    actor = teaching.cast.actor(box)
    service.send(actor, performance, part, service.RatingDraft(ticks, note, key, actor.language))


def seen(competencies: Iterable[Competency], short_of: int) -> list[str]:
    """Everything basic but the last of some core competencies, and what is advanced of the first ones."""
    short = [one.id for one in competencies if one.is_core][:short_of]
    ticks = []
    for number, one in enumerate(competencies):
        basic = [act.id for act in one.behaviours if act.kind == "basic"]
        ticks += basic[:-1] if one.id in short else basic
        ticks += [act.id for act in one.behaviours if act.kind == "advanced"][: max(0, 3 - number)]
    return ticks


def _plan(teaching: Series, one: RolePlay, performance_id: int) -> None:
    performance = session().get_one(Performance, performance_id)
    remediation = queries.find_remediation(performance_id)
    if remediation is not None:
        settling.keep_plan(teaching.cast.actor(TRAINER.box), performance, one.plan, remediation.version)
