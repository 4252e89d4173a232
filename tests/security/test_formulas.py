"""Names that a spreadsheet could take for a formula, in any program that opens the file."""

from __future__ import annotations

import pytest

from app.web.workbooks import plain

FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "\0=1", "＝1+1", "＋1", "－1", "＠SUM(A1)"]


@pytest.mark.parametrize("text", FORMULAS)
def test_what_could_be_a_formula_begins_with_an_apostrophe(text: str):
    assert plain(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "Noa Levi", "נועה לוי", "3-4", "a=b", "'quoted"])
def test_other_texts_stay_as_they_are(text: str):
    assert plain(text) == text
