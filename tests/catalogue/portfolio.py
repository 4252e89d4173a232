"""A small, faultless file of portfolios for the sample tree, and the faults that can be planted in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.catalogue.portfolios import PORTFOLIOS
from tests.catalogue.samples import files

KINDS = ("harmful", "basic", "basic", "basic", "advanced")


def _words(text: str) -> str:
    return f"{{en: {text}, he: {text} בעברית, ar: {text} بالعربية}}"


def _act(name: str, kind: str, number: int) -> str:
    critical = "critical: true, " if name == "risk" and kind == "harmful" else ""
    return f"      - {{id: {name}-{number}, kind: {kind}, {critical}text: {_words(f'Does {name}-{number}')}}}\n"


def _competency(name: str) -> str:
    acts = "".join(_act(name, kind, number) for number, kind in enumerate(KINDS, 1))
    return (
        f"  - id: {name}\n    title: {_words(name.title())}\n    behaviours:\n{acts}"
        f"    next_step: {_words(f'Practise {name} once more')}\n"
    )


WANTED = """    competencies:
      - {id: meeting, observed_by: [{kind: live, times: 3}]}
      - {id: risk, must_pass: true, observed_by: [{kind: simulation}, {kind: live}]}
"""
PORTFOLIO = (
    "reviewed: {clinical: 2026-11-01 R. Cohen}\ncompetencies:\n"
    + _competency("meeting")
    + _competency("risk")
    + f"""portfolios:
  - programme: mentors
    assessors: 2
    remediation: {_words("We practise it together")}
{WANTED}"""
)


@dataclass(frozen=True)
class PortfolioFault:
    """`at` is a snippet that stands on the line to be named."""

    code: str
    old: str
    new: str
    at: str
    severity: str = "error"


FAULTS = (
    PortfolioFault("unknown-key", "assessors: 2", "asessors: 2", "asessors"),
    PortfolioFault("missing-key", "    remediation:", "    #", "  - programme: mentors"),
    PortfolioFault("bad-value", "kind: advanced", "kind: excellent", "excellent"),
    PortfolioFault("bad-value", "kind: simulation", "kind: dream", "dream"),
    PortfolioFault("bad-value", "must_pass: true", "must_pass: yes", "must_pass: yes"),
    PortfolioFault("bad-id", "id: meeting-1,", "id: Meeting,", "Meeting,"),
    PortfolioFault("bad-id", "id: meeting-1,", f"id: {'m' * 41},", "mmmm"),
    PortfolioFault("duplicate-id", "id: risk-1,", "id: meeting-1,", "critical"),
    PortfolioFault("duplicate-id", "{id: risk, must", "{id: meeting, must", "must_pass"),
    PortfolioFault("critical-kind", "kind: basic, text", "kind: basic, critical: true, text", "kind: basic, critical"),
    PortfolioFault("unknown-competency", "{id: risk, must", "{id: rissk, must", "rissk"),
    PortfolioFault("unknown-programme", "programme: mentors", "programme: mentor", "programme: mentor"),
    PortfolioFault("portfolio-assessors", "assessors: 2", "assessors: 1", "assessors: 1"),
    PortfolioFault("portfolio-empty", WANTED, "    competencies: []\n", "competencies: []"),
    PortfolioFault("observed-by", "[{kind: live, times: 3}]", "[]", "{id: meeting, observed"),
    PortfolioFault("observed-by", "times: 3", "times: 0", "times: 0"),
    PortfolioFault("observed-by", "{kind: simulation}", "{kind: live}", "must_pass"),
    PortfolioFault("behaviour-count", "id: risk-5, kind: advanced", "id: risk-5, kind: basic", "  - id: risk"),
    PortfolioFault("translation-missing", ", ar: Does risk-2 بالعربية", "", "id: risk-2"),
    PortfolioFault("translation-missing", ", he: We practise it together בעברית", "", "remediation:"),
    PortfolioFault("review-pending", "2026-11-01 R. Cohen", "pending", "reviewed:", "warning"),
    PortfolioFault("bad-date", "2026-11-01 R. Cohen", "soon", "reviewed:"),
)


def with_portfolio(text: str = PORTFOLIO) -> Mapping[str, bytes]:
    return files() | {PORTFOLIOS: text.encode()}
