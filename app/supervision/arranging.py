"""When and with whom: what must hold of a session before it is written down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from app.accounts.actor import Actor
from app.catalogue.practicum_types import SessionKind
from app.core.clock import now
from app.core.db import session
from app.core.errors import Conflict, Invalid, NotFound
from app.core.words import N_
from app.enrolment.models import Cohort, Enrolment
from app.placements import queries as placements
from app.placements.models import Supervisor
from app.practicum import times
from app.practicum.content import find_held, get_held
from app.practicum.policy import signs_for
from app.practicum.rules import INDIVIDUAL, LANGUAGES
from app.supervision import queries
from app.supervision.models import SupervisionSession
from app.supervision.rules import MOST_MEMBERS, MOST_NOTE

NO_MEMBER = N_("Choose who takes part.")
ONE_MEMBER = N_("This kind is with one person. Choose one, or a kind that is with a group.")
NOT_OFFERED = N_("This is not on offer here. Choose again.")
NO_KIND = N_("This kind of session is not part of the programme of everybody who takes part.")
NO_SIGNER = N_(
    "Nobody is named who would sign for this day. Check the day; if it is right, ask the coordinator to enter the "
    "placement and its supervisor."
)
NO_SIGNER_OF = N_(
    "Nobody is named who would sign for %(name)s on this day. Check the day, or leave them out; the coordinator can "
    "enter the placement and its supervisor."
)
NOT_YOURS = N_(
    "On this day somebody else signs this kind of session for one of those who take part. Leave them out, or check day "
    "and kind."
)
NO_END = N_("The end is not after the start. A session ends on the day on which it begins.")
TOO_LONG = N_("Longer than one session may be, which is %(minutes)s minutes.")
OWN_CLASH = N_("Another session lies in this time, and one meeting is one session. Change that one, or the times.")
CLASH = N_(
    "Your supervisor has another session in this time, and one meeting is one session. If it was a group, choose its "
    "kind and its times; if your times are right, ask your supervisor to correct the other one."
)


class Joinable(Conflict):
    """The learner's group has written this meeting down already: `found` is it."""

    def __init__(self, found: SupervisionSession) -> None:
        super().__init__(OWN_CLASH)
        self.found = found


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """`day`, `starts` and `ends` are the institution's wall clock; `doubled` is one of `times.DOUBLED`."""

    kind: str
    setting: str
    day: date | None
    starts: time | None
    ends: time | None
    doubled: str = ""
    mode: str
    language: str
    note: str = ""
    enrolment_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Arranged:
    """A draft that nothing speaks against."""

    members: Sequence[Enrolment]
    supervisor: Supervisor
    starts_at: datetime
    ends_at: datetime
    zone: str
    minutes: int


def arrange(actor: Actor, draft: Draft, found: SupervisionSession | None = None) -> Arranged:
    """Raises Invalid at the field, NotFound for a stranger, Joinable. `found` is the session that is changed."""
    members = _members(actor, draft)
    _require_offered(members, draft)
    zone = members[0].cohort.institution.time_zone
    starts_at, ends_at = times.moments(draft.day, draft.starts, draft.ends, zone, draft.doubled)
    if draft.day is None or starts_at is None or ends_at is None or ends_at <= starts_at:
        raise Invalid(NO_END, field="ends")
    minutes = times.minutes_between(starts_at, ends_at)
    _require_short(members, draft, minutes)
    supervisor = _supervisor(actor, members, draft, draft.day)
    queries.hold_members([one.id for one in members], supervisor.id)
    _require_free(actor, draft, (starts_at, ends_at), supervisor, found)
    return Arranged(members, supervisor, starts_at, ends_at, zone, minutes)


def _members(actor: Actor, draft: Draft) -> list[Enrolment]:
    """Who is named and exists; whether the actor may name them shows with the supervisor. Raises Invalid, NotFound."""
    ids = sorted(set(draft.enrolment_ids))
    if not ids or len(ids) > MOST_MEMBERS:
        raise Invalid(NO_MEMBER, field="members")
    if draft.setting == INDIVIDUAL and len(ids) > 1:
        raise Invalid(ONE_MEMBER, field="members")
    members = [found for one in ids if (found := session().get(Enrolment, one)) is not None]
    is_own = [one.person_id == actor.id for one in members]
    if len(members) < len(ids) or (any(is_own) and len(ids) > 1):
        raise NotFound(queries.NO_SESSION)
    if not all(is_own):
        _require_known(actor, members)
    return members


def _require_known(actor: Actor, members: Sequence[Enrolment]) -> None:
    """Everybody is somebody whose practice the actor signs, at a placement or for the whole cohort."""
    signed = placements.signed_among(actor, [one.id for one in members])
    others = [one for one in members if one.id not in signed]
    led = {one.cohort_id for one in placements.list_led(actor)} if others else set()
    if any(one.cohort_id not in led for one in others):
        raise NotFound(queries.NO_SESSION)


def _require_offered(members: Sequence[Enrolment], draft: Draft) -> None:
    for one in members:
        practicum = get_held(one.cohort).practicum
        if find_kind(one.cohort, draft.kind, draft.setting) is None:
            raise Invalid(NO_KIND, field="what")
        if draft.mode not in practicum.modes:
            raise Invalid(NOT_OFFERED, field="mode")
    if draft.language not in LANGUAGES:
        raise Invalid(NOT_OFFERED, field="language")
    if draft.doubled not in times.DOUBLED:
        raise Invalid(NOT_OFFERED, field="doubled")
    if len(draft.note) > MOST_NOTE:
        raise Invalid(NOT_OFFERED, field="note")


def find_kind(cohort: Cohort, kind: str, setting: str) -> SessionKind | None:
    """As what a member of this cohort writes such a session down."""
    held = find_held(cohort)
    return held.practicum.find_session(kind, setting) if held else None


def _require_short(members: Sequence[Enrolment], draft: Draft, minutes: int) -> None:
    for one in members:
        practicum = get_held(one.cohort).practicum
        as_what = find_kind(one.cohort, draft.kind, draft.setting)
        category = practicum.find_category(as_what.category) if as_what else None
        if category is not None and minutes > category.max_minutes:
            raise Invalid(TOO_LONG, field="ends", minutes=category.max_minutes)


def _supervisor(actor: Actor, members: Sequence[Enrolment], draft: Draft, day: date) -> Supervisor:
    """Who signs this kind of session for everybody on that day."""
    signers, is_own = {}, members[0].person_id == actor.id
    for one in members:
        standing, as_what = placements.find_covering(one.id, day), find_kind(one.cohort, draft.kind, draft.setting)
        signer = placements.signer_on(standing.placement, day, as_what.category) if standing and as_what else None
        if signer is None and not is_own:
            raise Invalid(NO_SIGNER_OF, field="day", name=f"\u2068{one.person.name}\u2069")
        if signer is None:
            raise Invalid(NO_SIGNER, field="day")
        signers[signer.id] = signer
    if len(signers) > 1 or (not is_own and not signs_for(actor) & set(signers)):
        raise Invalid(NOT_YOURS, field="day")
    return next(iter(signers.values()))


def _require_free(
    actor: Actor,
    draft: Draft,
    span: tuple[datetime, datetime],
    supervisor: Supervisor,
    found: SupervisionSession | None,
) -> None:
    """One meeting is never two sessions, of whichever kind, of the supervisor or of anybody who takes part."""
    for other in queries.list_clashing(*span, supervisor.id, draft.enrolment_ids, found.id if found else 0):
        own = any(one.enrolment_id in draft.enrolment_ids and not one.is_absent for one in other.members)
        if own or supervisor.id in signs_for(actor):
            raise Invalid(OWN_CLASH, field="starts")
        same = (other.supervisor_id, other.kind, other.setting, other.starts_at, other.ends_at)
        if draft.setting != INDIVIDUAL and found is None and same == (supervisor.id, draft.kind, draft.setting, *span):
            raise Joinable(other)
        raise Invalid(CLASH, field="starts")


def has_begun(found: SupervisionSession) -> bool:
    return found.starts_at <= now()
