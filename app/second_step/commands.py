"""`flask second-step reset`: for the last administrator, who has nobody to ask."""

from __future__ import annotations

import click
from flask.cli import AppGroup

from app.accounts import queries as accounts
from app.accounts.actor import SYSTEM
from app.core.db import write_transaction
from app.core.errors import KelimError
from app.second_step import resetting

second_step = AppGroup("second-step", help="The second step of somebody's sign-in.")


@second_step.command("reset")
@click.argument("email")
@click.option("--reason", required=True, help="The person reads it in a letter.")
def reset(email: str, reason: str) -> None:
    """Take app, passkeys and recovery codes of EMAIL away; they are signed out everywhere."""
    person = accounts.find_person(email)
    if person is None:
        raise click.ClickException(f"nobody has the address {email}")
    try:
        with write_transaction():
            resetting.reset(SYSTEM, person, reason)
    except KelimError as error:
        raise click.ClickException(str(error)) from error
    click.echo("The second step is gone, and the person is signed out everywhere.")
