"""Phrases for comments: one's own, and those of an institution."""

from __future__ import annotations

from flask import flash, redirect
from flask.typing import ResponseReturnValue

from app.accounts.actor import Actor
from app.catalogue.types import in_language
from app.core.errors import Forbidden, Invalid
from app.core.words import ENDONYMS, N_
from app.enrolment import queries as enrolment
from app.marking import comments, presenters, queries
from app.marking.forms import CommentForm
from app.web.formats import isolated
from app.web.forms import SelectChoice
from app.web.languages import gettext, language
from app.web.render import page


def show(actor: Actor) -> ResponseReturnValue:
    return _page(actor, _offered(actor, CommentForm(formdata=None, data={"language": language()})))


def add(actor: Actor) -> ResponseReturnValue:
    form = _offered(actor, CommentForm())
    if form.validate_on_submit():
        try:
            comments.add(actor, form.draft)
            flash(gettext(N_("The phrase is there to choose from now.")))
            return redirect("/marking/comments", code=303)
        except (Invalid, Forbidden) as error:
            form.refuse(error)
    return _page(actor, form), 422


def retire(actor: Actor, comment_id: int) -> ResponseReturnValue:
    comments.retire(actor, queries.get_comment(actor, comment_id))
    flash(gettext(N_("The phrase is not offered any more.")))
    return redirect("/marking/comments", code=303)


def _offered(actor: Actor, form: CommentForm) -> CommentForm:
    questions = presenters.question_choices(actor.release_id)
    form.question.choices = [
        SelectChoice("", gettext(N_("For any question"))),
        *(SelectChoice(key, isolated(in_language(title, language())[1])) for key, title in questions),
    ]
    places = enrolment.list_coordinated_institutions(actor)
    form.place.choices = [
        SelectChoice("", gettext(N_("Only me"))),
        *(SelectChoice(str(one.id), isolated(in_language(one.names, language())[1])) for one in places),
    ]
    return form


def _page(actor: Actor, form: CommentForm) -> str:
    found = queries.list_comments(actor)
    titles = dict(presenters.question_choices(actor.release_id))
    return page("marking/comments.html", form=form, comments=found, titles=titles, language_names=ENDONYMS)
