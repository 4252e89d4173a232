"""The yearly review: places, their lists, files of them, and the word that they were looked at."""

from __future__ import annotations

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from app.access_review import policy, presenters, queries, service
from app.access_review.queries import Place
from app.accounts.actor import Actor
from app.core.db import write_transaction
from app.core.errors import Conflict, Forbidden
from app.core.words import N_
from app.web.languages import gettext
from app.web.render import page


def index(actor: Actor) -> ResponseReturnValue:
    reviews = [(one, presenters.name_of(one.place.institution)) for one in queries.list_reviews(actor)]
    return page("access_review/index.html", reviews=reviews)


def show(actor: Actor, institution_id: int | None = None) -> ResponseReturnValue:
    return _page(actor, queries.get_place(actor, institution_id))


def as_csv(actor: Actor, institution_id: int | None = None) -> ResponseReturnValue:
    place = queries.get_place(actor, institution_id)
    _record(actor, place, "csv")
    return presenters.as_csv(place, queries.list_held(place))


def as_workbook(actor: Actor, institution_id: int | None = None) -> ResponseReturnValue:
    place = queries.get_place(actor, institution_id)
    _record(actor, place, "xlsx")
    return presenters.as_workbook(place, queries.list_held(place))


def review(actor: Actor, institution_id: int | None = None) -> ResponseReturnValue:
    place = queries.get_place(actor, institution_id)
    try:
        service.review(actor, place, request.form.get("seen", ""))
    except Conflict as error:
        flash(gettext(error.message), "error")
        return _page(actor, place), error.status
    flash(gettext(N_("Kept: you have reviewed this list today.")))
    return redirect(place.path, code=303)


def end_role(actor: Actor, grant_id: int, institution_id: int | None = None) -> ResponseReturnValue:
    place = queries.get_place(actor, institution_id)
    try:
        service.end_role(actor, place, grant_id)
    except Forbidden as error:
        flash(gettext(error.message), "error")
        return redirect(place.path, code=303)
    flash(gettext(N_("The role has ended.")))
    return redirect(place.path, code=303)


def _record(actor: Actor, place: Place, kind: str) -> None:
    with write_transaction():
        service.record_export(actor, place, kind)


def _page(actor: Actor, place: Place) -> str:
    held = queries.list_held(place)
    return page(
        "access_review/place.html",
        place=place,
        title=presenters.title(place),
        lines=presenters.lines(actor, place, held),
        digest=queries.digest_of(held),
        learners=queries.count_learners(place) if place.institution else 0,
        past=queries.list_past(place),
        may_help=policy.may_review_nation(actor),
    )
