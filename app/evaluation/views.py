"""The evaluator's page."""

from __future__ import annotations

from flask import request
from flask.typing import ResponseReturnValue

from app.accounts.actor import Actor
from app.core.suppression import SMALLEST_GROUP
from app.core.words import ENDONYMS
from app.evaluation import queries
from app.web.render import page


def show(actor: Actor) -> ResponseReturnValue:
    found = queries.find_places(actor, request.args.get("find", ""))
    return page(
        "evaluation/evaluation.html",
        found=found,
        years=queries.list_years(actor, found),
        practised=queries.list_practised(actor, found),
        asked=queries.list_asked(actor),
        names=ENDONYMS,
        smallest_group=SMALLEST_GROUP,
    )
