"""Sessions, agendas and decisions as pages show them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from app.accounts.actor import Actor
from app.catalogue.practicum_types import Practicum
from app.core.clock import now
from app.core.errors import KelimError
from app.core.spoken import SPOKEN
from app.enrolment.models import Enrolment
from app.practicum import times
from app.practicum.content import find_held
from app.practicum.models import APPROVED
from app.supervision import agenda, policy, reach, signing, words
from app.supervision.agenda import Line, Part
from app.supervision.case_presenters import MODES, language_of
from app.supervision.entries import digest_of
from app.supervision.forms import SessionForm
from app.supervision.led import Led
from app.supervision.models import CANCELLED, SIGNED, SupervisionMember, SupervisionSession
from app.web.formats import clock, isolated
from app.web.forms import SelectChoice
from app.web.languages import gettext


@dataclass(frozen=True, slots=True)
class Row:
    """A session in a list."""

    session: SupervisionSession
    kind: str
    state: str
    tone: str
    starts: Markup
    ends: Markup
    people: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Side:
    """A member's part as the reader sees it, and how far it is signed."""

    part: Part
    is_own: bool
    may_decide: bool
    is_signed: bool
    is_countersigned: bool
    is_over: bool  # both have signed
    is_returned: bool
    comment: str
    has_changed: bool  # what both signed is not what stands

    @property
    def member(self) -> SupervisionMember:
        return self.part.member

    @property
    def risks(self) -> int:
        return sum(1 for one in self.part.waiting if one.is_risk)


def row(found: SupervisionSession) -> Row:
    word, tone = words.STATES[found.state]
    if found.state == "planned" and found.ends_at <= now():
        word, tone = words.STATES["held"]
    return Row(
        session=found,
        kind=gettext(words.kind(found.kind, found.setting)),
        state=gettext(word),
        tone=tone,
        starts=clock(found.starts_at, found.zone),
        ends=clock(found.ends_at, found.zone),
        people=tuple(one.enrolment.person.name for one in found.members),
    )


def rows(found: Iterable[SupervisionSession]) -> list[Row]:
    return [row(one) for one in found]


def sides(actor: Actor, found: SupervisionSession) -> list[Side]:
    """The reader's own part, or, for whoever holds the session, everybody's."""
    is_holder = policy.is_supervisor(actor, found)
    members = [one for one in found.members if is_holder or one.enrolment.person_id == actor.id]
    return [_side(actor, found, part, is_holder=is_holder) for part in reach.of_session(actor, found, members)]


def _side(actor: Actor, found: SupervisionSession, part: Part, *, is_holder: bool) -> Side:
    member, digest = part.member, digest_of(found, part.member)
    entry = member.entry
    is_over = entry is not None and entry.status == APPROVED
    is_own = member.enrolment.person_id == actor.id
    last = entry.decisions[-1] if entry is not None and entry.status == "returned" and entry.decisions else None
    return Side(
        part=part,
        is_own=is_own,
        may_decide=(is_own or is_holder) and not agenda.is_closed(found, member),
        is_signed=signing.is_signed(member, digest),
        is_countersigned=signing.is_countersigned(member, digest),
        is_over=is_over,
        is_returned=last is not None,
        comment=last.comment if last else "",
        has_changed=is_over and member.digest != digest,
    )


def offer(form: SessionForm, learners: Sequence[Enrolment], kinds: Collection[tuple[str, str]] = ()) -> None:
    """What the programmes of these learners offer; of sessions only `kinds`, if any are named."""
    practica = [held.practicum for one in learners if (held := find_held(one.cohort))]
    modes = dict.fromkeys(mode for one in practica for mode in one.modes)
    form.offer(
        what=_kinds(practica, kinds),
        modes=[(mode, gettext(MODES[mode])) for mode in modes],
        languages=[(code, language_of(code)) for code in SPOKEN],
        people=[(one.id, isolated(one.person.name)) for one in learners],
    )


def _kinds(practica: Iterable[Practicum], only: Collection[tuple[str, str]]) -> list[SelectChoice]:
    offered = {(one.kind, one.setting): None for practicum in practica for one in practicum.sessions}
    found = [one for one in offered if not only or one in only]
    ordered = sorted(found, key=lambda one: (list(words.KINDS).index(one[0]), one[1] == "group"))
    return [SelectChoice(f"{kind}/{setting}", gettext(words.kind(kind, setting))) for kind, setting in ordered]


def kinds_of(one: Led) -> str:
    return " · ".join(gettext(words.kind(*found)) for found in one.kinds)


def next_line(sides: Iterable[Side], after: Line | None = None) -> Line | None:
    """The riskiest line that waits, of the same member first."""
    waiting = [line for side in sides if side.may_decide for line in side.part.waiting]
    same = [one for one in waiting if after is not None and one.enrolment_id == after.enrolment_id]
    return next(iter(same or waiting), None)


def path_of(found: SupervisionSession, line: Line) -> str:
    if line.case is None:
        return f"/supervision/{found.id}/people/{line.enrolment_id}"
    return f"/supervision/{found.id}/cases/{line.case.id}"


def has_sessions(learner: Enrolment) -> bool:
    held = find_held(learner.cohort)
    return held is not None and bool(held.practicum.sessions)


def is_doubled(form: SessionForm, zone: str) -> bool:
    """Whether the clock shows one of the form's times twice."""
    try:
        found = times.moments(form.day.data, form.starts.data, form.ends.data, zone)
    except KelimError:
        return False
    return any(times.is_doubled(one, zone) for one in found if one)


def is_open(found: SupervisionSession) -> bool:
    return found.state not in (CANCELLED, SIGNED)
