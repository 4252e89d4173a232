"""Mentors who agreed to the evaluation and answered when they began: in English, for no other text is at hand."""

from __future__ import annotations

import random
from datetime import timedelta
from functools import partial

from app.baseline import queries, service
from app.baseline.service import Answers
from app.demo.cast import Cast
from app.demo.people import MENTORS
from app.demo.story import Story
from app.enrolment.models import Cohort
from app.privacy import service as privacy
from app.privacy.rules import CONSENTS, EVALUATION

ANSWERED = 5
LANGUAGE = "en"


def ask(story: Story, cast: Cast, cohort: Cohort) -> None:
    chance = random.Random(cohort.name)  # noqa: S311 - a story is to be the same each time, not to be secret
    early = [learner.box for learner in MENTORS if learner.joined_weeks_ago is None]
    for number, box in enumerate(early[-ANSWERED:]):
        seed = chance.random()
        when = story.on(cohort.starts_on + timedelta(days=2 + 3 * number), 20)
        story.tell(when, partial(_answer, cast, box, seed))


def _answer(cast: Cast, box: str, seed: float) -> None:
    actor = cast.actor(box)
    privacy.answer(actor, EVALUATION, is_given=True, language=actor.language, seen=CONSENTS[EVALUATION])
    asking = queries.find_asking(actor)
    if asking is None:
        raise LookupError("nothing is asked at the beginning")
    chance = random.Random(seed)  # noqa: S311 - as above
    chosen = {item.id: chance.choice((0, 1, 1, 2)) for item in asking.instrument.items}
    service.answer(actor, cast.ring, asking, Answers(LANGUAGE, chosen))
