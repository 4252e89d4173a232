"""Measures in the demo: two people over some weeks, and answers that needed a conversation."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from uuid import NAMESPACE_URL, uuid5

from app.cases import keeping, queries
from app.cases.keeping import SettingDraft
from app.cases.rules import SCORES
from app.core.clock import now, today
from app.demo.accounts import ADMINISTRATOR, TRAINEE
from app.demo.cast import Cast
from app.demo.story import Story
from app.enrolment.models import Cohort
from app.measures import queries as measures
from app.measures import service
from app.measures.drafts import Answering, MeasureDraft
from app.measures.models import ACT_NOW, ACTED

COLLEAGUE = "dana.friedman"
AGREED = "שיחת טלפון כל יום עד המפגש הבא"
PHQ = ((2, 2, 2, 2, 2, 2, 2, 2, 0), (2, 1, 1, 2, 1, 1, 2, 2, 0), (1, 1, 1, 1, 1, 1, 1, 1, 0))
GAD = ((2, 2, 2, 2, 2, 1, 1), (2, 1, 1, 1, 1, 1, 1), (1, 1, 1, 1, 1, 0, 0))
DAYS = (30, 16, 2)


def measure(story: Story, cast: Cast, trainees: Cohort) -> None:
    own = Measuring(story, cast, trainees)
    draft = SettingDraft(case_data=SCORES)
    story.tell(story.ago(40, 10), lambda: keeping.put(cast.actor(ADMINISTRATOR.box), trainees.institution, draft, 0))
    for days, phq, gad in zip(DAYS, PHQ, GAD, strict=True):
        story.tell(story.ago(days, 17), partial(own.take, TRAINEE.box, 0, "phq-9", phq))
        story.tell(story.ago(days, 17, 10), partial(own.take, TRAINEE.box, 0, "gad-7", gad))
    story.tell(story.ago(9, 12), partial(own.tell_somebody, COLLEAGUE, 0, (2, 2, 1, 2, 1, 2, 1, 0, 1)))
    story.tell(story.ago(1, 16), partial(own.act_now, COLLEAGUE, 1, (2, 3, 2, 2, 1, 2, 1, 1, 1)))
    story.tell(story.ago(0, 7, 40), partial(own.take, TRAINEE.box, 1, "phq-9", (2, 2, 2, 1, 1, 2, 1, 0, 1)))


class Measuring:
    def __init__(self, story: Story, cast: Cast, trainees: Cohort) -> None:
        self.story, self.cast, self.trainees = story, cast, trainees

    def take(self, box: str, number: int, instrument: str, answers: Sequence[int]) -> int:
        """With whom the learner accompanies as their first (0), second … one."""
        learner = self.cast.enrolments[self.trainees.id][box]
        case = sorted(queries.list_open(learner.id), key=lambda one: one.id)[number]
        draft = MeasureDraft(
            case_id=case.id,
            instrument=instrument,
            language="ar" if box == TRAINEE.box else "he",
            taken_on=today(self.story.time_zone),
            answers={str(item): answer for item, answer in enumerate(answers, 1)},
        )
        key = str(uuid5(NAMESPACE_URL, f"{box}/{instrument}/{draft.taken_on}"))
        return service.take(self.cast.actor(box), self.cast.ring, learner, draft, key).id

    def tell_somebody(self, box: str, number: int, answers: Sequence[int]) -> None:
        told = Answering(state=ACTED, told_to="supervisor", acted_at=now() - timedelta(minutes=20), note=AGREED)
        self._answer(box, self.take(box, number, "phq-9", answers), told)

    def act_now(self, box: str, number: int, answers: Sequence[int]) -> None:
        self._answer(box, self.take(box, number, "phq-9", answers), Answering(state=ACT_NOW))

    def _answer(self, box: str, measure_id: int, answering: Answering) -> None:
        actor = self.cast.actor(box)
        service.answer(actor, self.cast.ring, measures.get_own(actor, measure_id), answering)
