"""The year of the demo: three cohorts, each with its meetings and its learners' own work."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from datetime import date, time, timedelta
from functools import partial
from itertools import count
from math import ceil

from app.catalogue.types import Lesson
from app.demo import (
    afterwards,
    baseline,
    duty,
    handovers,
    learning,
    lists,
    marking,
    measures,
    paperwork,
    placements,
    portfolio,
    practicum,
    privacy,
    reviews,
    supervision,
    tools,
)
from app.demo.accounts import COORDINATOR, TRAINER
from app.demo.calendar import MONDAY, TUESDAY, first_day, last_on, series, working_day
from app.demo.cast import Cast
from app.demo.people import (
    BEGUN,
    CENTRES,
    MARKED,
    MENTORS,
    NOTES,
    PASSED,
    PRIVACY,
    RETURNED,
    ROLE,
    TRAINEES,
    Learner,
)
from app.demo.rating import rate
from app.demo.story import Story
from app.demo.teaching import Plan, Series
from app.enrolment.models import Cohort
from app.meetings.taught import list_meetable
from app.releases import queries as releases

EVENING, MORNING = time(17, 30), time(9)
LONGEST_DAY = 360
DECLARED_FOR = "nayef.alasam"
FORTNIGHT, WEEK, MONTH = timedelta(days=14), timedelta(days=7), timedelta(days=28)
MEETINGS_OF_MENTORS, DAYS_OF_TRAINEES, MEETINGS_OF_CENTRES = 12, 24, 4


def begin(story: Story, cast: Cast) -> None:
    """Puts the whole year so far into the story."""
    first = first_day(story.today)
    days_since = (story.today - first).days
    story.tell(story.ago(days_since + 40, 9), cast.found)
    story.tell(story.ago(days_since + 30, 9), lambda: open_cohorts(story, cast, first))


def open_cohorts(story: Story, cast: Cast, first: date) -> None:
    years = f"{first.year}/{(first + timedelta(days=363)).year % 100:02}"
    duty.set_phone(cast.actor(COORDINATOR.box), cast.place.id)
    mentors = cast.open("community-mentors", f"עמיתים בקהילה {years}", first)
    trainees = cast.open("pwp", f"PWP {years}", first)
    centres = cast.open("community-centres", f"עמיתים · عميتيم {years}", first)
    for cohort, learners in ((mentors, MENTORS), (trainees, TRAINEES), (centres, CENTRES)):
        for learner in learners:
            _enrol(story, cast, learner, cohort)
    marking.keep_phrases(cast.actor(COORDINATOR.box), cast.place.id)
    lists.keep_calendar(cast.actor(COORDINATOR.box), cast.place.id, first)
    privacy.state(cast.actor(COORDINATOR.box), cast.place.id)
    story.tell(story.ago(1, 6), lambda: privacy.read(cast))
    story.tell(story.ago(1, 11), lambda: lists.leave_list(cast.actor(COORDINATOR.box), mentors))
    story.tell(story.ago(30, 9), lambda: reviews.confirm(cast.actor(COORDINATOR.box), cast.place.id))
    story.tell(story.ago(21, 10), lambda: duty.ring(cast.actor(COORDINATOR.box), cast.place.id))
    baseline.ask(story, cast, mentors)
    teach_mentors(story, Series(cast, story, mentors, MENTORS))
    teach_trainees(story, Series(cast, story, trainees, TRAINEES))
    teach_centres(story, Series(cast, story, centres, CENTRES))
    placements.arrange(story, cast, mentors, trainees)
    practicum.practise(story, cast, mentors, trainees)
    tools.practise(story, cast)
    measures.measure(story, cast, trainees)
    supervision.supervise(story, cast, mentors, trainees)
    paperwork.show(story, cast, mentors)
    portfolio.assess(story, cast, trainees)
    handovers.hand_over(story, cast, mentors, trainees)


def _enrol(story: Story, cast: Cast, learner: Learner, cohort: Cohort) -> None:
    if learner.joined_weeks_ago is None:
        cast.enrol(learner, cohort, cohort.starts_on)
        return
    weeks = learner.joined_weeks_ago
    story.tell(story.ago(weeks * 7, 9), lambda: cast.enrol(learner, cohort, story.today - timedelta(days=weeks * 7)))


def _plans(lessons: Sequence[Lesson], at: time) -> Iterator[Callable[[date], Plan]]:
    """Meetings of these lessons in order; a lesson longer than a day takes several."""
    numbers = count(1)
    for lesson in lessons:
        days = ceil(lesson.minutes / LONGEST_DAY)
        for _ in range(days):
            yield _on_a_day(next(numbers), lesson, at, lesson.minutes // days)


def _on_a_day(number: int, lesson: Lesson, at: time, minutes: int) -> Callable[[date], Plan]:
    def plan(day: date) -> Plan:
        return Plan(
            number=number, lesson_id=lesson.id, is_online=lesson.kind == "live", day=day, at=at, minutes=minutes
        )

    return plan


def teach_mentors(story: Story, teaching: Series) -> None:
    """Every second Tuesday; the newest roll is not closed, the next meeting is near."""
    plans = _plans(list_meetable(teaching.cohort), EVENING)
    lately, soon = working_day(story.today - timedelta(days=2), -1), working_day(story.today + timedelta(days=2), 1)
    last = last_on(TUESDAY, story.today, days_ago=7)
    for day, plan in zip(series(last, MEETINGS_OF_MENTORS, FORTNIGHT), plans, strict=False):
        teaching.hold(plan(day))
    teaching.hold_without_closing(next(plans)(lately))
    for number in range(3):
        teaching.plan(next(plans)(soon + number * FORTNIGHT))
    for learner in MENTORS:
        learn_alone(story, teaching, learner)
        if learner.make_up:
            teaching.make_up(learner, learner.make_up)
    rate(story, teaching)
    follow_up(story, teaching)


def follow_up(story: Story, teaching: Series) -> None:
    """A question is corrected, a quiz counts as passed, and the first mentor's first quiz comes back."""
    actor, learner = teaching.cast.actor, MENTORS[0]
    enrolments = teaching.cast.enrolments[teaching.cohort.id]
    story.tell(story.ago(4, 11), lambda: afterwards.correct(actor(COORDINATOR.box), ROLE))
    story.tell(story.ago(3, 12), lambda: afterwards.declare(actor(COORDINATOR.box), enrolments[DECLARED_FOR], PRIVACY))
    story.tell(story.ago(1, 18), lambda: afterwards.take_in(actor(learner.box), ROLE))
    story.tell(story.ago(0, 7), lambda: afterwards.practise(actor(learner.box)))


def teach_trainees(story: Story, teaching: Series) -> None:
    """Every Monday, a whole day."""
    plans = _plans(list_meetable(teaching.cohort), MORNING)
    last = last_on(MONDAY, story.today, days_ago=2)
    for day, plan in zip(series(last, DAYS_OF_TRAINEES, WEEK), plans, strict=False):
        teaching.hold(plan(day))
    teaching.plan(next(plans)(last + WEEK if last + WEEK > story.today else last + 2 * WEEK))


def teach_centres(story: Story, teaching: Series) -> None:
    """Once in four weeks."""
    plans = _plans(list_meetable(teaching.cohort), time(16))
    last = last_on(TUESDAY, story.today, days_ago=9)
    for day, plan in zip(series(last, MEETINGS_OF_CENTRES, MONTH), plans, strict=False):
        teaching.hold(plan(day))
    teaching.plan(next(plans)(last + MONTH))


def learn_alone(story: Story, teaching: Series, learner: Learner) -> None:
    """Reading, quizzes, private writing; on days and in hours of each learner's own."""
    chance = random.Random(learner.box)  # noqa: S311 - a story is to be the same each time, not to be secret
    for number, lesson_id in enumerate((ROLE, PRIVACY), 1):
        for attempt, outcome in enumerate(learner.quizzes.get(lesson_id, ())):
            day = teaching.days[number] + timedelta(days=chance.randint(1, 4) + 4 * attempt)
            when = story.ago(1, 21) if outcome == BEGUN else story.on(day, *_evening(chance))
            story.tell(when, partial(_sit, teaching, learner, lesson_id, outcome))
    if learner.plays:
        played = (
            story.on(teaching.days[2] + timedelta(days=5), 20, 15) if learner.plays == PASSED else story.ago(3, 20, 15)
        )
        story.tell(played, partial(_play, teaching, learner))
    if learner.read_days_ago is not None:
        afternoon = story.ago(learner.read_days_ago, 17, chance.randint(0, 30))
        story.tell(afternoon, partial(_read, teaching, learner))
        for outcome in learner.quizzes.get(NOTES, ()):
            evening = story.ago(learner.read_days_ago, *_evening(chance))
            story.tell(evening, partial(_sit, teaching, learner, NOTES, outcome))
            if outcome in (MARKED, RETURNED):
                story.tell(evening + timedelta(days=1), partial(_mark, teaching, learner, outcome))
    if learner.reflection:
        story.tell(story.ago(60, 22), partial(_reflect, teaching, learner))


def _evening(chance: random.Random) -> tuple[int, int]:
    return chance.randint(19, 21), chance.randint(0, 59)


def _sit(teaching: Series, learner: Learner, lesson_id: str, outcome: str) -> None:
    learning.sit(teaching.cast.actor(learner.box), lesson_id, outcome)


def _mark(teaching: Series, learner: Learner, outcome: str) -> None:
    enrolment = teaching.cast.enrolments[teaching.cohort.id][learner.box]
    actor = teaching.cast.actor
    marking.mark(actor(TRAINER.box), actor(COORDINATOR.box), enrolment.id, outcome)


def _play(teaching: Series, learner: Learner) -> None:
    learning.play(teaching.cast.actor(learner.box), PRIVACY, learner.plays)


def _read(teaching: Series, learner: Learner) -> None:
    enrolment = teaching.cast.enrolments[teaching.cohort.id][learner.box]
    learning.read(enrolment.id, releases.get_published(), NOTES, learner.steps)


def _reflect(teaching: Series, learner: Learner) -> None:
    lesson = releases.get_published().catalogue.lessons[ROLE]
    learning.reflect(teaching.cast.ring, teaching.cast.actor(learner.box), lesson, learner.reflection)
