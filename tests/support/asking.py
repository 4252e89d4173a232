"""Somebody who asks to be erased, and for a correction."""

from __future__ import annotations

from app.accounts.service import Place
from app.core.db import write_transaction
from app.demo.cast import actor_of
from app.privacy import asking, correcting
from tests.support.school import School


def ask_for_things(school: School, place: Place, mark: str) -> tuple[int, int]:
    """The wish to be erased and the one for a correction, of somebody at an institution."""
    person = school.person("reviewer", place, name=f"{mark} Asker")
    with school.app.app_context(), write_transaction():
        actor = actor_of(person)
        return asking.ask(actor).id, correcting.ask(actor, f"{mark} is written wrongly").id
