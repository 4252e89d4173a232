"""The words of the field, in the reader's language with the other two beside it."""

from __future__ import annotations

from flask import request
from flask.typing import ResponseReturnValue

from app.accounts.actor import Actor
from app.learning import glossary
from app.releases import queries as releases
from app.web.languages import language
from app.web.render import page


def show(actor: Actor) -> ResponseReturnValue:
    query = request.args.get("q", "").strip()[: glossary.LONGEST_QUERY]
    found = glossary.search(releases.published(actor.release_id), language(), query)
    return page("learning/glossary.html", terms=found, query=query, longest=glossary.LONGEST_QUERY)
