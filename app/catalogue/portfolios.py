"""`curriculum/pwp-competencies.yaml` → portfolios by programme."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import cast, get_args

from app.catalogue.findings import nearest
from app.catalogue.inline import ID
from app.catalogue.places import Places
from app.catalogue.portfolio_types import Act, ActKind, Evidence, EvidenceKind, Portfolio, PortfolioCompetency
from app.catalogue.yaml_records import Record, Value

PORTFOLIOS = "curriculum/pwp-competencies.yaml"
ACT_KINDS: Sequence[str] = get_args(ActKind)
EVIDENCE_KINDS: Sequence[str] = get_args(EvidenceKind)
LONGEST_ID = 40  # as long as a row has room for


def read_portfolios(root: Value, places: Places) -> dict[str, Portfolio]:
    """Reports what is wrong at its line and leaves something harmless instead."""
    reader = _Reader(places)
    record = root.record(("reviewed",), ("competencies", "portfolios"))
    places.put("portfolios", record.place)
    places.put("portfolios:reviewed", record.place_of("reviewed"))
    known = {one.id: one for one in map(reader.competency, record.items("competencies"))}
    reviewed = record.mapping("reviewed")
    found = [reader.portfolio(value, known, reviewed) for value in record.items("portfolios")]
    return {one.programme: one for one in found}


def version_of(acts: Iterable[Act]) -> str:
    """The hash of what an assessor ticks and what it counts for: ratings of the same version can be compared."""
    rated = [[one.id, one.kind, one.is_critical, dict(sorted(one.text.items()))] for one in acts]
    text = json.dumps(rated, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


class _Reader:
    """`taken` are the ids of the file: a rating names acts by theirs alone."""

    def __init__(self, places: Places) -> None:
        self.places, self.report = places, places.report
        self.taken: set[tuple[str, str]] = set()

    def identifier(self, record: Record, kind: str, key: str = "id") -> str:
        identifier, place = record.required_text(key), record.place_of(key)
        if identifier and (not ID.fullmatch(identifier) or len(identifier) > LONGEST_ID):
            hint = f"lower-case letters, digits, hyphens; {LONGEST_ID} at most"
            self.report.error(place, "bad-id", f'"{identifier[:60]}" cannot be an id', hint)
        if (kind, identifier) in self.taken:
            self.report.error(place, "duplicate-id", f'the {kind} "{identifier}" stands here twice')
        self.taken.add((kind, identifier))
        self.places.put(f"portfolio:{kind}:{identifier}", record.place)
        return identifier

    def competency(self, value: Value) -> PortfolioCompetency:
        record = value.record((), ("id", "title", "behaviours", "next_step"))
        identifier = self.identifier(record, "competency")
        self.places.put(f"portfolio:next_step:{identifier}", record.place_of("next_step"))
        acts = tuple(map(self.act, record.items("behaviours")))
        return PortfolioCompetency(
            id=identifier,
            title=record.words("title"),
            acts=acts,
            next_step=record.words("next_step"),
            version=version_of(acts),
        )

    def act(self, value: Value) -> Act:
        record = value.record(("critical",), ("id", "kind", "text"))
        kind = cast("ActKind", record.choice("kind", ACT_KINDS, "basic"))
        is_critical = record.truth("critical")
        if is_critical and kind != "harmful":
            message = "only a harmful behaviour can be critical"
            self.report.error(record.place_of("critical"), "critical-kind", message, "kind: harmful")
        identifier = self.identifier(record, "behaviour")
        return Act(id=identifier, kind=kind, text=record.words("text"), is_critical=is_critical)

    def portfolio(
        self, value: Value, known: Mapping[str, PortfolioCompetency], reviewed: Mapping[str, str]
    ) -> Portfolio:
        record = value.record(("assessors",), ("programme", "remediation", "competencies"))
        programme = self.identifier(record, "portfolio", "programme")
        for key in ("programme", "assessors", "remediation", "competencies"):
            self.places.put(f"portfolio:{programme}:{key}", record.place_of(key))
        wanted = [self._wanted(programme, one, known) for one in record.items("competencies")]
        return Portfolio(
            programme=programme,
            competencies=tuple(one for one in wanted if one is not None),
            remediation=record.words("remediation"),
            assessors=record.integer("assessors", 2),
            reviewed=reviewed,
        )

    def _wanted(
        self, programme: str, value: Value, known: Mapping[str, PortfolioCompetency]
    ) -> PortfolioCompetency | None:
        record = value.record(("must_pass",), ("id", "observed_by"))
        name = record.required_text("id")
        if name not in known:
            hint = nearest(name, known)
            message = f'there is no competency "{name}"'
            self.report.error(record.place_of("id"), "unknown-competency", message, hint)
            return None
        if (programme, name) in self.taken:
            self.report.error(record.place_of("id"), "duplicate-id", f'"{name}" is wanted here twice')
        self.taken.add((programme, name))
        self.places.put(f"portfolio:{programme}:{name}", record.place)
        seen = tuple(map(self._evidence, record.items("observed_by")))
        return replace(known[name], observed_by=seen, must_pass=record.truth("must_pass"))

    def _evidence(self, value: Value) -> Evidence:
        record = value.record(("times",), ("kind",))
        kind = cast("EvidenceKind", record.choice("kind", EVIDENCE_KINDS, "live"))
        return Evidence(kind=kind, times=record.integer("times", 1))
