"""The public numbers that stand on the cards, and whom a learner calls where they work."""

from __future__ import annotations

from collections.abc import Sequence

from app.catalogue.card_types import CardNumbers
from app.catalogue.types import Catalogue
from app.duty.phones import DutyPhone, line
from app.help_now.calls import Call, call
from app.placements.models import Site


def first(catalogue: Catalogue, language: str) -> tuple[Call, ...]:
    """Who is called when there is danger now."""
    return _calls(catalogue, catalogue.cards.danger if catalogue.cards else None, language)


def more(catalogue: Catalogue, language: str) -> tuple[Call, ...]:
    """Who is called without danger."""
    return _calls(catalogue, catalogue.cards.talk if catalogue.cards else None, language)


def _calls(catalogue: Catalogue, numbers: CardNumbers | None, language: str) -> tuple[Call, ...]:
    """In the card's order; a contact that the release does not hold is left out."""
    ids = numbers.contacts if numbers else ()
    return tuple(call(catalogue.contacts[one], language) for one in ids if one in catalogue.contacts)


def at_sites(found: Sequence[Site]) -> list[DutyPhone]:
    """Sites that name somebody to call. One alone is not named: a card on a lost phone tells where nobody works."""
    known = [site for site in found if site.contact_phone]
    return [_at_site(site, is_named=len(known) > 1) for site in known]


def _at_site(site: Site, *, is_named: bool) -> DutyPhone:
    lines = [line(site.contact_name, site.contact_phone)]
    if site.stand_in_phone:
        lines.append(line(site.stand_in_name, site.stand_in_phone))
    return DutyPhone(
        institution={},
        cohorts=(),
        lines=tuple(lines),
        hours={},
        is_confirmed=site.contact_rung_on is not None,
        is_site=True,
        site=site.name if is_named else "",
        hours_as_written=site.contact_hours,
    )
