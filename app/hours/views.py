"""How many hours, and why."""

from __future__ import annotations

from flask import request
from flask.typing import ResponseReturnValue

from app.accounts.actor import Actor
from app.core.errors import NotFound
from app.core.words import N_
from app.enrolment import queries as enrolment
from app.enrolment.models import Enrolment
from app.hours import figures, presenters, queries
from app.releases import queries as releases
from app.web.render import page


def own(actor: Actor) -> ResponseReturnValue:
    """The actor's own hours: of the newest enrolment, with links to the others."""
    enrolments = enrolment.list_own(actor)
    if not enrolments:
        return page("hours/none.html")
    return _page(actor, enrolments[0], others=list(enrolments[1:]))


def of_learner(actor: Actor, enrolment_id: int) -> ResponseReturnValue:
    return _page(actor, enrolment.get_enrolment(actor, enrolment_id), others=[])


def _page(actor: Actor, shown: Enrolment, others: list[Enrolment]) -> ResponseReturnValue:
    catalogue = _catalogue(actor, shown)
    programme = catalogue.programmes.get(shown.cohort.programme_id)
    totals = queries.sum_totals(shown.id)
    return page(
        "hours/hours.html",
        enrolment=shown,
        is_own=shown.person_id == actor.id,
        others=[(other, catalogue.programmes.get(other.cohort.programme_id)) for other in others],
        programme=programme,
        totals=totals,
        figures=figures.requirements(programme, totals) if programme else [],
        modules=figures.modules(catalogue, programme, totals) if programme else [],
        claims=queries.list_claims(shown.id),
        lessons=catalogue.lessons,
    )


def rows(actor: Actor, enrolment_id: int) -> ResponseReturnValue:
    """The ledger rows behind a figure: `?part=` and `?module=` narrow them. Practice is its owner's alone."""
    shown = enrolment.get_enrolment(actor, enrolment_id)
    part, module = (request.args.get(name, "").replace("\0", "") for name in ("part", "module"))
    if part in queries.PRIVATE and shown.person_id != actor.id:
        raise NotFound(N_("Practice is private: its rows open to their owner alone."))
    found = queries.list_credits(shown.id, part=part, module=module)
    catalogue = _catalogue(actor, shown)
    titles = presenters.titles(catalogue, catalogue.programmes.get(shown.cohort.programme_id))
    return page(
        "hours/rows.html",
        enrolment=shown,
        is_own=shown.person_id == actor.id,
        rows=found,
        total=sum(row.minutes for row in found),
        part=part if part in (*queries.TRAINING, *queries.PRIVATE) else "",
        about=catalogue.modules[module].title if module in catalogue.modules else titles.get(module),
        titles=titles,
        words=presenters.words(catalogue.plans),
    )


def _catalogue(actor: Actor, shown: Enrolment):  # type: ignore[no-untyped-def]
    return releases.published(shown.cohort.release_id or actor.release_id).catalogue
