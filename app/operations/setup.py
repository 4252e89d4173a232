"""Joins operations to the application."""

from __future__ import annotations

from flask import Flask

from app.config import Settings
from app.operations import logs, readiness, requests


def init_app(app: Flask, settings: Settings) -> None:
    logs.configure(settings.log_format)
    requests.init_app(app)
    readiness.init_app(app)
