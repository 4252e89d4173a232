"""One's own reminders and the address of one's own calendar."""

from __future__ import annotations

from flask import current_app, flash, redirect, request
from flask.typing import ResponseReturnValue

from app.accounts.actor import Actor
from app.core.errors import Invalid
from app.core.words import N_
from app.practice import queries as practice
from app.practice.year import Year
from app.reminders import feeds, presenters, queries, service
from app.reminders.forms import WishForm
from app.reminders.quiet import quiet_of
from app.reminders.service import Choice
from app.reminders.setup import hours
from app.web.languages import gettext
from app.web.render import page

HERE = "/practice/reminders"
ON = N_("You will be reminded once a week. Every letter has a link that ends them.")
OFF = N_("No letters come. You can switch them on whenever you like.")
NO_CALENDAR = N_("The address of your calendar opens nothing any more.")


def own(actor: Actor) -> ResponseReturnValue:
    year = practice.get_own(actor)
    wish = queries.find_wish(year.enrolment_id)
    return _page(year, WishForm.of(quiet_of(year, hours()), wish))


def choose(actor: Actor) -> ResponseReturnValue:
    """`off` says no, also to the one question; days and hours that were chosen before are kept."""
    year = practice.get_own(actor)
    wish = queries.find_wish(year.enrolment_id)
    if "off" in request.form:
        service.choose(year, Choice(False, wish.weekday, wish.minute) if wish else Choice(False), hours())
        flash(gettext(OFF))
        return redirect("/practice" if "asked" in request.form else HERE, code=303)
    form = WishForm.of(quiet_of(year, hours()), wish, is_sent=True)
    try:
        if not form.validate():
            return _page(year, form), 422
        service.choose(year, form.choice(), hours())
    except Invalid as error:
        form.refuse(error)
        return _page(year, form), error.status
    flash(gettext(ON))
    return redirect(HERE, code=303)


def make_address(actor: Actor) -> ResponseReturnValue:
    """Shown by this answer and never again: only its hash is kept."""
    token = feeds.renew(practice.get_own(actor).enrolment_id)
    address = f"{current_app.extensions['kelim_settings'].public_url.rstrip('/')}/calendar/{token}.ics"
    return page("reminders/address.html", address=address)


def end_address(actor: Actor) -> ResponseReturnValue:
    feeds.revoke(practice.get_own(actor).enrolment_id)
    flash(gettext(NO_CALENDAR))
    return redirect(HERE, code=303)


def _page(year: Year, form: WishForm) -> str:
    wish, feed = queries.find_wish(year.enrolment_id), queries.find_feed(year.enrolment_id)
    return page(
        "reminders/own.html",
        form=form,
        chosen=presenters.chosen(wish),
        has_calendar=feed is not None,
        hours=hours(),
        quiet=quiet_of(year, hours()),
        zone=year.time_zone,
    )
