"""Sessions of supervision in the demo: signed by both, waiting for one of them, and planned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from functools import partial

from app.cases import queries as cases
from app.cases.models import PracticeCase
from app.demo.accounts import MENTOR, SUPERVISOR, TRAINEE
from app.demo.calendar import SUNDAY, last_on
from app.demo.cast import Cast
from app.demo.story import Story
from app.enrolment.models import Cohort, Enrolment
from app.supervision import deciding, queries, service, signing
from app.supervision.arranging import Draft
from app.supervision.models import SupervisionSession
from app.supervision.rules import Decision

WEDNESDAY = 2
GROUP = (TRAINEE.box, "dana.friedman", "birhanu.admasu")
ABOUT = "Endings: how we say that it is nearly over"
SMALLER = "Smaller steps between meetings; the worry diary only on two evenings."
WALKS = "הליכה קצרה יחד במקום שיחה בבית."
LETTER = "Write the letter to the family doctor together."


@dataclass
class Supervising:
    """`sessions` are ids by the names that this story gives them."""

    story: Story
    cast: Cast
    mentors: Cohort
    trainees: Cohort
    sessions: dict[str, int] = field(default_factory=dict)

    def plan(self, name: str, by: str, cohort: Cohort, boxes: Sequence[str], draft: Draft) -> None:
        ids = tuple(self.cast.enrolments[cohort.id][box].id for box in boxes)
        values = {one: getattr(draft, one) for one in Draft.__slots__} | {"enrolment_ids": ids}
        self.sessions[name] = service.plan(self.cast.actor(by), Draft(**values)).id

    def decide(self, name: str, box: str, number: int, wanted: Decision) -> None:
        """About the case that this learner opened as their first (0), second … one."""
        found, learner = self._get(name, box), self._learner(box)
        actor = self.cast.actor(box)
        deciding.decide(actor, found, learner.id, self._case(learner, number).id, wanted, 0)

    def sign(self, name: str, box: str) -> None:
        found = self._get(name, box)
        signing.sign(self.cast.actor(box), found, found.version)

    def countersign(self, name: str) -> None:
        found = self._get(name, SUPERVISOR.box)
        signing.countersign(self.cast.actor(SUPERVISOR.box), found, found.version)

    def tick(self, name: str, box: str, number: int) -> None:
        learner = self._learner(box)
        item = queries.find_item(self.sessions[name], learner.id, self._case(learner, number).id)
        if item is not None:
            deciding.tick(self.cast.actor(box), item, is_done=True)

    def ask(self, box: str, number: int) -> None:
        deciding.ask(self.cast.actor(box), self._case(self._learner(box), number), "end")

    def _get(self, name: str, box: str) -> SupervisionSession:
        return queries.get_session(self.cast.actor(box), self.sessions[name])

    def _learner(self, box: str) -> Enrolment:
        found = self.cast.enrolments[self.trainees.id].get(box)
        return found or self.cast.enrolments[self.mentors.id][box]

    def _case(self, learner: Enrolment, number: int) -> PracticeCase:
        return sorted(cases.list_open(learner.id), key=lambda one: one.id)[number]


def _meeting(day: date, at: time, minutes: int, kind: str, setting: str, language: str, note: str = "") -> Draft:
    ends = time(at.hour + (at.minute + minutes) // 60, (at.minute + minutes) % 60)
    return Draft(kind=kind, setting=setting, day=day, starts=at, ends=ends, mode="video", language=language, note=note)


def supervise(story: Story, cast: Cast, mentors: Cohort, trainees: Cohort) -> None:
    own = Supervising(story, cast, mentors, trainees)
    sunday = last_on(SUNDAY, story.today, days_ago=1)
    _case_management(own, "before", sunday - timedelta(weeks=2), is_old=True)
    _case_management(own, "lately", sunday, is_old=False)
    _group(own, last_on(WEDNESDAY, story.today, days_ago=5))
    _guidance(own, sunday)
    coming = _meeting(sunday + timedelta(weeks=1), time(15), 60, "case-management", "individual", "en")
    story.tell(story.ago(0, 7), partial(own.plan, "coming", SUPERVISOR.box, trainees, [TRAINEE.box], coming))
    with_group = _meeting(sunday + timedelta(weeks=1, days=3), time(16), 90, "group", "group", "he")
    story.tell(story.ago(0, 7, 15), partial(own.plan, "fortnight", TRAINEE.box, trainees, [TRAINEE.box], with_group))
    story.tell(story.ago(0, 7, 30), partial(own.ask, TRAINEE.box, 1))


def _case_management(own: Supervising, name: str, day: date, *, is_old: bool) -> None:
    """Two weeks ago both have signed, and what was to be done is done; the last one waits for the supervisor."""
    tell, on = own.story.tell, own.story.on
    draft = _meeting(day, time(15), 60, "case-management", "individual", "en")
    tell(on(day - timedelta(days=3), 9), partial(own.plan, name, TRAINEE.box, own.trainees, [TRAINEE.box], draft))
    for number, wanted in enumerate(_old(day) if is_old else _new(day)):
        tell(on(day, 16, 5 + number), partial(own.decide, name, TRAINEE.box, number, wanted))
    tell(on(day, 16, 20), partial(own.sign, name, TRAINEE.box))
    if is_old:
        tell(on(day, 18), partial(own.countersign, name))
        tell(on(day + timedelta(days=8), 18), partial(own.tick, name, TRAINEE.box, 0))


def _old(day: date) -> list[Decision]:
    due_on = day + timedelta(days=10)
    return [Decision(decision="change-plan", note=SMALLER, who="learner", due_on=due_on), Decision(decision="go-on")]


def _new(day: date) -> list[Decision]:
    return [Decision(decision="step-up", note=LETTER, who="supervisor", due_on=day + timedelta(days=10))]


def _group(own: Supervising, day: date) -> None:
    """The supervisor has written it down and signed; one of three has not signed yet."""
    draft = _meeting(day, time(16), 90, "clinical-skills", "group", "en", ABOUT)
    own.story.tell(own.story.on(day, 17, 40), partial(own.plan, "group", SUPERVISOR.box, own.trainees, GROUP, draft))
    own.story.tell(own.story.on(day, 17, 45), partial(own.countersign, "group"))
    for hour, box in enumerate(GROUP[:2], 19):
        own.story.tell(own.story.on(day, hour), partial(own.sign, "group", box))


def _guidance(own: Supervising, day: date) -> None:
    """Of a mentor whose supervisor signs by the weekly letter."""
    draft = _meeting(day, time(12), 45, "individual", "individual", "he")
    tell, on = own.story.tell, own.story.on
    tell(on(day, 13), partial(own.plan, "guidance", MENTOR.box, own.mentors, [MENTOR.box], draft))
    tell(on(day, 13, 5), partial(own.decide, "guidance", MENTOR.box, 0, Decision(decision="change-plan", note=WALKS)))
    tell(on(day, 13, 10), partial(own.sign, "guidance", MENTOR.box))
