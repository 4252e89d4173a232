"""What rooms above put beside the page of the week: a template, where they have something to ask."""

from __future__ import annotations

from collections.abc import Callable

from app.practice.year import Year

Beside = Callable[[Year], str]
"""The template for somebody with this year; empty for nothing."""

_BESIDE: dict[str, Beside] = {}


def register(name: str, find: Beside) -> None:
    _BESIDE[name] = find


def list_templates(year: Year) -> list[str]:
    return [template for find in _BESIDE.values() if (template := find(year))]
