"""The list of who may do what was confirmed; what is held nationally still waits for it."""

from __future__ import annotations

from app.access_review import queries, service
from app.accounts.actor import Actor


def confirm(coordinator: Actor, institution_id: int) -> None:
    place = queries.get_place(coordinator, institution_id)
    service.review(coordinator, place, queries.digest_of(queries.list_held(place)))
