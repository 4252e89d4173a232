"""Uploading a signature on paper, and looking at the scan."""

from __future__ import annotations

from flask import Response, flash, redirect, request
from flask.typing import ResponseReturnValue

from app.accounts.actor import Actor
from app.core.db import session, write_transaction
from app.core.errors import Conflict, Invalid
from app.placements import people
from app.placements.models import Supervisor
from app.practicum import signing_papers, signing_presenters, signing_rules
from app.practicum.signing_forms import PaperForm, read_lines
from app.web.languages import ngettext
from app.web.render import page

SHUT = "default-src 'none'; sandbox"


def show(actor: Actor, supervisor_id: int) -> ResponseReturnValue:
    return _page(actor, people.get_supervisor(actor, supervisor_id), PaperForm(formdata=None))


def take(actor: Actor, supervisor_id: int) -> ResponseReturnValue:
    supervisor, form = people.get_supervisor(actor, supervisor_id), PaperForm()
    lines = read_lines(request.form.getlist("line"))
    if not form.validate():
        return _page(actor, supervisor, form, lines), 422
    try:
        signing_papers.take(actor, supervisor, signing_papers.Scan(form.day, form.read(), lines))
    except Invalid as error:
        form.refuse(error)
        return _page(actor, supervisor, form, lines), 422
    except Conflict as error:
        session().rollback()
        form.refuse(error)
        return _page(actor, people.get_supervisor(actor, supervisor_id), form, lines), 409
    flash(ngettext("%(num)s line is signed.", "%(num)s lines are signed.", len(lines)))
    return redirect(f"/supervisors/{supervisor_id}/signing", code=303)


def download(actor: Actor, paper_id: int) -> ResponseReturnValue:
    """As a file, never as a page: what somebody uploaded runs nowhere."""
    paper = signing_papers.get_paper(actor, paper_id)
    with write_transaction():
        signing_papers.note_read(actor, paper)
    answer = Response(paper.content, mimetype=paper.media_type)
    suffix = signing_rules.SUFFIXES[paper.media_type]
    answer.headers["Content-Disposition"] = f'attachment; filename="signature-{paper.id}.{suffix}"'
    answer.headers["Content-Security-Policy"] = SHUT
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _page(actor: Actor, supervisor: Supervisor, form: PaperForm, chosen: dict[int, int] | None = None) -> str:
    lines = signing_papers.list_lines(actor, supervisor)
    return page(
        "practicum/signing-paper.html",
        supervisor=supervisor,
        form=form,
        lines=signing_presenters.waiting(lines, [supervisor.id], actor.release_id),
        chosen=chosen or {},
    )
