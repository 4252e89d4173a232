"""What stands on the cards, for pages and for paper."""

from __future__ import annotations

from collections.abc import Iterable

from app.catalogue.types import Catalogue
from app.help_now.presenters import Call, call


def calls(catalogue: Catalogue, ids: Iterable[str], language: str) -> tuple[Call, ...]:
    """Contacts of the card in its order; one that the release does not hold is left out."""
    return tuple(call(catalogue.contacts[one], language) for one in ids if one in catalogue.contacts)
