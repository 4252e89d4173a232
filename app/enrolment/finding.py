"""Places by name: whoever coordinates a whole country has too many to choose from a list."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import contains_eager

from app.accounts import policy as accounts
from app.accounts.actor import Actor
from app.accounts.models import Institution
from app.core.db import session
from app.core.words import LANGUAGES
from app.enrolment import policy
from app.enrolment.models import Cohort

MOST, LONGEST = 60, 80


@dataclass(frozen=True, slots=True)
class Found:
    """The newest cohorts and the first institutions that `words` name; `is_cut` where there are more of either."""

    words: str
    cohorts: Sequence[Cohort]
    institutions: Sequence[Institution]
    is_cut: bool

    def offered(self) -> Iterator[tuple[str, str, Mapping[str, str]]]:
        """What a form sends for each place, the name of a cohort, and those of its institution; cohorts first."""
        for cohort in self.cohorts:
            yield f"cohort:{cohort.id}", cohort.name, cohort.institution.names
        for one in self.institutions:
            yield f"institution:{one.id}", "", one.names

    @property
    def asks(self) -> bool:
        """A field to find a place by belongs on the page."""
        return self.is_cut or bool(self.words)


def find_places(actor: Actor, words: str = "", chosen: str = "") -> Found:
    """Places that the actor coordinates; among them `chosen` ("cohort:12"), whatever the words are, if it is theirs."""
    words = tidy(words)
    cohorts = list(session().scalars(_cohorts(actor, words).limit(MOST + 1)))
    institutions = list(session().scalars(_institutions(actor, words).limit(MOST + 1)))
    is_cut = len(cohorts) > MOST or len(institutions) > MOST
    return Found(
        words, _with_chosen(actor, cohorts[:MOST], chosen), _with_own(actor, institutions[:MOST], chosen), is_cut
    )


def find_institutions(actor: Actor, words: str = "") -> Found:
    words = tidy(words)
    institutions = list(session().scalars(_institutions(actor, words).limit(MOST + 1)))
    return Found(words, [], institutions[:MOST], len(institutions) > MOST)


def tidy(words: str) -> str:
    return " ".join(words.split())[:LONGEST]


def _cohorts(actor: Actor, words: str) -> Select[Cohort]:
    wanted = select(Cohort).join(Cohort.institution).options(contains_eager(Cohort.institution))
    fits = (or_(Cohort.name.icontains(word, autoescape=True), named(word)) for word in words.split())
    wanted = wanted.where(policy.visible_cohorts(actor, policy.COORDINATING), *fits)
    return wanted.order_by(Cohort.starts_on.desc(), Cohort.name, Cohort.id)


def _institutions(actor: Actor, words: str) -> Select[Institution]:
    fits = map(named, words.split())
    return select(Institution).where(accounts.visible_institutions(actor), *fits).order_by(Institution.code)


def named(word: str) -> ColumnElement[bool]:
    """SQL over `Institution`: one of its names, or its code, holds the word."""
    names = (Institution.names[code].as_string().icontains(word, autoescape=True) for code in LANGUAGES)
    return or_(Institution.code.icontains(word, autoescape=True), *names)


def _with_chosen(actor: Actor, cohorts: list[Cohort], chosen: str) -> list[Cohort]:
    one = session().get(Cohort, _id_in(chosen, "cohort"))
    if one is None or one in cohorts or not policy.may_see_cohort(actor, one, policy.COORDINATING):
        return cohorts
    return [one, *cohorts]


def _with_own(actor: Actor, institutions: list[Institution], chosen: str) -> list[Institution]:
    one = session().get(Institution, _id_in(chosen, "institution"))
    if one is None or one in institutions or not accounts.may_see_institution(actor, one):
        return institutions
    return [one, *institutions]


def _id_in(chosen: str, kind: str) -> int:
    """0, which nothing has, where a place of another kind or none is named."""
    place_kind, _, number = chosen.partition(":")
    return int(number) if place_kind == kind and number.isdecimal() and len(number) < 10 else 0
