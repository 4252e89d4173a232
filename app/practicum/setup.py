"""Joins the practicum's letters to the settings."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask, current_app

from app.config import Settings
from app.placements import worked
from app.practicum import queries, record_presenters, records, signing_letters
from app.practicum.signing_rules import Rhythm

EXTENSION = "kelim_signing"
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def init_app(app: Flask, settings: Settings) -> None:
    app.extensions[EXTENSION] = Rhythm(
        weekday=DAYS.index(settings.signing_letter_day),
        hour=settings.signing_letter_hour,
        link_lasts=timedelta(days=settings.signing_link_days),
        time_zone=settings.time_zone,
    )


def rhythm() -> Rhythm:
    found: Rhythm = current_app.extensions[EXTENSION]
    return found


def draw_record(draft: records.Draft, public_url: str) -> bytes:
    """A record's PDF, for rooms above, to which presenters of this one are closed. Raises Undrawable."""
    return record_presenters.draw(draft, public_url)


def send_weekly() -> None:
    """The consumer looks often; letters go out once on their day."""
    signing_letters.send_weekly(rhythm())


worked.register("practicum", queries.list_days_at)
