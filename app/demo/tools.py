"""Mentors in their year of practice: the last weeks of it, each at their own pace, and what they said about it."""

from __future__ import annotations

import random
from datetime import date, timedelta
from functools import partial

from app.demo.cast import Cast
from app.demo.people import MENTORS
from app.demo.story import Story
from app.practice import queries, service, tools
from app.practice.tools_rules import ALONE, HELPS, NOT_THIS_TIME, WITH_SOMEONE, Use
from app.reminders import service as reminders
from app.reminders.quiet import Hours
from app.sittings import queries as seats
from app.sittings import service as sittings

WEEKS, DAY_OF_WEEK, HOUR = 9, 3, 20
SKIPPED, LEFT = 0.12, 0.25


def practise(story: Story, cast: Cast) -> None:
    """Whoever came with the cohort and goes on coming; the newest week is still to be done."""
    steady = [one.box for one in MENTORS if one.joined_weeks_ago is None and one.last_meeting is None]
    for number, box in enumerate(steady):
        story.tell(story.ago(WEEKS * 7, HOUR), partial(_choose_reminders, cast, box, number))
        chance = random.Random(box)  # noqa: S311 - a story is to be the same each time, not to be secret
        for week in range(WEEKS, 0, -1):
            when = story.ago(week * 7 - DAY_OF_WEEK + number % DAY_OF_WEEK, HOUR)
            if when < story.on(story.today - timedelta(days=story.today.isoweekday() % 7), 0):
                story.tell(when, partial(_practise, cast, box, chance.random()))


def _choose_reminders(cast: Cast, box: str, number: int) -> None:
    """A third wants them, a third says no, a third has not been asked yet."""
    if number % 3 < 2:
        choice = reminders.Choice(is_on=number % 3 == 0, weekday=number % 4, minute=18 * 60)
        reminders.choose(queries.get_own(cast.actor(box)), choice, Hours())


def _practise(cast: Cast, box: str, chance: float) -> None:
    actor = cast.actor(box)
    year = queries.get_own(actor)
    question, exercise = tools.find_question(year), year.exercises.get(year.offer().exercise)
    if question:
        tools.note(actor, cast.ring, year, question.exercise, _use(year.day, list(year.plan.moments), chance))
    if exercise is None or exercise.is_planned or exercise.id in year.marks or chance > 1 - LEFT:
        return
    if chance < SKIPPED:
        service.skip(actor, year.enrolment_id, exercise.id, year.day)
        return
    sitting = sittings.begin(cast.ring, actor, seats.get_seat(actor, exercise.id), "full")
    sittings.end(cast.ring, actor, sitting, exercise, year.day)


def _use(day: date, moments: list[str], chance: float) -> Use:
    picked = random.Random(chance)  # noqa: S311 - as above
    moment = picked.choice(moments) if moments else ""
    how = picked.choice((ALONE, ALONE, WITH_SOMEONE, NOT_THIS_TIME))
    return Use(on=day, how=how, moment=moment, help=picked.choice((*HELPS, HELPS[0])))
