"""One's own writing from all sittings: to read, to take along, to delete."""

from __future__ import annotations

import json
from urllib.parse import quote

from flask import Response, flash, redirect, request
from flask.typing import ResponseReturnValue

from app.accounts.actor import Actor
from app.accounts.setup import ring
from app.core.clock import now, today
from app.core.words import N_
from app.sittings import journal as written
from app.sittings import queries, service
from app.web.forms import read_version
from app.web.languages import gettext, language
from app.web.render import page

A_PAGE = 20
SURE = N_("Tick that you are sure. What is deleted cannot be brought back.")


def journal(actor: Actor) -> ResponseReturnValue:
    """`exercise` narrows it to one."""
    return _page(actor)


def _page(actor: Actor, error: str = "") -> str:
    entries = written.list_entries(ring(), actor.id, language())
    wanted = request.args.get("exercise", "")
    known = {one.sitting.exercise_id: one.exercise for one in entries if one.exercise}
    shown = [one for one in entries if one.sitting.exercise_id == wanted] if wanted in known else entries
    pages = max(1, -(-len(shown) // A_PAGE))
    number = min(max(1, read_version(request.args.get("page"))), pages)
    return page(
        "sittings/journal.html",
        entries=shown[(number - 1) * A_PAGE : number * A_PAGE],
        number=number,
        pages=pages,
        page_url=lambda to: f"/practice/journal?exercise={quote(wanted)}&page={to}",
        known=known,
        wanted=wanted if wanted in known else "",
        error=error,
    )


def forget(actor: Actor, sitting_id: int) -> ResponseReturnValue:
    own = queries.get_own(actor, sitting_id, to_keep=True)
    service.forget(own, today())
    flash(gettext(N_("It is deleted.")))
    return redirect("/practice/journal", code=303)


def forget_all(actor: Actor) -> ResponseReturnValue:
    if request.form.get("sure") != "yes":
        return _page(actor, error=gettext(SURE)), 422
    service.forget_all(actor, today())
    flash(gettext(N_("Everything that you had written here is deleted.")))
    return redirect("/practice/journal", code=303)


def download(actor: Actor, kind: str) -> Response:
    """A file that is stored nowhere but where its owner puts it."""
    if kind == "json":
        kept = {"made_at": now().isoformat(), "sittings": written.to_take_along(ring(), actor.id, language())}
        answer = Response(json.dumps(kept, ensure_ascii=False, indent=1), mimetype="application/json")
    else:
        entries = written.list_entries(ring(), actor.id, language())
        answer = Response(page("sittings/journal-file.html", entries=entries), mimetype="text/html")
    answer.headers["Content-Disposition"] = f'attachment; filename="kelim-journal.{kind}"'
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
