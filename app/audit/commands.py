"""`flask audit …`: prove the trail, seal it, let go what is past its time."""

from __future__ import annotations

import re
import sys
from datetime import datetime

import click
from flask.cli import with_appcontext
from sqlalchemy import select

from app.audit import purging, sealing, setup
from app.audit.models import AuditEvent
from app.audit.verifying import ROW, Fault
from app.core.db import session, write_transaction

NOTED = re.compile(r"[1-9]\d{0,9} [0-9a-f]{64}")
SHOWN = 50


@click.group()
def audit() -> None:
    """The trail of who did what."""


@audit.command()
@click.option("--noted", default="", help='A seal as "audit head" printed it: proves that the end is not cut off.')
@click.option("--without-keys", is_flag=True, help="An old master key is lost: its seals are followed, not proved.")
@with_appcontext
def verify(noted: str, *, without_keys: bool) -> None:
    """Prove that no sealed row was changed, removed or put in. Names the first that was, and exits 1."""
    if noted and not NOTED.fullmatch(noted):
        raise click.BadParameter('It is a number, a blank and 64 signs, as "audit head" prints them.')
    faults = setup.find_faults(noted, without_keys=without_keys)
    if faults:
        click.echo(f"First broken: {_place(faults[0])}")
    for fault in faults[:SHOWN]:
        click.echo(str(fault))
    last = sealing.head()
    click.echo(f"{len(faults)} faults; {last.id if last else 0} seals, {sealing.count_waiting()} rows not sealed yet.")
    sys.exit(1 if faults else 0)


def _place(fault: Fault) -> str:
    """With the moment, by which somebody finds it in other logs."""
    return f"{fault}{_said_at(fault.id) if fault.what == ROW else ''}"


def _said_at(number: int) -> str:
    try:
        at: datetime | None = session().scalars(select(AuditEvent.at).where(AuditEvent.id == number)).first()
    except (TypeError, ValueError):
        return ""
    return f" (it says {at.isoformat(timespec='seconds')})" if at else ""


@audit.command()
@with_appcontext
def head() -> None:
    """Print the last seal, to be written down elsewhere: on paper, in another system."""
    last = sealing.head()
    if last is None:
        raise click.ClickException("Nothing is sealed yet.")
    click.echo(f"{last.id} {last.digest}")


@audit.command()
@with_appcontext
def seal() -> None:
    """Seal what waits now; the job consumer does it every minute."""
    click.echo(f"{setup.seal_waiting()} blocks sealed, {sealing.count_waiting()} rows wait.")


@audit.command()
@with_appcontext
def purge() -> None:
    """Remove rows past their 24 months; the job consumer does it by and by. The chain stays provable."""
    rows = 0
    while True:
        with write_transaction():
            done = purging.purge_old()
        if done is None:
            break
        rows += done.rows
    click.echo(f"{rows} rows removed.")
