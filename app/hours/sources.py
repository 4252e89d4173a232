"""Rooms above register how to find the sources that they credit from."""

from __future__ import annotations

from app.hours.verify import SourceExists

SOURCES: dict[str, SourceExists] = {}


def register(kind: str, exists: SourceExists) -> None:
    SOURCES[kind] = exists
