"""Joins reminders to the settings, and their jobs to the consumer."""

from __future__ import annotations

from datetime import time

from flask import Flask, current_app

from app.config import Settings
from app.jobs.models import Payload
from app.practice import beside
from app.practice.year import Year
from app.reminders import planning, queries, sending, tokens
from app.reminders.quiet import Hours

EXTENSION = "kelim_reminders"
ONE_CLICK = "app.reminders.link_views.turn_off"


def init_app(app: Flask, settings: Settings) -> None:
    """Programs that read mail send the one click without any cookie: its address alone says who may."""
    app.extensions[EXTENSION] = Hours(
        rest_begins=time(settings.rest_begins_hour), rest_ends=time(settings.rest_ends_hour)
    )
    app.extensions["csrf"].exempt(ONE_CLICK)
    tokens.provide_secret(lambda: str(current_app.config["SECRET_KEY"]))
    beside.register("reminders", ask)


def hours() -> Hours:
    found: Hours = current_app.extensions[EXTENSION]
    return found


def ask(year: Year) -> str:
    """Once, whatever the answer is."""
    return "" if queries.find_wish(year.enrolment_id) else "reminders/ask.html"


def look(payload: Payload) -> None:
    planning.look(payload, hours())


def send(payload: Payload) -> None:
    sending.send(payload, hours())
