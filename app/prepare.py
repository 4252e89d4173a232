"""`flask prepare`: everything between a fresh clone and a service that can answer; safe to run again, and beside itself."""

from __future__ import annotations

import fcntl
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext
from flask_migrate import upgrade

from app.config import Settings
from app.core.db import write_transaction
from app.demo import service as demo
from app.releases import service as releases


@contextmanager
def only_one(folder: Path) -> Iterator[None]:
    """Two starts beside each other take turns."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "prepare.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@click.command()
@with_appcontext
def prepare() -> None:
    """Bring the database to the newest migration, publish changed content, and fill the demo institution if it is empty."""
    settings: Settings = current_app.extensions["kelim_settings"]
    with only_one(settings.instance_dir):
        logging.getLogger("alembic").setLevel(logging.WARNING)
        upgrade()
        with write_transaction():
            release = releases.publish("Kelim", settings.content_dir, "Start")
        click.echo(f"Content: release {release.release_id}{' (published)' if release.is_new else ''}")
        if settings.environment == "demo" and demo.is_wanted():
            click.echo("Demo institution: filling a year's first half …")
            demo.fill()
