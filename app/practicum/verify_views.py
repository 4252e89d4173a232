"""Whether a signed record holds: for anybody who has its code, and nothing else about anybody."""

from __future__ import annotations

from flask import redirect, request
from flask.typing import ResponseReturnValue

from app.accounts import failures
from app.accounts.actor import Actor, Nobody
from app.core.db import write_transaction
from app.core.errors import NotFound, TooMany
from app.core.words import N_
from app.practicum import record_codes, records
from app.practicum.signing_forms import CompareForm, VerifyForm
from app.practicum.signing_models import SigningRecord
from app.web.render import page

COUNTED_AS = "verify"
NO_SUCH = N_("There is no record with this code. Check it letter by letter.")
SAME, OTHER = "same", "other"


def ask(_actor: Actor | Nobody) -> ResponseReturnValue:
    return page("practicum/verify.html", form=VerifyForm(formdata=None))


def look_up(_actor: Actor | Nobody) -> ResponseReturnValue:
    form = VerifyForm()
    try:
        record = _get(form.code.data or "")
    except (NotFound, TooMany) as error:
        form.refuse(error, "code")
        return page("practicum/verify.html", form=form), error.status
    return redirect(f"/verify/{record_codes.shown(record.code)}", code=303)


def show(_actor: Actor | Nobody, code: str) -> ResponseReturnValue:
    try:
        return _page(_get(code), CompareForm(formdata=None))
    except (NotFound, TooMany) as error:
        form = VerifyForm(formdata=None)
        form.refuse(error, "code")
        return page("practicum/verify.html", form=form), error.status


def compare(_actor: Actor | Nobody, code: str) -> ResponseReturnValue:
    """For browsers that cannot do it themselves; the file is looked at and forgotten."""
    record, form = _get(code), CompareForm()
    if not form.validate():
        return _page(record, form), 422
    return _page(record, form, SAME if records.digest(form.read()) == record.digest else OTHER)


def _get(text: str) -> SigningRecord:
    """Raises NotFound, and TooMany for whoever tries codes."""
    network = request.remote_addr or ""
    failures.require_no_wait(COUNTED_AS, network)
    record = records.find_by_code(record_codes.read(text))
    if record is None:
        with write_transaction():
            failures.count_failure(COUNTED_AS, network)
        raise NotFound(NO_SUCH)
    return record


def _page(record: SigningRecord, form: CompareForm, result: str = "") -> str:
    return page(
        "practicum/verified.html",
        record=record,
        facts=record.facts,
        code=record_codes.shown(record.code),
        state=records.state_of(record),
        lines=sum(kind["lines"] for kind in record.facts["kinds"]),
        minutes=sum(kind["minutes"] for kind in record.facts["kinds"]),
        form=form,
        result=result,
    )
