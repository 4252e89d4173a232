"""Instruments are read whole, and each fault is said in their file."""

from __future__ import annotations

import pytest

from app.catalogue.checks import check
from app.catalogue.instruments import INSTRUMENTS
from app.catalogue.reader import read
from app.config import ROOT
from tests.catalogue.samples import files, found

PHQ, CORE = f"{INSTRUMENTS}phq-9.yaml", f"{INSTRUMENTS}core-10.yaml"


def tree(path: str, old: str = "", new: str = "") -> dict[str, bytes]:
    text = (ROOT / path).read_text(encoding="utf-8")
    assert old in text
    return {**files(), path: text.replace(old, new, 1).encode()}


FAULTS = [
    ("bad-id", PHQ, "id: phq-9", "id: PHQ-9"),
    ("id-and-name", PHQ, "id: phq-9", "id: phq-8"),
    ("unknown-key", PHQ, "may_miss:", "may_mis:"),
    ("missing-key", PHQ, 'version: "1999"\n', ""),
    ("bad-value", PHQ, "unverified: [case,", "unverified: [cases,"),
    ("translation-missing", PHQ, "he: מזערי, ", ""),
    ("instrument-highest", PHQ, "highest: 27", "highest: 36"),
    ("instrument-highest", CORE, "lowest: 0", "lowest: 41"),
    ("instrument-items", PHQ, '{id: "5", text', '{id: "4", text'),
    ("instrument-items", PHQ, "text: {en: Poor appetite or overeating}", "text: {}"),
    ("instrument-scale", PHQ, "{value: 1,", "{value: 5,"),
    ("instrument-may-miss", PHQ, "may_miss: 0", "may_miss: 5"),
    ("instrument-total-hint", CORE, "total_hint:\n", "total_hint: {}\nabout_it:\n"),
    ("instrument-bands", PHQ, "{from: 0, title", "{from: 1, title"),
    ("instrument-bands", PHQ, "{from: 10, title", "{from: 4, title"),
    ("instrument-case-from", PHQ, "case_from: 10", "case_from: 27"),
    ("instrument-case-from", PHQ, "case_from: 10", "case_from: 10\ncase_to: 4"),
    ("instrument-is-higher-better", PHQ, "lowest: 0", "is_higher_better: true\nlowest: 0"),
    ("instrument-reliable-change", PHQ, "reliable_change: 6", "reliable_change: 0"),
    ("instrument-not-shipped", PHQ, "  he: השאלות", "  en: השאלות"),
    ("instrument-conversation", PHQ, 'item: "9"', 'item: "10"'),
    ("instrument-conversation", PHQ, "highest: 3}", "highest: 4}"),
    ("instrument-source-url", PHQ, "source_url: https:", "source_url: http:"),
    ("instrument-form-url", PHQ, "form_url: https:", "form_url: ftp:"),
]


@pytest.mark.parametrize("path", [PHQ, CORE])
def test_as_they_stand_they_have_no_fault(path: str):
    assert check(tree(path)) == []
    assert list(read(tree(path)).catalogue.instruments) == [path.removeprefix(INSTRUMENTS).removesuffix(".yaml")]


def test_they_are_optional():
    assert read(files()).catalogue.instruments == {}


@pytest.mark.parametrize(("code", "path", "old", "new"), FAULTS)
def test_a_fault_is_said_in_its_file(code: str, path: str, old: str, new: str):
    findings = found(check(tree(path, old, new)), code)
    assert findings
    assert {(one.file, one.severity) for one in findings} == {(path, "error")}


def test_what_could_not_be_compared_is_in_no_language():
    """Nobody translates a form anew: where Hebrew or Arabic stands, an official text was at hand."""
    known = read({path: (ROOT / path).read_bytes() for path in (PHQ, CORE)} | files()).catalogue.instruments
    assert known["phq-9"].has_text("en")
    assert not known["phq-9"].has_text("he")
    assert not known["phq-9"].has_text("ar")
    assert not known["core-10"].has_text("en")
    assert set(known["phq-9"].not_shipped) == {"he", "ar"}
