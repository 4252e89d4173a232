"""The cards as pages, and the emergency card on paper."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from flask import current_app, request
from flask.typing import ResponseReturnValue

from app.accounts.actor import Actor, Nobody
from app.cards import codes, numbers
from app.cards import paper_presenters as printed
from app.cards.paper_presenters import Form
from app.core.clock import today
from app.core.errors import NotFound
from app.core.words import N_
from app.duty import queries as duty
from app.duty.phones import DutyPhone, duty_phones
from app.papers.service import draw
from app.placements import sites
from app.releases import queries as releases
from app.releases.queries import Published
from app.web import papers as answers
from app.web.forms import read_version
from app.web.languages import gettext, language
from app.web.render import page

TITLE = N_("Emergency card")


def never(actor: Actor | Nobody) -> ResponseReturnValue:
    return page("cards/never.html", never=releases.published(actor.release_id).catalogue.never)


def worried(actor: Actor | Nobody) -> ResponseReturnValue:
    """Whom to call now. Kept on the device of whoever is signed in; signed out, the public numbers alone."""
    catalogue = releases.published(actor.release_id).catalogue
    first, more = numbers.first(catalogue, language()), numbers.more(catalogue, language())
    return page(
        "cards/worried.html",
        phones=[] if isinstance(actor, Nobody) else _phones(actor),
        first=first,
        more=more,
        sources=printed.sources((*first, *more), language()),
    )


def before_visit(actor: Actor) -> ResponseReturnValue:
    """Kept on the device of whoever is signed in, so it names neither them nor anybody they meet."""
    catalogue = releases.published(actor.release_id).catalogue
    phones = _phones(actor)
    first, more = numbers.first(catalogue, language()), numbers.more(catalogue, language())
    shown = () if any(phone.lines for phone in phones) else more
    return page(
        "cards/before-visit.html",
        cards=catalogue.cards,
        phones=phones,
        first=first,
        more=shown,
        sources=printed.sources((*first, *shown), language()),
    )


def emergency_card(actor: Actor | Nobody) -> ResponseReturnValue:
    catalogue = releases.published(actor.release_id).catalogue
    first, more = numbers.first(catalogue, language()), numbers.more(catalogue, language())
    address = codes.help_address(_public_url(), language())
    return page(
        "cards/emergency-card.html",
        cards=catalogue.cards,
        phones=[] if isinstance(actor, Nobody) else _phones(actor),
        first=first,
        more=more,
        sources=printed.sources((*first, *more), language()),
        code=codes.path(address),
        side=len(codes.rows(address)) + 2 * codes.QUIET,
    )


def emergency_card_on_paper(actor: Actor | Nobody) -> ResponseReturnValue:
    """`languages=all` gives all three, `paper=a4` four cards on a sheet; with the reader's duty phone.

    `cohort=` chooses among several: whoever teaches many prints the cards of one.
    """
    released = releases.published(actor.release_id)
    form = Form(language(), request.args.get("languages") == "all", request.args.get("paper") == "a4")
    phone = None if isinstance(actor, Nobody) else _one(actor, read_version(request.args.get("cohort")))
    drawn = _draw(released, form, today(), phone) if phone else _blank(released, form, today())
    return answers.pdf(drawn, gettext(TITLE))


@lru_cache(maxsize=16)
def _blank(released: Published, form: Form, day: date) -> bytes:
    """Without a duty phone it is the same for everybody who reads one language, and drawn once."""
    return _draw(released, form, day, None)


def _draw(released: Published, form: Form, day: date, phone: DutyPhone | None) -> bytes:
    cards = released.catalogue.cards
    if cards is None:
        raise NotFound(N_("No emergency card has been written yet."))
    edition = printed.Edition(released.catalogue, cards, released.release_id, _public_url(), day, phone)
    content = printed.data(edition, printed.order(form), on_a_sheet=form.on_a_sheet)
    return draw("cards/emergency", content, language=form.language, title=gettext(TITLE))


def _phones(actor: Actor) -> list[DutyPhone]:
    """Those of the reader's cohorts, then those of the sites where they work today."""
    return duty_phones(duty.list_for(actor)) + numbers.at_sites(sites.list_at_work(actor.id, today()))


def _one(actor: Actor, cohort_id: int) -> DutyPhone | None:
    """The number of somebody who has one, or that of a cohort; who has several writes the right one by hand."""
    found = (one for one in duty.list_for(actor) if not cohort_id or cohort_id in {x.id for x in one.cohorts})
    known = [phone for phone in duty_phones(found) if phone.lines]
    return known[0] if len(known) == 1 else None


def _public_url() -> str:
    url: str = current_app.extensions["kelim_settings"].public_url
    return url
