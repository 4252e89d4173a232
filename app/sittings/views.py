"""This week's exercise, its reading page, and a sitting step by step."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import current_app, jsonify, redirect, request
from flask.typing import ResponseReturnValue

from app.accounts.actor import Actor
from app.accounts.setup import ring
from app.cards import numbers
from app.catalogue.exercise_types import Exercise, Form
from app.core.clock import today
from app.core.db import session
from app.core.encryption import Unreadable
from app.core.errors import Invalid, KelimError
from app.core.words import N_
from app.duty import queries as duty
from app.duty.phones import DutyPhone, duty_phones
from app.enrolment.models import Enrolment
from app.placements import sites
from app.practice import beside
from app.practice import queries as practice
from app.releases import queries as releases
from app.releases.queries import Published
from app.sittings import forms, presenters, queries, rules, service
from app.sittings.models import Sitting
from app.sittings.rules import Given, Kept, Limits
from app.web.forms import read_version
from app.web.languages import gettext, language
from app.web.render import page

UNREADABLE = N_("This cannot be kept at the moment. Copy it, and please tell your coordinator.")


def this_week(actor: Actor) -> ResponseReturnValue:
    """What is there today; where nothing is, the page says so and leads on."""
    years = practice.list_own(actor)
    if not years:
        return page("sittings/nothing.html")
    offer = years[0].offer()
    exercise = years[0].exercises.get(offer.exercise)
    is_written = exercise is not None and not exercise.is_planned
    others = [years[0].exercises[name] for name in offer.others if not years[0].exercises[name].is_planned]
    begun = queries.find_open(years[0].enrolment_id, offer.exercise) if is_written else None
    return page(
        "sittings/this-week.html",
        offer=offer,
        exercise=exercise,
        texts=presenters.texts(exercise, language()) if exercise else {},
        is_written=is_written,
        begun=begun,
        others=others,
        besides=beside.list_templates(years[0]) if offer.kind == "week" else (),
    )


def exercise(actor: Actor, exercise_id: str) -> ResponseReturnValue:
    """All of it on one page, to read, with one form: to begin."""
    seat = queries.get_seat(actor, exercise_id)
    form: Form = "lite" if request.args.get("form") == "lite" and seat.exercise.lite_minutes else "full"
    return page(
        "sittings/exercise.html",
        exercise=seat.exercise,
        texts=presenters.texts(seat.exercise, language()),
        year=seat.year,
        form=form,
        steps=presenters.steps(seat.content, exercise_id, form, language()),
        begun=queries.find_open(seat.year.enrolment_id, exercise_id),
        sources=presenters.sources(seat.content, seat.exercise),
    )


def begin(actor: Actor, exercise_id: str) -> ResponseReturnValue:
    seat = queries.get_seat(actor, exercise_id)
    begun = service.begin(ring(), actor, seat, _form_of(request.form.get("form", "")))
    return redirect(f"/practice/sittings/{begun.id}", code=303)


def _form_of(wanted: str) -> Form:
    return "lite" if wanted == "lite" else "full"


def sitting(actor: Actor, sitting_id: int) -> ResponseReturnValue:
    own = queries.get_own(actor, sitting_id)
    content, exercise = queries.exercise_of(own)
    kept, is_readable = _read(actor, own)
    if own.ended_on is not None:
        return page("sittings/ended.html", **_ended(own, content, exercise, kept), phones=_phones(actor))
    return _steps_page(actor, own, kept, is_readable=is_readable, step=read_version(request.args.get("step")))


def keep(actor: Actor, sitting_id: int) -> ResponseReturnValue:
    """Keeps what was sent, then goes where the button says. A draft is answered in a few words."""
    own = queries.get_own(actor, sitting_id, to_keep=True)
    _, exercise = queries.exercise_of(own)
    form = _form_of(own.form)
    given = forms.read_given(request.form, rules.segments_of(exercise, form))
    going, is_draft = forms.read_going(request.form), "draft" in request.form
    here = rules.number_of(exercise, form, read_version(request.form.get("step")))
    step = rules.number_of(exercise, form, here + {"next": 1, "back": -1}.get(going, 0))
    try:
        kept = service.keep(ring(), actor, own, given, step=step, is_whole=WHOLE.get(going))
    except (Invalid, Unreadable) as error:
        if isinstance(error, Invalid) or given.has_words or going not in (*STOPS, *ENDS):
            return _refused(actor, own, given, step=here, error=error, going=going)
        kept = Kept()
    _go(actor, own, exercise, going)
    if is_draft:
        return jsonify(_as_kept(kept))
    return redirect(f"/practice/sittings/{own.id}{_after(going, step)}", code=303)


STOPS = ("stop", "person")
WHOLE = {"whole": True, "steps": False}
ENDS = {"end": "stopped", "finish": "finished"}


def _go(actor: Actor, own: Sitting, exercise: Exercise, going: str) -> None:
    if going in STOPS:
        service.stop(ring(), actor, own, exercise, _day(own))
    elif going == "end":
        service.end(ring(), actor, own, exercise, _day(own), "stopped")
    elif going == "finish":
        service.end(ring(), actor, own, exercise, _day(own))


def _after(going: str, step: int) -> str:
    if going in STOPS:
        return "/stop?person=1#person" if going == "person" else "/stop"
    return "" if going in ENDS else f"?step={step}"


def _as_kept(kept: Kept) -> dict[str, Any]:
    """What the window needs to go on writing: which state it has read now, and what another one wrote."""
    return {
        "numbers": {name: text.number for name, text in kept.texts.items()},
        "others": {
            name: [{"text": one, "digest": rules.digest(one)} for one in text.others]
            for name, text in kept.texts.items()
        },
    }


def stopping(actor: Actor, sitting_id: int) -> ResponseReturnValue:
    own = queries.get_own(actor, sitting_id)
    _, exercise = queries.exercise_of(own)
    return page(
        "sittings/stop.html",
        sitting=own,
        exercise=exercise,
        texts=presenters.texts(exercise, language()),
        **_people(actor),
    )


def _refused(
    actor: Actor, own: Sitting, given: Given, *, step: int, error: KelimError | Unreadable, going: str
) -> ResponseReturnValue:
    """Nothing was kept, and nothing that was typed is lost: it is on the page again, below what helps after Stop."""
    is_readable = not isinstance(error, Unreadable)
    message = gettext(error.message) % error.values if isinstance(error, KelimError) else gettext(UNREADABLE)
    code = 422 if is_readable else 409
    if "draft" in request.form:
        return jsonify({"error": message}), code
    kept, _ = _read(actor, own)
    block = error.field if isinstance(error, Invalid) else ""
    shown = rules.keep(kept, given)
    refused = {"error": message, "block": block, "is_stopping": going in STOPS}
    return _steps_page(actor, own, shown, is_readable=is_readable, step=step, **refused), code


def _read(actor: Actor, own: Sitting) -> tuple[Kept, bool]:
    try:
        return service.read(ring(), actor, own), True
    except Unreadable:
        return Kept(), False


def _steps_page(
    actor: Actor, own: Sitting, kept: Kept, *, is_readable: bool, step: int = 0, **refused: str | bool
) -> str:
    content, exercise = queries.exercise_of(own)
    form = _form_of(own.form)
    return page(
        "sittings/sitting.html",
        sitting=own,
        exercise=exercise,
        texts=presenters.texts(exercise, language()),
        steps=presenters.steps(content, exercise.id, form, language()),
        at=rules.number_of(exercise, form, step or kept.step),
        kept=kept,
        digest=rules.digest,
        limits=limits(),
        is_heavy=rules.is_heavy(rules.segments_of(exercise, form), kept.ratings, limits()),
        is_readable=is_readable,
        longest=rules.LONGEST,
        **({"error": "", "block": "", "is_stopping": False} | refused),
        **_people(actor),
    )


def _ended(own: Sitting, content: Published, exercise: Exercise, kept: Kept) -> dict[str, Any]:
    segments = rules.segments_of(exercise, _form_of(own.form))
    return {
        "sitting": own,
        "exercise": exercise,
        "texts": presenters.texts(exercise, language()),
        "kept": kept,
        "is_heavy": rules.is_heavy(segments, kept.ratings, limits()),
        "more": numbers.more(content.catalogue, language()),
    }


def _people(actor: Actor) -> dict[str, Any]:
    """Whom to call: whoever is on duty, then the public numbers."""
    catalogue = releases.published(actor.release_id).catalogue
    return {"phones": _phones(actor), "more": numbers.more(catalogue, language())}


def _phones(actor: Actor) -> list[DutyPhone]:
    return duty_phones(duty.list_for(actor)) + numbers.at_sites(sites.list_at_work(actor.id, today()))


def limits() -> Limits:
    settings = current_app.extensions["kelim_settings"]
    return Limits(settings.distress_high, settings.distress_rise)


def _day(own: Sitting) -> date:
    return today(session().get_one(Enrolment, own.enrolment_id).cohort.institution.time_zone)
