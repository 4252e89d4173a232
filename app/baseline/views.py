"""The questions, and one's own answers. One address for whatever is done, so that logs tell nothing of it."""

from __future__ import annotations

from collections.abc import Mapping

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from app.accounts.actor import Actor
from app.accounts.setup import ring
from app.baseline import presenters, queries, service
from app.baseline.forms import KEEP, LEAVE, TAKE_BACK, read_answers, wanted
from app.baseline.queries import Asking
from app.core.errors import Conflict, Forbidden, Invalid
from app.core.words import N_
from app.privacy import service as privacy
from app.web.languages import gettext, language
from app.web.render import page

DONE = {
    KEEP: N_("Thank you. Your answers are kept apart from your name."),
    LEAVE: N_("All right. You will not be asked again."),
    TAKE_BACK: N_("Your answers are deleted. You will not be asked again."),
}


def show(actor: Actor) -> ResponseReturnValue:
    """`?in=` asks for a language of the questions."""
    asking = queries.find_asking(actor)
    if asking is None:
        return _own(actor)
    if not privacy.has_consent(actor.id):
        return page("baseline/agree.html", asking=asking)
    return _page(asking, request.args.get("in", ""))


def act(actor: Actor) -> ResponseReturnValue:
    """303 home whatever was done; 422 for what cannot be, 409 for what was done already."""
    then = wanted()
    if then == TAKE_BACK:
        service.take_back(actor, ring())
        return _done(then)
    asking = queries.find_asking(actor)
    if asking is None:
        return _refuse_home(service.CLOSED)
    answers = read_answers(asking.instrument)
    try:
        if then == LEAVE:
            service.leave(actor, ring(), asking)
        elif then == KEEP:
            service.answer(actor, ring(), asking, answers)
        else:
            raise Invalid(N_("Choose what is right."))
    except (Conflict, Forbidden) as error:
        return _refuse_home(error.message)
    except Invalid as error:
        return _page(asking, answers.language, answers.chosen, gettext(error.message)), 422
    return _done(then)


def _done(then: str) -> ResponseReturnValue:
    flash(gettext(DONE[then]))
    return redirect("/", code=303)


def _refuse_home(message: str) -> ResponseReturnValue:
    flash(gettext(message), "error")
    return redirect("/", code=303)


def _page(asking: Asking, wanted_language: str, chosen: Mapping[str, int] | None = None, message: str = "") -> str:
    spoken = next((one for one in (wanted_language, language()) if one in asking.languages), asking.languages[0])
    return page(
        "baseline/questions.html",
        asking=asking,
        spoken=spoken,
        others=presenters.languages(one for one in asking.languages if one != spoken),
        is_foreign=spoken != language(),
        sheet=presenters.sheet(asking.instrument, spoken),
        chosen=chosen or {},
        message=message,
    )


def _own(actor: Actor) -> str:
    answers = queries.list_own(actor, ring())
    return page("baseline/own.html", given=presenters.given(actor.release_id, answers))
