"""Sending a rating: once, whole, and never changed afterwards."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from app.accounts.actor import Actor
from app.core.clock import now
from app.core.db import insert_unless_there, session
from app.core.errors import Conflict, Invalid, NotFound
from app.core.words import N_
from app.performance import policy, queries, rules, settling, sheets
from app.performance.models import CANCELLED, OPEN, SETTLED, Performance, PerformanceRating
from app.performance.opening import record

TAKEN = N_("Somebody else has sent this rating already. What you ticked is still here.")
OVER = N_("This role-play takes no more ratings. What you ticked is still here.")
ONE_PART = N_("You have rated this role-play already, and each rater rates once. What you ticked is still here.")
ARRIVED = N_(
    "This sheet had arrived before your last change, and what arrived counts. A coordinator can cancel the role-play."
)
NO_PART = N_("There is no such rating sheet for you.")
NOTHING = N_("Nothing is ticked. If you really saw none of it, say so at the end of the sheet.")
UNKNOWN = N_("The sheet has changed. Reload the page; your ticks stay on this device.")
_KEY = re.compile(r"[A-Za-z0-9_-]{16,64}")


@dataclass(frozen=True, slots=True)
class RatingDraft:
    """`client_key` is made once where the sheet is filled: however often it arrives, it is one rating."""

    ticks: Collection[str]
    note: str
    client_key: str
    language: str
    is_blank_meant: bool = False


def send(actor: Actor, performance: Performance, part: str, draft: RatingDraft) -> PerformanceRating:
    """Returns the rating that stands. Raises NotFound for a part that is not the actor's, Conflict, Invalid."""
    watched = sheets.get_watched(performance)
    if not policy.may_send(actor, performance, part, watched.sheet.raters):
        raise NotFound(NO_PART)
    queries.lock(performance)
    before = queries.find_by_key(draft.client_key)
    if before is not None:
        return _as_sent(_same(before, actor, performance, part), draft)
    require_free(actor, performance, part)
    values = _checked(watched, draft) | {
        "performance_id": performance.id,
        "rater_id": actor.id,
        "part": part,
        "sent_at": now(),
    }
    if not insert_unless_there(PerformanceRating, values):
        raise Conflict(TAKEN)
    record(actor, performance, performance.enrolment, "performance.rate", part)
    if part != rules.SELF:
        settling.judge(actor, performance)
    return _same(queries.find_by_key(draft.client_key), actor, performance, part)


def open_result(performance: Performance) -> None:
    """The learner reads the result without having rated themselves; from here on it would not be their own view."""
    queries.lock(performance)
    if performance.state != SETTLED:
        raise Conflict(N_("There is no result yet."))
    performance.seen_at = performance.seen_at or now()
    session().flush()


def is_free(actor: Actor, performance: Performance, part: str) -> bool:
    """Whether this part still waits for this actor, who may send it."""
    try:
        require_free(actor, performance, part)
    except Conflict:
        return False
    return True


def _same(rating: PerformanceRating | None, actor: Actor, performance: Performance, part: str) -> PerformanceRating:
    """A key belongs to one sheet of one rater."""
    if rating is None or (rating.rater_id, rating.performance_id, rating.part) != (actor.id, performance.id, part):
        raise Conflict(TAKEN)
    return rating


def _as_sent(rating: PerformanceRating, draft: RatingDraft) -> PerformanceRating:
    """Whoever never heard that it had arrived may have gone on ticking: that must not look as if it had arrived too."""
    if set(rating.ticks) != set(draft.ticks) or rating.note != draft.note.strip():
        raise Conflict(ARRIVED)
    return rating


def require_free(actor: Actor, performance: Performance, part: str) -> None:
    sent = queries.list_sent([performance.id]).get(performance.id, [])
    own = next((one for one in sent if one.rater_id == actor.id), None)
    if own is not None:
        raise Conflict(ONE_PART)
    if any(one.part == part for one in sent):
        raise Conflict(TAKEN)
    if part == rules.SELF:
        is_over = performance.state == CANCELLED or performance.seen_at is not None
    else:
        is_over = performance.state != OPEN
    if is_over:
        raise Conflict(OVER)


def _checked(watched: sheets.Watched, draft: RatingDraft) -> dict[str, object]:
    known = rules.behaviours_of(watched.competencies)
    if set(draft.ticks) - set(known) or not _KEY.fullmatch(draft.client_key):
        raise Invalid(UNKNOWN)
    if not draft.ticks and not draft.is_blank_meant:
        raise Invalid(NOTHING, field="is_blank_meant")
    if len(draft.note) > rules.LONGEST_NOTE:
        raise Invalid(N_("At most 2000 characters."), field="note")
    return {
        "ticks": [name for name in known if name in draft.ticks],
        "note": draft.note.strip(),
        "client_key": draft.client_key,
        "language": draft.language,
    }
