"""Performances put together for lists, those of other rooms too."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from app.accounts.actor import Actor
from app.catalogue.types import Lesson, Words
from app.performance import policy, queries, rules
from app.performance.models import OPEN, Performance
from app.performance.queries import Sent
from app.releases import queries as releases


@dataclass(frozen=True, slots=True)
class Line:
    """A performance in a list. `to_rate` is the part that waits for the actor; `result` only where it may be read."""

    performance: Performance
    title: Words
    station: Words  # which of several role-plays of the lesson; empty where there is one
    sent: Mapping[str, Sent]
    to_rate: str
    result: bool | None
    is_own: bool
    may_settle: bool


def lines(actor: Actor, performances: Sequence[Performance]) -> list[Line]:
    if not performances:
        return []
    sent = queries.list_sent([one.id for one in performances])
    return [_line(actor, one, sent.get(one.id, [])) for one in performances]


def _line(actor: Actor, performance: Performance, sent: list[Sent]) -> Line:
    by_part = {one.part: one for one in sent}
    has_rated = any(one.rater_id == actor.id for one in sent)
    is_own = policy.is_own(actor, performance)
    lesson = title_of(performance)
    reads = is_own or policy.may_read_result(actor, performance, has_rated)
    return Line(
        performance,
        lesson.title if lesson else {"en": performance.lesson_id},
        _station(performance),
        by_part,
        "" if has_rated else _to_rate(actor, performance, by_part),
        performance.is_passed if reads else None,
        is_own,
        policy.may_settle(actor, performance, has_rated),
    )


def _to_rate(actor: Actor, performance: Performance, sent: Collection[str]) -> str:
    if performance.state != OPEN or not policy.may_observe(actor, performance.enrolment):
        return ""
    if rules.OBSERVER not in sent:
        return rules.OBSERVER
    return rules.SECOND if performance.second_wanted and rules.SECOND not in sent else ""


def _station(performance: Performance) -> Words:
    found = releases.published(performance.release_id).catalogue.list_sheets(performance.lesson_id)
    return next((one.title for one in found if one.id == performance.sheet_id), {}) if len(found) > 1 else {}


def title_of(performance: Performance) -> Lesson | None:
    return releases.published(performance.release_id).catalogue.lessons.get(performance.lesson_id)
