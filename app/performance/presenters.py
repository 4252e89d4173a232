"""Sheets, ratings and results as pages show them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from app.accounts.actor import Actor
from app.catalogue.types import Behaviour, Competency, in_language
from app.performance import policy, queries, rules, service, sheets
from app.performance.models import CANCELLED, SETTLED, Performance, PerformanceRating
from app.performance.queries import Sent
from app.web.formats import isolated

KINDS = ("basic", "advanced", "harmful")  # in the order in which a sheet shows them


@dataclass(frozen=True, slots=True)
class Part:
    """Behaviours of one kind; `kind` is empty where the reader is not to know kinds."""

    kind: str
    behaviours: tuple[Behaviour, ...]


@dataclass(frozen=True, slots=True)
class Watch:
    """A competency on a sheet."""

    competency: Competency
    parts: tuple[Part, ...]


def watches(competencies: Iterable[Competency], *, with_kinds: bool) -> list[Watch]:
    """For assessors by kind; learners rate themselves on behaviours as they stand in the file."""
    return [Watch(one, _by_kind(one) if with_kinds else (Part("", one.behaviours),)) for one in competencies]


def _by_kind(competency: Competency) -> tuple[Part, ...]:
    return tuple(Part(kind, tuple(one for one in competency.behaviours if one.kind == kind)) for kind in KINDS)


@dataclass(frozen=True, slots=True)
class Verdict:
    """One rating as assessors read it."""

    part: str
    rating: PerformanceRating
    assessment: rules.Assessment
    seen: tuple[Behaviour, ...]


def verdicts(watched: sheets.Watched, ratings: Iterable[PerformanceRating]) -> list[Verdict]:
    known = rules.behaviours_of(watched.competencies)
    found = [
        Verdict(
            one.part,
            one,
            rules.assess(watched.sheet, watched.competencies, one.ticks),
            tuple(act for name, act in known.items() if name in one.ticks),
        )
        for one in ratings
    ]
    return sorted(found, key=lambda one: rules.PARTS.index(one.part))


def differing(found: Iterable[Verdict]) -> set[str]:
    """Competencies at which two raters came to different levels."""
    levels = [one.assessment.levels for one in found if one.part != rules.SELF]
    return {name for name in levels[0] if len({one[name] for one in levels}) > 1} if levels else set()


def readable(actor: Actor, performance: Performance) -> list[PerformanceRating]:
    """The ratings that an assessor may read now: all once the blind second one is in, before only the own."""
    own = queries.find_rating_of(performance.id, actor.id)
    if policy.may_read_result(actor, performance, own is not None):
        return list(queries.list_ratings(performance.id).values())
    return [own] if own is not None else []


@dataclass(frozen=True, slots=True)
class Own:
    """A learner's own role-play. `must_choose`: rate yourself first, or read the result without."""

    sent: Sent | None
    may_rate: bool
    must_choose: bool
    feedback: rules.Feedback | None
    plan: str


def own(actor: Actor, performance: Performance, watched: sheets.Watched) -> Own:
    sent = {one.part: one for one in queries.list_sent([performance.id]).get(performance.id, [])}
    may_rate = policy.may_send(actor, performance, rules.SELF, watched.sheet.raters) and service.is_free(
        actor, performance, rules.SELF
    )
    is_settled = performance.state == SETTLED
    must_choose = is_settled and may_rate
    shows = is_settled and not must_choose
    ratings = queries.list_ratings(performance.id) if shows else {}
    observer = ratings.get(rules.OBSERVER)
    remediation = queries.find_remediation(performance.id) if shows else None
    return Own(
        sent.get(rules.SELF),
        may_rate and performance.state != CANCELLED,
        must_choose,
        rules.feedback(watched.competencies, observer.ticks) if observer else None,
        remediation.plan if remediation else "",
    )


def lesson_choices(rated: Iterable[sheets.Rated], lang: str) -> list[tuple[str, str]]:
    """A lesson; where it asks for several role-plays, each of them alone as well: "lesson:sheet"."""
    choices = []
    for one in rated:
        lesson = one.lesson
        title = f"{lesson.number} {isolated(in_language(lesson.title, lang, lesson.source_language)[1])}".strip()
        choices.append((lesson.id, title))
        if len(one.sheets) > 1:
            choices += [
                (f"{lesson.id}:{x.id}", f"{title}: {isolated(in_language(x.title, lang)[1])}") for x in one.sheets
            ]
    return choices
