"""The page on which the trail is searched."""

from __future__ import annotations

from flask import request
from flask.typing import ResponseReturnValue

from app.accounts.actor import Actor
from app.audit import setup as audit_setup
from app.core.clock import today
from app.core.db import write_transaction
from app.trail import policy, presenters, queries, rules, service, wording
from app.web.render import page


def search(actor: Actor) -> ResponseReturnValue:
    wanted = rules.read(request.args, today(), wording.NOUNS)
    queries.require_search(actor, wanted)
    institutions, people = queries.list_institutions(actor), queries.find_people(actor, wanted.who)
    found = queries.search(actor, wanted, people)
    with write_transaction():
        service.record_search(actor, wanted, people, [one.id for one in institutions])
    names = presenters.names(found.names, institutions)
    lines = [presenters.line(event, names) for event in found.events]
    return page(
        "trail/search.html",
        wanted=wanted,
        lines=lines,
        older=wanted.older(found.events[-1].id) if found.is_more else "",
        kinds=presenters.kinds(),
        institutions=[(one.id, presenters.name_of(one)) for one in institutions],
        sees_all=policy.sees_all(actor),
        seal=audit_setup.details() if policy.sees_all(actor) else None,
        nobody=bool(wanted.who) and not people,
    )
