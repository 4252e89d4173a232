"""The export for an examiner, as PDF and as a workbook; whoever makes one is in the trail."""

from __future__ import annotations

from flask import request
from flask.typing import ResponseReturnValue

from app.accounts.actor import Actor
from app.core.db import write_transaction
from app.core.errors import NotFound
from app.portfolio import export_presenters, exports, policy, queries, service, workbook_presenters
from app.portfolio.content import get_held
from app.portfolio.exports import Export
from app.portfolio.forms import language_of
from app.web.languages import gettext, language
from app.web.papers import pdf
from app.web.workbooks import answer


def paper(actor: Actor, enrolment_id: int) -> ResponseReturnValue:
    """`?language=he`: the PDF."""
    found, asked = _export(actor, enrolment_id)
    drawn = export_presenters.draw(found, asked)
    _note(actor, found, f"pdf {asked}")
    return pdf(drawn, _name(found))


def workbook(actor: Actor, enrolment_id: int) -> ResponseReturnValue:
    """`?language=he`: the same as a workbook."""
    found, asked = _export(actor, enrolment_id)
    drawn = workbook_presenters.draw(found, asked)
    _note(actor, found, f"xlsx {asked}")
    return answer(drawn, _name(found))


def _export(actor: Actor, enrolment_id: int) -> tuple[Export, str]:
    learner = queries.get_learner(actor, enrolment_id)
    if not policy.may_take_away(actor, learner):
        raise NotFound(queries.NO_LEARNER)
    asked = language_of(request.args.get("language", ""), language())
    return exports.read(learner, get_held(learner.cohort, actor.release_id)), asked


def _note(actor: Actor, found: Export, how: str) -> None:
    with write_transaction():
        service.note_taken(actor, found.learner, how)


def _name(found: Export) -> str:
    return f"{gettext(export_presenters.TITLE)} {found.learner.person.name}"
