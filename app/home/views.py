"""`/`: for whoever is signed out, for a learner, for staff."""

from __future__ import annotations

from flask.typing import ResponseReturnValue

from app.accounts.actor import Actor, Nobody
from app.home import presenters
from app.progress import queries as progress
from app.web.languages import language
from app.web.render import page


def home(actor: Actor | Nobody) -> ResponseReturnValue:
    if isinstance(actor, Nobody):
        return page("home/welcome.html")
    learning = progress.list_learning(actor.id)
    if learning:
        return page("home/learner.html", **presenters.learner(actor, learning, language()))
    return page("home/staff.html", **presenters.staff(actor))


def staff(actor: Actor) -> ResponseReturnValue:
    """The staff page of somebody who learns as well, and whose first page is therefore the learner's."""
    return page("home/staff.html", **presenters.staff(actor))
