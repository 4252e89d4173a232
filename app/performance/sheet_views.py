"""The sheet: an ordinary form that also works where the line does not."""

from __future__ import annotations

from collections.abc import Collection
from secrets import token_urlsafe

from flask import flash, redirect
from flask.typing import ResponseReturnValue

from app.accounts.actor import Actor
from app.core.clock import zone
from app.core.errors import Conflict, Invalid, KelimError, NotFound
from app.core.words import N_
from app.performance import policy, presenters, queries, rules, service, sheets
from app.performance.forms import SheetForm
from app.performance.models import Performance
from app.web.languages import gettext, language
from app.web.render import page

SENT = N_("Sent at %(time)s.")


def show(actor: Actor, performance_id: int, part: str) -> ResponseReturnValue:
    performance, watched = _get(actor, performance_id, part)
    own = queries.find_rating_of(performance.id, actor.id)
    if own is not None and own.part == part:
        return redirect(f"/performances/{performance.id}")
    form = SheetForm(formdata=None, data={"client_key": token_urlsafe(16)})
    try:
        service.require_free(actor, performance, part)
    except Conflict as error:
        return _page(actor, performance, watched, part, form, conflict=error)
    return _page(actor, performance, watched, part, form)


def send(actor: Actor, performance_id: int, part: str) -> ResponseReturnValue:
    """Refused, it gives back every tick and the note."""
    performance, watched = _get(actor, performance_id, part)
    form = SheetForm()
    if not form.validate_on_submit():
        return _page(actor, performance, watched, part, form, form.ticks), 422
    try:
        rating = service.send(actor, performance, part, form.draft(language()))
    except Invalid as error:
        form.refuse(error)
        return _page(actor, performance, watched, part, form, form.ticks), 422
    except Conflict as error:
        return _page(actor, performance, watched, part, form, form.ticks, conflict=error), 409
    local = rating.sent_at.astimezone(zone(performance.enrolment.cohort.institution.time_zone))
    flash(gettext(SENT) % {"time": f"{local:%H:%M}"})
    return redirect(f"/performances/{performance.id}", code=303)


def _get(actor: Actor, performance_id: int, part: str) -> tuple[Performance, sheets.Watched]:
    performance = queries.get_performance(actor, performance_id)
    watched = sheets.get_watched(performance)
    if part not in rules.PARTS or not policy.may_send(actor, performance, part, watched.sheet.raters):
        raise NotFound(service.NO_PART)
    return performance, watched


def _page(
    actor: Actor,
    performance: Performance,
    watched: sheets.Watched,
    part: str,
    form: SheetForm,
    ticks: Collection[str] = (),
    *,
    conflict: KelimError | None = None,
) -> str:
    """With a conflict the same ticks can be sent as the second rating, where one is wanted and free."""
    to_second = conflict is not None and part == rules.OBSERVER and _is_free(actor, performance, rules.SECOND)
    return page(
        "performance/sheet.html",
        performance=performance,
        watched=watched,
        part=part,
        watches=presenters.watches(watched.competencies, with_kinds=part != rules.SELF),
        form=form,
        ticks=ticks,
        conflict=gettext(conflict.message) if conflict else "",
        to_second=to_second,
    )


def _is_free(actor: Actor, performance: Performance, part: str) -> bool:
    raters = sheets.get_watched(performance).sheet.raters
    return policy.may_send(actor, performance, part, raters) and service.is_free(actor, performance, part)
