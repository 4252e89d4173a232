"""Joins the demo to the application: what a production service says when it finds one in its database."""

from __future__ import annotations

from flask import Flask

from app.config import Settings
from app.demo import service
from app.operations import readiness


def init_app(app: Flask, settings: Settings) -> None:
    """Everybody knows the demo's addresses, so a production service with them in its database is not ready."""

    def no_demo() -> str | None:
        return "the database holds a demo institution" if service.has_demo() else None

    if settings.is_production:
        readiness.add_check(app, "demo", no_demo)
