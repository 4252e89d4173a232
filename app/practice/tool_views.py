"""The tool box: what serves in which kind of moment, and the one question after a week."""

from __future__ import annotations

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from app.accounts.actor import Actor
from app.accounts.setup import ring
from app.core.errors import Invalid, NotFound
from app.core.words import N_
from app.practice import presenters, queries, tools
from app.practice.forms import UseForm
from app.practice.year import DONE, Year
from app.web.forms import SelectChoice
from app.web.languages import gettext, language
from app.web.render import page, pick

TOOLS, YEAR = "/practice/tools", "/practice/year"


def box(actor: Actor) -> ResponseReturnValue:
    shown = presenters.tools_page(queries.get_own(actor), ring(), request.args.get("moment", ""))
    return page("practice/tools.html", **shown)


def tool(actor: Actor, exercise_id: str) -> ResponseReturnValue:
    own = queries.get_own(actor)
    return _page(own, exercise_id, _form(own, fresh=True))


def say(actor: Actor, exercise_id: str) -> ResponseReturnValue:
    own = queries.get_own(actor)
    form = _form(own)
    if not form.validate_on_submit():
        return _page(own, exercise_id, form), 422
    try:
        tools.note(actor, ring(), own, exercise_id, form.use(own.day))
    except Invalid as error:
        form.refuse(error)
        return _page(own, exercise_id, form), 422
    flash(gettext(N_("Thank you. Your tool box knows it now, and nobody else does.")))
    return redirect(TOOLS, code=303)


def leave(actor: Actor, exercise_id: str) -> ResponseReturnValue:
    tools.leave_question(actor, queries.get_own(actor), exercise_id)
    return redirect(YEAR, code=303)


def away(actor: Actor, exercise_id: str) -> ResponseReturnValue:
    tools.wave_away(actor, ring(), queries.get_own(actor), exercise_id)
    return redirect(TOOLS, code=303)


def forget(actor: Actor) -> ResponseReturnValue:
    tools.forget_all(actor, queries.get_own(actor))
    flash(gettext(N_("Everything that you said about your tools is deleted.")))
    return redirect(TOOLS, code=303)


def _form(own: Year, *, fresh: bool = False) -> UseForm:
    form = UseForm(formdata=None) if fresh else UseForm()
    named = [(one.id, str(pick(one.title, language()).striptags())) for one in own.plan.moments.values()]
    form.moment.choices = [SelectChoice("", gettext(N_("I would not say"))), *(SelectChoice(*one) for one in named)]
    return form


def _page(own: Year, exercise_id: str, form: UseForm) -> str:
    if own.marks.get(exercise_id) != DONE or exercise_id not in own.exercises:
        raise NotFound(tools.NOT_MET)
    question = tools.find_question(own)
    return page(
        "practice/tool.html",
        form=form,
        exercise=own.exercises[exercise_id],
        is_asked=bool(question and question.exercise == exercise_id),
    )
