"""The desk of whoever signs with an account: what waits, one line of it, and several at once."""

from __future__ import annotations

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from app.accounts.actor import Actor
from app.core.db import session, write_transaction
from app.core.errors import Conflict, Forbidden, Invalid
from app.core.words import N_
from app.measures import asking
from app.measures import queries as measures
from app.measures.asking import Asked
from app.practicum import presenters, queries, signing, signing_presenters, signing_queries
from app.practicum.models import SUBMITTED, PracticumEntry
from app.practicum.signing_forms import ReturnForm, read_lines
from app.practicum.signing_presenters import practicum_of
from app.practicum.signing_queries import PAGE, Desk
from app.web.forms import read_version
from app.web.languages import gettext, ngettext
from app.web.render import page


def queue(actor: Actor) -> ResponseReturnValue:
    """`?learner=` shows one learner's lines, `?all=1` with every line of the page chosen."""
    desk, learner_id = signing_queries.open_desk(actor), read_version(request.args.get("learner"))
    load = signing_queries.count_load(desk, learner_id)
    pages = max(1, -(-load.waiting // PAGE))
    number = min(pages, read_version(request.args.get("page")) or 1)
    entries = signing_queries.list_queue(desk, number, learner_id)
    reports = signing_queries.list_reports([one.id for one in entries])
    return page(
        "practicum/sign-off.html",
        rows=signing_presenters.waiting(entries, desk.supervisors, actor.release_id, reports),
        load=load,
        asked=_asked(desk) if load.asks else [],
        learners=signing_queries.list_waiting_learners(desk),
        learner_id=learner_id,
        is_signer=bool(desk.supervisors),
        is_chosen=request.args.get("all") == "1",
        number=number,
        pages=pages,
    )


def _asked(desk: Desk) -> list[Asked]:
    """Forms of trainees that need a conversation today."""
    return asking.asked(measures.open_prompts(desk.whose), measures.list_instruments(desk.actor.release_id))


def show(actor: Actor, entry_id: int) -> ResponseReturnValue:
    desk, entry = signing_queries.open_desk(actor), queries.get_entry(actor, entry_id)
    signing.signer_at(desk, entry)
    return _show(desk, entry, ReturnForm(formdata=None))


def decide(actor: Actor, entry_id: int) -> ResponseReturnValue:
    desk, entry, form = signing_queries.open_desk(actor), queries.get_entry(actor, entry_id), ReturnForm()
    signer = signing.signer_at(desk, entry)
    try:
        if not form.is_return:
            signing.sign(signer, entry, form.seen)
            flash(gettext(N_("Signed. The learner has been told.")))
        elif form.validate():
            signing.give_back(signer, entry, form.comment.data or "", form.seen)
            flash(gettext(N_("Returned. The learner has been told what to mend.")))
        else:
            return _show(desk, entry, form), 422
    except Conflict:
        return _show(desk, entry, form, in_conflict=True), 409
    except (Invalid, Forbidden) as error:
        form.refuse(error)
        return _show(desk, entry, form), error.status
    following = signing_queries.find_next(desk)
    return redirect(f"/sign-off/{following}" if following else "/sign-off", code=303)


def report(actor: Actor, entry_id: int) -> ResponseReturnValue:
    desk, entry = signing_queries.open_desk(actor), queries.get_entry(actor, entry_id)
    signer = signing.signer_at(desk, entry)
    signing.report(desk.supervisors[signer.supervisor_id], entry, actor.id)
    flash(gettext(N_("The coordinator has been told. The entry waits, and nothing is decided about it.")))
    return redirect("/sign-off", code=303)


def chosen(actor: Actor) -> ResponseReturnValue:
    """What a signature under all of these would be about. Nothing is signed by looking."""
    desk = signing_queries.open_desk(actor)
    ids = read_lines(request.args.getlist("line"))
    if not ids:
        flash(gettext(N_("Choose at least one line.")), "error")
        return redirect("/sign-off")
    return _chosen(desk, signing_queries.get_waiting(desk, ids))


def sign_chosen(actor: Actor) -> ResponseReturnValue:
    """All of them in the versions that were shown, or none."""
    desk, shown = signing_queries.open_desk(actor), read_lines(request.form.getlist("line"))
    entries = signing_queries.get_waiting(desk, shown)
    if not shown or len(entries) < len(shown):
        return _chosen(desk, entries, in_conflict=True), 409
    try:
        number = signing.sign_all((signing.signer_at(desk, one), one, shown[one.id]) for one in entries)
    except Conflict:
        session().rollback()
        return _chosen(desk, signing_queries.get_waiting(desk, shown), in_conflict=True), 409
    flash(ngettext("%(num)s line is signed.", "%(num)s lines are signed.", number))
    return redirect("/sign-off", code=303)


def _chosen(desk: Desk, entries: list[PracticumEntry], *, in_conflict: bool = False) -> str:
    _note_read(desk.actor, entries)
    lines = signing_presenters.waiting(entries, desk.supervisors, desk.actor.release_id)
    lines = signing_presenters.with_origins(lines)
    return page(
        "practicum/sign-chosen.html", lines=lines, sum=signing_presenters.add_up(lines), in_conflict=in_conflict
    )


def _show(desk: Desk, entry: PracticumEntry, form: ReturnForm, *, in_conflict: bool = False) -> str:
    _note_read(desk.actor, [entry])
    reports = signing_queries.list_reports([entry.id])
    found = signing_presenters.waiting([entry], desk.supervisors, desk.actor.release_id, reports)
    (one,) = signing_presenters.with_origins(found)
    return page(
        "practicum/sign-line.html",
        one=one,
        line=one.line,
        entry=entry,
        method=presenters.method(entry, practicum_of(entry, desk.actor.release_id)),
        words=presenters.words(),
        spoken=presenters.spoken(entry.language) if entry.language else "",
        cases=[presenters.case_label(case) for case in entry.cases],
        form=form,
        waits=entry.status == SUBMITTED,
        in_conflict=in_conflict,
    )


def _note_read(actor: Actor, entries: list[PracticumEntry]) -> None:
    with write_transaction():
        signing.note_read(actor, entries)
