"""What stands on each role's first page."""

from __future__ import annotations

from typing import Any

from app.access_review import queries as access_reviews
from app.accounts.actor import Actor
from app.backups.setup import standing as backup_standing
from app.baseline import queries as baseline
from app.catalogue.types import Lesson
from app.core.clock import now, today
from app.core.suppression import SMALLEST_GROUP
from app.core.words import ENDONYMS
from app.duty import queries as duty
from app.enrolment import finding, policy
from app.handovers import queries as handovers
from app.home import gathering
from app.home import staff as staff_work
from app.hours import figures
from app.learning import outline
from app.marking import queries as marking
from app.meetings import lists
from app.meetings import queries as meetings
from app.performance import lists as performance
from app.performance import queries as performances
from app.performance.policy import RATING
from app.placements import queries as placements
from app.placements import sites
from app.portfolio import rules as portfolio
from app.practice import card
from app.practice import queries as years
from app.practicum import signing_queries as signing
from app.progress import rules
from app.progress.queries import Learning
from app.releases import queries as releases
from app.scenarios import queries as scenarios
from app.supervision import to_do as supervision

FEW = 5


def learner(actor: Actor, learning: list[Learning], language: str) -> dict[str, Any]:
    """The one thing to do now, the next meeting, where they are placed, and how far they are; three statements.

    One more where the programme practises through the year.
    """
    first = learning[0]
    content = first.content(actor.release_id)
    prepared = outline.programme_page(content, first.programme_id, language)
    day = today(first.time_zone)
    gathered = gathering.gather(first.enrolment_id, day)
    begins_on = gathered.begins_on
    following = _following(first, prepared.lessons)
    meeting = meetings.find_next(actor.id)
    wanted = content.catalogue.portfolios.get(first.programme_id)
    practises = prepared.programme.practises in content.catalogue.plans
    year = years.find_year(first.enrolment_id, day) if practises else None
    return {
        "learning": first,
        "others": learning[1:],
        "programme": prepared.programme,
        "following": following,
        "is_begun": bool(following and following.id in first.started),
        "meeting": meeting,
        "placement": gathered.placement,
        "gathered": gathered,
        "asks_beginning": begins_on is not None
        and baseline.is_led_to(content.catalogue, prepared.programme, begins_on, day, language),
        "meeting_lesson": content.catalogue.lessons.get(meeting.lesson_id) if meeting else None,
        "figures": figures.requirements(prepared.programme, gathered.totals),
        "lacking": prepared.unwritten,
        "done": len(first.completed),
        "of": len(prepared.lessons),
        "competencies": portfolio.standings(wanted, gathered.rated) if wanted else [],
        "practice": card.of_week(year) if year else None,
    }


def _following(learning: Learning, lessons: tuple[Lesson, ...]) -> Lesson | None:
    touched = {lesson_id: began.last_at for lesson_id, began in learning.lessons.items()}
    completed = learning.completed
    standings = {x.id: rules.standing(x, learning.lessons, completed, learning.opened) for x in lessons}
    return rules.next_lesson(lessons, standings, touched)


def staff(actor: Actor) -> dict[str, Any]:
    """The part of each role that is held somewhere; what a role does not see is not asked for."""
    near = actor.without_nation()
    teaches, coordinates, rates = (near.has_role(*roles) for roles in (policy.TEACHING, policy.COORDINATING, RATING))
    desk = signing.open_desk(actor) if actor.has_role("supervisor") else None
    keeps, administers = actor.has_role(*policy.COORDINATING), actor.has_role("administrator")
    return {
        "next_meeting": lists.list_shown(filter(None, [meetings.find_next_run(near)])) if teaches else [],
        "open_rolls": lists.list_shown(meetings.list_open_rolls(near)) if teaches else [],
        "tasks": lists.tasks(near, meetings.list_tasks_to_decide(near)) if teaches else [],
        "scenario_requests": scenarios.count_requests(near) if teaches else 0,
        "role_plays": performance.lines(near, performances.list_to_rate(near, FEW)) if rates else [],
        "rates": rates,
        "answers": marking.count_load(near) if teaches else None,
        "attention": staff_work.list_attention(near) if coordinates else None,
        "reviews_due": access_reviews.count_due(actor) if keeps else 0,
        "contacts": staff_work.find_contact_state(actor) if keeps else None,
        "duty_gaps": duty.list_gaps(actor)[:FEW] if keeps else [],
        "site_gaps": sites.list_gaps(near, today())[:FEW] if coordinates else [],
        "baseline_gaps": baseline.list_gaps(near)[:FEW] if coordinates else [],
        "endonyms": ENDONYMS,
        "late_handovers": handovers.count_late(near, now()) if coordinates else 0,
        "cohorts": staff_work.list_sizes(near, policy.TEACHING) if teaches else [],
        "institutions": finding.find_institutions(actor) if administers else None,
        "standing": backup_standing() if administers else None,
        "release": staff_work.find_release_state() if administers else None,
        "supervised": staff_work.list_sizes(actor, ("supervisor",)) if actor.has_role("supervisor") else None,
        "signs_for": placements.count_signed(actor, today()) if actor.has_role("supervisor") else 0,
        "to_sign": signing.count_load(desk) if desk else None,
        "supervision": supervision.count_load(desk.whose, now(), today()) if desk else None,
        "aggregates": staff_work.list_aggregates(actor) if actor.has_role("evaluator") else None,
        "titles": releases.published(actor.release_id).catalogue.programmes,
        "smallest_group": SMALLEST_GROUP,
    }
