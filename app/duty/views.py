"""Setting and confirming duty phones."""

from __future__ import annotations

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from app.accounts.actor import Actor
from app.core.errors import Conflict, Invalid
from app.core.words import N_
from app.duty import queries, service
from app.duty.forms import DutyForm
from app.duty.queries import Post
from app.enrolment import finding
from app.web.languages import gettext
from app.web.render import page


def posts(actor: Actor) -> ResponseReturnValue:
    found = finding.find_places(actor, request.args.get("find", ""))
    return page("duty/posts.html", found=found, posts=queries.list_posts(actor, found))


def of_institution(actor: Actor, institution_id: int) -> ResponseReturnValue:
    return _show(queries.get_post_of_institution(actor, institution_id))


def set_for_institution(actor: Actor, institution_id: int) -> ResponseReturnValue:
    return _put(actor, queries.get_post_of_institution(actor, institution_id))


def of_cohort(actor: Actor, cohort_id: int) -> ResponseReturnValue:
    return _show(queries.get_post_of_cohort(actor, cohort_id))


def set_for_cohort(actor: Actor, cohort_id: int) -> ResponseReturnValue:
    return _put(actor, queries.get_post_of_cohort(actor, cohort_id))


def confirm(actor: Actor, contact_id: int) -> ResponseReturnValue:
    post = queries.get_post_of(actor, contact_id)
    service.confirm(actor, post, contact_id)
    flash(gettext(N_("Thank you. It is written down that you rang it today.")))
    return redirect(post.path, code=303)


def withdraw(actor: Actor, contact_id: int) -> ResponseReturnValue:
    post = queries.get_post_of(actor, contact_id)
    service.withdraw(actor, post, contact_id)
    flash(gettext(N_("The number is taken away.")))
    return redirect(post.path, code=303)


def _put(actor: Actor, post: Post) -> ResponseReturnValue:
    form, status = DutyForm(), 422
    if form.validate_on_submit():
        try:
            service.put(actor, post, form.draft(), form.seen)
            flash(gettext(N_("The duty phone is set. Now ring it, and say here that it was answered.")))
            return redirect(post.path, code=303)
        except Invalid as error:
            form.refuse(error)
        except Conflict:
            status = 409
    return _page(post, form, in_conflict=status == 409), status


def _show(post: Post) -> ResponseReturnValue:
    return _page(post, DutyForm.of(post.contact))


def _page(post: Post, form: DutyForm, *, in_conflict: bool = False) -> str:
    return page(
        "duty/post.html",
        post=post,
        form=form,
        history=queries.list_history(post),
        in_conflict=in_conflict,
    )
