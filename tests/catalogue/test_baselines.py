"""What a programme asks at the beginning: an instrument whose questions stand here, and that asks nobody to act."""

from __future__ import annotations

import pytest

from app.catalogue.checks import check
from app.catalogue.instrument_types import Baseline
from app.catalogue.instruments import INSTRUMENTS
from app.catalogue.reader import read
from app.config import ROOT
from tests.catalogue.samples import PROGRAMME, files, found


def asking(text: str) -> dict[str, bytes]:
    known = {f"{INSTRUMENTS}{name}.yaml" for name in ("k6", "phq-9", "who-5")}
    tree = files() | {path: (ROOT / path).read_bytes() for path in known}
    return tree | {PROGRAMME: tree[PROGRAMME] + text.encode()}


def test_it_is_read_and_may_be_left_out():
    assert check(asking("baseline: {instrument: k6, days: 14}\n")) == []
    asked = read(asking("baseline: {instrument: k6}\n")).catalogue.programmes["mentors"]
    assert asked.baseline == Baseline(instrument="k6", days=28)
    assert read(files()).catalogue.programmes["mentors"].baseline is None


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("baseline-instrument", "{instrument: k66}"),
        ("baseline-instrument", "{instrument: who-5}"),
        ("baseline-instrument", "{instrument: phq-9}"),
        ("baseline-days", "{instrument: k6, days: 0}"),
        ("baseline-days", "{instrument: k6, days: 367}"),
    ],
)
def test_a_fault_is_said_at_its_line(code: str, text: str):
    planted = asking(f"baseline: {text}\n")
    last = planted[PROGRAMME].decode().count("\n")
    findings = found(check(planted), code)
    assert {(one.file, one.line, one.severity) for one in findings} == {(PROGRAMME, last, "error")}
