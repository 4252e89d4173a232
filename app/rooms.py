"""The list of rooms: their doors and their commands."""

from __future__ import annotations

from flask import Flask

from app.access_review.routes import room as access_review
from app.accounts import halves, links, resets, sessions
from app.accounts.routes import room as accounts
from app.audit import purging
from app.audit import setup as audit_setup
from app.backups import erasures
from app.backups import runs as backup_runs
from app.backups import setup as backups_setup
from app.backups.routes import room as backups
from app.baseline import setup as baseline_setup
from app.baseline.routes import room as baseline
from app.breakglass.routes import room as breakglass
from app.cards.routes import room as cards
from app.cases.routes import room as cases
from app.commands import COMMANDS
from app.config import Settings
from app.demo import setup as demo_setup
from app.duty import service as duty_service
from app.duty.routes import room as duty
from app.enrolment.routes import room as enrolment
from app.evaluation.routes import room as evaluation
from app.handovers import queries as handover_queries
from app.handovers import setup as handover_setup
from app.handovers import waiting as handover_waiting
from app.handovers.routes import room as handovers
from app.help_now.routes import room as help_now
from app.home import health
from app.home.routes import room as home
from app.hours.routes import room as hours
from app.hours.sources import EARNED, SOURCES
from app.hours.verify import verify as verify_hours
from app.imports import inviting
from app.imports import service as imports_service
from app.imports.routes import room as imports
from app.jobs import housekeeping, letters
from app.jobs import setup as jobs_setup
from app.learning.routes import room as learning
from app.mail import setup as mail_setup
from app.marking.routes import room as marking
from app.measures.routes import room as measures
from app.meetings.routes import room as meetings
from app.merging.routes import room as merging
from app.notices import queries as notice_queries
from app.notices import service as notice_service
from app.notices.routes import room as notices
from app.onboarding.routes import room as onboarding
from app.operations import readiness
from app.operations import setup as operations_setup
from app.operations.routes import room as operations
from app.performance.routes import room as performance
from app.placements.routes import room as placements
from app.portfolio.routes import room as portfolio
from app.practice import forgetting as practice_forgetting
from app.practice.routes import room as practice
from app.practicum import commands as practicum_proof
from app.practicum import forgetting as practicum_forgetting
from app.practicum import setup as practicum_setup
from app.practicum.routes import room as practicum
from app.privacy import asking, copies, copy_setup, copying, erasing, retention
from app.privacy import queries as privacy_queries
from app.privacy import setup as privacy_setup
from app.privacy.routes import room as privacy
from app.quizzes import finishing, reviews, reviews_queries
from app.quizzes.routes import room as quizzes
from app.reflections.routes import room as reflections
from app.releases.queries import find_active_release_id
from app.reminders import planning as reminder_planning
from app.reminders import setup as reminders_setup
from app.reminders.routes import room as reminders
from app.scenarios.routes import room as scenarios
from app.second_step import queries as second_steps
from app.second_step import service as second_step_service
from app.second_step.routes import room as second_step
from app.sharing.routes import room as sharing
from app.sittings import journal as sittings_journal
from app.sittings import service as sittings_service
from app.sittings.routes import room as sittings
from app.supervision.routes import room as supervision
from app.trail.routes import room as trail
from app.web import replay

HANDLERS = {
    letters.SEND: letters.send,
    inviting.MAIL_ALL: inviting.send_mails,
    resets.SEND_LINK: resets.send_link,
    backup_runs.RUN: backups_setup.run,
    erasures.WRITE_LIST: backups_setup.write_erasures,
    copies.MAKE: copy_setup.make,
    reminder_planning.LOOK: reminders_setup.look,
    reminder_planning.SEND: reminders_setup.send,
}
PROOFS = {
    "hours": lambda: verify_hours(SOURCES, EARNED),
    "practicum": practicum_proof.find_faults,
    "audit": lambda: audit_setup.find_faults(without_keys=True),
}
FORGETTING = (
    replay.forget_old,
    sessions.forget_old,
    links.forget_old,
    halves.forget_old,
    second_step_service.forget_old,
    notice_service.forget_old,
    reviews.forget_gone,
    sittings_service.forget_old,
    practice_forgetting.forget_old,
    duty_service.forget_old,
    imports_service.forget_old,
    handover_waiting.forget_old,
    purging.forget_old,
    asking.carry_out_due,
    reminder_planning.set_right,
    reminder_planning.forget_old,
    retention.run,
)
OFTEN = (
    finishing.close_overdue,
    practicum_setup.send_weekly,
    handover_waiting.tell_late,
    backups_setup.ask_for_due,
    audit_setup.seal_waiting,
    reminder_planning.start_due,
)
WAITING = {"notices": notice_queries.unseen, "reviews": reviews_queries.due, "handovers": handover_queries.waiting} | {
    privacy_setup.WAITS: privacy_queries.unread
}
HAS_SECOND_STEP = second_steps.has_one
ROOMS = (
    operations,
    help_now,
    access_review,
    accounts,
    backups,
    baseline,
    breakglass,
    cards,
    duty,
    enrolment,
    evaluation,
    home,
    hours,
    imports,
    learning,
    marking,
    measures,
    meetings,
    merging,
    onboarding,
    performance,
    notices,
    placements,
    cases,
    handovers,
    portfolio,
    practice,
    practicum,
    privacy,
    quizzes,
    reflections,
    reminders,
    scenarios,
    second_step,
    sharing,
    sittings,
    supervision,
    trail,
)


def register(app: Flask, settings: Settings) -> None:
    operations_setup.init_app(app, settings)
    readiness.add_check(app, "release", lambda: None if find_active_release_id() else "no content release is active")
    audit_setup.init_app(app, settings)
    readiness.add_detail(app, "duty", health.tell)
    mail_setup.init_app(app, settings)
    jobs_setup.init_app(app, settings, HANDLERS)
    housekeeping.init_app(app, FORGETTING, OFTEN)
    backups_setup.init_app(app, settings, PROOFS)
    practicum_setup.init_app(app, settings)
    baseline_setup.init_app(app)
    handover_setup.init_app(app, settings)
    reminders_setup.init_app(app, settings)
    privacy_setup.init_app(app, settings)
    erasures.register(erasing.again)
    erasing.before(baseline_setup.forget)
    erasing.before(practicum_forgetting.forget)
    copying.add("learning", "baseline_answer", baseline_setup.copy)
    copying.add("learning", "own_practice", sittings_journal.to_take_along)
    demo_setup.init_app(app, settings)
    for room in ROOMS:
        app.register_blueprint(room.blueprint)
    for command in COMMANDS:
        app.cli.add_command(command)
