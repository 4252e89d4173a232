"""Writing an entry, changing it, amending what is signed."""

from __future__ import annotations

from dataclasses import replace

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from app.accounts.actor import Actor
from app.cases import queries as cases
from app.core.clock import today
from app.core.errors import Conflict, Invalid, NotFound
from app.core.words import N_
from app.duty import queries as duty
from app.enrolment.models import Enrolment
from app.practicum import again, checking, lists, presenters, queries, rows, rules, service
from app.practicum.content import NONE, get_held
from app.practicum.drafts import Draft, SentTwice, draft_of
from app.practicum.forms import EntryForm
from app.practicum.models import APPROVED, PracticumEntry
from app.practicum.views import chosen, send_in
from app.web.forms import UNWRITABLE, read_version
from app.web.languages import gettext
from app.web.noticing import says
from app.web.render import page


def new(actor: Actor) -> ResponseReturnValue:
    """With what was chosen last; `?like=` offers an earlier entry again, a week or more later.

    `?what=category/activity&case=id` begins one about something that another page names.
    """
    learner = _learner(actor, request.args.get("enrolment"))
    day = today(learner.cohort.institution.time_zone)
    like = request.args.get("like")
    if like:
        entry = queries.get_own(actor, read_version(like))
        learner, draft = entry.enrolment, lists.again(entry, day)
        draft = draft if _keeps_cases(learner) else replace(draft, case_ids=())
    else:
        draft = _named(replace(lists.last_values(learner.id), day=day))
    return _page(actor, learner, EntryForm.of(draft))


def create(actor: Actor) -> ResponseReturnValue:
    """303 to the entry's list or form, also when it arrives again; 409 for another body; 422 for what cannot be."""
    learner, form = _learner(actor, request.form.get("enrolment")), EntryForm()
    if form.validate_on_submit():
        try:
            entry = service.save_draft(actor, learner, form.draft(), form.client_id.data or "")
            return _go_on(actor, entry, form, is_fresh=_is_untouched(entry))
        except SentTwice as error:
            return _twice(error, form), 409
        except Invalid as error:
            form.remark([_as_remark(error)])
    return _page(actor, learner, form), 422


def edit(actor: Actor, entry_id: int) -> ResponseReturnValue:
    """`?check=1` says at each field what keeps the entry from being sent in."""
    entry = _editable(actor, entry_id)
    form = EntryForm.of(draft_of(entry), entry.client_id, entry.amend_reason)
    _offer(form, entry.enrolment)
    remarks = checking.remarks_about(entry)
    warnings = form.remark(remarks if request.args.get("check") == "1" else _warnings(remarks))
    return _page(actor, entry.enrolment, form, entry, warnings=warnings)


def change(actor: Actor, entry_id: int) -> ResponseReturnValue:
    """What arrives a second time finds its words there already, and is taken as received whatever became of them."""
    entry, form, status = queries.get_own(actor, entry_id), EntryForm(), 422
    if form.validate_on_submit():
        try:
            reason = form.amend_reason.data or "" if entry.amends_id else None
            is_fresh = service.change(actor, entry, form.draft(), form.seen, reason)
            return _go_on(actor, entry, form, is_fresh=is_fresh)
        except Conflict as error:
            if error.message != rows.CHANGED:
                raise
            _require_editable(entry)
            status = 409
        except Invalid as error:
            form.remark([_as_remark(error)])
    return _page(actor, entry.enrolment, form, entry, in_conflict=status == 409), status


def amend(actor: Actor, entry_id: int) -> ResponseReturnValue:
    entry = _signed(actor, entry_id)
    return _page(actor, entry.enrolment, EntryForm.of(draft_of(entry)), amends=entry)


def send_amendment(actor: Actor, entry_id: int) -> ResponseReturnValue:
    entry, form = _signed(actor, entry_id), EntryForm()
    if form.validate_on_submit():
        try:
            reason, key = form.amend_reason.data or "", form.client_id.data or ""
            made = service.amend(actor, entry, form.draft(), reason, key)
            return _go_on(actor, made, form, is_fresh=_is_untouched(made))
        except SentTwice as error:
            return _twice(error, form), 409
        except Invalid as error:
            form.remark([_as_remark(error)])
    return _page(actor, entry.enrolment, form, amends=entry), 422


def _named(draft: Draft) -> Draft:
    """With what the address names; whatever the form does not offer is chosen nowhere."""
    category, _, activity = request.args.get("what", "").partition("/")
    if not activity:
        return draft
    case_ids = tuple(filter(None, [read_version(request.args.get("case"))]))
    return replace(draft, category=category, activity=activity, case_ids=case_ids)


def _go_on(actor: Actor, entry: PracticumEntry, form: EntryForm, *, is_fresh: bool) -> ResponseReturnValue:
    """What is not `fresh` arrived before: whatever has become of the entry since is not undone by it."""
    if form.is_along and entry.status in rules.EDITABLE:
        return redirect(f"/practicum/entries/{entry.id}/edit", code=303)
    if form.is_to_be_sent and is_fresh and not form.is_meant:
        flash(gettext(N_("Saved. Before it goes to others, look at one thing.")), "error")
        return redirect(f"/practicum/entries/{entry.id}/edit", code=303)
    if form.is_to_be_sent and is_fresh:
        return send_in(actor, entry)
    flash(gettext(N_("Saved.")))
    return redirect("/practicum/entries", code=303)


def _is_untouched(entry: PracticumEntry) -> bool:
    """Still as it first arrived."""
    return entry.version == 1 and entry.status in rules.EDITABLE


def _learner(actor: Actor, wanted: str | None) -> Enrolment:
    learners = lists.list_learners(actor)
    if not learners:
        raise NotFound(NONE)
    return chosen(learners, wanted)


def _editable(actor: Actor, entry_id: int) -> PracticumEntry:
    entry = queries.get_own(actor, entry_id)
    _require_editable(entry)
    return entry


def _require_editable(entry: PracticumEntry) -> None:
    if entry.status not in rules.EDITABLE:
        raise Conflict(N_("This entry is sent in or signed. Withdraw it to change it; what is signed can be amended."))


def _signed(actor: Actor, entry_id: int) -> PracticumEntry:
    entry = queries.get_own(actor, entry_id)
    if entry.status != APPROVED:
        raise Conflict(N_("Only a signed entry is amended; this one you can still change."))
    return entry


def _page(
    actor: Actor,
    learner: Enrolment,
    form: EntryForm,
    entry: PracticumEntry | None = None,
    *,
    amends: PracticumEntry | None = None,
    warnings: list[str] | None = None,
    in_conflict: bool = False,
) -> str:
    _offer(form, learner)
    practicum = get_held(learner.cohort).practicum
    zone = learner.cohort.institution.time_zone
    is_new = entry is None and amends is None
    fresh = entry is not None and (in_conflict or request.method == "GET")
    return page(
        "practicum/entry-form.html",
        form=form,
        learner=learner,
        entry=entry,
        amends=amends or (entry.amends if entry else None),
        version=entry.version if entry and fresh else form.seen,
        line=presenters.line(entry, practicum) if entry else None,
        groups=presenters.groups(practicum),
        has_methods=any(one.methods for one in practicum.categories),
        is_doubled=presenters.has_doubled_hour(form, learner),
        warnings=warnings or [],
        in_conflict=in_conflict,
        phones=presenters.phones(duty.list_for(actor)),
        noticed=form.noticed,
        says=says(),
        keeps_cases=_keeps_cases(learner),
        again=again.offer(learner.id, today(zone), practicum) if is_new else [],
        today=today(zone),
        zone=zone,
    )


def _twice(error: SentTwice, form: EntryForm) -> str:
    """Both bodies, and a form that would put what arrived into the row, or beside it."""
    learner, stored = error.stored.enrolment, error.stored
    _offer(form, learner)
    practicum = get_held(learner.cohort).practicum
    return page(
        "practicum/twice.html",
        form=form,
        learner=learner,
        stored=presenters.line(stored, practicum),
        sent=presenters.sent(error.sent, practicum, learner.cohort.institution.time_zone, _typed()),
        is_editable=stored.status in rules.EDITABLE,
        client_id=form.client_id.data,
        fresh_id=EntryForm.of(Draft()).client_id.data,
    )


def _typed() -> list[tuple[str, str]]:
    """The form's own fields as they were sent."""
    own = {"enrolment", "client_id", "csrf_token", "version", "then"}
    return [(name, UNWRITABLE.sub("", value)) for name, value in request.form.items(multi=True) if name not in own]


def _offer(form: EntryForm, learner: Enrolment) -> None:
    """Open cases, and those that the entry names although they are closed."""
    open_ones = cases.list_open(learner.id) if _keeps_cases(learner) else ()
    found = {one.id: one for one in open_ones}
    named = [number for number in form.cases.data or () if number not in found]
    found |= {one.id: one for one in queries.list_cases(learner.id, named)}
    presenters.offer(form, get_held(learner.cohort).practicum, list(found.values()))


def _keeps_cases(learner: Enrolment) -> bool:
    return cases.keeps_cases(learner.cohort.institution_id)


def _warnings(remarks: list[rules.Remark]) -> list[rules.Remark]:
    return [one for one in remarks if one.level == rules.WARN]


def _as_remark(error: Invalid) -> rules.Remark:
    return rules.Remark(rules.STOP, "refused", error.field, error.message, error.values)
