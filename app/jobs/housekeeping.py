"""What is to be done again and again: each room says what, the consumer does it.

What is kept only for a while is forgotten once an hour; what people wait for is looked at every minute.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from flask import Flask, current_app

from app.core.db import write_transaction

EVERY, OFTEN = timedelta(hours=1), timedelta(minutes=1)
EXTENSION = "kelim_housekeeping"
Task = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Tasks:
    hourly: tuple[Task, ...]
    often: tuple[Task, ...]


def init_app(app: Flask, hourly: Sequence[Task], often: Sequence[Task] = ()) -> None:
    app.extensions[EXTENSION] = Tasks(tuple(hourly), tuple(often))


def run() -> None:
    """Each in a short transaction of its own, so that nobody waits long for the writer."""
    for forget in _tasks().hourly:
        with write_transaction():
            forget()


def run_often() -> None:
    """These look first, and open transactions of their own for what they find."""
    for look in _tasks().often:
        look()


def _tasks() -> Tasks:
    tasks: Tasks = current_app.extensions[EXTENSION]
    return tasks
