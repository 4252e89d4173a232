"""The words of the field, in the reader's language with the other two beside it."""

from __future__ import annotations

from flask.typing import ResponseReturnValue

from app.accounts.actor import Actor
from app.core.words import LANGUAGES, direction_of
from app.releases import queries as releases
from app.web.languages import language
from app.web.render import page


def show(actor: Actor) -> ResponseReturnValue:
    lang = language()
    terms = releases.published(actor.release_id).catalogue.glossary
    others = [(code, direction_of(code)) for code in LANGUAGES if code != lang]
    ordered = sorted(terms.items(), key=lambda one: one[1]["term"].get(lang, one[0]).casefold())
    return page("learning/glossary.html", terms=ordered, others=others)
