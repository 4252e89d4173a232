"""Lists of people: taken in, looked at, mended, applied, undone."""

from __future__ import annotations

from flask import Response, flash, redirect, request
from flask.typing import ResponseReturnValue

from app.accounts import setup
from app.accounts.actor import Actor
from app.core.errors import Conflict, Invalid
from app.core.words import N_
from app.enrolment import finding
from app.enrolment.finding import Found
from app.imports import inviting, presenters, queries, rules, service, undoing
from app.imports.forms import MendForm, UploadForm
from app.imports.models import PeopleImport
from app.imports.rules import PROBLEM
from app.web.forms import offer, read_version
from app.web.languages import gettext, language
from app.web.render import page


def listing(actor: Actor) -> ResponseReturnValue:
    return page("imports/list.html", imports=queries.list_imports(actor), kinds=presenters.KINDS)


def new(actor: Actor) -> ResponseReturnValue:
    wanted = request.args.get("place", "")
    found = finding.find_places(actor, request.args.get("find", ""), wanted)
    form = _upload(found, wanted)
    form.language.data = language()
    return page("imports/new.html", form=form, found=found)


def take_in(actor: Actor) -> ResponseReturnValue:
    chosen = request.form.get("place", "")
    found = finding.find_places(actor, chosen=chosen)
    form = _upload(found, chosen)
    if form.validate_on_submit():
        try:
            return _to(service.take_in(actor, form.draft()))
        except Invalid as error:
            form.refuse(error)
    return page("imports/new.html", form=form, found=found), 422


def sample(_actor: Actor) -> ResponseReturnValue:
    """An empty list with the headings of the reader's language, as spreadsheets open it."""
    wanted = ("name", "email", "phone", "language", "start")
    headings = ",".join(f'"{gettext(presenters.FIELDS[name])}"' for name in wanted)
    answer = Response(f"\ufeff{headings}\r\n", mimetype="text/csv")
    answer.headers["Content-Disposition"] = 'attachment; filename="people.csv"'
    return answer


def show(actor: Actor, import_id: int) -> ResponseReturnValue:
    return _page(actor, queries.get_import(actor, import_id))


def apply(actor: Actor, import_id: int) -> ResponseReturnValue:
    one = queries.get_import(actor, import_id)
    try:
        service.apply(actor, setup.ring(), one, request.form.get("digest", ""))
    except (Conflict, Invalid) as error:
        if not one.is_draft:
            raise
        return _page(actor, one, refusal=gettext(error.message)), error.status
    flash(gettext(N_("The list is applied. Nobody has been told yet: choose how they hear of it.")))
    return _to(one)


def discard(actor: Actor, import_id: int) -> ResponseReturnValue:
    service.discard(actor, queries.get_import(actor, import_id))
    flash(gettext(N_("The list is thrown away. Nobody was added.")))
    return redirect("/imports", code=303)


def undo(actor: Actor, import_id: int) -> ResponseReturnValue:
    one = queries.get_import(actor, import_id)
    try:
        undoing.undo(actor, one)
    except Conflict as error:
        return _page(actor, one, refusal=gettext(error.message)), error.status
    flash(gettext(N_("The list is undone. Links that were handed out no longer work.")))
    return _to(one)


def again(actor: Actor, import_id: int) -> ResponseReturnValue:
    return _to(undoing.draft_again(actor, queries.get_import(actor, import_id)))


def line(actor: Actor, import_id: int, line_number: int) -> ResponseReturnValue:
    one = queries.get_import(actor, import_id)
    return _line_page(actor, one, line_number, None)


def mend(actor: Actor, import_id: int, line_number: int) -> ResponseReturnValue:
    one, form = queries.get_import(actor, import_id), MendForm()
    if form.validate_on_submit():
        try:
            outcome = service.mend(actor, one, line_number, form.texts(), request.form.get("version", ""))
        except Conflict as error:
            if not one.is_draft:
                raise
            return _line_page(actor, one, line_number, form, gettext(error.message)), error.status
        if outcome.kind != PROBLEM:
            flash(gettext(N_("Line %(number)s is mended."), number=line_number))
            return _to(one)
        for trouble in outcome.troubles:
            form.blame(trouble, presenters.said(trouble).partition(": ")[2])
    return _line_page(actor, one, line_number, form), 422


def take_suggestion(actor: Actor, import_id: int, line_number: int) -> ResponseReturnValue:
    one = queries.get_import(actor, import_id)
    if service.take_suggestion(actor, one, line_number).kind != PROBLEM:
        flash(gettext(N_("Line %(number)s is mended."), number=line_number))
        return _to(one)
    return redirect(f"/imports/{one.id}/lines/{line_number}", code=303)


def leave_out(actor: Actor, import_id: int, line_number: int) -> ResponseReturnValue:
    one = queries.get_import(actor, import_id)
    queries.get_line(one, line_number)
    service.leave_out(actor, one, [line_number])
    flash(gettext(N_("Line %(number)s is left out."), number=line_number))
    return _to(one)


def leave_problems_out(actor: Actor, import_id: int) -> ResponseReturnValue:
    one = queries.get_import(actor, import_id)
    service.leave_out(actor, one, [x.number for x in queries.plan(actor, one) if x.kind == PROBLEM])
    return _to(one)


def count_again(actor: Actor, import_id: int, line_number: int) -> ResponseReturnValue:
    one = queries.get_import(actor, import_id)
    service.take_in_again(actor, one, line_number)
    return _to(one)


def _upload(found: Found, chosen: str) -> UploadForm:
    form = UploadForm()
    offer(form.place, presenters.places(found), gettext(N_("Choose where")), chosen)
    return form


def _to(one: PeopleImport) -> ResponseReturnValue:
    return redirect(f"/imports/{one.id}", code=303)


def _page(actor: Actor, one: PeopleImport, refusal: str = "") -> str:
    return _draft_page(actor, one, refusal) if one.is_draft else _applied_page(actor, one, refusal)


def _draft_page(actor: Actor, one: PeopleImport, refusal: str) -> str:
    found = queries.plan(actor, one)
    counts, kind = rules.count(found), request.args.get("show", "")
    wanted = [x for x in found if x.kind == kind] if kind in rules.KINDS else [x for x in found if x.kind != PROBLEM]
    some, number, of = presenters.pages(wanted, read_version(request.args.get("page")))
    taken, unread = presenters.columns(one.columns)
    return page(
        "imports/draft.html",
        one=one,
        counts=counts,
        kinds=presenters.KINDS,
        coming=sum(counts[x] for x in rules.WRITES),
        problems=[presenters.row(x) for x in found if x.kind == PROBLEM][: presenters.ON_A_PAGE],
        rows=[presenters.row(x) for x in some],
        show=kind if kind in rules.KINDS else "",
        number=number,
        pages=of,
        digest=rules.digest(found),
        taken=taken,
        unread=unread,
        refusal=refusal,
    )


def _applied_page(actor: Actor, one: PeopleImport, refusal: str) -> str:
    waiting = inviting.list_waiting(actor, one)
    return page(
        "imports/applied.html",
        one=one,
        kinds=presenters.KINDS,
        waiting=waiting,
        here=inviting.count_here(one),
        open_links=sum(1 for x in waiting if x.link),
        parts=inviting.parts_of(waiting),
        on_a_sheet=inviting.ON_A_SHEET,
        blockers=undoing.list_blockers(one) if one.stands else [],
        has_lines=bool(queries.list_lines(one)),
        refusal=refusal,
    )


def _line_page(actor: Actor, one: PeopleImport, number: int, form: MendForm | None, refusal: str = "") -> str:
    found, outcome = queries.get_line(one, number), queries.outcome_of(actor, one, number)
    is_typed = form is not None and not refusal
    if form is None:
        form = MendForm(formdata=None, data=presenters.values_of(found, outcome))
        for trouble in outcome.troubles:
            form.blame(trouble, presenters.said(trouble).partition(": ")[2])
    return page(
        "imports/line.html",
        one=one,
        row=presenters.row(outcome),
        form=form,
        version=request.form.get("version", "") if is_typed else found.version,
        in_file=presenters.in_file(found),
        formulas=found.given.get("formulas", ""),
        refusal=refusal,
    )
