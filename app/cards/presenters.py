"""The public numbers that stand on the cards."""

from __future__ import annotations

from app.catalogue.card_types import CardNumbers
from app.catalogue.types import Catalogue
from app.help_now.calls import Call, call


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
