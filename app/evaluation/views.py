"""The evaluator's page."""

from __future__ import annotations

from flask.typing import ResponseReturnValue

from app.accounts.actor import Actor
from app.core.suppression import SMALLEST_GROUP
from app.core.words import ENDONYMS
from app.evaluation import queries
from app.web.render import page


def show(actor: Actor) -> ResponseReturnValue:
    return page(
        "evaluation/evaluation.html",
        years=queries.list_years(actor),
        asked=queries.list_asked(actor),
        names=ENDONYMS,
        smallest_group=SMALLEST_GROUP,
    )
