"""The instruments of the real curriculum: their figures are published facts, so tests have no others."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from app.catalogue.curriculum import Curriculum
from app.catalogue.findings import Report
from app.catalogue.instrument_types import Instrument
from app.catalogue.instruments import INSTRUMENTS
from app.catalogue.places import Places
from app.config import ROOT


@cache
def instruments() -> Mapping[str, Instrument]:
    files = {f"{INSTRUMENTS}{path.name}": path.read_bytes() for path in (ROOT / INSTRUMENTS).glob("*.yaml")}
    report = Report()
    found = Curriculum(files, Places(report)).instruments()
    assert report.findings == []
    return found
