"""Joins hand-overs to the settings."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask, current_app

from app.config import Settings
from app.handovers.rules import Waits

EXTENSION = "kelim_handovers"


def init_app(app: Flask, settings: Settings) -> None:
    app.extensions[EXTENSION] = Waits(
        soon=timedelta(days=settings.handover_soon_days),
        routine=timedelta(days=settings.handover_routine_days),
        first_meeting=timedelta(days=settings.handover_meeting_days),
    )


def waits() -> Waits:
    found: Waits = current_app.extensions[EXTENSION]
    return found
