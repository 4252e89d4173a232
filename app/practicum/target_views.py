"""Targets: one's own, a learner's for whoever signs or coordinates, a page to show, a cohort, and a sheet for pay."""

from __future__ import annotations

from flask import request
from flask.typing import ResponseReturnValue

from app.accounts.actor import Actor
from app.audit import service as audit
from app.core.clock import today
from app.core.db import session, write_transaction
from app.core.errors import NotFound
from app.core.words import N_
from app.enrolment import queries as enrolment
from app.enrolment.models import Cohort, Enrolment
from app.enrolment.policy import COORDINATING
from app.practicum import lists, policy, sheet_presenters, sheets, standing, target_presenters
from app.practicum.content import NONE, Held, find_held
from app.practicum.views import chosen
from app.web.render import page
from app.web.workbooks import answer

NOBODY = N_("There is no such learner here.")
PAGE = 100


def own(actor: Actor) -> ResponseReturnValue:
    return _own(actor, "practicum/targets.html")


def show_to(actor: Actor) -> ResponseReturnValue:
    """The same on one sheet, to be shown or printed in supervision, with a line to paste anywhere."""
    return _own(actor, "practicum/sheet.html")


def of_learner(actor: Actor, enrolment_id: int) -> ResponseReturnValue:
    """The same figures for whoever signs or coordinates; looking leaves a row in the trail."""
    learner = session().get(Enrolment, enrolment_id)
    if learner is None or not policy.may_see_targets(actor, learner):
        raise NotFound(NOBODY)
    if learner.person_id != actor.id:
        with write_transaction():
            audit.record(actor.id, "practicum.figures", f"enrolment:{learner.id}")
    return _page("practicum/targets.html", actor, learner, [])


def of_cohort(actor: Actor, cohort_id: int) -> ResponseReturnValue:
    """Everybody of a cohort, whoever needs somebody first."""
    cohort = enrolment.get_cohort(actor, cohort_id, COORDINATING)
    held, day = _held(actor, cohort), today(cohort.institution.time_zone)
    learners = {one.id: one for one in enrolment.list_learners(cohort)}
    standings = standing.of_learners(held.practicum, learners, day, cohort.ends_on)
    lines = target_presenters.cohort_lines(learners.values(), standings)
    number = _page_number(len(lines))
    return page(
        "practicum/cohort.html",
        cohort=cohort,
        programme=held.programme,
        practicum=held.practicum,
        lines=lines[(number - 1) * PAGE : number * PAGE],
        number=number,
        pages=max(1, -(-len(lines) // PAGE)),
        behind=sum(1 for one in lines if one.standing.is_behind),
        owing=sum(1 for one in lines if one.standing.debts),
        months=sheets.months(cohort, day),
    )


def pay_sheet(actor: Actor, cohort_id: int) -> ResponseReturnValue:
    """`?month=2026-11`: minutes of every learner, as a workbook. Raises NotFound for a month outside of the cohort."""
    cohort = enrolment.get_cohort(actor, cohort_id, COORDINATING)
    held, day = _held(actor, cohort), today(cohort.institution.time_zone)
    month = sheets.get_month(cohort, day, request.args.get("month", ""))
    drawn = sheet_presenters.workbook(sheets.read(cohort, held, month), cohort, day)
    with write_transaction():
        audit.record(actor.id, "practicum.sheet", f"cohort:{cohort.id}", detail=f"{month:%Y-%m}")
    return answer(drawn, f"{cohort.name} {month:%Y-%m}")


def _own(actor: Actor, template: str) -> ResponseReturnValue:
    learners = lists.list_learners(actor)
    if not learners:
        return page("practicum/none.html")
    learner = chosen(learners, request.args.get("enrolment"))
    return _page(template, actor, learner, [one for one in learners if one.id != learner.id])


def _page(template: str, actor: Actor, learner: Enrolment, others: list[Enrolment]) -> str:
    cohort, is_own = learner.cohort, learner.person_id == actor.id
    held, day = _held(actor, cohort), today(cohort.institution.time_zone)
    found = standing.of_learner(held.practicum, learner.id, day, cohort.ends_on)
    return page(
        template,
        learner=learner,
        others=others,
        is_own=is_own,
        opens_rows=is_own or policy.may_coordinate(actor, learner),
        programme=held.programme,
        practicum=held.practicum,
        day=day,
        standing=found,
        lines=target_presenters.target_lines(held.practicum, found),
        pace=target_presenters.pace_sentences(found.pace),
        debts=target_presenters.debt_lines(held.practicum, found.debts, with_codes=is_own),
        line=target_presenters.one_line(held.programme.title, found, day),
    )


def _held(actor: Actor, cohort: Cohort) -> Held:
    held = find_held(cohort, actor.release_id)
    if held is None:
        raise NotFound(NONE)
    return held


def _page_number(count: int) -> int:
    asked = request.args.get("page", "")
    number = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 6 else 1
    return min(max(1, number), max(1, -(-count // PAGE)))
