"""What is kept only for a while: each room says how it forgets, the consumer does it once an hour."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta

from flask import Flask, current_app

from app.core.db import write_transaction

EVERY = timedelta(hours=1)
EXTENSION = "kelim_housekeeping"
Forget = Callable[[], None]


def init_app(app: Flask, tasks: Sequence[Forget]) -> None:
    app.extensions[EXTENSION] = tuple(tasks)


def run() -> None:
    """Each in a short transaction of its own, so that nobody waits long for the writer."""
    tasks: tuple[Forget, ...] = current_app.extensions[EXTENSION]
    for forget in tasks:
        with write_transaction():
            forget()
