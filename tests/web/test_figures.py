"""Figures of studies, such as g = .34, inside texts that run from right to left."""

from __future__ import annotations

import pytest

from app.web.markup import Book, render


@pytest.mark.parametrize("figure", ["g≈−.29", "g = .34", "n=26"])
def test_a_figure_stays_whole_between_words_from_right_to_left(figure: str):
    shown = f'<p>השפעה קטנה, <bdi dir="ltr">{figure}</bdi>.</p>'
    assert render(f"השפעה קטנה, {figure}.", Book(language="he")) == shown
    assert render(f"A small effect, {figure}.", Book(language="en")) == f"<p>A small effect, {figure}.</p>"
