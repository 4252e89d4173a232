"""Somebody's year of practice: sittings with private words, what helped, days of their own; through the services."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from app.accounts.actor import SYSTEM, Actor
from app.accounts.models import Person
from app.core.clock import today
from app.core.db import session, write_transaction
from app.enrolment.models import Cohort, Enrolment
from app.practice import areas, days, service, tools
from app.practice import queries as years
from app.practice.days_rules import Span
from app.practice.tools_rules import Use
from app.reminders import feeds, tokens
from app.reminders import service as reminders
from app.reminders.setup import hours
from app.sharing import service as sharing
from app.sittings import queries
from app.sittings import service as sittings
from app.sittings.rules import Given
from tests.support.exercises import BREATH, MAP, OWN
from tests.support.school import School


@dataclass(frozen=True)
class Practised:
    """Ids of what an address can name. `sitting_id` holds private words; it has ended, another is open."""

    sitting_id: int
    alert_id: int
    rest_id: int
    off_token: str
    feed_token: str


def actor_of(enrolment_id: int) -> Actor:
    person = session().get_one(Person, session().get_one(Enrolment, enrolment_id).person_id)
    return Actor(person.id, person.name, person.language)


def practise(school: School, enrolment_id: int, mark: str) -> Practised:
    """A year of somebody's own, and what their coordinator set for the cohort."""
    sitting_id, off_token, feed_token = practise_alone(school, enrolment_id, mark)
    with school.app.app_context(), write_transaction():
        alert_id, rest_id = _unsettle(session().get_one(Enrolment, enrolment_id).cohort)
    return Practised(sitting_id, alert_id, rest_id, off_token, feed_token)


def practise_alone(school: School, enrolment_id: int, words: str) -> tuple[int, str, str]:
    """One sitting that ended, with `words`, and one that is open; a skip, an answer, a day, a note of sharing, a pause;
    the wish to be reminded, a calendar."""
    with school.app.app_context(), write_transaction():
        actor = actor_of(enrolment_id)
        ended = _sit(school, actor, MAP, Given(texts={"who-is-there": (words, 0)}, picks={"which-ring": ("a",)}))
        sittings.end(school.ring, actor, ended, queries.exercise_of(ended)[1], today())
        _sit(school, actor, BREATH, Given(ratings={"tense-before": 9}))
        service.skip(actor, enrolment_id, OWN, today())
        year = years.get_own(actor)
        tools.note(actor, school.ring, year, MAP, Use(on=today(), how="alone", moment="lonely", help="yes"))
        days.add(actor, year, Span(today(), today(), "quiet"))
        sharing.note(actor, session().get_one(Enrolment, enrolment_id), MAP, today(), sharing.GROUP)
        service.pause(actor, enrolment_id, today())
        wish = reminders.choose(year, reminders.Choice(is_on=True), hours())
        session().flush()
        return ended.id, tokens.sign(wish.id), feeds.renew(enrolment_id)


def _sit(school: School, actor: Actor, exercise_id: str, given: Given):  # type: ignore[no-untyped-def]
    begun = sittings.begin(school.ring, actor, queries.get_seat(actor, exercise_id), "full")
    sittings.keep(school.ring, actor, begun, given)
    return begun


def _unsettle(cohort: Cohort) -> tuple[int, int]:
    """An alert, over again, and weeks of rest to come."""
    alert = areas.switch_on(SYSTEM, cohort, None, today(), everywhere=False)
    areas.switch_off(SYSTEM, cohort, alert.id)
    first = today() + timedelta(days=14)
    return alert.id, areas.rest(SYSTEM, cohort, first, first + timedelta(days=6), today()).id
