"""What assessors saw of the demo's trainees: some competencies shown, one to be shown anew, most not begun."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from app.catalogue.portfolio_types import PortfolioCompetency
from app.core.clock import today
from app.demo.accounts import SUPERVISOR, TRAINEE, TRAINER
from app.demo.cast import Cast
from app.demo.story import Story
from app.enrolment.models import Cohort
from app.portfolio import service
from app.portfolio.content import Held, find_held
from app.portfolio.rules import EMERGING, EXCEEDS, MEETS


@dataclass(frozen=True, slots=True)
class Seen:
    """A rating: of whom, by whom, how many days ago, how, and what it comes to."""

    box: str
    by: str
    days_ago: int
    competency: str
    kind: str
    level: str
    note: str = ""
    is_critical: bool = False


ROOM = "קיבלה את השתיקה בלי למהר. הסיכום היה במילים של האדם."
RISK = "לא שאלה על כוונה אף שנאמר רמז. עברנו על זה יחד מיד אחרי הסימולציה."
AGAIN = "שאלה ישר ובשקט, ואמרה עם מי היא מתקשרת עכשיו."
PLAN = "The problem statement was read back and agreed on. The goal still lacks a date."

SEEN: Sequence[Seen] = (
    Seen(TRAINEE.box, TRAINER.box, 60, "c1", "simulation", MEETS),
    Seen(TRAINEE.box, TRAINER.box, 58, "c3", "simulation", EMERGING, RISK, is_critical=True),
    Seen(TRAINEE.box, SUPERVISOR.box, 45, "c2", "live", MEETS),
    Seen(TRAINEE.box, SUPERVISOR.box, 41, "c1", "live", MEETS),
    Seen(TRAINEE.box, TRAINER.box, 30, "c1", "recording", EXCEEDS, ROOM),
    Seen(TRAINEE.box, TRAINER.box, 24, "c2", "live", MEETS),
    Seen(TRAINEE.box, TRAINER.box, 20, "c3", "simulation", MEETS, AGAIN),
    Seen(TRAINEE.box, SUPERVISOR.box, 9, "c5", "written", EMERGING, PLAN),
    Seen("dana.friedman", SUPERVISOR.box, 15, "c1", "live", EMERGING),
    Seen("dana.friedman", TRAINER.box, 8, "c1", "simulation", MEETS),
    Seen("birhanu.admasu", SUPERVISOR.box, 12, "c2", "live", MEETS),
)


def assess(story: Story, cast: Cast, trainees: Cohort) -> None:
    for number, one in enumerate(SEEN):
        story.tell(story.ago(one.days_ago, 15, number), partial(_rate, story, cast, trainees, one))


def _rate(story: Story, cast: Cast, trainees: Cohort, one: Seen) -> None:
    """Nothing where the published content wants no competencies shown."""
    held = find_held(trainees)
    competency = held.portfolio.find(one.competency) if held else None
    if held is None or competency is None:
        return
    draft = service.RatingDraft(
        kind=one.kind,
        day=today(story.time_zone),
        ticks=ticks(competency, one),
        note=one.note,
        consent_confirmed=one.kind == "recording",
    )
    _send(cast, held, trainees, one, draft)


def _send(cast: Cast, held: Held, trainees: Cohort, one: Seen, draft: service.RatingDraft) -> None:
    learner = cast.enrolments[trainees.id][one.box]
    service.rate(cast.ring, cast.actor(one.by), learner, held, one.competency, draft)


def ticks(competency: PortfolioCompetency, one: Seen) -> list[str]:
    """Behaviours that come to the level: all basic ones but the last of those still on the way."""
    basic = [act.id for act in competency.acts if act.kind == "basic"]
    found = basic[:-1] if one.level == EMERGING else basic
    if one.level == EXCEEDS:
        found = [*found, *(act.id for act in competency.acts if act.kind == "advanced")]
    if one.is_critical:
        found = [*found, *[act.id for act in competency.acts if act.is_critical][:1]]
    return found
