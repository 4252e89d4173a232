"""The duty phone of the demo: numbers that nobody can have, and that say so."""

from __future__ import annotations

from app.accounts.actor import Actor
from app.duty import queries, service

NAME = "הדגמה · تجريبي · demo"
DRAFT = service.DutyDraft(
    name=NAME,
    phone="050-000-0000",
    hours={"he": "ביום ובלילה (הדגמה)", "ar": "ليلًا ونهارًا (تجريبي)", "en": "Day and night (demonstration)"},
    backup_name=NAME,
    backup_phone="050-000-0001",
)


def set_phone(coordinator: Actor, institution_id: int) -> None:
    service.put(coordinator, queries.get_post_of_institution(coordinator, institution_id), DRAFT, 0)


def ring(coordinator: Actor, institution_id: int) -> None:
    post = queries.get_post_of_institution(coordinator, institution_id)
    if post.contact:
        service.confirm(coordinator, post, post.contact.id)
