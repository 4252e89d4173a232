"""This week's exercise to read without a connection: kept on the device, so it names nobody and has no form."""

from __future__ import annotations

from flask.typing import ResponseReturnValue

from app.accounts.actor import Actor
from app.core.errors import NotFound
from app.practice import queries as practice
from app.sittings import presenters, queries
from app.web.languages import language
from app.web.render import page


def kept(actor: Actor) -> ResponseReturnValue:
    """Raises NotFound where nothing is to be done."""
    offered = next((year.offer().exercise for year in practice.list_own(actor)), "")
    if not offered:
        raise NotFound(queries.NO_EXERCISE)
    seat = queries.get_seat(actor, offered)
    steps = presenters.steps(seat.content, offered, "full", language())
    texts = presenters.texts(seat.exercise, language())
    return page("sittings/kept.html", exercise=seat.exercise, texts=texts, steps=steps)
