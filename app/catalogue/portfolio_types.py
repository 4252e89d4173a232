"""What a portfolio is: competencies, the acts by which each is known, and how often it is to be observed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Words = Mapping[str, str]  # language → text
ActKind = Literal["harmful", "basic", "advanced"]
EvidenceKind = Literal["live", "recording", "simulation", "written", "audit", "report"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """Something to be seen or heard. A critical one is harmful, and seen once it undoes what was shown before."""

    id: str
    kind: ActKind
    text: Words
    is_critical: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A kind of observation, and how many of it are wanted."""

    kind: EvidenceKind
    times: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PortfolioCompetency:
    """`must_pass`: in every kind of `observed_by` it has to be met, not only observed.

    `version` is the hash of the acts: a rating points at it.
    """

    id: str
    title: Words
    acts: tuple[Act, ...]
    next_step: Words
    observed_by: tuple[Evidence, ...] = ()
    must_pass: bool = False
    version: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Portfolio:
    """What one programme wants shown. `assessors`: so many different people have to find it met.

    `remediation` is what a learner reads where something critical was seen.
    """

    programme: str
    competencies: tuple[PortfolioCompetency, ...]
    remediation: Words
    assessors: int = 2
    reviewed: Mapping[str, str] = field(default_factory=dict)

    def find(self, competency_id: str) -> PortfolioCompetency | None:
        return next((one for one in self.competencies if one.id == competency_id), None)
