"""Portfolios are read whole, each fault is said at its line, and what a rating points at has a version."""

from __future__ import annotations

import pytest

from app.catalogue.checks import check
from app.catalogue.portfolio_types import Evidence, Portfolio
from app.catalogue.portfolios import PORTFOLIOS
from app.catalogue.reader import read
from app.releases import compile as compiled
from tests.catalogue.portfolio import FAULTS, PORTFOLIO, PortfolioFault, with_portfolio
from tests.catalogue.samples import files, found


def portfolio_of(text: str = PORTFOLIO) -> Portfolio:
    return read(with_portfolio(text)).catalogue.portfolios["mentors"]


def test_the_sample_has_no_fault_and_is_optional():
    assert check(with_portfolio()) == []
    assert read(files()).catalogue.portfolios == {}


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: f"{fault.code}-{fault.at[:20]!r}")
def test_a_fault_is_said_at_its_line(fault: PortfolioFault):
    assert fault.old in PORTFOLIO
    planted = PORTFOLIO.replace(fault.old, fault.new, 1)
    lines = [number for number, line in enumerate(planted.split("\n"), 1) if fault.at in line]
    findings = found(check(with_portfolio(planted)), fault.code)
    assert {(one.file, one.severity) for one in findings} == {(PORTFOLIOS, fault.severity)}
    assert {one.line for one in findings} & set(lines), findings


def test_everything_is_there_in_the_order_of_the_file():
    portfolio = portfolio_of()
    assert [one.id for one in portfolio.competencies] == ["meeting", "risk"]
    meeting, risk = portfolio.competencies
    assert meeting.observed_by == (Evidence(kind="live", times=3),)
    assert risk.observed_by == (Evidence(kind="simulation", times=1), Evidence(kind="live", times=1))
    assert (meeting.must_pass, risk.must_pass, portfolio.assessors) == (False, True, 2)
    assert [one.id for one in risk.acts if one.is_critical] == ["risk-1"]
    assert not any(one.is_critical for one in meeting.acts)
    assert portfolio.find("risk") is risk
    assert portfolio.find("other") is None


def test_a_release_holds_portfolios_as_they_were_read():
    before = compiled.compile_files(with_portfolio())
    assert compiled.load(compiled.dump(before)) == before
    assert before.portfolios["mentors"] == portfolio_of()


@pytest.mark.parametrize(
    ("old", "new", "changes"),
    [
        ("Does meeting-1", "Does meeting-1 again", True),
        ("meeting-1, kind: harmful", "meeting-1, kind: harmful, critical: true", True),
        ("meeting-4, kind: basic", "meeting-4, kind: advanced", True),
        ("en: Practise meeting", "en: Try meeting", False),
        ("times: 3", "times: 2", False),
    ],
)
def test_the_version_names_exactly_what_is_ticked_and_what_it_counts_for(old: str, new: str, changes: bool):
    assert old in PORTFOLIO
    before, after = (portfolio_of(text).competencies[0].version for text in (PORTFOLIO, PORTFOLIO.replace(old, new, 1)))
    assert len(before) == 16
    assert (before != after) == changes


@pytest.mark.parametrize("text", ["a: [\n", "- 1\n", "# nothing\n", "portfolios: x\n", "competencies: {}\n"])
def test_a_file_that_cannot_be_read_stops_nothing_else(text: str):
    findings = check(with_portfolio(text))
    assert {one.file for one in findings} == {PORTFOLIOS}
    assert any(one.severity == "error" for one in findings)
