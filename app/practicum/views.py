"""Entries: one's own week after week, one of them, and what becomes of it."""

from __future__ import annotations

from collections.abc import Sequence

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from app.accounts.actor import Actor
from app.breakglass import queries as breakglass
from app.catalogue.practicum_types import Practicum
from app.core.clock import today
from app.core.db import write_transaction
from app.core.errors import NotFound
from app.core.words import N_
from app.duty import queries as duty
from app.enrolment.models import Enrolment
from app.practicum import allowing, checking, lists, presenters, queries, reading, rules, service, signing
from app.practicum.content import NONE, find_held
from app.practicum.forms import VersionForm
from app.practicum.models import PracticumEntry
from app.web.forms import read_version
from app.web.languages import gettext, ngettext
from app.web.render import page

MOST_AT_ONCE = 100


def listing(actor: Actor) -> ResponseReturnValue:
    """`?until=` shows the weeks before a day, `?enrolment=` another programme's, `?withdrawn=1` what was taken back."""
    learners = lists.list_learners(actor)
    if not learners:
        return page("practicum/none.html")
    learner = chosen(learners, request.args.get("enrolment"))
    practicum = _practicum(learner)
    zone = learner.cohort.institution.time_zone
    until = presenters.day_of(request.args.get("until", "")) or today(zone)
    withdrawn = lists.list_withdrawn(learner.id) if request.args.get("withdrawn") == "1" else None
    weeks = lists.list_weeks(learner.id, until)
    return page(
        "practicum/entries.html",
        learner=learner,
        learners=learners,
        is_first=until >= today(zone),
        to_do=presenters.lines(lists.list_to_do(learner.id), practicum),
        weeks=[(week, presenters.lines(week.entries, practicum)) for week in weeks],
        read=reading.list_read([one for week in weeks for one in week.entries], learner.person_id),
        before=lists.find_before(learner.id, until),
        again=presenters.lines(lists.list_last_week(learner.id, today(zone)), practicum),
        withdrawn=None if withdrawn is None else presenters.lines(withdrawn, practicum),
        allowed=allowing.list_allowed(learner.id),
    )


def show(actor: Actor, entry_id: int) -> ResponseReturnValue:
    """Whole, for its learner and whoever signs it; reading somebody else's leaves a trace."""
    entry = queries.get_entry(actor, entry_id)
    is_own = entry.enrolment.person_id == actor.id
    glass = None if is_own else breakglass.find_open(actor, entry.enrolment_id)
    if not is_own:
        with write_transaction():
            signing.note_read(actor, [entry], breakglass.mark_of(glass) if glass else "")
    practicum = _practicum(entry.enrolment)
    remarks = checking.remarks_about(entry) if is_own and entry.status in rules.EDITABLE else []
    return page(
        "practicum/entry.html",
        entry=entry,
        line=presenters.line(entry, practicum),
        is_own=is_own,
        glass=glass,
        method=presenters.method(entry, practicum),
        words=presenters.words(),
        spoken=presenters.spoken(entry.language) if entry.language else "",
        cases=[presenters.case_label(one) for one in entry.cases],
        missing=presenters.say(remarks, rules.STOP),
        warnings=presenters.say(remarks, rules.WARN),
        amendment=queries.find_live_amendment(entry.id),
        phones=presenters.phones(duty.list_for(actor)) if entry.is_worried and is_own else [],
    )


def submit(actor: Actor, entry_id: int) -> ResponseReturnValue:
    return send_in(actor, queries.get_own(actor, entry_id), VersionForm().seen)


def send_in(actor: Actor, entry: PracticumEntry, seen: int | None = None) -> ResponseReturnValue:
    """What is not ready stays a draft, and its form says what is missing."""
    try:
        for text in presenters.say(service.submit(actor, entry, seen), rules.WARN):
            flash(text)
    except service.NotReady:
        flash(gettext(N_("Saved. Before it can be sent in, something is missing.")), "error")
        return redirect(f"/practicum/entries/{entry.id}/edit?check=1", code=303)
    flash(gettext(N_("Sent in. It waits for a signature now.")))
    return redirect("/practicum/entries", code=303)


def submit_all(actor: Actor) -> ResponseReturnValue:
    """Every chosen entry that is ready; the others stay as they are."""
    ids = [read_version(text) for text in request.form.getlist("entry")[:MOST_AT_ONCE]]
    entries = [queries.get_own(actor, number) for number in dict.fromkeys(ids)]
    ready = [one for one in entries if one.status in rules.EDITABLE]
    kept = service.submit_all(actor, ready)
    if sent := len(ready) - len(kept):
        flash(ngettext("%(num)s entry is sent in.", "%(num)s entries are sent in.", sent))
    if kept:
        text = ngettext(
            "%(num)s entry is not ready yet: open it to see what is missing.",
            "%(num)s entries are not ready yet: open each to see what is missing.",
            len(kept),
        )
        flash(text, "error")
    if not entries:
        flash(gettext(N_("Choose at least one entry.")), "error")
    return redirect("/practicum/entries", code=303)


def withdraw(actor: Actor, entry_id: int) -> ResponseReturnValue:
    service.withdraw(actor, queries.get_own(actor, entry_id), VersionForm().seen)
    flash(gettext(N_("Withdrawn. You can take it up again.")))
    return redirect(f"/practicum/entries/{entry_id}", code=303)


def reopen(actor: Actor, entry_id: int) -> ResponseReturnValue:
    service.reopen(actor, queries.get_own(actor, entry_id), VersionForm().seen)
    flash(gettext(N_("Taken up again: change it, or send it in.")))
    return redirect(f"/practicum/entries/{entry_id}", code=303)


def chosen(learners: Sequence[Enrolment], wanted: str | None) -> Enrolment:
    """The enrolment that an address or a form names, else the newest. Raises NotFound for another's."""
    if not wanted:
        return learners[0]
    found = next((one for one in learners if one.id == read_version(wanted)), None)
    if found is None:
        raise NotFound(NONE)
    return found


def _practicum(learner: Enrolment) -> Practicum | None:
    held = find_held(learner.cohort)
    return held.practicum if held else None
