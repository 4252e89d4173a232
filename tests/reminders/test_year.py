"""A whole year, time travelled: two thousand people by the rules alone, and some of them with everything below."""

from __future__ import annotations

import os
from collections import Counter, defaultdict
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import pairwise
from random import Random

import pytest

from app.practice.year import DONE, Year
from app.reminders import rules
from app.reminders.quiet import Hours, Quiet, quiet_of
from app.reminders.rules import Past, Wish
from tests.reminders import years
from tests.reminders.simulated import AFTER, COURSES, ISRAEL, Learner, expected, is_quiet, local
from tests.reminders.town import Town, settle
from tests.support.school import School

PEOPLE = 2_000 if os.environ.get("KELIM_TEST_MATRIX") == "full" else 240
EACH = 12 if PEOPLE == 2_000 else 1
DAYS = (6, 0, 1, 2, 3, 4)


def chosen(chance: Random) -> tuple[int, int]:
    """A weekday and a minute that the page takes."""
    weekday = chance.choice(DAYS)
    return weekday, chance.randrange(7 * 4, (15 if weekday == 4 else 22) * 4) * 15


def learners(year: Year, number: int, seed: int) -> list[Learner]:
    """They choose any hour, and do about half of the weeks: before the letter, after it, or on its very day."""
    chance = Random(seed)
    return [
        Learner(
            *chosen(chance),
            {
                week.exercise: local(week.first_day, 0) + timedelta(minutes=chance.randrange(7 * 24 * 60))
                for week in year.weeks
                if week.exercise and chance.random() < 0.5
            },
        )
        for _ in range(number)
    ]


def walk(year: Year, quiet: Quiet, learner: Learner) -> list[tuple[datetime, tuple[rules.Item, ...]]]:
    """From look to look, as jobs do it."""
    wish = Wish(learner.weekday, learner.minute, local(year.weeks[0].first_day - timedelta(days=7), 0))
    moment: datetime | None = wish.since
    end = local(year.weeks[-1].last_day, 0) + AFTER
    sent: list[tuple[datetime, tuple[rules.Item, ...]]] = []
    keys: set[rules.Key] = set()
    while moment and moment < end:
        marks = {name: DONE for name, at in learner.done.items() if at <= moment}
        here = replace(year, day=moment.astimezone(ISRAEL).date(), marks=marks)
        past = Past(keys, {at.astimezone(ISRAEL).date() for at, _ in sent[-3:]})
        found = rules.look(here, wish, quiet, past, moment)
        if found.due:
            sent.append((moment, found.due))
            keys |= {item.key for item in found.due}
        moment = found.next_at
    return sent


@pytest.mark.parametrize("name", COURSES)
def test_each_of_many_people_gets_each_week_once_when_it_is_not_quiet_and_never_what_is_done(name: str) -> None:
    course = COURSES[name]
    year = years.make(course.start, course.start, course.pauses)
    quiet = quiet_of(year, Hours())
    assert [week.first_day for week in year.weeks if week.is_anchored] == [
        week.first_day
        for week in year.weeks
        if any(week.holds(day) for day in (year.calendar.anchors.values() if year.calendar else ()))
    ]
    for number, learner in enumerate(learners(year, PEOPLE // len(COURSES), len(name))):
        sent = walk(year, quiet, learner)
        got = {item.key: at for at, items in sent for item in items}
        assert sum(len(items) for _, items in sent) == len(got), number
        wanted = {one.key: one.at for one in expected(year, learner)}
        assert got.keys() == wanted.keys(), number
        assert all(got[key] == at or _is_joined(sent, key, at) for key, at in wanted.items()), number
        assert not any(is_quiet(year, at) for at in got.values()), number
        assert max(Counter(at.astimezone(ISRAEL).date() for at, _ in sent).values()) == 1, number


def _is_joined(sent: list[tuple[datetime, tuple[rules.Item, ...]]], key: rules.Key, at: datetime) -> bool:
    """It came some hours before its moment, on the same day, since another letter went out anyway."""
    return any(
        len(items) > 1 and key in {item.key for item in items} and day <= at and (at - day) < timedelta(days=1)
        for day, items in sent
    )


def test_the_years_hold_what_is_hard_about_time() -> None:
    """Two changes of the clock at least in each, a leap day in one, a pause of six weeks in another."""
    for course in COURSES.values():
        year = years.make(course.start, course.start, course.pauses)
        days = [year.weeks[0].first_day, *(week.last_day for week in year.weeks)]
        offsets = [local(day, 0).astimezone(ISRAEL).utcoffset() for day in days]
        assert sum(one != other for one, other in pairwise(offsets)) >= 2
    leap = COURSES["leap day"]
    assert years.make(leap.start, leap.start).find_week(date(2028, 2, 29)) is not None
    paused = COURSES["paused for six weeks"]
    assert sum(week.is_pause for week in years.make(paused.start, paused.start, paused.pauses).weeks) == 6


def test_with_everything_below_and_a_consumer_that_dies_nothing_is_missed(school: School) -> None:
    """Jobs, the outbox, the database. A letter comes twice only if its consumer died between the mail server's yes and
    its own note of it; then it is the same letter."""
    school.publish(years.catalogue(*{course.start for course in COURSES.values()}), "a year")
    chance = Random(7)
    town = Town(school.app, chance, kills=0.008)
    people: dict[int, tuple[Year, Learner]] = {}
    begin = local(date(2026, 10, 20), 0)
    for name in ("autumn", "late", "leap day"):
        year = years.make(COURSES[name].start, COURSES[name].start)
        settled = settle(school, COURSES[name].start, learners(year, EACH, 3), begin)
        people |= {enrolment_id: (year, learner) for enrolment_id, learner in settled.items()}
    last = max(year.weeks[-1].last_day for year, _ in people.values())
    town.live(begin, local(last, 0) + AFTER, {name: learner for name, (_, learner) in people.items()})
    assert town.deaths > 20
    assert town.killed_after
    _prove(town, people)


def _prove(town: Town, people: dict[int, tuple[Year, Learner]]) -> None:
    ids: dict[tuple[int, rules.Key], list[str]] = defaultdict(list)
    for taken in town.taken:
        for key in taken.keys:
            ids[taken.enrolment_id, key].append(taken.message_id)
    for (enrolment_id, key), sent in ids.items():
        assert len(set(sent)) == 1, (enrolment_id, key)
        assert len(sent) == 1 or sent[0] in town.killed_after, (enrolment_id, key)
    for enrolment_id, (year, learner) in people.items():
        wanted = {one.key: one.at for one in expected(year, learner)}
        got = {taken.at: taken.keys for taken in town.taken if taken.enrolment_id == enrolment_id}
        assert not any(is_quiet(year, at) for at in got)
        assert {key for keys in got.values() for key in keys} - wanted.keys() == set()
        for key in wanted.keys() - {key for keys in got.values() for key in keys}:
            assert _was_done_meanwhile(year, learner, key, wanted[key]), (enrolment_id, key)


def _was_done_meanwhile(year: Year, learner: Learner, key: rules.Key, at: datetime) -> bool:
    """While the consumer was coming back to life."""
    week = next(one for one in year.weeks if one.first_day == key[0])
    done = learner.done.get(week.exercise)
    return done is not None and at <= done <= at + timedelta(hours=1)
