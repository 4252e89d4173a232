"""A year on each database: what services wrote can be proved there."""

from __future__ import annotations

from flask import Flask

from app.audit import sealing, setup
from app.hours.sources import EARNED, SOURCES
from app.hours.verify import verify


def test_the_ledger_of_a_year_has_no_fault(filled: Flask) -> None:
    assert list(verify(SOURCES, EARNED)) == []


def test_the_trail_of_a_year_is_sealed_and_whole(filled: Flask) -> None:
    assert (sealing.count_waiting(), setup.find_faults()) == (0, [])
