"""Joins jobs to the application: handlers by kind, the bell, the consumer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Flask, current_app

from app.config import Settings
from app.jobs import service
from app.jobs.bell import Bell
from app.jobs.runner import Handler, Runner

EXTENSION = "kelim_jobs"


@dataclass(frozen=True, slots=True)
class Jobs:
    runner: Runner
    bell: Bell


def init_app(app: Flask, settings: Settings, handlers: Mapping[str, Handler]) -> None:
    """`handlers` come from the list of rooms: rooms above this one bring theirs."""
    runner = Runner(handlers)

    def work() -> None:
        """Each job gets an application context, and with it a database session, of its own."""
        more = True
        while more and not runner.is_stopping():
            with app.app_context():
                more = runner.run_next()

    app.extensions[EXTENSION] = Jobs(runner, Bell(settings, work))
    service.provide_bell(ring)


def ring() -> None:
    """A bell that only this process would hear is left alone: nobody here listens."""
    bell = jobs().bell
    if bell.is_shared:
        bell.ring()


def jobs() -> Jobs:
    found: Jobs = current_app.extensions[EXTENSION]
    return found
