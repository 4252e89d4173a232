"""The page behind a link from a letter: first a code, then the lines. No account, no door but the link itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps

from flask import Response, current_app, flash, make_response, redirect, request
from flask.typing import ResponseReturnValue

from app.accounts.actor import Actor, Nobody
from app.audit import service as audit
from app.core.clock import now
from app.core.db import write_transaction
from app.core.errors import Conflict, Forbidden, Gone, Invalid, KelimError, NotFound, TooMany
from app.core.words import N_
from app.practicum import presenters, signing, signing_link_queries, signing_links
from app.practicum.deciding import OWN
from app.practicum.signing_forms import CodeForm, ReturnForm
from app.practicum.signing_link_queries import Behind
from app.practicum.signing_models import SigningLink
from app.practicum.signing_presenters import behind
from app.web.cookies import name_of
from app.web.languages import gettext
from app.web.render import page

COOKIE = "signing"
MOST_TRIED, MOST_SECRET = 40, 100
SIGNED = N_("Signed, and the learner is told.")
RETURNED = N_("Returned, and the learner is told.")


@dataclass(frozen=True, slots=True)
class Opened:
    """A link, and its token, which stands nowhere but in the address."""

    link: SigningLink
    token: str

    @property
    def here(self) -> str:
        return f"/signing/{self.token}"


def _opened(view: Callable[..., ResponseReturnValue]) -> Callable[..., ResponseReturnValue]:
    """The view gets the link in place of its token; a link that opens nothing says so."""

    @wraps(view)
    def enter(actor: Actor | Nobody, signing_token: str, **more: int) -> ResponseReturnValue:
        try:
            link = signing_links.get_open(signing_token)
        except (Gone, NotFound) as error:
            return page("practicum/signing-over.html", sentence=gettext(error.message)), error.status
        return view(actor, Opened(link, signing_token), **more)

    return enter


@_opened
def show(_actor: Actor | Nobody, opened: Opened) -> ResponseReturnValue:
    """Looking changes nothing, however often and whoever looks."""
    link = opened.link
    if not signing_links.is_bound(link, _secret()):
        return _ask(opened, CodeForm(formdata=None))
    with write_transaction():
        audit.record(None, "practicum.read", f"signing_link:{link.id}", place=f"supervisor:{link.supervisor_id}")
    return _lines(opened)


@_opened
def send_code(_actor: Actor | Nobody, opened: Opened) -> ResponseReturnValue:
    try:
        secret = signing_links.send_code(opened.link)
    except TooMany as error:
        return _ask(opened, CodeForm(formdata=None), error), error.status
    flash(gettext(N_("The code is on its way to your address. Leave this page open meanwhile.")))
    return _keep(opened, secret)


@_opened
def bind(_actor: Actor | Nobody, opened: Opened) -> ResponseReturnValue:
    """A wrong code counts as a try although the answer is an error: its transaction is its own."""
    form = CodeForm()
    try:
        with write_transaction():
            fresh = signing_links.bind(opened.link, _secret(), (form.code.data or "")[:MOST_TRIED])
    except Gone as error:
        return _ask(opened, form, error), 422
    if fresh is None:
        return _ask(opened, form, Invalid(signing_links.WRONG_CODE, field="code")), 422
    return _keep(opened, fresh)


@_opened
def decide(actor: Actor | Nobody, opened: Opened, entry_id: int) -> ResponseReturnValue:
    form = ReturnForm()
    try:
        signer = signing_links.require_bound(opened.link, _secret())
    except Invalid as error:
        return _ask(opened, CodeForm(formdata=None), error), error.status
    line = signing_link_queries.get_line(opened.link, entry_id)
    try:
        _require_deciding(actor, line)
        if not form.is_return:
            signing.sign(signer, line.entry, form.seen)
        elif form.validate():
            signing.give_back(signer, line.entry, form.comment.data or "", form.seen)
        else:
            return _lines(opened, (entry_id, form)), 422
    except (Conflict, Forbidden, Invalid) as error:
        form.refuse(error)
        return _lines(opened, (entry_id, form)), error.status
    flash(gettext(RETURNED if form.is_return else SIGNED))
    return redirect(opened.here, code=303)


@_opened
def report(_actor: Actor | Nobody, opened: Opened, entry_id: int) -> ResponseReturnValue:
    try:
        signing_links.require_bound(opened.link, _secret())
    except Invalid as error:
        return _ask(opened, CodeForm(formdata=None), error), error.status
    signing.report(opened.link.supervisor, signing_link_queries.get_line(opened.link, entry_id).entry)
    flash(gettext(N_("The coordinator has been told. The entry waits, and nothing is decided about it.")))
    return redirect(opened.here, code=303)


def _require_deciding(actor: Actor | Nobody, line: Behind) -> None:
    """Raises Conflict for what does not wait any more, Forbidden in the learner's own browser."""
    if not line.waits:
        raise Conflict(signing.OVER)
    if actor.id is not None and actor.id == line.entry.enrolment.person_id:
        raise Forbidden(OWN)


def _lines(opened: Opened, refused: tuple[int, ReturnForm] | None = None) -> str:
    """`refused` is the line whose form was not taken, with what was typed."""
    link = opened.link
    shown = behind(signing_link_queries.list_lines(link), link.supervisor_id)
    return page(
        "practicum/signing-lines.html",
        link=link,
        here=opened.here,
        waiting=[one for one in shown if one.waits],
        done=[one for one in shown if not one.waits],
        words=presenters.words(),
        forms={one.one.entry.id: ReturnForm(formdata=None).standing_at(one.one.entry.id) for one in shown if one.waits}
        | ({refused[0]: refused[1].standing_at(refused[0])} if refused else {}),
        refused=refused[1] if refused else None,
    )


def _ask(opened: Opened, form: CodeForm, error: KelimError | None = None) -> str:
    """How many lines wait, and the way to a code; nothing else before one is typed."""
    if error is not None:
        form.refuse(error)
    return page(
        "practicum/signing-code.html",
        number=sum(1 for one in signing_link_queries.list_lines(opened.link) if one.waits),
        form=form,
        is_sent=signing_links.waits_for_code(opened.link, _secret()),
        here=opened.here,
    )


def _secret() -> str:
    return request.cookies.get(name_of(COOKIE, is_for_all=False), "")[:MOST_SECRET]


def _keep(opened: Opened, secret: str) -> Response:
    """The secret stays in this browser, for this link alone. Lax: the way from a letter comes from another site."""
    answer = make_response(redirect(opened.here, code=303))
    answer.set_cookie(
        name_of(COOKIE, is_for_all=False),
        secret,
        max_age=int((opened.link.expires_at - now()).total_seconds()),
        path=opened.here,
        httponly=True,
        samesite="Lax",
        secure=current_app.config["SESSION_COOKIE_SECURE"],
    )
    return answer
