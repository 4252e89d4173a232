"""Meetings of a cohort: planned a week ahead, held, their rolls closed the same evening."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from app.accounts.actor import Actor
from app.demo.accounts import TRAINER
from app.demo.cast import Cast
from app.demo.people import Learner, MakeUp
from app.demo.story import Story
from app.enrolment.models import Cohort
from app.meetings import make_up, rolls
from app.meetings import service as meetings
from app.meetings.models import MakeUpTask, Meeting
from app.meetings.rolls import Mark
from app.meetings.rules import moment

PLANNED_AHEAD = timedelta(days=7)
LATEST_PLAN_DAYS_AGO = 6
CLOSED_AFTER = timedelta(minutes=20)
CORRECTED_AFTER = timedelta(days=2)
DUE_AFTER = timedelta(days=21)
ROOM = "חדר 204 · غرفة 204 · Room 204"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """One meeting of a series; `number` from 1."""

    number: int
    lesson_id: str
    is_online: bool
    day: date
    at: time
    minutes: int


class Series:
    """The meetings of one cohort with its learners; the trainer acts."""

    def __init__(self, cast: Cast, story: Story, cohort: Cohort, learners: tuple[Learner, ...]) -> None:
        self.cast, self.story, self.cohort = cast, story, cohort
        self.learners = {learner.box: learner for learner in learners}
        self.meetings: dict[int, Meeting] = {}
        self.days: dict[int, date] = {}

    def hold(self, plan: Plan) -> None:
        """Planned, held, the roll closed."""
        begins = self.plan(plan)
        closes = begins + timedelta(minutes=plan.minutes) + CLOSED_AFTER
        self.story.tell(closes, lambda: self._close(plan.number))
        if any(plan.number in learner.mistaken for learner in self.learners.values()):
            self.story.tell(closes + CORRECTED_AFTER, lambda: self._correct(plan.number))

    def hold_without_closing(self, plan: Plan) -> None:
        """Planned and held; half of the roll is marked, nobody has closed it."""
        begins = self.plan(plan)
        self.story.tell(begins + timedelta(minutes=plan.minutes), lambda: self._keep_half(plan.number))

    def plan(self, plan: Plan) -> datetime:
        """Schedules a meeting a week ahead, and those to come some days ago; returns when it begins."""
        begins = moment(plan.day, plan.at, self.cast.time_zone)
        self.days[plan.number] = plan.day
        opened = moment(self.cohort.starts_on, time(8), self.cast.time_zone)
        planned = min(max(begins - PLANNED_AHEAD, opened), self.story.ago(LATEST_PLAN_DAYS_AGO, 10))
        self.story.tell(planned, lambda: self._schedule(plan))
        return begins

    def _schedule(self, plan: Plan) -> None:
        draft = meetings.MeetingDraft(
            lesson_id=plan.lesson_id,
            day=plan.day,
            at=plan.at,
            minutes=plan.minutes,
            place="" if plan.is_online else ROOM,
            link=f"https://meet.demo.kelim.example/{self.cohort.programme_id}-{plan.number}" if plan.is_online else "",
        )
        self.meetings[plan.number] = meetings.schedule(self._trainer(), self.cohort, draft)

    def _trainer(self) -> Actor:
        return self.cast.actor(TRAINER.box)

    def _close(self, number: int) -> None:
        meeting = self.meetings[number]
        rolls.close(self._trainer(), meeting, self._marks(number), meeting.version)

    def _correct(self, number: int) -> None:
        meeting = self.meetings[number]
        marks = self._marks(number, is_corrected=True)
        rolls.correct(self._trainer(), meeting, marks, meeting.version, "entered-by-mistake")

    def _keep_half(self, number: int) -> None:
        meeting, marks = self.meetings[number], self._marks(number)
        half = dict(list(marks.items())[: len(marks) // 2])
        rolls.keep(self._trainer(), meeting, half, meeting.version)

    def _marks(self, number: int, *, is_corrected: bool = False) -> dict[int, Mark]:
        return {
            enrolment.id: self._mark(self.learners[box], number, is_corrected)
            for box, enrolment in self.cast.enrolments[self.cohort.id].items()
        }

    def _mark(self, learner: Learner, number: int, is_corrected: bool) -> Mark:
        if not learner.was_at(number):
            return Mark(is_present=False)
        mistaken = 0 if is_corrected else learner.mistaken.get(number, 0)
        return Mark(is_present=True, late=learner.late.get(number, 0) + mistaken)

    def make_up(self, learner: Learner, task: MakeUp) -> None:
        """Set two days after the meeting; handed in and accepted if the learner's story says so."""
        story, found = self.story, list[MakeUpTask]()
        day = self.days[task.meeting] + timedelta(days=2)
        story.tell(moment(day, time(10), story.time_zone), lambda: found.append(self._set(learner, task)))
        if task.handed_days_ago is not None:
            handed = story.ago(task.handed_days_ago)
            story.tell(handed, lambda: self._hand_in(learner, found[0], task.handed_in))
        if task.accepted_days_ago is not None:
            accepted = story.ago(task.accepted_days_ago, 11)
            story.tell(accepted, lambda: make_up.accept(self._trainer(), found[0], found[0].version))

    def _set(self, learner: Learner, task: MakeUp) -> MakeUpTask:
        enrolment = self.cast.enrolments[self.cohort.id][learner.box]
        meeting = self.meetings[task.meeting]
        draft = make_up.TaskDraft(
            text=task.text, minutes=meeting.minutes, due_on=self.days[task.meeting] + timedelta(days=2) + DUE_AFTER
        )
        return make_up.set_task(self._trainer(), enrolment, meeting.lesson_id, draft)

    def _hand_in(self, learner: Learner, task: MakeUpTask, text: str) -> None:
        make_up.hand_in(self.cast.actor(learner.box), task, text, task.version)
