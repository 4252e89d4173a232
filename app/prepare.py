"""`flask prepare`: all between a fresh clone and a service that can answer; safe to run again, or twice at once."""

from __future__ import annotations

import fcntl
import logging
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext
from flask_migrate import upgrade

from app.accounts.setup import ring
from app.catalogue.files import NotContent, read_tree
from app.config import Settings
from app.core.db import write_transaction
from app.demo import service as demo
from app.operations import readiness
from app.releases import queries as release_queries
from app.releases import service as releases

AUTHOR, MESSAGE = "Kelim", "Start"


@contextmanager
def only_one(folder: Path) -> Iterator[None]:
    """Starts beside each other take turns."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "prepare.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@click.command()
@with_appcontext
def prepare() -> None:
    """Bring the database to the newest migration, publish changed content, fill the demo institution if it is empty.

    Content with errors is not published: the active release stays. Exits 1 only if there is none to fall back on.
    """
    settings: Settings = current_app.extensions["kelim_settings"]
    with only_one(settings.instance_dir):
        _migrate()
        _publish(settings.content_dir)
        _fill(settings)


def _migrate() -> None:
    logging.getLogger("alembic").setLevel(logging.WARNING)
    upgrade()
    click.echo(f"Database: at migration {', '.join(sorted(readiness.newest_migrations()))}.")


def _publish(folder: Path) -> None:
    """Reading, checking and rendering happen before the write transaction, so that nobody waits for them."""
    try:
        draft = releases.prepare(read_tree(folder))
        with write_transaction():
            release = releases.publish_draft(AUTHOR, draft, MESSAGE)
    except releases.CheckFailed as error:
        _keep_active([str(finding) for finding in error.findings])
    except (NotContent, OSError) as error:
        _keep_active([str(error)])
    else:
        did = "published" if release.is_new else "unchanged"
        click.echo(f"Content: release {release.release_id} ({did}).")


def _keep_active(problems: list[str]) -> None:
    for problem in problems:
        click.echo(problem, err=True)
    active = release_queries.find_active_release_id()
    if active is None:
        click.echo("Content: errors (above), and no earlier release to show instead.", err=True)
        sys.exit(1)
    click.echo(f"Content: errors (above), nothing was published; release {active} stays active.", err=True)


def _fill(settings: Settings) -> None:
    if demo.renew_password(settings):
        click.echo("Demo institution: everybody has the password of the settings now.")
    if not demo.is_wanted(settings):
        return
    began = time.monotonic()
    demo.fill(settings, ring())
    click.echo(f"Demo institution: the first half of a year, written in {time.monotonic() - began:.1f} s.")
