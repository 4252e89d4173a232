"""The list of rooms: their doors and their commands."""

from __future__ import annotations

from flask import Flask

from app.accounts.routes import room as accounts
from app.commands import COMMANDS
from app.config import Settings
from app.help_now.routes import room as help_now
from app.home.routes import room as home
from app.hours.routes import room as hours
from app.learning.routes import room as learning
from app.operations import setup as operations_setup
from app.operations.routes import room as operations
from app.quizzes.routes import room as quizzes
from app.reflections.routes import room as reflections

ROOMS = (operations, help_now, accounts, home, hours, learning, quizzes, reflections)


def register(app: Flask, settings: Settings) -> None:
    operations_setup.init_app(app, settings)
    for room in ROOMS:
        app.register_blueprint(room.blueprint)
    for command in COMMANDS:
        app.cli.add_command(command)
