"""Letters to supervisors without an account: once a week while lines wait, or at once when a coordinator asks."""

from __future__ import annotations

from datetime import UTC, timedelta

from sqlalchemy import select

from app.accounts.actor import Actor, person_id
from app.catalogue.types import in_language
from app.core.clock import now, zone
from app.core.db import hold, session, write_transaction
from app.core.errors import Conflict
from app.core.words import N_
from app.jobs import letters
from app.placements.models import Supervisor
from app.practicum import signing_link_queries, signing_links
from app.practicum.signing_rules import Rhythm

NOTHING = N_("Nothing waits for this supervisor, so that there is nothing to send.")


def send_weekly(rhythm: Rhythm) -> int:
    """On the day of letters, to everybody who has not had one that day; called often. Returns how many were sent."""
    local = now().astimezone(zone(rhythm.time_zone))
    if not rhythm.is_letter_day(local):
        return 0
    since = local.replace(hour=0, minute=0, second=0, microsecond=0).astimezone(UTC)
    sent = 0
    for supervisor_id in signing_link_queries.list_due(local.date(), since):
        with write_transaction():
            hold(select(Supervisor.id).where(Supervisor.id == supervisor_id).with_for_update())
            if supervisor_id in signing_link_queries.list_due(local.date(), since):
                sent += _write(session().get_one(Supervisor, supervisor_id), rhythm.link_lasts)
    return sent


def send_now(actor: Actor, supervisor: Supervisor, lasts: timedelta) -> None:
    """The caller has checked whose supervisor it is. Raises Conflict if nothing waits."""
    hold(select(Supervisor.id).where(Supervisor.id == supervisor.id).with_for_update())
    if not _write(supervisor, lasts, person_id(actor)):
        raise Conflict(NOTHING)


def _write(supervisor: Supervisor, lasts: timedelta, by_id: int | None = None) -> bool:
    sent = signing_links.issue(supervisor, lasts, by_id)
    if sent is None:
        return False
    letters.post(
        "signing",
        signing_links.recipient(supervisor),
        link=sent.path,
        lines=sent.lines,
        institution=in_language(supervisor.institution.names, supervisor.language)[1],
        days=lasts // timedelta(days=1),
    )
    return True
