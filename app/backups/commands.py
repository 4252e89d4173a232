"""`flask backup …`: make, check, restore, try out."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from flask.cli import with_appcontext

from app.audit import service as audit
from app.backups import erasures, runs
from app.backups.errors import BackupError, told
from app.backups.manifest import Manifest
from app.backups.models import BACKUP, DRILL
from app.backups.setup import Backups, backups
from app.core.db import write_transaction

FILE = click.Path(dir_okay=False, path_type=Path)


@click.group()
def backup() -> None:
    """Copies of everything that is kept, and the way back."""


@contextmanager
def _said() -> Iterator[Backups]:
    """What goes wrong is a sentence and exit status 1."""
    found = backups()
    try:
        with told(found.folder):
            yield found
    except BackupError as error:
        raise click.ClickException(str(error)) from error


@backup.command()
@with_appcontext
def create() -> None:
    """Write a whole backup into KELIM_BACKUP_DIR, and remove those past KELIM_BACKUP_DAYS. Exits 1 on a failure."""
    with _said() as found:
        made = runs.by_hand(BACKUP, found.create)
    click.echo(f"{made.path}: {made.rows} rows, {made.size} bytes.")


@backup.command()
@click.argument("file", type=FILE, required=False)
@with_appcontext
def verify(file: Path | None) -> None:
    """Read a backup to its end (the newest, if none is named) and compare rows and digests. Exits 1 on a fault."""
    with _said() as found:
        path, checked = found.verify(file)
    click.echo(f"{path}: whole. {_summary(checked.manifest)}")
    if checked.missing_key:
        click.echo(f"Its seal was not checked: these settings lack the master key {checked.missing_key!r}.", err=True)


def _summary(found: Manifest) -> str:
    return (
        f"Made {found.made_at} by Kelim {found.kelim} from {found.database} at migration {found.migration}: "
        f"{len(found.tables)} tables, {found.rows} rows."
    )


@backup.command()
@click.argument("file", type=FILE)
@click.option("--erasures", "listed", type=FILE, help="The list of erasures; else erasures.jsonl beside FILE.")
@click.option("--without-erasures", is_flag=True, help="The list is lost: people who were erased since may come back.")
@click.option("--without-keys", is_flag=True, help="The master key is lost: private writing stays unreadable.")
@with_appcontext
def restore(file: Path, listed: Path | None, *, without_erasures: bool, without_keys: bool) -> None:
    """Put a backup into the empty database of these settings, forget who was erased since, and prove the result."""
    with _said() as found:
        gone = set() if without_erasures else erasures.read(listed or file.parent / erasures.LIST)
        erasures.refuse_without_eraser(gone)
        manifest = found.restore(file, without_keys=without_keys)
        click.echo(f"Restored, and every table compared. {_summary(manifest)}")
        back = found.forget_again(gone)
        with write_transaction():
            audit.record(None, "backup.restore", f"backup:{manifest.made_at}", detail=f"erased again: {back}")
    click.echo(f"Erasures: {back} of those on the list had come back and were erased again.")
    if not _prove(found):
        raise click.ClickException("The rows are as they were saved, but a proof fails: read what it says above.")


def _prove(found: Backups) -> bool:
    whole = True
    for name, proof in found.proofs.items():
        faults = list(proof())
        for fault in faults:
            click.echo(str(fault))
        click.echo(f"Proof of {name}: {len(faults)} faults.")
        whole = whole and not faults
    return whole


@backup.command()
@with_appcontext
def drill() -> None:
    """Make a backup, restore it into a scratch place, compare every table, remove the place. Exits 1 on a failure."""
    with _said() as found:
        made = runs.by_hand(DRILL, found.drill)
    click.echo(f"{made.path}: {made.rows} rows went into a scratch place and came out the same.")
