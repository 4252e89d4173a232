"""Saying that a list was reviewed, and ending a role that should not be there."""

from __future__ import annotations

from app.access_review import queries
from app.access_review.models import AccessReview
from app.access_review.queries import Place
from app.accounts import service as accounts
from app.accounts.actor import Actor
from app.audit import service as audit
from app.core.clock import now
from app.core.db import session
from app.core.errors import Conflict
from app.core.words import N_


def review(actor: Actor, place: Place, seen: str) -> None:
    """`seen` is the digest of what was shown. Raises Conflict if that has changed since."""
    held = queries.list_held(place)
    digest = queries.digest_of(held)
    if digest != seen:
        raise Conflict(N_("The list has changed while you read it. Look at it again, then confirm."))
    session().add(AccessReview(institution_id=place.id, by_id=actor.id, at=now(), held=len(held), digest=digest))
    audit.record(actor.id, "access.review", place.code, place=place.code, detail=f"{len(held)} {digest[:12]}")


def end_role(actor: Actor, place: Place, grant_id: int) -> None:
    """At once. Raises NotFound, or Forbidden for a role that the actor could not have given, or their own."""
    accounts.end_role(actor, queries.get_held(place, grant_id), within=place.id)


def record_export(actor: Actor, place: Place, kind: str) -> None:
    audit.record(actor.id, "access.export", place.code, place=place.code, detail=kind)
